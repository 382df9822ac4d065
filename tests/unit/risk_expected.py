# SPDX-License-Identifier: ISC
"""What is expected of a loan's figures, in fractions: for risk_oracle.py."""

import functools
import re
from fractions import Fraction as F

NAMES = "ADA BTC DAI DOGE ETH SOL USDC USDT XRP".split()
STABLE = {"USDT", "USDC", "DAI"}
BANDS = OK, WATCH, UNKNOWN, CALL, LIQUIDATION = "ok watch unknown call liquidation".split()
NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:e(-?[0-9]+))?")


# Reading what the exchange might send

@functools.lru_cache(maxsize=100000)
def read(text):
    """The figure of TEXT, None where there is none."""
    match = NUMBER.fullmatch(text or "-")
    return F(text) if match and len(match[2] + (match[3] or "")) <= 64 else None


def known(text):
    value = read(text)
    return value if value is not None and value >= 0 else None


def positive(text):
    return known(text) or None


def some(text):
    return text is not None and read(text) != 0


def worth(text, price):
    if not some(text):
        return F(0)
    return None if known(text) is None or price is None else known(text) * price


def is_stable(loan, ccy):
    """By its name, and its index where that is known."""
    price = positive(loan["prices"].get(ccy))
    return ccy in STABLE and (price is None or F(98, 100) <= price <= F(102, 100))


class Coin:
    def __init__(self, loan, ccy):
        self.ccy, self.stable = ccy, is_stable(loan, ccy)
        self.pledged, self.owed = loan["pledged"].get(ccy), loan["owed"].get(ccy)
        self.source, self.price = "none", positive(loan["prices"].get(ccy))
        if self.price:
            self.source = "index"
        self.pledged_usd = worth(self.pledged, self.price)
        self.owed_usd = worth(self.owed, self.price)
        self.known = None not in (self.pledged_usd, self.owed_usd)


# What is expected of a loan

def band_of(ltv, call, liquidation, watch_fall):
    if ltv is not None and liquidation is not None and ltv >= liquidation:
        return LIQUIDATION
    if ltv is not None and call is not None and ltv >= call:
        return CALL
    if None in (ltv, call, liquidation):
        return UNKNOWN
    return WATCH if 1 - ltv / min(call, liquidation) < watch_fall else OK


