#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Holds colltop-sim against the exchange's documentation.

usage: sim_protocol.py PATH-OF-COLLTOP-SIM
"""
import sys
sys.dont_write_bytecode = True          # the source tree may be read-only

import base64
import email.utils
import hashlib
import hmac
import json
import time
import unittest

from sim_client import DEADLINE, ASSETS, BALANCES, CONFIG, TIME, TICKERS, SIGNED, TEXTS, Sim, sign, stamp
# Their tests run with those of this file.
from sim_faults import Faults                   # noqa: F401
from sim_figures import Figures                 # noqa: F401
from sim_transport import Process, Transport    # noqa: F401


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # With this seed the passphrase begins with an x: once in 64 runs a random one did, and a test failed.
        cls.sim = Sim("--no-rate-limit", "--still", "--seed", "22")

    @classmethod
    def tearDownClass(cls):
        assert cls.sim.stop()[0] == 0

    def refused(self, code, **options):
        target = options.pop("target", ASSETS)
        status, answer = self.sim.signed(target, **options)
        self.assertEqual((status, answer),
                         (TEXTS[code][0], {"code": code, "data": [], "msg": TEXTS[code][1]}))

    def accepted(self, **options):
        status, answer = self.sim.signed(options.pop("target", ASSETS), **options)
        self.assertEqual((status, answer["code"], answer["msg"]), (200, "0", ""))

    def test_documented_vectors(self):
        # The signatures of this file are checked before anything is measured with them.
        secret = "22582BD0CFF14C41EDBF1AB98506286D"
        self.assertEqual(sign(secret, "2020-12-08T09:08:57.715Z", "/api/v5/account/balance?ccy=BTC"),
                         "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=")
        self.assertEqual(sign(secret, "2026-11-22T15:30:00.000Z", ASSETS + "?ccy=BTC"),
                         "8C7hwOgTUAJVAdXpiujeZtS7FYvPyQYYvGgcF5BvdfM=")

    def test_right(self):
        for target in (*SIGNED, BALANCES, CONFIG):
            for environment in ("production", "demo"):
                self.accepted(target=target, environment=environment)
            self.accepted(target=target, flag="0")
        self.accepted(target=ASSETS + "?ccy=BTC")
        self.accepted(target=ASSETS + "?ccy=%42TC")
        self.accepted(target=ASSETS + "?")

    def test_absent_headers(self):
        for code, name in (("50103", "KEY"), ("50104", "PASSPHRASE"), ("50106", "SIGN"), ("50107", "TIMESTAMP")):
            for value in (None, ""):
                for target in (*SIGNED, BALANCES, CONFIG):
                    headers = self.sim.headers(target)
                    del headers["OK-ACCESS-" + name]
                    if value is not None:
                        headers["OK-ACCESS-" + name] = value
                    status, _, body = self.sim.ask(target, headers)
                    with self.subTest(header=name, value=value):
                        self.assertEqual((status, json.loads(body)),
                                         (TEXTS[code][0], {"code": code, "data": [], "msg": TEXTS[code][1]}))
        status, _, body = self.sim.ask(ASSETS)
        self.assertEqual((status, json.loads(body)["code"]), (401, "50103"))

    def test_order_of_checks(self):
        # The first thing that is wrong is named, whatever else is.
        wrong = {"secret": "X", "passphrase": "X", "timestamp": "X"}
        self.refused("50111", key="X", **wrong)
        self.refused("50119", key="00000000-0000-4000-8000-000000000000", **wrong)
        self.refused("50101", flag="1", **wrong)
        self.refused("50105", **wrong)
        self.refused("50112", secret="X", timestamp="X")
        self.refused("50102", secret="X", timestamp=stamp(-60))
        self.refused("50113", secret="X")
        self.refused("50113", secret="X", target=ASSETS + "?ccy=NONESUCH")

    def test_keys(self):
        right = self.sim.announcement["production"]["api_key"]
        for wrong in ("abc", right[:-1], right + "0", right.replace("-", "_"), "g" + right[1:]):
            self.refused("50111", key=wrong)
        self.refused("50119", key="0" * 8 + right[8:])
        self.refused("50101", flag="1")
        self.refused("50101", environment="demo", flag="0")
        self.refused("50101", environment="demo", flag="")

    def test_passphrase(self):
        right = self.sim.announcement["production"]["passphrase"]
        for wrong in ("x", right[:-1], right + "x", ("y" if right[0] == "x" else "x") + right[1:], right.swapcase(),
                      self.sim.announcement["demo"]["passphrase"]):
            self.refused("50105", passphrase=wrong)

    def test_timestamp_form(self):
        now = stamp()
        for wrong in ("now", now[:-1], now[:-2] + "Z", now[:-1] + "0Z", now.replace("T", " "), now.replace(".", ","),
                      now[:19] + "Z", now[:10], now[:-1] + "+00:00", now.lower(), "2026-02-30T00:00:00.000Z",
                      "2026-13-01T00:00:00.000Z", "2026-11-22T24:00:00.000Z", "2026-11-22T00:60:00.000Z",
                      "2025-02-29T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "0000-00-00T00:00:00.000Z"):
            with self.subTest(timestamp=wrong):
                self.refused("50112", timestamp=wrong)

    def test_timestamp_window(self):
        # The limit is 30 s; the distance to it is what a busy machine may take for one question.
        for ahead in (-22, -15, 0, 15, 29):
            self.accepted(timestamp=stamp(ahead))
        for ahead in (-86400 * 365, -3600, -31, 38, 3600, 86400 * 365):
            self.refused("50102", timestamp=stamp(ahead))
        for number in (str(int(time.time())), str(int(time.time() * 1000)), "%.3f" % time.time()):
            self.refused("50102", timestamp=number)
        self.refused("50102", timestamp="2024-02-29T12:00:00.000Z")

    def test_every_millisecond(self):
        base = int(time.time())
        for ms in range(0, 1000, 37):
            self.accepted(timestamp=stamp(when=base + (ms + 0.5) / 1000))

    def test_signature(self):
        keys = self.sim.announcement["production"]
        now = stamp()
        right = sign(keys["secret_key"], now, ASSETS)
        self.accepted(timestamp=now, sign=right)
        raw = hmac.new(bytes.fromhex(keys["secret_key"]), (now + "GET" + ASSETS).encode(), hashlib.sha256).digest()
        for wrong in (right[:-1], right + "=", right.swapcase(), "=" * 44, base64.b64encode(raw).decode(),
                      base64.b64decode(right).hex(),
                      sign(keys["secret_key"].lower(), now, ASSETS),
                      sign(keys["passphrase"], now, ASSETS),
                      sign(keys["secret_key"], now, ASSETS, method="get"),
                      sign(keys["secret_key"], now, ASSETS, body="{}"),
                      sign(keys["secret_key"], now, ASSETS + "?"),
                      sign(keys["secret_key"], now, "http://127.0.0.1" + ASSETS),
                      sign(keys["secret_key"], stamp(-1), ASSETS)):
            self.refused("50113", timestamp=now, sign=wrong)

    def test_query_is_signed_as_sent(self):
        headers = self.sim.headers(ASSETS + "?ccy=BTC&ordId=12345")
        for target, code in ((ASSETS + "?ccy=BTC&ordId=12345", "0"), (ASSETS + "?ordId=12345&ccy=BTC", "50113"),
                             (ASSETS + "?ccy=%42TC&ordId=12345", "50113"), (ASSETS, "50113")):
            self.assertEqual(json.loads(self.sim.ask(target, headers)[2])["code"], code)

    def test_body_breaks_the_signature(self):
        status, _, body = self.sim.ask(ASSETS, self.sim.headers(ASSETS), body=b"{}")
        self.assertEqual((status, json.loads(body)["code"]), (401, "50113"))

    def test_parameters(self):
        def error(target):
            status, answer = self.sim.signed(target)
            return status, answer["code"], answer["msg"], answer["data"]
        for ccy in ("NONESUCH", "btc", "BTC,ETH", "BTC%20", "%zz", "%00", "x" * 500):
            self.assertEqual(error(ASSETS + "?ccy=" + ccy), (400, "51000", "Parameter ccy error", []))
        for target in SIGNED:
            self.assertEqual(error(target + "?ordId=abc"), (400, "51000", "Parameter ordId error", []))
            self.assertEqual(error(target + "?ordId=99999"), (200, "51063", "OrdId does not exist", []))
            self.assertEqual(error(target + "?ordId=12345")[:2], (200, "0"))
            self.assertEqual(error(target + "?ordId=67890")[:2], (200, "51063"))
            self.assertEqual(error(target + "?ordId=&nothing=1")[:2], (200, "0"))

    def test_paths_and_methods(self):
        for target in ("/", "/api/v5", ASSETS + "/", ASSETS[:-1], TIME.upper(), "/api/v5/account/balance",
                       "/api/v5/finance/flexible-loan/adjust-collateral"):
            status, headers, body = self.sim.ask(target, self.sim.headers(target))
            self.assertEqual((status, headers["Content-Type"]), (404, "application/json"))
            self.assertEqual(json.loads(body), {"code": "404", "data": [], "msg": "Not Found"})
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
            for target in (ASSETS, TIME):
                status, headers, body = self.sim.ask(target, self.sim.headers(target), method=method)
                self.assertEqual((status, headers["Allow"]), (405, "GET"))
                if method != "HEAD":
                    self.assertEqual(json.loads(body)["code"], "50115")
        self.assertEqual(self.sim.ask(ASSETS, {}, method="POST", body=b"x" * 100000)[0], 405)

    def test_headers_of_every_answer(self):
        for target in (ASSETS, TIME, TICKERS, "/nowhere"):
            _, headers, _ = self.sim.ask(target)
            self.assertEqual(headers["Content-Type"], "application/json")
            told = email.utils.parsedate_to_datetime(headers["Date"]).timestamp()
            self.assertLess(abs(told - time.time()), 3)
            self.assertIsNone(headers["Content-Encoding"])


class RateLimit(unittest.TestCase):
    def test_user_and_endpoint(self):
        with Sim() as sim:
            for environment in ("production", "demo"):
                for target, most, window in (*((target, 5, 2.0) for target in (*SIGNED, CONFIG)), (BALANCES, 6, 1.0)):
                    began = time.monotonic()
                    statuses = [sim.signed(target, environment=environment)[0] for _ in range(most + 1)]
                    answer = sim.signed(target, environment=environment)[1]
                    if time.monotonic() - began < 0.75 * window:
                        self.assertEqual(statuses, [200] * most + [429])
                        self.assertEqual(answer, {"code": "50011", "data": [], "msg": TEXTS["50011"][1]})
            self.assertEqual(sim.public(TIME)[0], 200)

    def test_refused_requests_are_free(self):
        with Sim() as sim:
            for _ in range(10):
                self.assertEqual(sim.signed(ASSETS, secret="X")[0], 401)
            self.assertEqual(sim.signed(ASSETS)[0], 200)

    def test_addresses(self):
        with Sim() as sim:
            for target, most in ((TIME, 10), (TICKERS, 20)):
                began = time.monotonic()
                statuses = [sim.public(target)[0] for _ in range(most + 1)]
                if time.monotonic() - began < 1.5:
                    self.assertEqual(statuses, [200] * most + [429])

    def test_window_passes(self):
        # The simulator's own latency paces the questions.
        with Sim("--latency", "50") as sim:
            began = time.monotonic()
            refused = 0
            accepted = []
            while len(accepted) < 6 and time.monotonic() - began < DEADLINE:
                if sim.signed(ASSETS)[0] == 200:
                    accepted.append(time.monotonic())
                else:
                    refused += 1
            self.assertEqual(len(accepted), 6)
            self.assertGreater(refused, 0)
            self.assertTrue(1.8 < accepted[5] - accepted[0] < 4, accepted)

    def test_none(self):
        with Sim("--no-rate-limit") as sim:
            self.assertEqual({sim.signed(ASSETS)[0] for _ in range(50)}, {200})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
