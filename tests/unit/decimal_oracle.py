#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Compares base/decimal with Python's integers and fractions.

usage: decimal_oracle.py ORACLE [SEED]
"""

import random
import re
import subprocess
import sys
from fractions import Fraction

CASES = 20000
BITS = 1024
MAX_SCALE = 308
MODES = ("half-even", "truncate", "away", "floor", "ceiling")
OPS = ("add", "subtract", "multiply", "divide", "round", "compare",
       "magnitude", "places", "text", "grouped")
GRAMMAR = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]{1,2}))?", re.ASCII)


class Refused(Exception):
    """The operation must return false."""


def fits(number, scale):
    if abs(number) >> BITS or not 0 <= scale <= MAX_SCALE:
        raise Refused
    return number, scale


def parse(text):
    match = GRAMMAR.fullmatch(text)
    if match is None:
        raise Refused
    sign, whole, part, exponent = match.groups()
    part, exponent = part or "", int(exponent or "0")
    if len(whole) + len(part) > 64 or abs(exponent) > 64:
        raise Refused
    number, scale = int(whole + part), len(part) - exponent
    if scale < 0:
        number, scale = number * 10 ** -scale, 0
    return fits(-number if sign else number, scale)


def operand(text):
    number, scale = 1, 0
    for i, factor in enumerate(text.split("*")):
        n, s = parse(factor)
        number, scale = (n, s) if i == 0 else fits(number * n, scale + s)
    return number, scale


def value(a):
    return Fraction(a[0], 10 ** a[1])


def rounded(exact, scale, mode):
    """EXACT as a whole number of 10^-SCALE."""
    scaled = exact * 10 ** scale
    down = scaled.numerator // scaled.denominator
    if mode == "half-even":
        return round(scaled)
    if scaled == down or mode == "floor":
        return down
    if mode == "ceiling":
        return down + 1
    if mode == "truncate":
        return down if scaled > 0 else down + 1
    return down + 1 if scaled > 0 else down


def show(a, comma=""):
    number, scale = a
    digits = str(abs(number)).rjust(scale + 1, "0")
    whole, part = digits[:len(digits) - scale], digits[len(digits) - scale:]
    if comma:
        whole = format(int(whole), ",")
    return ("-" if number < 0 else "") + whole + ("." + part if scale else "")


def expect(op, a, b, scale, mode):
    if op == "compare":
        return str((value(a) > value(b)) - (value(a) < value(b)))
    if op == "magnitude":
        return str(len(str(abs(a[0]))) - 1 - a[1] if a[0] else 0)
    if op == "places":
        text = show(a)
        return str(len(text.rstrip("0").partition(".")[2]) if "." in text else 0)
    if op == "text":
        return show(a)
    if op == "grouped":
        return show(a, ",")
    if op == "divide":
        if b[0] == 0 or not 0 <= scale <= 128:
            raise Refused
        return show(fits(rounded(value(a) / value(b), scale, mode), scale))
    if op == "round":
        if not 0 <= scale <= MAX_SCALE:
            raise Refused
        return show(fits(rounded(value(a), scale, mode), scale))
    if op == "multiply":
        return show(fits(a[0] * b[0], a[1] + b[1]))
    both = max(a[1], b[1])
    exact = value(a) + value(b) if op == "add" else value(a) - value(b)
    return show(fits(int(exact * 10 ** both), both))


def answer(op, a, b, scale, mode):
    try:
        a, b = operand(a), operand(b)
    except Refused:
        return "unreadable"
    try:
        return expect(op, a, b, scale, mode)
    except Refused:
        return "false"


def digits(rng, most):
    kind = rng.randrange(6)
    count = rng.randint(1, most)
    if kind == 0:
        return "0" * count
    if kind == 1:
        return "9" * count
    if kind == 2:
        return "".join(rng.choice("05") for _ in range(count))
    if kind == 3:
        return str(2 ** rng.randint(0, 200) + rng.randint(-1, 1))[:most].replace("-", "0")
    return "".join(rng.choice("0123456789") for _ in range(count))


def plain(rng):
    """One number that the grammar takes, most of them like the exchange's."""
    sign = rng.choice(("", "", "-"))
    if rng.random() < 0.5:
        text = sign + str(rng.randrange(10 ** rng.randint(1, 10)))
        return text + ("." + digits(rng, 10) if rng.random() < 0.8 else "")
    whole = digits(rng, rng.choice((1, 3, 19, 20, 40, 64)))
    part = digits(rng, 64 - len(whole)) if len(whole) < 64 and rng.random() < 0.6 else ""
    text = sign + whole + ("." + part if part else "")
    if rng.random() < 0.3:
        text += rng.choice("eE") + rng.choice(("", "+", "-")) + str(rng.randint(0, 64))
    return text


def damaged(rng):
    """A number with one character put in, taken out or changed."""
    text = plain(rng)
    at = rng.randrange(len(text))
    other = rng.choice("0123456789..--++eEx,_/:'\u0661\uff11")
    return text[:at] + rng.choice(("", other, other + text[at])) + text[at + 1:] or "-"


def number(rng):
    kind = rng.random()
    if kind < 0.05:
        return damaged(rng)
    if kind < 0.25:
        return "*".join(plain(rng) for _ in range(rng.randint(2, 6)))
    return plain(rng)


def question(rng):
    op, a, b = rng.choice(OPS), number(rng), number(rng)
    kind = rng.randrange(8)
    if kind == 0:
        b = a
    elif kind == 1 and a[0] != "-":
        b = "-" + a
    if op == "round" and rng.random() < 0.3:
        # Ties and what lies next to them.
        places = rng.randint(0, 30)
        a = rng.choice(("", "-")) + str(rng.randrange(1000)) + "." + "".join(
            rng.choice("0123456789") for _ in range(places)) + rng.choice(
            ("5", "50", "49", "51", "4" + "9" * 25, "5" + "0" * 25 + "1"))
        return op, a, b, places, rng.choice(MODES)
    if op == "divide" and rng.random() < 0.3:
        b = rng.choice(("2", "-4", "8", "0.5", "3", "-0.7", "0"))
    scale = rng.choice((rng.randint(0, 18), rng.randint(0, 128), rng.randint(-1, 310)))
    return op, a, b, scale, rng.choice(MODES)


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261122
    print(f"seed {seed}")
    rng = random.Random(seed)
    questions = [question(rng) for _ in range(CASES)]
    text = "".join(" ".join(map(str, q)) + "\n" for q in questions)
    run = subprocess.run([sys.argv[1]], input=text.encode(), stdout=subprocess.PIPE, check=False)
    answers = run.stdout.decode().splitlines()
    if run.returncode != 0 or len(answers) != len(questions):
        print(f"exit status {run.returncode}, {len(answers)} answers to {CASES} questions")
        return 1
    wrong, seen = 0, {}
    for q, got in zip(questions, answers):
        want = answer(*q)
        if want in ("false", "unreadable"):
            seen[want] = seen.get(want, 0) + 1
        if got != want:
            wrong += 1
            if wrong <= 10:
                print(f"{' '.join(map(str, q))}\n  got  {got}\n  want {want}")
    print(f"{len(answers)} compared, {wrong} wrong ({seen.get('false', 0)} refused, "
          f"{seen.get('unreadable', 0)} unreadable)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
