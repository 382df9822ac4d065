# SPDX-License-Identifier: ISC
"""Asks tiers_oracle for what random tables of discount rates count of an amount.

The answer here comes another way: tiers claim the amounts that no tier with a lower rate has
claimed before, so no bounds are sorted and no spans are made.
"""

import random
import subprocess
import sys
from fractions import Fraction

TABLES = 6000
UNREADABLE = ["-", "abc", "NaN", "1.", "--1", "1,0", "-1"]


def number(value):
    """VALUE, a multiple of 10^-6, as text, sometimes with idle zeros or an exponent."""
    text = f"{value.numerator * 10**6 // value.denominator:07d}"
    text = text[:-6] + "." + text[-6:]
    if random.random() < 0.7:
        text = text.rstrip("0").rstrip(".")
    if random.random() < 0.1:
        text += "e0"
    return text


def bound():
    scale = random.choice([1, 10, 1000, 10**6])
    return Fraction(random.randrange(0, 2000 * 10**6 // scale) * scale, 10**6)


def rate():
    return Fraction(random.randrange(0, 401), 400)


def steps(count):
    """Tiers that touch each other, as the exchange sends them."""
    bounds = sorted({bound() for _ in range(count)} | {Fraction(0)})
    tiers = [[low, high, rate()] for low, high in zip(bounds, bounds[1:])]
    if random.random() < 0.5:
        tiers.append([bounds[-1], None, rate()])
    return tiers


def disorder(count):
    """Any tiers: with gaps, over each other, endless in the middle."""
    tiers = []
    for _ in range(count):
        low, high = sorted((bound(), bound()))
        tiers.append([low, None if random.random() < 0.1 else high, rate()])
    return tiers


def texts(tier):
    low, high, share = tier
    return [number(low), "" if high is None else number(high), number(share)]


def spoil(words):
    """Makes one member of a tier unreadable."""
    which = random.randrange(3)
    if which == 2 and random.random() < 0.3:
        words[2] = "1.0000001"
    elif which == 1 and random.random() < 0.3 and words[0] not in ("0", "0.000000", "0e0"):
        words[0], words[1] = "5", "4.999"
    else:
        words[which] = random.choice([bad for bad in UNREADABLE if "," not in bad])


def counted(tiers, amount):
    """The sum, tier by tier from the lowest rate: each takes what is left of its amounts."""
    free, total = [(Fraction(0), amount)], Fraction(0)
    for low, high, share in sorted(tiers, key=lambda tier: tier[2]):
        left = []
        for begin, end in free:
            first = max(begin, low)
            last = end if high is None else min(end, high)
            if first >= last:
                left.append((begin, end))
                continue
            total += (last - first) * share
            left += [piece for piece in ((begin, first), (last, end)) if piece[0] < piece[1]]
        free = left
    return total


def question():
    count = random.choice([0, 1, 2, 3, 5, 8, 83])
    tiers = steps(count) if random.random() < 0.6 else disorder(count)
    if random.random() < 0.3:
        random.shuffle(tiers)
    edges = [edge for tier in tiers for edge in tier[:2] if edge is not None]
    amount = random.choice(edges) if edges and random.random() < 0.3 else bound()
    words, bad = [texts(tier) for tier in tiers], set()
    if tiers and random.random() < 0.2:
        bad = {random.randrange(len(tiers))}
        for which in bad:
            spoil(words[which])
    good = [tier for i, tier in enumerate(tiers) if i not in bad]
    line = " ".join([number(amount)] + [",".join(word) for word in words])
    return line, counted(good, amount), bool(bad)


def main():
    random.seed(11)
    questions = [question() for _ in range(TABLES)]
    answers = subprocess.run(
        [sys.argv[1]],
        input="".join(line + "\n" for line, _, _ in questions),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    wrong = 0
    if len(answers) != len(questions):
        sys.exit(f"{len(answers)} answers to {len(questions)} questions")
    for (line, expected, bad), answer in zip(questions, answers):
        value, _, word = answer.partition(" ")
        if Fraction(value) != expected or (word == "unreadable") != bad:
            wrong += 1
            print(f"{line[:300]}\n  expected {float(expected)} {bad}, found {answer}")
    odd = sum(bad for _, _, bad in questions)
    print(f"{TABLES} tables, {odd} with a tier that cannot be read: {wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
