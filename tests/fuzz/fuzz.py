#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Runs the fuzz targets, two at a time, and prints what came of each.

fuzz.py --build DIR [--seconds N] [--minimise] [NAME...]

DIR is where config.h is. Findings stay in DIR/fuzz/NAME until the next run, each as a
file of the bytes that did it: give them to the program DIR/fuzz/fuzz_NAME to see it again,
and add them to tests/fuzz/corpus/NAME.txt under a name that tells what it was.
--minimise adds what was found to the corpora: the entries that reach code
which the others do not.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
AT_ONCE = 2
LONGEST = 4096          # bytes of an input
KEPT_LONGEST = 600      # of one that is added to a corpus, and how many in all
KEPT_MOST = 48


def read_corpus(name):
    """The entries of a corpus, name to bytes, in order."""
    entries = {}
    for part in re.split(r"^== ", (HERE / "corpus" / f"{name}.txt").read_text("ascii"), flags=re.M)[1:]:
        title, _, text = part.partition("\n")
        entries[title] = re.sub(rb"%([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]),
                                text[:-1].encode("ascii"))
    return entries


def write_corpus(name, entries):
    def quote(data):
        text = "".join(chr(c) if c == 10 or (32 <= c < 127 and c != 37) else f"%{c:02X}" for c in data)
        return re.sub(r"^=", "%3D", re.sub(r" $", "%20", text, flags=re.M), flags=re.M)

    text = "".join(f"== {title}\n{quote(data)}\n" for title, data in entries.items())
    (HERE / "corpus" / f"{name}.txt").write_text(text, "ascii")


def minimise(name, program, found, environment):
    """Adds to the corpus what reaches code that its entries do not."""
    entries = read_corpus(name)
    with tempfile.TemporaryDirectory() as scratch:
        kept = pathlib.Path(scratch)
        for number, data in enumerate(entries.values()):
            (kept / f"0{number}").write_bytes(data)
        subprocess.run([program, "-merge=1", "-set_cover_merge=1", "-verbosity=0", kept, found],
                       env=environment, cwd=scratch, check=True, capture_output=True)
        new = sorted((path.read_bytes() for path in kept.iterdir() if not path.name.startswith("0")),
                     key=lambda data: (len(data), data))
    for data in new:
        if len(data) <= KEPT_LONGEST and len(entries) < KEPT_MOST:
            entries[f"found {len(entries) + 1}"] = data
    write_corpus(name, entries)


def findings_in(room):
    return [path for path in room.iterdir() if path.name.startswith(("crash-", "leak-", "timeout-", "oom-"))]


def fuzz(name, build, seconds, keep):
    """Runs one target; returns executions, findings and what it covers."""
    program, room = build / f"fuzz_{name}", build / name
    found = room / "corpus"
    found.mkdir(parents=True, exist_ok=True)
    for old in findings_in(room):
        old.unlink()
    for number, data in enumerate(read_corpus(name).values()):
        (found / f"seed{number}").write_bytes(data)
    environment = dict(os.environ, LC_ALL="C", ASAN_OPTIONS="detect_stack_use_after_return=1",
                       UBSAN_OPTIONS="print_stacktrace=1")
    words = HERE / f"{name}.dict"
    # Goes on after a finding, so that one does not hide the next.
    log = room / "log"
    with open(log, "wb") as out:
        subprocess.run([program, "-fork=1", "-ignore_crashes=1", "-ignore_ooms=0", f"-max_total_time={seconds}",
                        f"-max_len={LONGEST}", "-timeout=20", f"-artifact_prefix={room}/",
                        *([f"-dict={words}"] if words.exists() else []), found],
                       env=environment, cwd=room, stdout=out, stderr=subprocess.STDOUT, check=False)
    steps = re.findall(r"#(\d+): cov: (\d+) ft: \d+ corp: (\d+)", log.read_text("utf-8", "replace"))
    if keep:
        minimise(name, program, found, environment)
    return name, *(steps[-1] if steps else ("0", "0", "0")), len(findings_in(room))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--minimise", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()

    build = options.build.resolve() / "fuzz"
    build.mkdir(exist_ok=True)
    subprocess.run(["make", "-s", f"-j{AT_ONCE}", "-f", HERE / "fuzz.mk", f"TOP={HERE.parent.parent}",
                    f"BUILD={options.build.resolve()}"], cwd=build, check=True)
    names = options.names or sorted(path.stem for path in (HERE / "corpus").iterdir())
    bad = False
    print(f"{'target':10} {'executions':>12} {'covered':>8} {'corpus':>7} {'findings':>9}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        runs = [pool.submit(fuzz, name, build, options.seconds, options.minimise) for name in names]
        for run in concurrent.futures.as_completed(runs):
            name, executions, covered, corpus, findings = run.result()
            bad = bad or findings > 0 or executions == "0"
            print(f"{name:10} {executions:>12} {covered:>8} {corpus:>7} {findings:>9}", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(main())
