#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Compares model/portfolio with integers and fractions, to the last digit.

usage: portfolio_oracle.py ORACLE [SEED]

Sends random portfolios, each the next refresh of the one before, and works
out order, sums, shares, prices, changes and their texts by its own formulas.
"""

import functools
import math
import random
import re
import subprocess
import sys
from fractions import Fraction

PORTFOLIOS = 10000
LARGE = {100: 400, 5000: 400, 9000: 20000}  # rows of the portfolio of that number
SEED = 20261122
GRAMMAR = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]{1,2}))?", re.ASCII)
ABSENT, UNREADABLE = "absent", "unreadable"
NAMES = ["BTC", "ETH", "USDT", "USDC", "SOL", "WBTC", "BETH", "OKB", "PEPE", "SHIB", "1INCH",
         "btc", "LONGESTNAME", "LONGESTNAMES"]
GARBAGE = ["abc", "NaN", "+1", "1.", ".5", "0x10", "1,000", "1.2.3", "--1", "1e65", "9" * 65, "e5"]
FILTERS = ["*"] * 6 + ["btc", "!btc", "=btc|=eth", "usd|1", "!usd|=sol", "none", "|", "!none"]


class Number:
    """An exact decimal: digits / 10^scale."""

    def __init__(self, digits, scale):
        self.digits, self.scale = digits, scale

    def exact(self):
        return Fraction(self.digits, 10 ** self.scale)

    def __add__(self, other):
        scale = max(self.scale, other.scale)
        return Number(self.digits * 10 ** (scale - self.scale)
                      + other.digits * 10 ** (scale - other.scale), scale)

    def __sub__(self, other):
        return self + Number(-other.digits, other.scale)

    def __str__(self):
        return plain(self.digits, self.scale)


def plain(digits, scale, grouped=False):
    whole, part = divmod(abs(digits), 10 ** scale)
    text = f"{whole:,}" if grouped else str(whole)
    if scale:
        text += "." + str(part).zfill(scale)
    return "-" + text if digits < 0 else text


def figure(sent):
    if sent == "-":
        return ABSENT
    match = GRAMMAR.fullmatch(sent)
    if match is None:
        return UNREADABLE
    sign, whole, part, exponent = match.groups()
    part, exponent = part or "", int(exponent or "0")
    if len(whole) + len(part) > 64 or abs(exponent) > 64:
        return UNREADABLE
    digits = int(sign + whole + part)
    scale = len(part) - exponent
    return Number(digits, scale) if scale >= 0 else Number(digits * 10 ** -scale, 0)


def bounded(exact, decimals, digits):
    """DIGITS of EXACT in units of the last of DECIMALS: never a zero for what is none."""
    if digits == 0 and exact != 0:
        return (">-" if exact < 0 else "<") + plain(1, decimals)
    return plain(digits, decimals, True)


def half_even(exact, decimals):
    return round(exact * 10 ** decimals)


def money(exact):
    return bounded(exact, 2, half_even(exact, 2))


def merge(figures):
    if len(figures) == 1:
        return figures[0]
    if all(f is ABSENT for f in figures):
        return ABSENT
    if not all(isinstance(f, Number) for f in figures):
        return UNREADABLE
    return functools.reduce(lambda a, b: a + b, figures)


class Row:
    def __init__(self, ccy, parts):
        self.ccy, self.parts = ccy, len(parts)
        self.amount, self.value = (merge([figure(p[i]) for p in parts]) for i in (0, 1))
        self.sent = []
        for i, merged in enumerate((self.amount, self.value)):
            if not isinstance(merged, Number):
                self.sent.append(merged)
            else:
                self.sent.append(parts[0][i] if len(parts) == 1 else str(merged))
        self.price = None
        if (isinstance(self.amount, Number) and isinstance(self.value, Number)
                and self.amount.digits != 0):
            self.price = self.value.exact() / self.amount.exact()

    def known(self):
        return isinstance(self.value, Number)


def significant_decimals(price):
    """Decimals for six significant digits, from 2 to 10, of the rounded price."""
    decimals = 10
    while decimals > 2 and abs(half_even(price, decimals)) >= 10 ** 6:
        decimals -= 1
    return decimals if price != 0 else 2


def places(number):
    digits, scale = number.digits, number.scale
    while scale > 0 and digits % 10 == 0:
        digits, scale = digits // 10, scale - 1
    return scale


def matches(wanted, ccy):
    if wanted == "*":
        return True
    inverted = wanted.startswith("!")
    parts = [p.lower() for p in wanted[inverted:].split("|") if p]
    if not parts:
        return True
    ccy = ccy.lower()
    return inverted != any(ccy == p[1:] if p[0] == "=" else p in ccy for p in parts)


def total_line(name, rows):
    known = [row for row in rows if row.known()]
    total = functools.reduce(lambda a, b: a + b, (row.value for row in known), Number(0, 0))
    negative = any(row.value.digits < 0 for row in known)
    unknown = len(rows) - len(known)
    if not known:
        text = "-"
    elif unknown == 0:
        text = money(total.exact())
    elif negative:
        text = f"{money(total.exact())} +{unknown} unknown"
    else:
        down = math.floor(total.exact() * 100)
        # A sum of less than a cent is at least nothing; figures that are not zero say so.
        text = f">={plain(down, 2, True)} +{unknown} unknown"
    return f"{name}\t{len(rows)}\t{unknown}\t{negative:d}\t{total}\t{text}"


class Whole:
    """What shares are parts of."""

    def __init__(self, rows):
        known = [row.value for row in rows if row.known()]
        scale = max((v.scale for v in known), default=0)
        self.total = Fraction(sum(v.digits * 10 ** (scale - v.scale) for v in known), 10 ** scale)
        self.negative = any(v.digits < 0 for v in known)
        self.partial = len(known) < len(rows)


def share_of(row, whole):
    """(kind, 18 decimals, text)."""
    if not row.known():
        return "none", "none", "-" if row.value is ABSENT else "?"
    total, negative, partial = whole.total, whole.negative, whole.partial
    value = row.value.exact()
    if total <= 0 or value < 0 or (partial and negative):
        return "none", "none", "-"
    exact = value / total
    if partial:
        return "at-most", plain(math.ceil(exact * 10 ** 18), 18), f"<={plain(math.ceil(exact * 10000), 2, True)}%"
    digits = plain(half_even(exact, 18), 18)
    shown = half_even(exact, 4)
    if shown == 0 and exact > 0:
        text = "<0.01%"
    elif shown >= 10000 and exact < 1:
        text = ">99.99%"
    else:
        text = plain(shown, 2, True) + "%"
    return "exact", digits, text


def change_of(row, before):
    """(exact delta, text)."""
    if before is None:
        return "none", "-"
    old = before.get(row.ccy)
    if old is None:
        return "none", "new"
    if not isinstance(row.amount, Number) or not isinstance(old.amount, Number):
        return "none", "-"
    if row.amount.exact() != old.amount.exact():
        return "none", "moved"
    if not row.known() or not old.known():
        return "none", "-"
    delta = row.value - old.value
    text = money(delta.exact()).replace(">-", "-<")
    return str(delta), "+" + text if delta.digits > 0 else text


def in_order(rows, column, descending):
    def key(row):
        if column == "ccy":
            return row.ccy.encode()
        if column == "price":
            return row.price
        number = row.amount if column == "amount" else row.value
        return number.exact() if isinstance(number, Number) else None

    rows = sorted(rows, key=lambda row: row.ccy.encode())
    known = sorted((r for r in rows if key(r) is not None), key=key, reverse=descending)
    return known + [r for r in rows if key(r) is None]


class Answerer:
    """The expected answers, from one refresh to the next."""

    def __init__(self):
        self.before, self.order = None, []

    def answer(self, view, elements):
        column, direction, hold, fold, wanted = view
        parts = {}
        for ccy, amount, value in elements:
            parts.setdefault(ccy, []).append((amount, value))
        now = {ccy: Row(ccy, p) for ccy, p in parts.items()}
        rows = list(now.values())
        shown = [row for row in rows if matches(wanted, row.ccy)]
        small = {row.ccy for row in shown
                 if fold == "fold" and row.known() and 0 <= row.value.exact() < 1}
        folded = [row for row in shown if row.ccy in small]
        listed = {row.ccy: row for row in shown if row.ccy not in small}
        kept = []
        if hold == "hold":
            kept = [listed.pop(ccy) for ccy in self.order if ccy in listed]
        listed = kept + in_order(listed.values(), column, direction == "desc")
        lines = [total_line("all", rows), total_line("shown", shown),
                 total_line("folded", folded)]
        lines += self.row_lines(listed, rows)
        self.before, self.order = now, [row.ccy for row in listed]
        return "\n".join(lines) + "\n"

    def row_lines(self, listed, rows):
        decimals = min(8, max((places(r.amount) for r in listed if isinstance(r.amount, Number)),
                              default=0))
        point = max((significant_decimals(r.price) for r in listed if r.price is not None),
                    default=0)
        whole = Whole(rows)
        for row in listed:
            if isinstance(row.amount, Number):
                exact = row.amount.exact()
                amount = bounded(exact, decimals, math.trunc(exact * 10 ** decimals))
            else:
                amount = "-" if row.amount is ABSENT else "?"
            if row.price is None:
                unreadable = UNREADABLE in (row.amount, row.value)
                exact_price, price = "none", "?" if unreadable else "-"
            else:
                own = significant_decimals(row.price)
                exact_price = plain(half_even(row.price, 18), 18)
                price = bounded(row.price, own, half_even(row.price, own))
                price += " " * (point - own)
            value = money(row.value.exact()) if row.known() else (
                "-" if row.value is ABSENT else "?")
            kind, share, share_text = share_of(row, whole)
            delta, change = change_of(row, self.before)
            yield "\t".join([row.ccy, str(row.parts), *row.sent, exact_price, kind, share, delta,
                             amount, price, value, share_text, change])


def random_figure(rng):
    kind = rng.random()
    if kind < 0.05:
        return "-"
    if kind < 0.07:
        return "!"
    if kind < 0.09:
        return rng.choice(GARBAGE)
    if kind < 0.14:
        return rng.choice(["0", "0.00", "-0.0", "1", "1.0", "1.000", "0.005", "0.015", "1e0"])
    if kind < 0.16:
        return rng.choice(["9" * 64 + "e64", "-" + "9" * 64 + "e64", "1e-64", "-1e-64",
                           "0." + "0" * 62 + "1", "123456789" * 7 + "e-64", "1e64", "7E+20"])
    sign = "-" if kind < 0.18 else ""
    whole = rng.choice(["0", "1", str(rng.randrange(10 ** rng.randrange(1, 12)))])
    part = "".join(rng.choice("0123456789") for _ in range(rng.choice([0, 1, 2, 3, 8, 16, 20])))
    if rng.random() < 0.2:
        part = "0" * rng.randrange(1, 14) + part
    exponent = f"e{rng.randrange(-12, 6)}" if rng.random() < 0.03 else ""
    return sign + whole + ("." + part if part else "") + exponent


def clean_figure(rng):
    digits = rng.choice([2, 4, 6, 9])
    return plain(rng.randrange(1, 10 ** digits), rng.choice([0, 1, 2, 4, 8]))


def random_elements(rng, count):
    # Most portfolios would be partial otherwise.
    make = clean_figure if rng.random() < 0.4 else random_figure
    if count <= len(NAMES):
        names = rng.sample(NAMES, count)
    else:
        names = [f"C{i:05d}" for i in range(count)]
        rng.shuffle(names)
    elements = [(ccy, make(rng), make(rng)) for ccy in names]
    while elements and rng.random() < 0.2 and count <= len(NAMES):
        elements.insert(rng.randrange(len(elements) + 1),
                        (rng.choice(elements)[0], make(rng), make(rng)))
    return elements


def next_refresh(rng, elements):
    """Most values a little different, few amounts, a row gone or come."""
    result = []
    for ccy, amount, value in elements:
        if rng.random() < 0.05:
            continue
        if rng.random() < 0.1:
            amount = random_figure(rng)
        if rng.random() < 0.7:
            value = clean_figure(rng)
        result.append((ccy, amount, value))
    if rng.random() < 0.1:
        result += random_elements(rng, 1)
    return result


def random_view(rng):
    return (rng.choice(["value", "value", "ccy", "amount", "price", "share"]),
            rng.choice(["desc", "asc"]), rng.choice(["sort", "sort", "hold"]),
            rng.choice(["all", "all", "fold"]), rng.choice(FILTERS))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    seed = int(sys.argv[2]) if len(sys.argv) == 3 else SEED
    print(f"seed {seed}")
    rng = random.Random(seed)
    cases, elements = [], []
    for number in range(PORTFOLIOS):
        if number in LARGE:
            elements = random_elements(rng, LARGE[number])
        elif elements and len(elements) <= 400 and rng.random() < 0.5:
            elements = next_refresh(rng, elements)
        else:
            elements = random_elements(rng, rng.choice([0, 1, 2, 3, 5, 8, len(NAMES)]))
        cases.append((random_view(rng), elements))
    lines = [";".join([" ".join(view)] + [" ".join(e) for e in elements])
             for view, elements in cases]
    run = subprocess.run([sys.argv[1]], input="\n".join(lines) + "\n", stdout=subprocess.PIPE,
                         encoding="utf-8", check=False)
    answers = run.stdout.split("\n\n")
    if run.returncode != 0 or len(answers) != len(cases) + 1:
        sys.exit(f"the program answered {len(answers) - 1} of {len(cases)}, "
                 f"exit status {run.returncode}")

    answerer = Answerer()
    for number, ((view, elements), answer) in enumerate(zip(cases, answers)):
        expected = answerer.answer(view, elements).rstrip("\n")
        if answer != expected:
            print(f"portfolio {number} differs: {lines[number][:2000]}")
            for got, wanted in zip(answer.split("\n"), expected.split("\n")):
                if got != wanted:
                    print(f"  got      {got}\n  expected {wanted}")
                    break
            else:
                print(f"  got {answer.count(chr(10)) + 1} lines, "
                      f"expected {expected.count(chr(10)) + 1}")
            sys.exit(1)
    print(f"{len(cases)} portfolios compared")


if __name__ == "__main__":
    main()
