# SPDX-License-Identifier: ISC
"""What colltop-sim says of prices, assets and loans, computed once more."""
import decimal
import glob
import json
import os
import time
import unittest

from sim_client import DATA, DEADLINE, ASSETS, BALANCES, LOAN, TIME, TICKERS, SIGNED, D, Sim, portfolio


class Figures(unittest.TestCase):
    def check_assets(self, sim, data, environment, prices):
        status, answer = sim.signed(ASSETS, environment=environment)
        self.assertEqual((status, answer["code"], answer["msg"], len(answer["data"])), (200, "0", "", 1))
        rows = answer["data"][0]["assets"]
        self.assertEqual([(row["ccy"], row["amt"]) for row in rows],
                         [(row["ccy"], row["amt"]) for row in data[environment]["assets"]])
        for row in rows:
            self.assertEqual(set(row), {"ccy", "amt", "notionalUsd"})
            self.assertEqual(D(row["notionalUsd"]), D(row["amt"]) * prices[row["ccy"]])
            self.assertRegex(row["notionalUsd"], r"\A(0|[1-9]\d*)(\.\d*[1-9])?\Z")
            status, one = sim.signed(ASSETS + "?ccy=" + row["ccy"], environment=environment)
            self.assertEqual(one["data"], [{"assets": [row]}])

    def check_indexes(self, sim, data):
        known = {coin["ccy"]: D(coin["price"]) for coin in data["coins"] if coin.get("index", "all") == "all"}
        self.assertEqual({t["instId"]: D(t["idxPx"]) for t in sim.public(TICKERS)[1]["data"]},
                         {ccy + "-USD": price for ccy, price in known.items()})
        base = TICKERS.split("?")[0] + "?instId="
        for coin in data["coins"]:
            index = coin.get("index", "all")
            for quote, there in (("USD", index == "all"), ("USDT", index != "none" and coin["ccy"] != "USDT")):
                name = coin["ccy"] + "-" + quote
                status, answer = sim.public(base + name)
                self.assertEqual((status, answer["code"]), (200, "0" if there else "51001"))
                self.assertEqual([t["instId"] for t in answer["data"]], [name] if there else [])

    def check_balances(self, sim, data, environment):
        status, answer = sim.signed(BALANCES, environment=environment)
        self.assertEqual((status, answer["code"], answer["msg"]), (200, "0", ""))
        self.assertEqual(answer["data"], [{"ccy": row["ccy"], "availBal": row["amt"], "bal": row["amt"],
                                           "frozenBal": "0"} for row in data[environment]["assets"]
                                          if D(row["amt"]) > 0])

    def check_no_loan(self, sim, environment):
        for target, data in ((ASSETS, [{"assets": []}]), (LOAN, [])):
            self.assertEqual(sim.signed(target, environment=environment),
                             (200, {"code": "0", "data": data, "msg": ""}))

    def check_loans(self, sim, data, environment, prices, discounts):
        status, answer = sim.signed(LOAN, environment=environment)
        loans = data[environment]["loans"]
        self.assertEqual((status, answer["code"], len(answer["data"])), (200, "0", len(loans)))
        for loan, told in zip(loans, answer["data"]):
            self.assertEqual(set(told), {"ordId", "loanNotionalUsd", "loanData", "collateralNotionalUsd",
                                         "collateralData", "curLTV", "marginCallLTV", "liqLTV", "riskWarningData"})
            self.assertEqual(told["loanData"], [{"amt": r["amt"], "ccy": r["ccy"]} for r in loan["borrowed"]])
            self.assertEqual(told["collateralData"], [{"amt": r["amt"], "ccy": r["ccy"]} for r in loan["pledged"]])
            owed = sum(D(r["amt"]) * prices[r["ccy"]] for r in loan["borrowed"])
            secured = sum(D(r["amt"]) * prices[r["ccy"]] * discounts[r["ccy"]] for r in loan["pledged"])
            self.assertEqual((D(told["loanNotionalUsd"]), D(told["collateralNotionalUsd"])), (owed, secured))
            self.assertEqual(D(told["curLTV"]), (owed / secured).quantize(D("0.0001"), decimal.ROUND_HALF_EVEN))
            for name in ("ordId", "marginCallLTV", "liqLTV"):
                self.assertEqual(told[name], loan[name])
            risk = told["riskWarningData"]
            if len(loan["borrowed"]) == 1 and len(loan["pledged"]) == 1:
                mine, other = loan["pledged"][0], loan["borrowed"][0]
                self.assertEqual(risk["instId"], mine["ccy"] + "-" + other["ccy"])
                at = D(other["amt"]) / (D(mine["amt"]) * discounts[mine["ccy"]] * D(loan["liqLTV"]))
                self.assertLess(abs(D(risk["liqPx"]) - at) / at, D("1e-6"))
            else:
                self.assertEqual(risk, {"instId": "", "liqPx": ""})
            self.assertEqual(sim.signed(LOAN + "?ordId=" + loan["ordId"], environment=environment)[1]["data"],
                             [told])

    def test_portfolios(self):
        for path in sorted(glob.glob(os.path.join(DATA, "*.json"))):
            data = portfolio(os.path.basename(path))
            prices = {coin["ccy"]: D(coin["price"]) for coin in data["coins"]}
            discounts = {coin["ccy"]: D(coin["discount"]) for coin in data["coins"]}
            with self.subTest(portfolio=path), Sim("--still", "--no-rate-limit", "--portfolio", path) as sim:
                self.check_indexes(sim, data)
                for environment in ("production", "demo"):
                    self.check_balances(sim, data, environment)
                    if data[environment]["loans"]:
                        self.check_assets(sim, data, environment, prices)
                        self.check_loans(sim, data, environment, prices, discounts)
                    else:
                        self.check_no_loan(sim, environment)

    def test_default_is_the_documentation_page(self):
        documented = {"BTC": ("1.7921483143067599", "158292.621793314105231"),
                      "ETH": ("1.9400755578876945", "6325.6652712507628946"),
                      "USDT": ("63.9795959720319628", "64.3650372635940345")}
        with Sim("--still") as sim:
            rows = sim.signed(ASSETS)[1]["data"][0]["assets"]
        self.assertEqual({row["ccy"]: row["amt"] for row in rows}, {c: f[0] for c, f in documented.items()})
        for row in rows:
            self.assertEqual(round(D(row["notionalUsd"]), 2), round(D(documented[row["ccy"]][1]), 2))

    def test_drift(self):
        # Between two equal looks at the prices everything else was told at those prices.
        with Sim("--seed", "7", "--no-rate-limit", "--portfolio", os.path.join(DATA, "dozen.json")) as sim:
            first = sim.signed(ASSETS)[1]["data"][0]["assets"]
            amounts = {row["ccy"]: row["amt"] for row in first}
            seen, checked = {row["ccy"]: {row["notionalUsd"]} for row in first}, 0
            end = time.monotonic() + DEADLINE
            while (checked < 50 or any(len(v) < 2 for v in seen.values())) and time.monotonic() < end:
                before = sim.public(TICKERS)[1]["data"]
                rows = sim.signed(ASSETS)[1]["data"][0]["assets"]
                loan = sim.signed(LOAN)[1]["data"][1]
                after = sim.public(TICKERS)[1]["data"]
                for row in rows:
                    seen[row["ccy"]].add(row["notionalUsd"])
                prices = {t["instId"][:-4]: D(t["idxPx"]) for t in before}
                if prices != {t["instId"][:-4]: D(t["idxPx"]) for t in after}:
                    continue
                checked += 1
                for row in rows:
                    self.assertEqual(row["amt"], amounts[row["ccy"]])
                    self.assertEqual(D(row["notionalUsd"]), D(row["amt"]) * prices[row["ccy"]])
                self.assertEqual(D(loan["loanNotionalUsd"]), D("4200.5") * prices["USDC"])
                self.assertEqual(D(loan["collateralNotionalUsd"]), D("2.75") * prices["ETH"] * D("0.95"))
                for ticker in before:
                    low, high = D(ticker["low24h"]), D(ticker["high24h"])
                    self.assertGreater(low, 0)
                    self.assertLess(low, high)
                    for name in ("idxPx", "open24h", "sodUtc0", "sodUtc8"):
                        self.assertTrue(low <= D(ticker[name]) <= high, ticker)
        self.assertGreaterEqual(checked, 50)
        self.assertTrue(all(len(values) > 1 for values in seen.values()), seen)

    def test_tickers(self):
        with Sim("--still", "--no-rate-limit") as sim:
            status, answer = sim.public(TICKERS)
            self.assertEqual((status, answer["code"], answer["msg"]), (200, "0", ""))
            for ticker in answer["data"]:
                self.assertEqual(set(ticker), {"instId", "idxPx", "open24h", "high24h", "low24h", "sodUtc0",
                                               "sodUtc8", "ts"})
                self.assertTrue(all(isinstance(value, str) for value in ticker.values()))
                self.assertLess(abs(int(ticker["ts"]) / 1000 - time.time()), 5)
            base = TICKERS.split("?")[0]
            prices = {t["instId"]: D(t["idxPx"]) for t in answer["data"]}
            one = sim.public(base + "?instId=BTC-USD")[1]["data"]
            self.assertEqual([t["instId"] for t in one], ["BTC-USD"])
            for quote in ("USDT", "BTC"):
                for t in sim.public(base + "?quoteCcy=" + quote)[1]["data"]:
                    ccy = t["instId"].split("-")[0]
                    right = prices[ccy + "-USD"] / prices[quote + "-USD"]
                    self.assertLess(abs(D(t["idxPx"]) - right) / right, D("1e-6"))
                    self.assertNotEqual(ccy, quote)
            self.assertEqual(sim.public(base + "?quoteCcy=USDC"), (200, {"code": "0", "data": [], "msg": ""}))
            self.assertEqual(sim.public(base)[1]["code"], "50014")
            self.assertEqual(sim.public(base + "?quoteCcy=EUR")[1],
                             {"code": "51000", "data": [], "msg": "Parameter quoteCcy error"})
            for wrong in ("instId=BTC", "instId=NONE-USD", "instId=BTC-EUR", "instId=BTC-BTC",
                          "instId=BTC-USD&quoteCcy=USDT"):
                self.assertEqual(sim.public(base + "?" + wrong)[1]["code"], "51001")

    def test_time(self):
        with Sim() as sim:
            for _ in range(3):
                before = int(time.time() * 1000)
                status, answer = sim.public(TIME)
                after = int(time.time() * 1000)
                self.assertEqual((status, answer["code"], answer["msg"], len(answer["data"])), (200, "0", "", 1))
                self.assertTrue(before <= int(answer["data"][0]["ts"]) <= after)

    def test_many_rows(self):
        with Sim("--assets", "20000", "--still", "--seed", "3", "--no-rate-limit") as sim:
            for environment in ("production", "demo"):
                rows = sim.signed(ASSETS, environment=environment)[1]["data"][0]["assets"]
                self.assertEqual((len(rows), len({row["ccy"] for row in rows})), (20000, 20000))
                self.assertEqual(rows[0]["ccy"], "BTC")
                self.assertTrue(all(D(row["amt"]) > 0 and D(row["notionalUsd"]) > 0 for row in rows))
                self.assertTrue(all(len(row["notionalUsd"]) <= 65 for row in rows))
            # The most rows that a client takes, in an answer that is not too long for it.
            _, _, body = sim.ask(BALANCES, sim.headers(BALANCES))
            self.assertLess(len(body), 2 * 1024 * 1024)
            self.assertEqual(len(json.loads(body)["data"]), 20000)
            prices = {t["instId"][:-4]: D(t["idxPx"]) for t in sim.public(TICKERS)[1]["data"]}
            self.assertTrue(all(D(r["notionalUsd"]) == D(r["amt"]) * prices[r["ccy"]] for r in rows))
        with Sim("--assets", "1") as sim:
            self.assertEqual([r["ccy"] for r in sim.signed(ASSETS)[1]["data"][0]["assets"]], ["BTC"])

    def test_list(self):
        data = portfolio("three.json")["production"]
        for option, expected in (((), data["assets"]), (("--list", "spare"), data["assets"]),
                                 (("--list", "pledged"), data["loans"][0]["pledged"])):
            with Sim("--still", *option) as sim:
                rows = sim.signed(ASSETS)[1]["data"][0]["assets"]
                self.assertEqual([{"ccy": r["ccy"], "amt": r["amt"]} for r in rows], expected)

    def test_no_loan(self):
        with Sim("--scenario", "no-loan") as sim:
            self.check_no_loan(sim, "production")
            for target in SIGNED:
                self.assertEqual(sim.signed(target + "?ordId=12345")[1]["code"], "51063")
            self.check_balances(sim, portfolio("three.json"), "production")

    def test_many_loans(self):
        with Sim("--loans", "50", "--still") as sim:
            loans = sim.signed(LOAN)[1]["data"]
            self.assertEqual((len(loans), len({loan["ordId"] for loan in loans})), (50, 50))
            self.assertEqual(max(loans, key=lambda loan: D(loan["curLTV"]))["ordId"], "12345")
            for loan in loans[1:3]:
                self.assertEqual(sim.signed(ASSETS + "?ordId=" + loan["ordId"])[1]["code"], "0")
        with Sim("--loans", "50", "--scenario", "no-loan") as sim:
            self.assertEqual(sim.signed(LOAN)[1]["data"], [])

    def test_scenarios(self):
        # Whatever happens, what was told between two equal looks at the prices was told at those prices.
        data = portfolio("three.json")
        discounts = {coin["ccy"]: D(coin["discount"]) for coin in data["coins"]}
        moving = "liquidation", "partial-liquidation", "repaid"
        for name in ("slide", "crash", "two-loans", "coin-debt", "depeg") + moving:
            with self.subTest(scenario=name), Sim("--scenario", name, "--speed", "20", "--no-rate-limit") as sim:
                seen, steps, end = set(), set(), time.monotonic() + DEADLINE
                while len(steps) < 4 or (name in moving and len(seen) < 2):
                    self.assertLess(time.monotonic(), end)
                    before = sim.public(TICKERS)[1]["data"]
                    loans, assets = sim.signed(LOAN)[1], sim.signed(ASSETS)[1]
                    prices = {t["instId"][:-4]: D(t["idxPx"]) for t in before}
                    if prices != {t["instId"][:-4]: D(t["idxPx"]) for t in sim.public(TICKERS)[1]["data"]}:
                        continue
                    steps.add(prices["BTC"])
                    rows = assets["data"][0]["assets"] if assets["data"] else []
                    self.assertEqual((loans["code"], bool(loans["data"])), (assets["code"], bool(rows)))
                    self.assertIn(loans["code"], ("0", "50009", "50022") if name == "liquidation" else ("0",))
                    if loans["code"] == "0":
                        seen.add(json.dumps([(loan["collateralData"], loan["loanData"]) for loan in loans["data"]]))
                    for row in rows:
                        self.assertEqual(D(row["notionalUsd"]), D(row["amt"]) * prices[row["ccy"]])
                    for loan in loans["data"]:
                        owed = sum(D(r["amt"]) * prices[r["ccy"]] for r in loan["loanData"])
                        secured = sum(D(r["amt"]) * prices[r["ccy"]] * discounts[r["ccy"]]
                                      for r in loan["collateralData"])
                        self.assertEqual(D(loan["loanNotionalUsd"]), owed)
                        self.assertEqual(D(loan["collateralNotionalUsd"]), secured)
                        self.assertEqual(D(loan["curLTV"]),
                                         (owed / secured).quantize(D("0.0001"), decimal.ROUND_HALF_EVEN))
                self.assertEqual(len(seen), 2 if name in moving else 1)

    def test_seed(self):
        def look(*options):
            with Sim("--assets", "40", "--still", *options) as sim:
                return {k: v for k, v in sim.announcement.items() if k != "base"}, sim.signed(ASSETS)[1]
        self.assertEqual(look("--seed", "42"), look("--seed", "42"))
        self.assertNotEqual(look("--seed", "42"), look("--seed", "43"))
        one, two = look(), look()
        self.assertNotEqual(one[0], two[0])
        for keys in (one[0], two[0], look("--seed", "42")[0]):
            for set_of_keys in keys.values():
                self.assertRegex(set_of_keys["api_key"], r"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}"
                                                         r"-[0-9a-f]{12}\Z")
                self.assertRegex(set_of_keys["secret_key"], r"\A[0-9A-F]{32}\Z")
                self.assertRegex(set_of_keys["passphrase"], r"\A[!-~]{8,32}\Z")
            self.assertNotEqual(keys["production"], keys["demo"])
