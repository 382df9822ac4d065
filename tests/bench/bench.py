# SPDX-License-Identifier: ISC
"""What colltop costs, beside what the same work costs at least.

Every figure and its floor come from this one run on this one machine, so that
their ratio means something where neither of them does alone. Needs Linux and
COLLTOP_BUILD, where the programs are; writes a table to standard output. It
judges, but it always ends with 0: a report is no test. Python's standard
library is all it takes.
"""

import contextlib
import os
import platform
import shutil
import statistics
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True          # the source tree may be read-only, and is to stay clean

from place import (BALANCES, COLUMNS, LINES, LOAN, PRICE, TARGET, Failed, Place, Simulator, Watched, listen,
    program, run)
from table import Table, show_bytes, show_count, show_kib, show_ms, show_rate, show_us

ROWS = (3, 17)
COINS = ("BTC", "ETH", "SOL", "USDT")
LATENCY_MS = 200
INTERVAL_S = 2
WARM_UP = 3             # refreshes before the counting begins
REFRESHES = 20          # refreshes that are counted
LATE_REFRESHES = 8      # the same where only their duration counts
TURNS = 5               # runs of colltop and of the bare loop, in turn, behind what a refresh costs
TURN_REFRESHES = 6      # refreshes that are counted in each
STARTS = 25             # runs behind a median
IDLE_MOST_NS, IDLE_SHARE = 1e5, 0.25    # such a second may cost so much, or this share of a refresh
IDLE_WINDOWS, IDLE_S = 5, 4     # behind what a second costs: windows of so many seconds


# --- steady state: CPU, bytes, connections


class Steady:
    """One program that asks at the interval, and how its refreshes are marked."""

    def __init__(self, simulator, argv, environment, wanted):
        self.simulator = simulator
        self.wanted = wanted
        self.watched = Watched(simulator.place.stack, argv, environment)
        self.marks = []                 # (requests, cpu, time), one a refresh
        self.due = None

    def look(self):
        """Marks the time half a second after each request, so that between two marks lies one refresh."""
        now = time.monotonic()
        if self.due is not None:
            if now >= self.due:
                self.marks.append((len(self.simulator.requests()), self.watched.cpu_ns(), now))
                self.due = None
        elif len(self.simulator.requests()) >= (self.marks[-1][0] + 1 if self.marks else WARM_UP):
            self.due = now + 0.5

    def done(self):
        return len(self.marks) > self.wanted

    def cpu_of_refresh(self):
        """The median, since what else the machine does falls on some of them."""
        if any(after[0] - before[0] != 1 for before, after in zip(self.marks, self.marks[1:])):
            raise Failed("the requests did not come one by one")
        return statistics.median(after[1] - before[1] for before, after in zip(self.marks, self.marks[1:]))


def planned(prices):
    """What a refresh asks for where so many prices are wanted one by one."""
    return [LOAN, *(f"{PRICE}{ccy}-USD" for ccy in COINS[:prices]), TARGET, BALANCES + "@30"]


def bare_loop(place, targets):
    return lambda simulator: [program("floor_get"), simulator.base, place.certificate,
        str(INTERVAL_S * 1000), *targets]


def colltop(_):
    return [program("colltop"), "--interval", str(INTERVAL_S)]


def options_for(rows):
    return ["--assets", str(rows)] if rows != 3 else []


def watch(place, options, argv, wanted):
    simulator = Simulator(place, *options)
    return Steady(simulator, argv(simulator), {**simulator.environment(), **simulator.variables()}, wanted)


def wait(all_steady, condition, look=lambda: None, others=()):
    """Reads the terminals and marks the refreshes until CONDITION."""
    def look_around():
        for one in all_steady:
            if not one.done():
                one.look()
        look()
    limit = time.monotonic() + (WARM_UP + REFRESHES + 8) * INTERVAL_S
    while not condition():
        if time.monotonic() > limit:
            raise Failed("the requests did not come at their interval")
        listen([one.watched for one in [*all_steady, *others]], 0.5, look_around)


