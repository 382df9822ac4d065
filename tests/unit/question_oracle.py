#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Compares what loans answer to what-if questions with Python's fractions.

Random loans and questions of every combination of items, spelt as people spell them. The
collateral over all haircuts is found by trying every vertex of the set that the figures
allow, not by the rule of the program; then random haircuts of that set must lie between.

usage: question_oracle.py ORACLE [SEED]
"""

import itertools
import random
import subprocess
import sys
from fractions import Fraction as F

from risk_expected import Expected, STABLE, is_stable, known, positive, some

QUESTIONS = 5000
SEED = 1113
NAMES = "ADA BTC DAI ETH SOL USDC USDT".split()
KINDS = "repay repay-ccy pledge pledge-new price change all".split()


# What is expected

def vertices(ranges, total):
    """The corners of all x with 0 <= x[i] <= RANGES[i] (None: no end) and sum TOTAL."""
    for free in range(len(ranges)):
        others = [i for i in range(len(ranges)) if i != free]
        choices = [(F(0),) if ranges[i] is None else (F(0), ranges[i]) for i in others]
        for corner in itertools.product(*choices):
            rest = total - sum(corner)
            if 0 <= rest and (ranges[free] is None or rest <= ranges[free]):
                yield [*corner[:free], rest, *corner[free:]]


def ends(parts, total):
    """The least and the most of sum x factor, for parts (value or None, factor)."""
    values = [value for value, _ in parts]
    factors = [factor for _, factor in parts]
    if None not in values and sum(values) < total:
        # More than there is at market: the rest goes with the worst, or the best.
        base, rest = sum(v * f for v, f in parts), total - sum(values)
        return base + rest * min(factors), base + rest * max(factors)
    sums = [sum(x * f for x, f in zip(corner, factors)) for corner in vertices(values, total)]
    return min(sums), max(sums)


class Refused(Exception):
    pass


class Answer:
    """Of LOAN to ITEMS, (kind, ccy, value) each."""

    def __init__(self, loan, items):
        self.loan, self.items = loan, items
        self.now = Expected(loan, (0, True, True, 0))
        self.coins = {c.ccy: c for c in self.now.coins}
        self.price = {c: positive(p) for c, p in loan["prices"].items()}
        self.pledged = [c for c in self.now.coins if some(c.pledged)]
        self.pledged_listed = self.now.pledged_listed and bool(self.pledged)
        self.owed_listed = self.now.owed_listed and bool(self.now.owed)
        self.own, self.all = {}, None
        self.more, self.less = {}, {}
        self.notes, self.noted = [], set()
        self.words = self.find()

    def find(self):
        try:
            self.take()
        except Refused as refused:
            state, item = refused.args
            return [state, item, "ok", 0, "none"] + [None] * 7 + self.notes
        least, most = self.debt()
        if self.now.no_debt or most == 0:
            band = self.now.risk((0, True, True, 0))[1] if self.now.no_debt else "ok"
            return ["no-debt", -1, band, 0, "none", F(0), F(0)] + [None] * 5 + self.notes
        if self.now.ltv is None:
            return ["no-cover" if self.now.no_cover else "no-ltv", -1, "ok", 0, "none"] + \
                [None] * 7 + self.notes
        return self.judge(least, most)

    def factor(self, item):
        """By what the item changes the price of its coin."""
        kind, ccy, value = item
        if kind != "price":
            return value
        return value / self.price[ccy] if self.price.get(ccy) else None

    def take(self):
        listed = self.pledged_listed and self.owed_listed
        pledges = {ccy for kind, ccy, _ in self.items if kind.startswith("pledge")}
        for at, item in enumerate(self.items):
            kind, ccy, _ = item
            if kind == "all":
                self.all = item
            if kind not in ("price", "change"):
                continue
            if ccy in self.coins or ccy in pledges:
                self.own[ccy] = item
            elif listed:
                self.note("not-in-loan", at, None, ccy)
            needed = not listed or ccy in self.coins
            if needed and self.factor(item) is None:
                raise Refused("price-unknown", at)
        for at, (kind, ccy, value) in enumerate(self.items):
            if kind.startswith("pledge"):
                self.pledge(at, ccy, value)
            elif kind.startswith("repay"):
                self.repay(at, ccy, value)

    def note(self, kind, at, amount=None, ccy=""):
        if (kind, ccy) not in self.noted:
            self.noted.add((kind, ccy))
            self.notes.append((kind, at, amount))

    def funding(self, at, ccy):
        if self.loan["funding"] is None:
            return
        amount = self.more.get(ccy, 0) + self.less.get(ccy, 0)
        held = known(self.loan["funding"][ccy]) if ccy in self.loan["funding"] else F(0)
        if held is not None and amount > held:
            self.note("over-funding", at, held, ccy)

    def pledge(self, at, ccy, value):
        self.more[ccy] = self.more.get(ccy, 0) + value
        if ccy in self.coins and some(self.coins[ccy].pledged):
            self.note("as-pledged", at, None, ccy)
        else:
            priced = self.price.get(ccy) or ccy in self.own
            self.note("new" if priced else "new-unpriced", at, None, ccy)
        self.funding(at, ccy)

    def repay(self, at, ccy, value):
        owed = [c.ccy for c in self.now.owed]
        if not ccy:
            if len(owed) > 1:
                raise Refused("ccy-needed", at)
            if len(owed) == 1 and self.now.owed_listed:
                ccy = owed[0]
        if ccy not in owed:
            if not self.now.owed_listed:
                raise Refused("owed-unknown", at)
            self.note("not-owed", at, None, ccy)
            return
        amount = known(self.coins[ccy].owed)
        if amount is None:
            raise Refused("owed-unknown", at)
        left = amount - self.less.get(ccy, 0)
        if value > left:
            self.note("over-owed", at, left, ccy)
        self.less[ccy] = self.less.get(ccy, 0) + min(value, left)
        self.funding(at, ccy)

    def extremes(self, kinds):
        return [F(1)] + [f for f in (self.factor(i) for i in self.items if i[0] in kinds)
                         if f is not None]

    def debt(self):
        """What is left of the debt, as a part of it."""
        now = then = F(0)
        factors = [] if self.owed_listed else self.extremes(("price", "change"))
        for coin in self.now.owed:
            factor = self.factor(self.own[coin.ccy]) if coin.ccy in self.own else F(1)
            if self.less.get(coin.ccy):
                amount = known(coin.owed)
                factor *= (amount - self.less[coin.ccy]) / amount
            factors.append(factor)
            if coin.owed_usd is None or now is None:
                now = None
            else:
                now, then = now + coin.owed_usd, then + coin.owed_usd * factor
        if min(factors) == max(factors):
            return factors[0], factors[0]
        if now and self.owed_listed:
            return then / now, then / now
        self.note("debt-unweighed", -1)
        return min(factors), max(factors)

    def price_factor(self, ccy):
        item = self.own.get(ccy) or (None if is_stable(self.loan, ccy) else self.all)
        return self.factor(item) if item else F(1)

    def price_then(self, ccy):
        item = self.own.get(ccy)
        if item and item[0] == "price":
            return item[2]
        price = self.price.get(ccy)
        return price and price * self.price_factor(ccy)

    def secured(self):
        """The least and the most of the collateral; None where there is no end."""
        total, parts, fresh, endless, priced = self.total, [], F(0), False, True
        for ccy in sorted({*self.coins, *self.more}):
            coin, more = self.coins.get(ccy), self.more.get(ccy, F(0))
            if not (coin and some(coin.pledged)):
                if more:
                    then = self.price_then(ccy)
                    fresh = None if then is None or fresh is None else fresh + then * more
                continue
            factor, amount = self.price_factor(ccy), known(coin.pledged)
            if amount is None:
                endless = endless or more > 0
            else:
                factor *= (amount + more) / amount
            priced = priced and coin.pledged_usd is not None
            parts.append((coin.pledged_usd if self.weighed else None, factor))
        if not self.pledged_listed:
            factors = self.extremes(("price", "change", "all"))
            parts += [(None, min(factors)), (None, max(factors))]
            self.note("unlisted", -1)
        elif not priced:
            self.note("unpriced", -1)
        least, most = ends(parts, total)
        self.parts = parts
        return least, None if endless or fresh is None else most + fresh

    def adds_falling(self):
        """Whether more of the collateral may fall with the market then than today."""
        for ccy in {*self.coins, *self.more}:
            coin, more = self.coins.get(ccy), self.more.get(ccy, F(0))
            if not (coin and some(coin.pledged)) and not more:
                continue
            item = self.own.get(ccy) or (None if is_stable(self.loan, ccy) else self.all)
            factor = self.factor(item) if item else F(1)
            if factor is None or (factor < 1 if is_stable(self.loan, ccy) else factor > 1 or more):
                return True
        return False

    def judge(self, least, most):
        debt, self.total = self.now.due, self.now.secured
        self.weighed = debt is not None and self.total is not None
        if not self.weighed:
            debt, self.total = self.now.ltv, F(1)
        worst, best = self.secured()
        ltv = debt * most / worst
        ltv_least = None if best is None else debt * least / best
        band = self.now.bands(ltv, F(1) if self.adds_falling() else None)
        band = "unknown" if self.now.unsure and band in ("ok", "watch") else band
        falls = [None if edge is None else 1 - ltv / edge
                 for edge in (self.now.call, self.now.liquidation)]
        relief, ccy = [None] * 3, "none"
        at = self.now.call and self.now.call - F(1, 100)
        if self.weighed and at and at > 0 and ltv >= self.now.call:
            due = debt * most
            relief = [due - at * worst, due / at - worst, None]
            owed = self.now.owed
            if len(owed) == 1 and self.now.owed_listed and known(owed[0].owed) is not None:
                ccy = owed[0].ccy
                relief[2] = (known(owed[0].owed) - self.less.get(ccy, 0)) * relief[0] / due
        return ["known", -1, band, int(ltv != ltv_least), ccy, ltv, ltv_least] + falls + relief + \
            self.notes


# Random loans and questions

def decimal(value, places):
    digits = f"{int(value * 10 ** places):0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def random_decimal(rng, low, high):
    places = rng.choice([0, 2, 8])
    return decimal(F(max(1, int(10 ** (rng.uniform(low, high) + places))), 10 ** places), places)


def spoil(rng, text, chance):
    return rng.choice(["-", "x", "0", "-" + text]) if rng.random() < chance else text


def random_loan(rng):
    prices = {c: decimal(F(rng.randint(9700, 10300), 10000), 4) if c in STABLE
              else random_decimal(rng, 0, 5) for c in NAMES}
    pledged = {c: random_decimal(rng, -2, 3) for c in rng.sample(NAMES, rng.randint(1, 4))}
    owed = {c: random_decimal(rng, -2, 3)
            for c in rng.sample(NAMES, rng.choice([1, 1, 1, 2, 3]))}
    market = sum(F(pledged[c]) * F(prices[c]) for c in pledged)
    secured = F(decimal(market * F(rng.choice([300, 700, 900, 1000, 1000, 1005]), 1000), 6)) or F(1)
    debt = F(decimal(secured * F(rng.randint(1, 9500), 10000), 6)) or F(1)
    call = F(rng.randint(6000, 8000), 10000)
    loan = {
        "debt": decimal(debt, 6), "secured": decimal(secured, 6),
        "ltv": rng.choice(["-", decimal(debt / secured, 4),
                           decimal(debt / secured * F(1002, 1000), 6)]),
        "call": decimal(call, 4), "liquidation": decimal(call + F(1, 10), 4),
        "watch_fall": "0.15", "target": "-", "before": "ok",
        "pledged": pledged, "owed": owed, "prices": prices,
        "funding": rng.choice([None, {c: random_decimal(rng, -2, 3)
                                      for c in rng.sample(NAMES, 3)}]),
    }
    # Half of them whole; of the rest some lack a figure, a price or a part of a list.
    if rng.random() < 0.5:
        for name in ("debt", "secured", "ltv", "call", "liquidation"):
            loan[name] = spoil(rng, loan[name], 0.06)
        for name in ("pledged", "owed"):
            loan[name] = {c: spoil(rng, a, 0.1) for c, a in loan[name].items()}
            loan[name + "_state"] = rng.choice(["sent"] * 5 + ["unreadable"])
        loan["prices"] = {c: p for c, p in prices.items() if rng.random() < 0.8}
    return loan


def random_item(rng, loan, kind):
    pledged, owed = list(loan["pledged"]), list(loan["owed"])
    ccy, value = "", None
    if kind.startswith("repay"):
        ccy = rng.choice(owed + owed + NAMES) if kind == "repay-ccy" else ""
        value = F(random_decimal(rng, -2, 3))
        if rng.random() < 0.2:
            value = F(known(loan["owed"].get(ccy or owed[0])) or 1)
    elif kind == "pledge":
        ccy, value = rng.choice(pledged), F(random_decimal(rng, -2, 3))
    elif kind == "pledge-new":
        ccy, value = rng.choice(NAMES), F(random_decimal(rng, -2, 3))
    elif kind == "price":
        ccy, value = rng.choice(pledged + owed + NAMES), F(random_decimal(rng, 0, 5))
    elif kind == "change":
        ccy, value = rng.choice(pledged + owed + NAMES), 1 + F(rng.randint(-9999, 15000), 10000)
    else:
        value = 1 + F(rng.randint(-9999, 15000), 10000)
    return kind, ccy, value


def case(rng, word):
    return rng.choice([word, word.lower(), word.upper(), word.capitalize()])


def figure(rng, value):
    places = next(p for p in range(20) if (value * 10 ** p).denominator == 1)
    text = decimal(value, places)
    whole, point, part = text.partition(".")
    return (f"{int(whole):,}" if rng.random() < 0.5 else whole) + point + part


def spell(rng, item):
    kind, ccy, value = item
    name = case(rng, ccy)
    if kind.startswith(("repay", "pledge")):
        words = [kind.partition("-")[0], name, figure(rng, value)]
        if ccy and rng.random() < 0.2:
            words[1:] = reversed(words[1:])
        return " ".join(case(rng, w) if w.isalpha() and w != name else w for w in words if w)
    if kind == "price":
        return f"{name} {figure(rng, value)}"
    change = (value - 1) * 100
    return f"{name or case(rng, 'all')} {'-' if change < 0 else '+'}{figure(rng, abs(change))}%"


def random_question(rng, loan, kinds):
    while True:
        items = [random_item(rng, loan, kind) for kind in kinds]
        rng.shuffle(items)
        moved = [ccy for kind, ccy, _ in items if kind in ("price", "change", "all")]
        if len(moved) == len(set(moved)) and all(i[2] > 0 and i[2] != 1 for i in items):
            break
    # A currency behind its amount must not stand before a price: a comma tells them apart.
    text = ", ".join(spell(rng, item) for item in items)
    if rng.random() < 0.5:
        text = " ".join(spell(rng, item) for item in items)
        if any(w.lower() in ("repay", "pledge") and text.split()[i + 1][:1].isdigit()
               for i, w in enumerate(text.split())):
            text = ",  ".join(spell(rng, item) for item in items)
    return (items, text) if len(text) < 128 else random_question(rng, loan, kinds)


def write(loan, text):
    def lot(coins):
        return " ".join(f"{c} {coins[c]}" for c in sorted(coins))

    states = " ".join("sent" if loan.get(s + "_state", "sent") == "sent" else "part"
                      for s in ("pledged", "owed"))
    figures = " ".join(loan[n] for n in ("debt", "secured", "ltv", "call", "liquidation"))
    return ";".join([figures, loan["watch_fall"], states, lot(loan["pledged"]), lot(loan["owed"]),
                     lot(loan["prices"]),
                     "-" if loan["funding"] is None else lot(loan["funding"]), text])


# The comparison

def fraction(token):
    n, slash, d = token.partition("/")
    return F(n) / F(d) if slash else None


def same(token, expected):
    if isinstance(expected, tuple):
        kind, at, amount = expected
        name, _, value = token.partition("=")
        return name == f"{kind}@{at}" and fraction(value) == amount
    if expected is None or isinstance(expected, F):
        return fraction(token) == expected and (expected is not None or token == "none")
    return token == str(expected)


def feasible(rng, parts, total):
    """Some x with 0 <= x[i] <= its value and sum TOTAL, or None."""
    order = list(range(len(parts)))
    rng.shuffle(order)
    x, left = [F(0)] * len(parts), total
    for place, i in enumerate(order):
        room = [parts[j][0] for j in order[place + 1:]]
        low = F(0) if None in room else max(F(0), left - sum(room))
        high = left if parts[i][0] is None else min(left, parts[i][0])
        if low > high:
            return None
        x[i] = low + (high - low) * F(rng.randint(0, 100), 100)
        left -= x[i]
    return x if left == 0 else None


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    seed = int(sys.argv[2]) if len(sys.argv) == 3 else SEED
    rng = random.Random(seed)
    print(f"seed {seed}")
    sets = [s for n in range(1, len(KINDS) + 1) for s in itertools.combinations(KINDS, n)]
    cases = []
    for number in range(QUESTIONS):
        loan = random_loan(rng)
        kinds = sets[number % len(sets)]
        while "repay" in kinds and len(loan["owed"]) > 1 and rng.random() < 0.9:
            loan = random_loan(rng)
        items, text = random_question(rng, loan, kinds)
        cases.append((loan, items, text))
    run = subprocess.run([sys.argv[1]], input="".join(write(l, t) + "\n" for l, _, t in cases),
                         stdout=subprocess.PIPE, encoding="utf-8", check=False)
    lines = run.stdout.splitlines()
    if run.returncode != 0 or len(lines) != len(cases):
        sys.exit(f"the program answered {len(lines)} of {len(cases)}, "
                 f"exit status {run.returncode}")
    met, vectors = {}, 0
    for (loan, items, text), line in zip(cases, lines):
        answer = Answer(loan, items)
        words = line.split(" ")
        if len(words) != len(answer.words) or not all(map(same, words, answer.words)):
            print(f"differs: {write(loan, text)}\n  got      {line}\n  expected "
                  f"{' '.join(map(str, answer.words))}")
            sys.exit(1)
        for name in [words[0], "bound"] if words[3] == "1" else [words[0]]:
            met[name] = met.get(name, 0) + 1
        for note in answer.notes:
            met[note[0]] = met.get(note[0], 0) + 1
        if words[0] != "known":
            continue
        for _ in range(4):
            x = feasible(rng, answer.parts, answer.total)
            if x is None:
                continue
            total = sum(a * f for a, (_, f) in zip(x, answer.parts))
            least = ends(answer.parts, answer.total)[0]
            vectors += 1
            if total < least:
                sys.exit(f"too comfortable: {write(loan, text)}")
    print(f"{len(cases)} questions compared, {len(sets)} combinations of kinds: " +
          ", ".join(f"{met[k]} {k}" for k in sorted(met)))
    print(f"{vectors} random haircuts: none makes a higher LTV than was said")


if __name__ == "__main__":
    main()
