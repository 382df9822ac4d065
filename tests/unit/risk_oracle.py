#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Compares the figures of loans with Python's fractions.

First the verdict over every combination of figures and lists that are there,
missing or not plausible; then every figure of random loans, then loans of
figures that may not fit, which may be unknown but not wrong; then, over
haircuts from 0 to 1 that the figures allow, that no price at which the call
comes is too comfortable.

usage: risk_oracle.py ORACLE [SEED]
"""

import itertools
import random
import subprocess
import sys
from fractions import Fraction as F

from risk_expected import BANDS, CALL, LIQUIDATION, NAMES, OK, STABLE, UNKNOWN, WATCH, Expected

LOANS = 10000
HUGE_LOANS = 500
HAIRCUT_LOANS = 1500
HAIRCUT_VECTORS = 8
SEED = 20260


# The questions and the answers

def write(loan):
    def lot(side):
        state, coins = loan.get(side + "_state", "sent"), loan[side]
        if state == "absent":
            return "null"
        return ("?" if state == "unreadable" else "") + \
            " ".join(f"{ccy} {coins[ccy]}" for ccy in sorted(coins))

    figures = " ".join(loan[n] for n in ("debt", "secured", "ltv", "call", "liquidation"))
    terms = f"{loan['watch_fall']} {loan['target']} {BANDS.index(loan['before'])}"
    return ";".join([figures, terms, lot("pledged"), lot("owed"), lot("prices")])


def ask(program, loans, *arguments):
    text = "\n".join(map(write, loans)) + "\n"
    run = subprocess.run([program, *arguments], input=text, stdout=subprocess.PIPE, encoding="utf-8",
                         check=False)
    answers = run.stdout.split("\n\n")
    if run.returncode != 0 or len(answers) != len(loans) + 1:
        sys.exit(f"the program answered {len(answers) - 1} of {len(loans)}, "
                 f"exit status {run.returncode}")
    return [[line.split(" ") for line in answer.split("\n")] for answer in answers[:-1]]


def fraction(token):
    n, slash, d = token.partition("/")
    return F(n) / F(d) if slash else None


def equal(token, expected):
    if expected is None or isinstance(expected, F):
        return fraction(token) == expected and (expected is not None or token == "none")
    return token == str(expected)


def fail(loan, line, expected):
    print(f"differs: {write(loan)}\n  got      {' '.join(line)}\n"
          f"  expected {' '.join(map(str, expected))}")
    sys.exit(1)


def compare(program, loans):
    """Every figure of every loan; the numbers of what was met."""
    met = {}
    previous = (0, True, True, 0)
    for loan, lines in zip(loans, ask(program, loans)):
        wanted = Expected(loan, previous)
        previous = wanted.rank
        if len(lines) != len(wanted.lines):
            fail(loan, [str(len(lines)), "lines"], [len(wanted.lines), "lines"])
        for line, expected in zip(lines, wanted.lines):
            if len(line) != len(expected) or not all(map(equal, line, expected)):
                fail(loan, line, expected)
            kind = {"risk": 1, "coin": 5, "target": 1}.get(line[0])
            if kind:
                name = f"{line[0]} {line[kind]}"
                met[name] = met.get(name, 0) + 1
    return met


def compare_huge(program, loans):
    """What is told of figures that may not fit is right; the rest is not known."""
    told = 0
    for loan, lines in zip(loans, ask(program, loans)):
        wanted = Expected(loan, (0, True, True, 0))
        for line, expected in zip(lines, wanted.lines):
            bad = [i for i, (token, value) in enumerate(zip(line, expected))
                   if isinstance(value, F) and token != "none" and fraction(token) != value]
            if line[0] == "risk":
                bad += [1] if line[1] not in (expected[1], UNKNOWN) else []
            elif line[0] == "coin":
                # A range that does not fit is 0 to 1: the bounds are nearer then, never farther.
                bad = [i for i in bad if i == 3 or (i == 10 and fraction(line[i]) < expected[i]) or
                       (i == 13 and fraction(line[i]) > expected[i])]
                bad += [6] if line[6] == "1" and expected[6] == 0 else []
            elif line[0] == "ladder":
                bad = [i for i in bad if fraction(line[i]) < expected[i]]
            if bad:
                fail(loan, line, expected)
            told += sum("/" in token for token in line)
    return told


# The verdict, over every combination

DEBTS = ["-", "x", "-5", "0", "52"]
SECUREDS = ["-", "x", "-5", "0", "100"]
# Beside D / C = 0.52: 4.9, 5 and 5.1 % apart to either side, and in every band.
LTVS = ["-", "x", "-0.5", "0", "0.52", "0.49452", "0.494", "0.49348", "0.5468", "0.55", "0.63",
        "0.6999", "0.7", "0.75", "0.8", "0.9", "80"]
LTVS += [f"{0.52 / (1 - apart):.12f}" for apart in (0.049, 0.051)]
THRESHOLDS = [("0.7", "0.8"), ("-", "0.8"), ("0.7", "-"), ("-", "-"), ("x", "0.8"), ("0", "0.8"),
              ("0.7", "-0.8"), ("73.74", "83.74"), ("7374", "8374"), ("0.7", "83.74"), ("1.2", "1.3"),
              ("1", "1"), ("0.9999", "1"), ("0.99", "0.9999"), ("0.75", "0.75"), ("0.8", "0.7"),
              ("0.2", "0.8"), ("0.1999", "0.8"), ("0.7", "0.1")]
LISTS = [("absent", {}), ("sent", {}), ("sent", None), ("unreadable", None)]
WATCH_FALL = F(15, 100)


def verdict(debt, secured, ltv, call, liquidation, lists_sent):
    """The rule in plain words, for figures that are numbers or None: the band, and whether in doubt."""
    def figure(text, least):
        return F(text) if text not in "-x" and F(text) >= least else None

    owed, pledged, reported = figure(debt, 0), figure(secured, 0), figure(ltv, 0)
    edges = [figure(t, F(1, 10 ** 9)) for t in (call, liquidation)]
    doubt = not lists_sent
    # Nothing is owed: nothing can be called.
    if owed == 0:
        return UNKNOWN if doubt else OK
    # Something is owed, and nothing that counts secures it.
    if owed and secured not in "-x" and F(secured) <= 0:
        return LIQUIDATION
    computed = owed / pledged if owed and pledged else None
    worse = max((l for l in (reported, computed) if l is not None), default=None)
    # A call that any figure shows stands.
    if worse is not None and edges[1] is not None and worse >= edges[1]:
        return LIQUIDATION
    if worse is not None and edges[0] is not None and worse >= edges[0]:
        return CALL
    # What is needed is there, and plausible.
    doubt = doubt or worse is None or None in edges or (owed is None and secured not in "-x" and F(secured) <= 0)
    doubt = doubt or not all(F(1, 5) <= e < 1 for e in edges)
    if not doubt and reported is not None and computed is not None:
        doubt = abs(reported - computed) / max(reported, computed) > F(1, 20)
    if doubt:
        return UNKNOWN
    return WATCH if 1 - worse / min(edges) < WATCH_FALL else OK


def sweep(program):
    """Every combination; the numbers of the bands."""
    loans, met = [], dict.fromkeys(BANDS, 0)
    for debt, secured, ltv, (call, liquidation), (owed, owes), (pledged, has) in itertools.product(
            DEBTS, SECUREDS, LTVS, THRESHOLDS, LISTS, LISTS):
        loans.append({
            "debt": debt, "secured": secured, "ltv": ltv, "call": call, "liquidation": liquidation,
            "watch_fall": "0.15", "target": "-", "before": OK, "assets": {},
            "owed": {"USDT": "52"} if owes is None else owes, "owed_state": owed,
            "pledged": {"BTC": "2"} if has is None else has, "pledged_state": pledged,
            "prices": {"BTC": "60", "USDT": "1"}})
    for loan, lines in zip(loans, ask(program, loans, "verdict")):
        wanted = verdict(*(loan[n] for n in ("debt", "secured", "ltv", "call", "liquidation")),
                         loan["owed_state"] == loan["pledged_state"] == "sent")
        if lines[0][1] != wanted or (lines[0][2] == "none" and wanted == UNKNOWN):
            fail(loan, lines[0], [wanted])
        met[wanted] += 1
    return met


# Random loans

def decimal(value, places=None):
    """VALUE as text: exact, or cut to PLACES."""
    if places is None:
        places = next(p for p in range(200) if (value * 10 ** p).denominator == 1)
    scaled = int(value * 10 ** places)
    digits = f"{abs(scaled):0{places + 1}d}"
    return ("-" if scaled < 0 else "") + \
        (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def random_decimal(rng, low, high):
    """Between the powers of ten LOW and HIGH, of a few digits."""
    places = rng.choice([0, 2, 8, 18])
    return decimal(F(max(1, int(10 ** (rng.uniform(low, high) + places))), 10 ** places))


def spoil(rng, text, chance=0.03):
    return rng.choice(["-", "x", "0", "0.00", "-" + text]) if rng.random() < chance else text


def random_loan(rng):
    call = F(rng.randint(5000, 9000), 10000)
    liquidation = call + F(rng.randint(-500, 1500), 10000)
    watch_fall = F(rng.randint(2, 60), 100)
    prices = {ccy: decimal(F(rng.randint(9600, 10400), 10000)) if ccy in STABLE
              else random_decimal(rng, -4, 5) for ccy in NAMES}
    pledged = {c: random_decimal(rng, -3, 4) for c in rng.sample(NAMES, rng.randint(0, 4))}
    owed = {c: random_decimal(rng, -3, 4)
            for c in rng.sample(NAMES, rng.choice([0, 1, 1, 1, 2, 3]))}
    if pledged and rng.random() < 0.2:
        owed = {rng.choice(list(pledged)): random_decimal(rng, -3, 4)}

    market = sum(F(pledged[c]) * F(prices[c]) for c in pledged) or F(1000)
    secured = F(decimal(market * F(rng.randint(300, 1010), 1000), rng.choice([2, 6, 12])))
    secured = secured or F(1)
    ltv = rng.choice([F(rng.randint(1, 11000), 10000), call, liquidation, call * (1 - watch_fall),
                      call * F(99, 100), liquidation * F(99, 100),
                      call * (1 - watch_fall) * F(99, 100)])
    ltv += rng.choice([0, 0, F(1, 10 ** 12), -F(1, 10 ** 12)])
    debt = abs(ltv * secured)
    reported = rng.choice([ltv, F(decimal(ltv, 4)), F(decimal(ltv, 4)), ltv * F(1005, 1000),
                           ltv * F(995, 1000), ltv * F(1005001, 1000000),
                           F(rng.randint(1, 11000), 10000)])
    states = {side: rng.choices(["sent", "absent", "unreadable"], [18, 1, 1])[0]
              for side in ("pledged", "owed")}
    pledged = {} if states["pledged"] == "absent" else pledged
    owed = {} if states["owed"] == "absent" else owed
    return {
        "debt": spoil(rng, decimal(debt)), "secured": spoil(rng, decimal(secured)),
        "ltv": spoil(rng, decimal(reported), 0.15), "call": spoil(rng, decimal(call)),
        "liquidation": spoil(rng, decimal(liquidation)), "watch_fall": decimal(watch_fall),
        "target": rng.choice(["-", "-", decimal(F(rng.randint(20, 90), 100))]),
        "before": rng.choice(BANDS),
        "pledged_state": states["pledged"], "owed_state": states["owed"],
        "pledged": {c: spoil(rng, a) for c, a in pledged.items()},
        "owed": {c: spoil(rng, a) for c, a in owed.items()},
        "prices": {c: spoil(rng, p) for c, p in prices.items() if rng.random() < 0.9},
    }


def huge_loan(rng):
    def huge():
        digits = "".join(rng.choice("0123456789") for _ in range(rng.choice([1, 18, 63])))
        point = rng.randint(1, len(digits))
        return digits[:point] + ("." + digits[point:] if point < len(digits) else "") + \
            rng.choice(["", f"e{rng.randint(-64, 64)}"])

    loan = random_loan(rng)
    for name in ("debt", "secured", "ltv", "call", "liquidation"):
        loan[name] = huge() if rng.random() < 0.5 else loan[name]
    for name in ("pledged", "owed", "prices"):
        loan[name] = {c: huge() if rng.random() < 0.5 else t for c, t in loan[name].items()}
    return loan


# The bounds against every haircut

def random_haircuts(rng, values, secured):
    """One haircut each in [0, 1] with SECURED = sum of haircut times value; corners most of all."""
    order = list(values)
    rng.shuffle(order)
    haircuts, left, after = {}, secured, sum(values.values())
    for ccy in order:
        after -= values[ccy]
        low = max(F(0), (left - after) / values[ccy])
        high = min(F(1), left / values[ccy])
        between = low + (high - low) * F(rng.randint(0, 100), 100)
        haircuts[ccy] = rng.choice([low, high, high, between])
        left -= haircuts[ccy] * values[ccy]
    assert left == 0 and all(0 <= h <= 1 for h in haircuts.values())
    return haircuts


def haircut_loan(rng):
    """A loan whose figures agree, below its call; one price may be kept from the program."""
    while True:
        loan = random_loan(rng)
        names = rng.sample(NAMES, rng.randint(1, 4))
        prices = {c: random_decimal(rng, -2, 5) for c in NAMES}
        loan["pledged"] = {c: random_decimal(rng, -3, 3) for c in names}
        loan["pledged_state"] = loan["owed_state"] = "sent"
        values = {c: F(loan["pledged"][c]) * F(prices[c]) for c in names}
        secured = sum(v * F(rng.choice([0, 50, 80, 95, 100, 100]), 100) for v in values.values())
        call = F(rng.randint(5000, 9000), 10000)
        debt = F(decimal(secured * call * F(rng.randint(100, 999), 1000), 12))
        ccy = rng.choice(names + NAMES)
        owed = F(decimal(debt * F(rng.randint(300, 1000), 1000) / F(prices[ccy]), 12))
        if debt > 0 and owed > 0:
            break
    loan.update(debt=decimal(debt), secured=decimal(secured), call=decimal(call), ltv="-",
                liquidation=decimal(call + F(1, 10)), owed={ccy: decimal(owed)})
    if rng.random() < 0.3:
        loan["ltv"] = decimal(debt / secured, 4)
    loan["prices"] = dict(prices)
    if rng.random() < 0.2:
        del loan["prices"][rng.choice(names)]
    return loan, {c: F(p) for c, p in prices.items()}, values


class Haircuts:
    """Moves one price of LOAN to where the program says that no call comes before."""

    def __init__(self, rng, loan, prices, values):
        self.rng, self.loan, self.prices = rng, loan, prices
        self.debt, self.secured = F(loan["debt"]), F(loan["secured"])
        self.call = F(loan["call"])
        self.vectors = [random_haircuts(rng, values, self.secured) for _ in range(HAIRCUT_VECTORS)]
        self.moves = self.bounds = self.met = 0

    def excess(self, ccy, price, haircuts):
        """What the debt is above the call with CCY at PRICE: 0 or more is a call."""
        move = price - self.prices[ccy]
        amount = {side: F(self.loan[side].get(ccy, 0)) for side in ("pledged", "owed")}
        self.moves += 1
        return self.debt + amount["owed"] * move - \
            self.call * (self.secured + haircuts.get(ccy, 0) * amount["pledged"] * move)

    def require(self, holds, ccy, price, line):
        if not holds:
            print(f"too comfortable: {ccy} at {price}: {write(self.loan)}\n  {' '.join(line)}")
            sys.exit(1)

    def check(self, line):
        ccy, price = line[1], self.prices[line[1]]
        sides = [(fraction(line[10]), line[11:13], 1), (fraction(line[13]), line[14:16], -1)]
        for bound, written, sign in sides:
            if bound is None:
                # It never calls: neither at next to nothing, nor ever so high.
                ends = [price / 10 ** k for k in (1, 3, 9, 30)] if sign > 0 else \
                    [price * 10 ** k for k in (1, 3, 9, 30)]
                for end in ends:
                    for haircuts in self.vectors:
                        self.require(self.excess(ccy, end, haircuts) < 0, ccy, end, line)
                continue
            self.bounds += 1
            for text in written:
                self.require((F(text.replace(",", "")) - bound) * sign >= 0, ccy, text, line)
            inside = [bound + (price - bound) * F(1, 10 ** 30),
                      bound + (price - bound) * F(self.rng.randint(1, 999), 1000)]
            for haircuts in self.vectors:
                at = self.excess(ccy, bound, haircuts)
                self.met += at == 0
                self.require(at <= 0, ccy, bound, line)
                for place in inside:
                    self.require(self.excess(ccy, place, haircuts) < 0, ccy, place, line)


def check_haircuts(program, rng):
    cases = [haircut_loan(rng) for _ in range(HAIRCUT_LOANS)]
    moves = bounds = met = coins = 0
    for case, lines in zip(cases, ask(program, [case[0] for case in cases])):
        haircuts = Haircuts(rng, *case)
        for line in lines:
            if line[0] == "coin" and line[5] in ("price", "never"):
                haircuts.check(line)
                coins += 1
        moves += haircuts.moves
        bounds += haircuts.bounds
        met += haircuts.met
    # Bounds that no haircut meets would be needlessly anxious.
    if not bounds or not met:
        sys.exit(f"{bounds} bounds, {met} of them met exactly")
    print(f"{len(cases)} loans, {coins} coins, {bounds} bounds, {moves} moves of a price: "
          f"no call before its bound, {met} calls exactly at it")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) == 3 else SEED
    print(f"seed {seed}")
    rng = random.Random(seed)
    met = sweep(program)
    print(f"{sum(met.values())} combinations judged: " + ", ".join(f"{met[b]} {b}" for b in BANDS))
    met = compare(program, [random_loan(rng) for _ in range(LOANS)])
    print(f"{LOANS} loans compared: " + ", ".join(f"{met[k]} {k}" for k in sorted(met)))
    told = compare_huge(program, [huge_loan(rng) for _ in range(HUGE_LOANS)])
    print(f"{HUGE_LOANS} loans of huge figures compared: {told} figures told, none wrong")
    check_haircuts(program, rng)


if __name__ == "__main__":
    main()