class Run:
    """
    All that runs side by side: colltop in several places, in one of them a
    bare loop that asks for what colltop asks there, and bare loops that ask
    for what is planned.
    """

    def __init__(self, place):
        self.place = place
        self.idle = Idle(place)
        late = ["--latency", str(LATENCY_MS)]
        self.ours = {rows: watch(place, options_for(rows), colltop, REFRESHES) for rows in ROWS}
        self.ours["late"] = watch(place, late, colltop, LATE_REFRESHES)
        self.bare, self.plans = {}, {}
        self.wait(lambda: all(len(one.simulator.refreshes()) >= WARM_UP for one in self.ours.values()))
        self.bare["late"] = watch(place, late, bare_loop(place, self.ours["late"].simulator.asked()),
            LATE_REFRESHES)
        for prices in (1, len(COINS)):
            self.plans[prices] = watch(place, [], bare_loop(place, planned(prices)), REFRESHES)
        self.plans["late"] = watch(place, late, bare_loop(place, planned(len(COINS))), LATE_REFRESHES)
        self.wait(lambda: self.idle.done() and all(one.done() for one in self.all()))

    def all(self):
        return [*self.ours.values(), *self.bare.values(), *self.plans.values()]

    def wait(self, condition):
        wait(self.all(), condition, self.idle.look, [self.idle])

    def leave(self):
        for one in self.all():
            leave(one, b"q" if one in self.ours.values() else b"")
        self.idle.watched.leave(b"q")


def leave(steady, key):
    status = steady.watched.leave(key)
    if status != 0:
        raise Failed(f"a program of a steady run ended with {status}")


def cost_in_turn(place, asked):
    """
    What a refresh costs colltop and the bare loop that asks for the same, by the number of
    rows: (ours, floor), each the median of runs that took turns, so that both saw the same
    machine, and neither saw the other. ASKED: the targets of a refresh by the number of rows.
    """
    costs = {rows: ([], []) for rows in ROWS}
    for turn in range(2 * TURNS):
        bare = turn % 2
        all_steady = {rows: watch(place, options_for(rows), bare_loop(place, asked[rows]) if bare else colltop,
            TURN_REFRESHES) for rows in ROWS}
        wait(all_steady.values(), lambda some=all_steady: all(one.done() for one in some.values()))
        for rows, steady in all_steady.items():
            costs[rows][bare].append(steady.cpu_of_refresh())
            leave(steady, b"" if bare else b"q")
            steady.simulator.stop()
    return {rows: tuple(statistics.median(some) for some in both) for rows, both in costs.items()}


def cells_of(frames):
    """For each frame (bytes, changed cells, runs, first line, last line)."""
    stream = b"".join(struct.pack("<I", len(data)) + data for _, data in frames)
    done = subprocess.run([program("floor_cells"), str(COLUMNS), str(LINES)], input=stream,
        capture_output=True, timeout=60, check=True)
    lines = [tuple(map(int, line.split())) for line in done.stdout.decode().splitlines()]
    if len(lines) != len(frames):
        raise Failed("not every frame could be read")
    return lines


def add_bytes(table, rows, steady):
    """
    Frames of the window in which more than the title line changed belong to
    refreshes: one or more to each, as the loan is painted before the prices come.
    """
    frames = steady.watched.frames()
    (first, _, begin), (last, _, end) = steady.marks[0], steady.marks[-1]
    painted = [cells for (when, _), cells in zip(frames, cells_of(frames))
        if begin <= when < end and cells[4] > 1]
    refreshes = last - first
    if len(painted) < refreshes - 2:
        raise Failed(f"{len(painted)} frames for {refreshes} refreshes")
    written = sum(cells[0] for cells in painted) / refreshes
    floor = sum(cells[1] + 5 * cells[2] + 60 for cells in painted) / refreshes
    table.times(f"bytes to the terminal per refresh, {rows} rows", floor, written, 1, show_bytes)
    table.tell("  frames of it", len(painted) / refreshes, show_count)


