# SPDX-License-Identifier: ISC
"""Where the benchmark runs: programs, the exchange on loopback, terminals."""

import base64
import collections
import datetime
import fcntl
import hashlib
import hmac
import json
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import tempfile
import termios
import time

BUILD = os.environ.get("COLLTOP_BUILD", "build")
BENCH = os.path.join(BUILD, "tests", "bench")
LOAN = "/api/v5/finance/flexible-loan/loan-info"
TARGET = "/api/v5/finance/flexible-loan/collateral-assets"
PRICE = "/api/v5/market/index-tickers?instId="
BALANCES = "/api/v5/asset/balances"
COLUMNS, LINES = 80, 24
FRAME_GAP_S = 0.02      # bytes closer together belong to one frame


class Failed(Exception):
    """A figure could not be measured; the text says why."""


def program(name):
    path = os.path.join(BUILD if name.startswith("colltop") else BENCH, name)
    if not os.access(path, os.X_OK):
        raise Failed(f"{path} is not there")
    return path


def run(argv, environment=None, given=None):
    """The output of a program that has to succeed."""
    done = subprocess.run(argv, env=environment, input=given, capture_output=True, timeout=120)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Failed(f"{os.path.basename(argv[0])} ended with {done.returncode}: {said[-1] if said else ''}")
    return done.stdout.decode()


class Place:
    """A folder with a certificate, gone in the end with all that is in it."""

    def __init__(self, stack):
        self.stack = stack
        self.folder = tempfile.mkdtemp(prefix="colltop-bench-")
        stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.certificate = os.path.join(self.folder, "certificate.pem")
        self.key = os.path.join(self.folder, "key.pem")
        self.count = 0
        run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", "2", "-subj", "/CN=colltop bench", "-addext",
            "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", self.key, "-out", self.certificate])

    def make(self, name):
        self.count += 1
        path = os.path.join(self.folder, f"{name}-{self.count}")
        os.mkdir(path, 0o700)
        return path