class Expected:
    def __init__(self, loan, previous):
        self.loan = loan
        self.debt, self.secured = known(loan["debt"]), known(loan["secured"])
        self.call, self.liquidation = positive(loan["call"]), positive(loan["liquidation"])
        self.watch_fall = F(loan["watch_fall"])
        self.coins = [Coin(loan, ccy) for ccy in sorted({**loan["pledged"], **loan["owed"]})]
        # How the two lists came: "sent", "absent", or "unreadable" in part.
        self.pledged_listed = loan.get("pledged_state", "sent") == "sent"
        self.owed_listed = loan.get("owed_state", "sent") == "sent"
        self.all_known = self.pledged_listed and all(c.pledged_usd is not None for c in self.coins)
        self.market = sum(c.pledged_usd or 0 for c in self.coins)
        self.owed = [c for c in self.coins if some(c.owed)]
        self.share = self.coin_share()
        self.by_coins = bool(self.share and self.owed_listed and self.owed and
                             self.call and self.liquidation and
                             all(c.stable for c in self.owed))
        self.falling = self.share if self.by_coins else F(1)
        self.lines = [self.risk(previous)]
        self.lines += [self.coin(c) for c in self.coins]
        self.lines += [self.find_target()]
        self.lines += [self.ladder("all", lambda c: True, False),
                       self.ladder("coins", lambda c: not c.stable, False),
                       self.ladder("market", lambda c: not c.stable, True)]
        self.lines += [self.ladder(c.ccy, lambda d, c=c: d is c, False) for c in self.coins]

    def coin_share(self):
        """What all but stablecoins make of the collateral at most, where both are pledged."""
        pledged = [c for c in self.coins if some(c.pledged)]
        falling = [c for c in pledged if not c.stable]
        if not falling or len(falling) == len(pledged):
            return None
        if not self.pledged_listed or not self.secured or \
                any(c.pledged_usd is None for c in falling):
            return F(1)
        unlisted = max(F(0), self.secured - self.market) if self.all_known else F(0)
        return min(F(1), (sum(c.pledged_usd for c in falling) + unlisted) / self.secured)

    def bands(self, ltv, falling=None):
        falling = self.falling if falling is None else falling
        return band_of(ltv, self.call, self.liquidation, self.watch_fall * falling)

    def risk(self, previous):
        reported, computed = known(self.loan["ltv"]), None
        raw = read(self.loan["secured"])
        self.no_cover = bool(self.debt) and raw is not None and raw <= 0
        if self.debt == 0:
            computed = F(0)
        elif self.debt and self.secured:
            computed = self.debt / self.secured
        ltvs = [l for l in (reported, computed) if l is not None]
        self.ltv = None if self.no_cover else max(ltvs, default=None)
        self.no_debt = self.debt == 0
        if self.no_debt:
            self.ltv = F(0)
        judge = "none" if not ltvs and not self.no_cover else \
            "computed" if self.no_cover or self.ltv == computed else "reported"
        denied = self.no_debt and bool(reported or (
            reported is None and any(known(c.owed) for c in self.owed)))
        disagree = self.no_cover and reported is not None
        if len(ltvs) == 2:
            disagree = max(ltvs) - min(ltvs) > min(ltvs) / 200 or \
                self.bands(reported) != self.bands(computed)
        # What the remedies go by: the debt of the worse LTV.
        self.due = self.debt
        if self.due is not None and self.secured and self.ltv is not None:
            self.due = max(self.debt, self.ltv * self.secured)
        above = raw is not None and self.all_known and raw > self.market

        self.band = self.bands(self.ltv)
        edges = {LIQUIDATION: self.liquidation, CALL: self.call}
        if self.call and self.liquidation:
            edges[WATCH] = min(self.call, self.liquidation) * (1 - self.watch_fall * self.falling)
        for band in (WATCH, CALL, LIQUIDATION):
            if BANDS.index(band) <= BANDS.index(self.loan["before"]) and \
                    BANDS.index(band) > BANDS.index(self.band) and self.ltv is not None and \
                    edges.get(band) and self.ltv * 100 >= edges[band] * 99:
                self.band = band
        if self.no_cover:
            self.band = LIQUIDATION
        if self.no_debt:
            self.band = OK
        doubt = self.doubt(raw, reported, computed)
        self.unsure = doubt != "none"
        if self.unsure and self.band in (OK, WATCH):
            self.band = UNKNOWN

        falls = [None if None in (self.ltv, edge) or self.no_debt else 1 - self.ltv / edge
                 for edge in (self.call, self.liquidation)]
        passed = self.call is not None and self.ltv is not None and self.ltv >= self.call
        rising, rises = "none", [None, None]
        if any(not c.stable for c in self.owed) and not self.no_debt:
            rises = [self.rise(self.call), self.rise(self.liquidation)]
            if rises != [None, None]:
                rising = self.owed[0].ccy if len(self.owed) == 1 and self.owed_listed else "all"
        coins = [None if fall is None or not self.share else fall / self.share for fall in falls]
        near = coins if self.by_coins and None not in coins else falls
        self.rank = (BANDS.index(self.band), not self.no_debt, None in near,
                     0 if None in near else -min(near))
        order = (self.rank > previous) - (self.rank < previous)
        return ["risk", self.band, doubt, judge, int(disagree), int(self.no_debt), int(denied),
                int(self.no_cover), int(above), self.due, self.ltv, reported, computed] + falls + \
               [self.ltv - self.call if passed else None, rising] + rises + \
               coins + [int(self.by_coins), order]

    def doubt(self, raw, reported, computed):
        """Why neither OK nor WATCH may be said."""
        settled = self.no_debt or self.no_cover
        if not settled and (None in (self.ltv, self.call, self.liquidation) or
                            (raw is not None and raw <= 0 and self.debt is None)):
            return "missing-figure"
        if not (self.pledged_listed and self.owed_listed):
            return "missing-list"
        if not settled and not all(F(2, 10) <= t < 1 for t in (self.call, self.liquidation)):
            return "thresholds"
        if not settled and None not in (reported, computed) and \
                abs(reported - computed) > max(reported, computed) * F(5, 100):
            return "ltvs"
        return "none"

    def rise(self, edge):
        if len(self.owed) == 1 and self.owed_listed and some(self.owed[0].pledged):
            bound = self.bounds(self.owed[0], edge)["rising"]
            rise = bound / self.owed[0].price - 1 if bound else None
        else:
            rise = edge / self.ltv - 1 if edge and self.ltv else None
        return rise if rise and rise > 0 else None

    def bounds(self, coin, edge):
        found = {"state": "unknown", "never": False, "nearer": False, "least": None,
                 "most": None, "falling": None, "rising": None}
        if self.no_cover:
            found["state"] = "called"
        elif not self.no_debt and edge and self.ltv is not None and self.ltv >= edge:
            found["state"] = "called"
        elif not self.no_debt and edge and self.ltv is not None and self.secured and coin.known:
            gap = edge * self.secured - self.ltv * self.secured
            amount = known(coin.pledged) or F(0)
            owed = known(coin.owed) or F(0)
            value = coin.pledged_usd
            least, most = F(0), F(1)
            if self.all_known and self.secured <= self.market and value:
                least = max(F(0), (self.secured - (self.market - value)) / value)
                most = min(F(1), self.secured / value)
            found["least"], found["most"] = least, most
            if edge * most * amount > owed:
                falling = coin.price - gap / (edge * most * amount - owed)
                found["falling"] = falling if falling > 0 else None
            if owed > edge * least * amount:
                found["rising"] = coin.price + gap / (owed - edge * least * amount)
            found["never"] = amount > 0 and found["falling"] is None
            found["nearer"] = found["rising"] is not None and (found["falling"] is None or
                found["rising"] - coin.price < coin.price - found["falling"])
            found["state"] = "price" if found["falling"] or found["rising"] else "never"
        return found

    def coin(self, coin):
        found = self.bounds(coin, self.call)
        return ["coin", coin.ccy, coin.source, coin.price, int(coin.known), found["state"],
                int(found["never"]), int(found["nearer"]), found["least"], found["most"],
                found["falling"], *texts(found["falling"], True),
                found["rising"], *texts(found["rising"], False)]

    def find_target(self):
        self.target = None
        state, repay, pledge, ccy, coins, decimals = "unknown", None, None, "none", None, 0
        if self.call:
            self.target = min(F(1, 2), F(4, 5) * self.call)
            if self.loan["target"] != "-":
                self.target = F(self.loan["target"])
            secured = F(0) if self.no_cover else self.secured
            if self.target >= F(95, 100) * self.call:
                state = "refused"
            elif self.ltv is not None and self.ltv <= self.target:
                state = "below"
            elif None not in (self.due, secured) and self.due > self.target * secured:
                state = "repay"
                repay = self.due - self.target * secured
                pledge = self.due / self.target - secured
                if len(self.owed) == 1 and self.owed_listed and known(self.owed[0].owed):
                    ccy = self.owed[0].ccy
                    coins = known(self.owed[0].owed) * repay / self.debt
                    amount = known(self.owed[0].owed)
                    decimals = next((d for d in range(2, 8)
                                     if amount and self.debt / amount / 10 ** d < F(2, 100)), 8)
        self.target_state = state
        return ["target", state, self.target if state != "unknown" else None, repay, pledge, ccy,
                coins, decimals]

    def ladder(self, name, falls, debt_falls):
        falling = [c for c in self.coins if some(c.pledged) and falls(c)]
        staying = [c for c in self.coins if some(c.pledged) and not falls(c)]
        coins_owed = [c for c in self.owed if not c.stable]
        if self.ltv is None or self.no_debt or (debt_falls and not coins_owed) or \
                (name in NAMES and not falling):
            return ["ladder", name, "none"]
        # What of the collateral no listed coin accounts for may be anything: it falls too.
        unlisted = F(0)
        if self.secured and self.all_known:
            unlisted = max(F(0), self.secured - self.market)
        if not self.pledged_listed or not (falling or staying):
            at_most, secured_share = name != "all", F(1)
        elif not falling and not unlisted:
            at_most, secured_share = False, F(0)
        else:
            at_most, secured_share = bool(staying), F(1)
            if staying and self.secured and all(c.pledged_usd is not None for c in falling):
                secured_share = (sum(c.pledged_usd for c in falling) + unlisted) / self.secured
                secured_share = min(F(1), secured_share)
            # What stays takes as much of the collateral as it is worth: the least that falls.
            if staying and self.secured and not unlisted and \
                    all(c.pledged_usd is not None for c in staying):
                kept = sum(c.pledged_usd for c in staying)
                at_most = secured_share != max(F(0), 1 - kept / self.secured)
        debt_share = F(0)
        if debt_falls and self.debt and all(c.owed_usd is not None for c in coins_owed):
            debt_share = min(F(1), sum(c.owed_usd for c in coins_owed) / self.debt)
        elif debt_falls:
            at_most = True

        line = ["ladder", name]
        for fall in range(5, 55, 5):
            of_debt = 1 - debt_share * fall / 100
            of_secured = 1 - secured_share * fall / 100
            ltv, repay, pledge = self.ltv * of_debt / of_secured, None, None
            if self.target_state in ("below", "repay") and ltv <= self.target:
                repay = pledge = F(0)
            elif self.target_state in ("below", "repay") and None not in (self.due, self.secured):
                repay = self.due * of_debt - self.target * self.secured * of_secured
                repay = repay if repay > 0 else None
                pledge = self.due * of_debt / self.target - self.secured * of_secured if repay else None
            # Of a stablecoin that falls itself more falls then than today.
            alone = name in NAMES and falling[0].stable
            band = self.bands(ltv, F(1) if alone else None)
            line += [fall, ltv, int(at_most),
                     UNKNOWN if self.unsure and band in (OK, WATCH) else band, repay, pledge]
        return line


def texts(bound, up):
    """BOUND as the table and the detail write it."""
    if bound is None:
        return ["none", "none"]

    def rounded(decimals):
        scaled = bound * 10 ** decimals
        whole = -(-scaled.numerator // scaled.denominator) if up else \
            scaled.numerator // scaled.denominator
        return F(whole, 10 ** decimals)

    decimals = next(d for d in range(10, -1, -1) if d == 0 or rounded(d) < F(10) ** (3 - d))
    result = []
    for d in (decimals, decimals + 2):
        digits = f"{int(rounded(d) * 10 ** d):0{d + 1}d}"
        whole, part = (digits[:-d], "." + digits[-d:]) if d else (digits, "")
        result.append(f"{int(whole):,}{part}")
    return result