class Idle:
    """colltop at the longest interval: only the age changes."""

    SETTLE_S = 3.5

    def __init__(self, place):
        self.simulator = Simulator(place)
        self.watched = Watched(place.stack, [program("colltop"), "--interval", "60"],
            self.simulator.environment())
        self.begun = time.monotonic()
        self.marks = []

    def look(self):
        due = self.begun + self.SETTLE_S + len(self.marks) * IDLE_S
        now = time.monotonic()
        if not self.done() and now >= due:
            switches = self.watched.status_value("voluntary_ctxt_switches")
            self.marks.append((switches, self.watched.cpu_ns(), now))

    def done(self):
        return len(self.marks) > IDLE_WINDOWS

    def add(self, table, refresh_ns):
        """REFRESH_NS: what a refresh costs, None where that is not known."""
        if len(self.simulator.requests()) != 1:
            raise Failed("it did not stay idle")
        (before, _, begin), (after, _, end) = self.marks[0], self.marks[-1]
        frames = self.watched.frames(begin, end)
        written = sum(len(data) for _, data in frames) / (end - begin)
        if not frames:
            raise Failed("the age did not move")
        table.most("bytes a second while only the age changes", None, written, 48, show_rate)
        cost = statistics.median((late[1] - early[1]) / (late[2] - early[2])
            for early, late in zip(self.marks, self.marks[1:]))
        table.add("CPU of a second in which only the age changes", refresh_ns, cost,
            max(IDLE_MOST_NS, IDLE_SHARE * (refresh_ns or 0)), show_us,
            f"<= {show_ms(IDLE_MOST_NS)} or {IDLE_SHARE:g} x a refresh")
        table.most("wake-ups a second at idle", 1, (after - before) / (end - begin), 1.2, show_count)


# --- starts and keys


def stopwatch(arguments, environment):
    """What the stopwatch says: {"start": [ns], "key": [ns, …], "quit": [ns], "peak": [KiB]}."""
    said = {}
    for line in run([program("stopwatch"), *arguments], environment).splitlines():
        words = line.split()
        if words[0] == "end":
            if words[1] != "0":
                raise Failed(f"{arguments[-1]} ended with {words[1]}")
            said["peak"] = [int(words[2])]
        else:
            said.setdefault(words[0], []).append(int(words[1]))
    return said


def add_starts(table, place):
    """Floors and figures in turn, so that all of them see the same machine."""
    simulator = Simulator(place)
    environment = simulator.environment()
    curl = shutil.which("curl", path=environment["PATH"])
    empty, frame, figures, once, peaks = [], [], [], [], []
    for _ in range(STARTS):
        empty += stopwatch(["text", "started", program("floor_empty")], environment)["start"]
        frame += stopwatch(["text", "PRODUCTION", program("colltop")], environment)["start"]
        figures += stopwatch(["text", "BTC", program("colltop")], environment)["start"]
        url = simulator.base + "/api/v5/public/time"
        bare = stopwatch(["end", program("floor_curl"), url, place.certificate], environment)
        peaks += bare["peak"]
        if curl is None:
            once += bare["start"]
            continue
        headers = [word for name, value in simulator.signed_headers().items()
            for word in ("-H", f"{name}: {value}")]
        once += stopwatch(["text", '"code":"0"', curl, "-q", "-sS", "--cacert", place.certificate, *headers,
            simulator.base + TARGET], environment)["start"]
    median = statistics.median
    table.plus("exec to first frame", median(empty), median(frame), 3e6, show_ms)
    what = "one curl process" if curl else "a bare libcurl program, for want of curl"
    table.times(f"exec to first figures (floor: {what})", median(once), median(figures), 1.5, show_ms)
    return median(peaks)


def add_keys(table, place):
    simulator = Simulator(place, "--fault", "hang")
    environment = simulator.environment()
    keys, quits, echoes = [], [], []
    for _ in range(5):
        said = stopwatch(["keys", "24", "mq?q", "CONNECTING", program("colltop")], environment)
        keys += said["key"]
        quits += said["quit"]
        echoes += stopwatch(["keys", "24", "ab", "", shutil.which("cat")], environment)["key"]
    if any(record["fault"] != "hang" for record in simulator.requests()):
        raise Failed("the exchange did not hang")
    echo = statistics.median(echoes)
    table.most("key to first byte while the exchange hangs", echo, statistics.median(keys), 0.5e6, show_ms)
    table.most("q to exit while the exchange hangs", echo, statistics.median(quits), 5e6, show_ms)


# --- inside the process


def add_rows(table):
    said = {}
    for line in run([program("bench_rows")]).splitlines():
        name, value = line.split()
        said[name] = int(value)
    bare = said["bare_10000_ns"]
    table.times("10,000 rows: parse, totals, sort, paint", bare, said["drift_10000_ns"], 5, show_ms)
    table.times("  the same, in an order of its own each time", bare, said["anew_10000_ns"], 5, show_ms)
    # n log n: ten times as many rows, each 4/3 as much.
    table.times("10,000 rows against 1,000", said["drift_1000_ns"], said["drift_10000_ns"], 13.3, show_ms)
    table.times("  the same, in an order of its own each time", said["anew_1000_ns"], said["anew_10000_ns"],
        13.3, show_ms)
    table.most("text composed per frame, times each", None, said["composed_most"], 1, show_count)
    table.most("heap grown by 10,000 refreshes", None, said["heap_grown"], 64 * 1024 - 1, show_bytes)
    table.most("resident memory grown by 10,000 refreshes", None, said["resident_grown"],
        64 * 1024 - 1, show_bytes)