def bare_environment(home):
    return {"HOME": home, "XDG_CONFIG_HOME": home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin"}


class Simulator:
    """The exchange on loopback over TLS, and a home that is set up for it."""

    def __init__(self, place, *arguments):
        self.place = place
        self.home = place.make("home")
        self.log = os.path.join(self.home, "requests")
        self.process = subprocess.Popen(
            [program("colltop-sim"), "--tls-cert", place.certificate, "--tls-key", place.key, "--seed", "7",
             "--with-parent", "--no-rate-limit", "--log", self.log, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=bare_environment(self.home))
        place.stack.callback(self.stop)
        if not select.select([self.process.stdout], [], [], 20)[0]:
            raise Failed("the simulator did not become ready")
        line = self.process.stdout.readline()
        if not line:
            raise Failed("the simulator did not start")
        ready = json.loads(line)
        self.base, self.keys = ready["base"], ready["production"]
        self.configure()

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait()

    def configure(self):
        folder = os.path.join(self.home, "colltop")
        os.mkdir(folder, 0o700)
        with open(os.path.join(folder, "colltop.conf"), "w", opener=private) as file:
            file.write(f'account "main" {{\n  base_url = "{self.base}"\n'
                f'  ca_file = "{self.place.certificate}"\n}}\n')
        with open(os.path.join(folder, "production.env"), "w", opener=private) as file:
            file.writelines(f"{name}={value}\n" for name, value in self.variables().items())

    def variables(self):
        return {"OKX_API_KEY": self.keys["api_key"], "OKX_SECRET_KEY": self.keys["secret_key"],
            "OKX_PASSPHRASE": self.keys["passphrase"]}

    def environment(self):
        return bare_environment(self.home)

    def records(self):
        """All requests so far."""
        try:
            with open(self.log, encoding="utf-8") as file:
                return [json.loads(line) for line in file.read().splitlines()]
        except FileNotFoundError:
            return []

    def requests(self):
        """The requests for the list so far, which come once a refresh."""
        return [record for record in self.records() if record["target"].startswith(TARGET)]

    def refreshes(self):
        """The records of each refresh that is over: the next one begins with the loan."""
        groups = []
        for record in self.records():
            if record["target"].startswith(LOAN):
                groups.append([])
            if groups:
                groups[-1].append(record)
        return groups[:-1]

    def asked(self):
        """What most refreshes ask for, beginning with the loan."""
        said = collections.Counter(targets_of(group) for group in self.refreshes()).most_common(1)
        if not said:
            raise Failed("no refresh was seen")
        return said[0][0]

    def refresh_ms(self, latency_ms):
        """How long such a refresh takes: a record is written when its answer leaves."""
        asked = self.asked()
        times = [[record["ms"] for record in group] for group in self.refreshes() if targets_of(group) == asked]
        return statistics.median(max(ms) - min(ms) for ms in times) + latency_ms

    def signed_headers(self):
        """Headers of one signed GET; the exchange takes them for 30 seconds."""
        now = datetime.datetime.now(datetime.timezone.utc)
        stamp = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
        digest = hmac.new(self.keys["secret_key"].encode(), f"{stamp}GET{TARGET}".encode(), hashlib.sha256)
        return {"OK-ACCESS-KEY": self.keys["api_key"], "OK-ACCESS-TIMESTAMP": stamp,
            "OK-ACCESS-SIGN": base64.b64encode(digest.digest()).decode(),
            "OK-ACCESS-PASSPHRASE": self.keys["passphrase"]}


def targets_of(records):
    """What a refresh asks for: the loan, then the others, which come in any order."""
    loan, *others = [record["target"] for record in records]
    return (loan, *sorted(others))


def private(path, flags):
    return os.open(path, flags, 0o600)


class Watched:
    """A program in a pseudo-terminal, whose output is kept with its time."""

    def __init__(self, stack, argv, environment):
        self.chunks = []                # (time, bytes)
        self.running = True
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
                os.execve(argv[0], argv, environment)
            finally:
                os._exit(127)
        stack.callback(self.end)

    def take(self):
        """Takes in what is there; False when the program is gone."""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            data = b""
        if data:
            self.chunks.append((time.monotonic(), data))
        return bool(data)

    def cpu_ns(self):
        """User and system time of all its threads: the process's clock (clock_getcpuclockid(3) on Linux)."""
        return time.clock_gettime_ns((~self.pid << 3) | 2)

    def status_value(self, name):
        """The sum of a line of /proc/PID/status; switches are counted for each thread."""
        total = 0
        tasks = os.listdir(f"/proc/{self.pid}/task") if name.endswith("switches") else [None]
        for task in tasks:
            path = f"/proc/{self.pid}/status" if task is None else f"/proc/{self.pid}/task/{task}/status"
            with open(path, encoding="ascii", errors="replace") as file:
                for line in file:
                    if line.startswith(name + ":"):
                        total += int(line.split()[1])
        return total

    def end(self):
        """Ends it, if it still runs, without asking."""
        if self.running:
            self.running = False
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.master)

    def leave(self, key):
        """Ends it with a key (b"": SIGTERM) and returns its status."""
        if key:
            os.write(self.master, key)
        else:
            os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if select.select([self.master], [], [], 0.05)[0] and not self.take():
                break
        done, status = os.waitpid(self.pid, os.WNOHANG)
        if done == 0:
            time.sleep(0.2)
            done, status = os.waitpid(self.pid, os.WNOHANG)
        if done == 0:
            self.end()
            raise Failed("the program did not end")
        self.running = False
        os.close(self.master)
        return os.waitstatus_to_exitcode(status)

    def frames(self, begin=0.0, end=float("inf")):
        """What it wrote as (time, bytes), joined into frames; all from the start on, marked by time."""
        frames = []
        for when, data in self.chunks:
            if frames and when - frames[-1][2] < FRAME_GAP_S:
                frames[-1][1] += data
                frames[-1][2] = when
            else:
                frames.append([when, data, when])
        return [(when, data) for when, data, _ in frames if begin <= when < end]


def listen(all_watched, seconds, look=lambda: None):
    """Reads the terminals for so long, looking around ten times a second."""
    end = time.monotonic() + seconds
    alive = {watched.master: watched for watched in all_watched}
    while time.monotonic() < end:
        for master in select.select(list(alive), [], [], 0.1)[0]:
            if not alive[master].take():
                said = b"".join(data for _, data in alive[master].chunks)[-300:]
                raise Failed(f"a program ended too early: {said.decode(errors='replace').strip()}")
        look()
