# SPDX-License-Identifier: ISC
"""Every fault that colltop-sim offers, seen from the client's side."""
import email.utils
import json
import os
import re
import select
import time
import unittest

from sim_client import DEADLINE, SILENCE, ASSETS, BALANCES, LOAN, PRICE, TIME, TICKERS, SIGNED, TEXTS, CODES, Sim, stamp


class Faults(unittest.TestCase):
    def silent(self, connection):
        ready, _, _ = select.select([connection], [], [], SILENCE)
        return not ready

    def read_all(self, connection):
        data = b""
        while True:
            piece = connection.recv(65536)
            if not piece:
                return data
            data += piece

    def test_hang(self):
        with Sim("--fault", "hang", "--no-rate-limit") as sim:
            waiting = [sim.raw() for _ in range(8)]
            # Meanwhile the public endpoints answer, and clients that give up are let go.
            sim.until_spoilt(8)
            self.assertTrue(self.silent(waiting[0]))
            for connection in waiting[:6]:
                connection.close()
            end = time.monotonic() + DEADLINE
            folder = "/proc/%d/fd" % sim.process.pid
            while os.path.isdir(folder) and time.monotonic() < end:
                sim.public(TIME)
                links = [os.readlink(os.path.join(folder, n)) for n in os.listdir(folder)]
                # listener, spare, kept connection, two that still wait
                if sum("socket:" in link for link in links) <= 5:
                    break
            self.assertLess(time.monotonic(), end)
            self.assertEqual(sim.stop()[0], 0)
            for connection in waiting[6:]:
                self.assertEqual(connection.recv(1), b"")
                connection.close()

    def test_hang_count(self):
        with Sim("--fault", "hang:1", "--fault", "code-50001:2") as sim:
            waiting = sim.raw()
            sim.until_spoilt(1)
            self.assertTrue(self.silent(waiting))
            self.assertEqual([sim.signed(ASSETS)[0] for _ in range(4)], [503, 503, 200, 200])
            waiting.close()

    def test_one_endpoint(self):
        with Sim("--fault", "hang@loan-info:1", "--fault", "code-50001@index-tickers:1") as sim:
            with sim.raw(LOAN) as waiting:
                sim.until_spoilt(1)
                self.assertEqual([sim.signed(ASSETS)[0], sim.public(TICKERS)[0], sim.public(TICKERS)[0]],
                                 [200, 503, 200])
                self.assertTrue(self.silent(waiting))
            self.assertEqual(sim.signed(LOAN)[0], 200)
            sim.journal.seek(0)
            lines = [json.loads(line) for line in sim.journal]
            self.assertEqual([sum(line["endpoint"] == name for line in lines)
                              for name in ("loan-info", "collateral-assets", "index-tickers")], [2, 1, 2])

    def test_slow(self):
        with Sim("--fault", "slow") as sim:
            began = time.monotonic()
            with sim.raw() as connection:
                data = b""
                while len(data.partition(b"\r\n\r\n")[2]) < 3:
                    data += connection.recv(65536)
                    # However late this side looks, no more has come than a byte a second.
                    body = data.partition(b"\r\n\r\n")[2]
                    self.assertLessEqual(len(body), 1 + (time.monotonic() - began) / 0.9)
                self.assertIn(b"200 OK", data)
                self.assertTrue(body.startswith(b'{"'), data)
            self.assertEqual(sim.public(TIME)[0], 200)

    def test_drop(self):
        with Sim("--fault", "drop:1") as sim:
            with sim.raw() as connection:
                self.assertEqual(connection.recv(1), b"")
            self.assertEqual(sim.signed(ASSETS)[0], 200)

    def test_reset(self):
        with Sim("--fault", "reset:1") as sim:
            with sim.raw() as connection:
                with self.assertRaises(ConnectionResetError):
                    connection.recv(1)
            self.assertEqual(sim.signed(ASSETS)[0], 200)

    def test_truncated(self):
        with Sim("--fault", "truncated:1", "--still") as sim:
            with sim.raw() as connection:
                head, body = self.read_all(connection).split(b"\r\n\r\n", 1)
            promised = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
            self.assertEqual(len(body), promised // 2)
            self.assertEqual(len(sim.ask(ASSETS, sim.headers(ASSETS))[2]), promised)

    def test_http_503_html(self):
        with Sim("--fault", "http-503-html:2") as sim:
            for target in SIGNED:
                status, headers, body = sim.ask(target)
                self.assertEqual((status, headers["Content-Type"]), (503, "text/html"))
                self.assertIn(b"<html>", body)
            self.assertEqual(sim.signed(ASSETS)[0], 200)

    def test_redirect(self):
        for options, where in (((), "http://127.0.0.1:1/"),
                               (("--redirect-to", "http://127.0.0.2:9/x"), "http://127.0.0.2:9/x")):
            with Sim("--fault", "redirect:1", *options) as sim:
                status, headers, _ = sim.ask(ASSETS, sim.headers(ASSETS))
                self.assertEqual((status, headers["Location"]), (302, where))
                self.assertEqual(sim.signed(ASSETS)[0], 200)

    def test_bad_utf8(self):
        with Sim("--fault", "bad-utf8") as sim:
            for target in SIGNED:
                body = sim.ask(target, sim.headers(target))[2]
                with self.assertRaises(UnicodeDecodeError):
                    body.decode()
                json.loads(body.decode("latin-1"))

    def figures(self, sim, target):
        for element in sim.signed(target)[1]["data"]:
            for rows in (element.get("assets"), element.get("collateralData"), element.get("loanData")):
                for row in rows or []:
                    yield from (row[name] for name in ("amt", "notionalUsd") if name in row)

    def test_wrong_types(self):
        with Sim("--fault", "wrong-types") as sim:
            for target in SIGNED:
                found = list(self.figures(sim, target))
                self.assertTrue(found)
                self.assertFalse([figure for figure in found if isinstance(figure, str)])

    def test_bad_decimals(self):
        with Sim("--fault", "bad-decimals", "--assets", "20") as sim:
            for target in SIGNED:
                found = list(self.figures(sim, target))
                self.assertTrue(found)
                for figure in found:
                    good = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?", figure)
                    self.assertFalse(good and len(figure) <= 64, figure)

    def test_escape_injection(self):
        with Sim("--fault", "escape-injection") as sim:
            for target in SIGNED:
                body = sim.ask(target, sim.headers(target))[2]
                self.assertNotIn(b"\x1b", body)
                self.assertIn("\x1b]0;", json.dumps(json.loads(body), ensure_ascii=False).replace("\\u001b", "\x1b"))

    def test_empty(self):
        with Sim("--fault", "empty-data:2", "--fault", "empty-assets:2") as sim:
            for target in SIGNED:
                self.assertEqual(sim.signed(target), (200, {"code": "0", "data": [], "msg": ""}))
            self.assertEqual(sim.signed(ASSETS)[1]["data"], [{"assets": []}])
            loan = sim.signed(LOAN)[1]["data"][0]
            self.assertEqual((loan["collateralData"], loan["loanData"]), ([], []))
            self.assertEqual(len(sim.signed(ASSETS)[1]["data"][0]["assets"]), 3)

    def test_huge(self):
        with Sim("--fault", "huge:1") as sim:
            body = sim.ask(ASSETS, sim.headers(ASSETS))[2]
            self.assertGreater(len(body), 2 * 1024 * 1024)
            self.assertEqual(json.loads(body)["code"], "0")
            self.assertLess(len(sim.ask(ASSETS, sim.headers(ASSETS))[2]), 2000)

    def test_huge_balances_and_price(self):
        # One after the other, and of their own kind of rows: what refuses them has read some.
        bitcoin = PRICE + "BTC-USD"
        with Sim("--fault", "huge@balances:1", "--fault", "huge@index-tickers?instId=BTC-USD:1") as sim:
            for target, name in ((BALANCES, "availBal"), (bitcoin, "idxPx")):
                body = sim.ask(target, sim.headers(target))[2]
                self.assertGreater(len(body), 2 * 1024 * 1024)
                self.assertTrue(all(name in row for row in json.loads(body)["data"]))
                self.assertLess(len(sim.ask(target, sim.headers(target))[2]), 1000)

    def test_one_price(self):
        # Each way to fail befalls one coin, and another one's price comes meanwhile.
        other = PRICE + "ETH-USD"
        for fault in ("hang", "slow", "drop", "reset", "truncated", "http-503-html", "code-50011"):
            with self.subTest(fault=fault), Sim("--fault", fault + "@index-tickers?instId=BTC-USD") as sim:
                with sim.raw(PRICE + "BTC-USD") as waiting:
                    sim.until_spoilt(1)
                    self.assertEqual([t["instId"] for t in sim.public(other)[1]["data"]], ["ETH-USD"])
                    self.assertEqual(sim.signed(LOAN)[0], 200)
                    if fault == "hang":
                        self.assertTrue(self.silent(waiting))

    def test_balances_fail_alone(self):
        for fault in ("hang", "slow", "drop", "reset", "truncated", "http-503-html", "code-50030"):
            with self.subTest(fault=fault), Sim("--fault", fault + "@balances") as sim:
                with sim.raw(BALANCES) as waiting:
                    sim.until_spoilt(1)
                    self.assertEqual([sim.signed(target)[1]["code"] for target in SIGNED], ["0", "0"])
                    if fault == "hang":
                        self.assertTrue(self.silent(waiting))

    def test_clock_skew(self):
        for options, skew in ((("--fault", "clock-skew"), 45), (("--clock-skew", "-45"), -45)):
            with Sim(*options) as sim:
                self.assertEqual(sim.signed(ASSETS)[1]["code"], "50102")
                self.assertEqual(sim.signed(ASSETS, timestamp=stamp(skew))[1]["code"], "0")
                told = int(sim.public(TIME)[1]["data"][0]["ts"]) / 1000
                self.assertLess(abs(told - time.time() - skew), 2)
                date = sim.ask(TIME)[1]["Date"]
                self.assertLess(abs(email.utils.parsedate_to_datetime(date).timestamp() - time.time() - skew), 3)

    def test_success_faults_need_a_success(self):
        with Sim("--fault", "empty-data:1") as sim:
            self.assertEqual(sim.signed(ASSETS, secret="X")[1]["code"], "50113")
            self.assertEqual(sim.signed(ASSETS)[1]["data"], [])
            self.assertNotEqual(sim.signed(ASSETS)[1]["data"], [])

    def test_every_code(self):
        codes = [(code, status) for status, text in CODES.items() for code in text.split()]
        self.assertEqual(len({code for code, _ in codes}), len(codes))
        # Thirty at a time, since the number of faults in one run is bounded.
        for start in range(0, len(codes), 30):
            part = codes[start:start + 30]
            faults = [word for code, _ in part for word in ("--fault", "code-%s:1" % code)]
            with Sim(*faults) as sim:
                for code, status in part:
                    got, answer = sim.signed(ASSETS)
                    self.assertEqual((got, answer["code"], answer["data"]), (status, code, []))
                    self.assertTrue(answer["msg"])
                    if code in TEXTS:
                        self.assertEqual(answer["msg"], TEXTS[code][1])
                self.assertEqual(sim.signed(ASSETS)[1]["code"], "0")