# --- the run


def attempt(table, figure, measure, *arguments):
    """A figure that cannot be had says so in its row; the others come nevertheless."""
    try:
        return measure(*arguments)
    except (Failed, OSError, ValueError, KeyError, IndexError, subprocess.SubprocessError) as error:
        table.failed(figure, str(error) or type(error).__name__)
        return None


def count_requests(targets):
    return f"{len(targets)} request{'s' if len(targets) != 1 else ''}"


def add_costs(table, run):
    """What a refresh costs, by the number of rows. Returns that of the first."""
    asked = {rows: run.ours[rows].simulator.asked() for rows in ROWS}
    costs = cost_in_turn(run.place, asked)
    for rows in ROWS:
        ours, bare = costs[rows]
        table.times(f"CPU of a refresh, {rows} rows, {count_requests(asked[rows])}, {TURNS} runs in turn", bare,
            ours, 1.5, show_us)
    return costs[ROWS[0]][0]


def add_refreshes(table, run):
    """What a refresh costs the bare loop, and how long one takes, by the number of its requests."""
    for prices in (1, len(COINS)):
        asked = count_requests(run.plans[prices].simulator.asked())
        table.tell(f"  the bare loop, 3 rows, {asked}, {prices} of them prices",
            run.plans[prices].cpu_of_refresh(), show_us)
    ours, bare, plan = (some["late"].simulator for some in (run.ours, run.bare, run.plans))
    table.most(f"a refresh of {count_requests(ours.asked())} at {LATENCY_MS} ms each",
        bare.refresh_ms(LATENCY_MS) * 1e6, ours.refresh_ms(LATENCY_MS) * 1e6, 1.6e9, show_ms)
    table.most(f"  the bare loop, {count_requests(plan.asked())}, {len(COINS)} of them prices", None,
        plan.refresh_ms(LATENCY_MS) * 1e6, 1.6e9, show_ms)


def add_steady(table, place):
    """All that the long run tells. Returns the peak of memory of the largest colltop."""
    run = Run(place)
    peak = max(run.ours[rows].watched.status_value("VmHWM") for rows in ROWS)
    run.leave()
    refresh_ns = attempt(table, "CPU of a refresh", add_costs, table, run)
    attempt(table, "how long a refresh takes", add_refreshes, table, run)
    for rows in ROWS:
        attempt(table, f"bytes to the terminal per refresh, {rows} rows", add_bytes, table, rows, run.ours[rows])
    attempt(table, "bytes, CPU and wake-ups at idle", run.idle.add, table, refresh_ns)
    for rows in ROWS:
        count = len({record["connection"] for record in run.ours[rows].simulator.records()})
        table.most(f"connections of a run, {rows} rows", 1, count, 1, show_count)
    return peak


def machine():
    model = platform.machine()
    with contextlib.suppress(OSError):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
            model = names[0] if names else model
    return f"{platform.system()} {platform.release()}, {os.cpu_count()} x {model}"


def main():
    table = Table()
    began = time.monotonic()
    load = os.getloadavg()[0]
    with contextlib.ExitStack() as stack:
        place = Place(stack)
        peak = attempt(table, "CPU, bytes, connections, idle", add_steady, table, place)
        floor = attempt(table, "exec to first frame, to first figures", add_starts, table, place)
        attempt(table, "keys while the exchange hangs", add_keys, table, place)
        if peak and floor:
            table.plus("peak resident memory", floor, peak, 3 * 1024, show_kib)
        else:
            table.failed("peak resident memory", "one of its two runs failed")
        attempt(table, "10,000 rows, 10,000 refreshes", add_rows, table)
    print(f"colltop in a terminal of {COLUMNS}x{LINES}, every {INTERVAL_S} s, TLS on loopback, "
        "all values drifting.")
    print(f"One run on one machine, floors and figures side by side: {machine()};")
    print(f"load {load:.2f} at the start, {os.getloadavg()[0]:.2f} at the end; "
        f"{time.monotonic() - began:.0f} s. Only the ratios say anything about other machines.\n")
    table.write(sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
