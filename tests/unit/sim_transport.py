# SPDX-License-Identifier: ISC
"""colltop-sim as a server and as a process: TLS, connections, options, its end."""
import contextlib
import json
import os
import re
import select
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from sim_client import SIM, DEADLINE, SILENCE, ASSETS, LOAN, TIME, Sim, portfolio


class Transport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.cert, cls.key = (os.path.join(cls.folder.name, name) for name in ("cert.pem", "key.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", cls.key, "-out", cls.cert],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={"PATH": os.environ["PATH"], "HOME": cls.folder.name})
        cls.context = ssl.create_default_context(cafile=cls.cert)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def tls(self, *options):
        return Sim("--tls-cert", self.cert, "--tls-key", self.key, *options, context=self.context)

    def test_tls(self):
        with self.tls("--still") as sim:
            self.assertEqual(sim.scheme, "https")
            self.assertEqual(sim.signed(ASSETS)[1]["code"], "0")
            self.assertEqual(sim.signed(LOAN, environment="demo")[1]["code"], "0")
            self.assertIn(sim.connection.sock.version(), ("TLSv1.2", "TLSv1.3"))
            # Plain HTTP gets nothing, and disturbs nobody.
            with socket.create_connection((sim.host, sim.port), timeout=DEADLINE) as plain:
                plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                try:
                    self.assertNotIn(b"HTTP/1.1", plain.recv(1000))
                except ConnectionResetError:
                    pass
            self.assertEqual(sim.signed(ASSETS)[1]["code"], "0")

    def test_tls_versions(self):
        with self.tls() as sim:
            for version, good in ((ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True),
                                  (ssl.TLSVersion.TLSv1_1, False)):
                context = ssl.create_default_context(cafile=self.cert)
                context.set_ciphers("DEFAULT:@SECLEVEL=0")
                context.minimum_version = context.maximum_version = version
                with socket.create_connection((sim.host, sim.port), timeout=DEADLINE) as plain:
                    if good:
                        with context.wrap_socket(plain, server_hostname="localhost") as secure:
                            self.assertEqual(secure.version(), version.name.replace("_", "."))
                    else:
                        with self.assertRaises((ssl.SSLError, OSError)):
                            context.wrap_socket(plain, server_hostname="localhost")

    def test_tls_faults(self):
        with self.tls("--fault", "drop:1", "--fault", "reset:1", "--fault", "truncated:1", "--fault", "huge:1",
                      "--fault", "slow:1", "--fault", "hang:1", "--no-rate-limit") as sim:
            for _ in range(2):
                with sim.raw() as connection, self.assertRaises((ssl.SSLError, OSError, AssertionError)):
                    self.assertNotEqual(connection.recv(1), b"")
            with sim.raw() as connection:
                data = b""
                try:
                    while piece := connection.recv(65536):
                        data += piece
                except (ssl.SSLError, OSError):
                    pass
                head, body = data.split(b"\r\n\r\n", 1)
                self.assertEqual(len(body), int(re.search(rb"(?i)content-length: (\d+)", head).group(1)) // 2)
            self.assertGreater(len(sim.ask(ASSETS, sim.headers(ASSETS))[2]), 2 * 1024 * 1024)
            with sim.raw() as slow, sim.raw() as hang:
                self.assertIn(b"200 OK", slow.recv(65536))
                sim.until_spoilt(6)
                self.assertEqual(sim.signed(ASSETS)[1]["code"], "0")
                self.assertEqual(select.select([hang], [], [], SILENCE)[0], [])

    def test_tls_files(self):
        nonsense = os.path.join(self.folder.name, "nonsense.pem")
        with open(nonsense, "w", encoding="ascii") as stream:
            stream.write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        for cert, key, words in ((self.cert, nonsense, "TLS"), (nonsense, self.key, "TLS"),
                                 ("/nonexistent", self.key, "/nonexistent"), (os.devnull, self.key, "PEM")):
            run = subprocess.run([SIM, "--tls-cert", cert, "--tls-key", key], stdin=subprocess.DEVNULL,
                                 capture_output=True, text=True, timeout=DEADLINE, check=False)
            self.assertEqual((run.returncode, run.stdout), (1, ""))
            self.assertIn(words, run.stderr)

    def test_one_connection(self):
        journal = os.path.join(self.folder.name, "journal")
        with self.tls("--log", journal, "--no-rate-limit", "--fault", "code-50001:1") as sim:
            secrets = [value for name in ("production", "demo") for value in sim.announcement[name].values()]
            sim.signed(ASSETS + "?ccy=BTC")
            sim.signed(ASSETS, environment="demo")
            sim.signed(LOAN, secret="X")
            sim.public(TIME)
            with sim.raw("/%1b[2J?x=\x7f") as other:
                other.recv(1)
            with open(journal, encoding="utf-8") as stream:
                text = stream.read()
        lines = [json.loads(line) for line in text.splitlines()]
        self.assertEqual([line["endpoint"] for line in lines],
                         ["collateral-assets", "collateral-assets", "loan-info", "time", ""])
        picked = [tuple(line[n] for n in ("connection", "method", "target", "environment", "status", "code", "fault"))
                  for line in lines]
        self.assertEqual(picked, [
            (1, "GET", ASSETS + "?ccy=BTC", "production", 503, "50001", "code-50001"),
            (1, "GET", ASSETS, "demo", 200, "0", ""),
            (1, "GET", LOAN, "production", 401, "50113", ""),
            (1, "GET", TIME, "production", 200, "0", ""),
            (2, "GET", "/%1b[2J?x=?", "production", 404, "404", ""),
        ])
        self.assertEqual([line["ms"] for line in lines], sorted(line["ms"] for line in lines))
        self.assertFalse([secret for secret in secrets if secret in text])
        self.assertEqual(os.stat(journal).st_mode & 0o777, 0o600)

    def test_latency(self):
        with Sim("--latency", "150") as sim:
            began = time.monotonic()
            self.assertEqual(sim.signed(ASSETS)[0], 200)
            self.assertGreater(time.monotonic() - began, 0.14)

    def test_connections_at_once(self):
        with Sim("--no-rate-limit", "--latency", "20") as sim:
            connections = [sim.raw() for _ in range(100)]
            for connection in connections:
                self.assertIn(b" 200 OK", connection.recv(65536))
                connection.close()

    def test_raw_rubbish(self):
        with Sim() as sim:
            for rubbish in (b"\x16\x03\x01\x02", b"GET\r\n\r\n", b"\0" * 100, b"GET / HTTP/1.1\r\n" + b"a" * 70000,
                            b"GET " + ASSETS.encode() + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"):
                with socket.create_connection((sim.host, sim.port), timeout=DEADLINE) as connection:
                    # It may hang up as soon as it has seen enough.
                    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                        connection.sendall(rubbish)
            self.assertEqual(sim.public(TIME)[0], 200)
            self.assertEqual(sim.stop()[0], 0)


class Process(unittest.TestCase):
    def test_signals(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            sim = Sim()
            self.assertEqual(sim.public(TIME)[0], 200)
            status, out, err = sim.stop(number)
            self.assertEqual((status, out, err), (0, b"", b""))

    def test_with_parent(self):
        sim = Sim("--with-parent", "--fault", "hang", stdin=subprocess.PIPE)
        waiting = sim.raw()
        sim.process.stdin.write(b"anything")
        sim.process.stdin.flush()
        self.assertEqual(sim.public(TIME)[0], 200)
        sim.process.stdin.close()
        self.assertEqual(sim.process.wait(timeout=DEADLINE), 0)
        waiting.close()
        sim.process.stdin = None
        sim.stop()

    def test_without_parent(self):
        sim = Sim(stdin=subprocess.PIPE)
        sim.process.stdin.close()
        sim.process.stdin = None
        self.assertEqual([sim.public(TIME)[0] for _ in range(3)], [200] * 3)
        self.assertEqual(sim.stop()[0], 0)

    def test_same_port_again(self):
        with Sim() as sim:
            port = str(sim.port)
            self.assertEqual(sim.public(TIME)[0], 200)
            taken = subprocess.run([SIM, "--port", port], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                   timeout=DEADLINE, check=False)
            self.assertEqual(taken.returncode, 1)
            self.assertIn("port " + port, taken.stderr)
            # This side closes last, so that the port lingers.
            self.assertEqual(sim.process.send_signal(signal.SIGTERM), None)
            self.assertEqual(sim.process.wait(timeout=DEADLINE), 0)
        with Sim("--port", port) as again:
            self.assertEqual((again.port, again.public(TIME)[0]), (int(port), 200))

    def test_bind(self):
        for address in ("127.0.0.2", "::1"):
            try:
                family = socket.AF_INET6 if ":" in address else socket.AF_INET
                with socket.socket(family) as probe:
                    probe.bind((address, 0))
            except OSError:
                continue
            with Sim("--bind", address) as sim:
                self.assertEqual(sim.host, address)
                self.assertEqual(sim.public(TIME)[0], 200)
        for address in ("0.0.0.0", "::", "192.0.2.1", "localhost", ""):
            run = subprocess.run([SIM, "--bind", address], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 timeout=DEADLINE, check=False)
            self.assertEqual(run.returncode, 1)
            self.assertIn("loopback", run.stderr)

    def test_usage(self):
        for arguments in (["--port", "x"], ["--port", "70000"], ["--port"], ["--nonsense"], ["word"], ["-x"],
                          ["--assets", "0"], ["--assets", "20001"], ["--fault", "nonsense"], ["--fault", "hang:0"],
                          ["--fault", "hang:x"], ["--fault", "code-12345"], ["--fault", "code-"], ["--fault", ""],
                          ["--fault", "clock-skew:1"], ["--fault", "hang@nowhere"], ["--fault", "zero-debt@time"], ["--fault", "code-NNNNN"], ["--seed", "-1"],
                          ["--clock-skew", "x"], ["--latency", "-1"], ["--tls-cert", "x"], ["--tls-key", "x"],
                          ["--redirect-to", "http://x/\r\nA: b"], ["--fault", "clock-skew", "--clock-skew", "3"],
                          ["--still=yes"], ["--scenario", "nonsense"], ["--scenario"], ["--speed", "0"],
                          ["--speed", "1001"], ["--loans", "0"], ["--loans", "1001"], ["--no-loan"], ["--list", "both"],
                          ["--list", ""], ["--fault", "hang:1"] * 33):
            run = subprocess.run([SIM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 timeout=DEADLINE, check=False)
            with self.subTest(arguments=arguments):
                self.assertEqual((run.returncode, run.stdout), (2, ""))
                self.assertRegex(run.stderr, r"\Acolltop-sim: [^\n]+\n\Z")

    def test_help_and_version(self):
        run = subprocess.run([SIM, "--help"], capture_output=True, text=True, timeout=DEADLINE, check=True)
        self.assertIn("NAME@ENDPOINT:COUNT", run.stdout)
        self.assertIn("escape-injection", run.stdout)
        self.assertIn("partial-liquidation", run.stdout)
        run = subprocess.run([SIM, "-V"], capture_output=True, text=True, timeout=DEADLINE, check=True)
        self.assertRegex(run.stdout, r"\Acolltop-sim \d")

    def test_portfolio_files(self):
        good = portfolio("three.json")

        def changed(change):
            copy = json.loads(json.dumps(good))
            change(copy)
            return json.dumps(copy).encode()
        cases = {
            b"": "JSON", b"{}": "coins", b"[]": "coins", b"{\"coins\":[]}": "production", b"\xff": "UTF-8",
            json.dumps(good).encode() + b"x": "JSON", json.dumps(good).encode()[:-1]: "JSON",
            changed(lambda p: p["coins"][0].update(price="0")): "price",
            changed(lambda p: p["coins"][0].update(price=1)): "price",
            changed(lambda p: p["coins"][0].update(price="1e99")): "price",
            changed(lambda p: p["coins"][0].update(discount="1.1")): "discount",
            changed(lambda p: p["coins"][0].update(calm=17)): "calm",
            changed(lambda p: p["coins"][0].update(ccy="B-C")): "currency",
            changed(lambda p: p["coins"][1].update(ccy="BTC")): "twice",
            changed(lambda p: p["demo"]["assets"][0].update(ccy="NONE")): "NONE",
            changed(lambda p: p["demo"]["assets"][0].update(amt="-1")): "amt",
            changed(lambda p: p["demo"]["assets"][0].update(frozen="-1")): "frozen",
            changed(lambda p: p["demo"]["assets"][0].update(frozen=1)): "frozen",
            changed(lambda p: p["coins"][0].update(index="USD")): "index",
            changed(lambda p: p["coins"][0].update(index=None)): "index",
            changed(lambda p: p["coins"][0].update(index=["USDT"])): "index",
            changed(lambda p: p["production"]["loans"][0].update(ordId="12a")): "ordId",
            changed(lambda p: p["production"]["loans"][0].pop("pledged")): "pledged",
            changed(lambda p: p["production"].pop("assets")): "assets",
            changed(lambda p: p.pop("demo")): "demo",
        }
        with tempfile.NamedTemporaryFile() as stream:
            for content, word in cases.items():
                stream.seek(0)
                stream.truncate()
                stream.write(content)
                stream.flush()
                run = subprocess.run([SIM, "--portfolio", stream.name], stdin=subprocess.DEVNULL,
                                     capture_output=True, text=True, timeout=DEADLINE, check=False)
                with self.subTest(content=content[:60]):
                    self.assertEqual((run.returncode, run.stdout), (1, ""))
                    self.assertIn(word, run.stderr)
                    self.assertIn(stream.name, run.stderr)
        run = subprocess.run([SIM, "--portfolio", "/nonexistent"], stdin=subprocess.DEVNULL, capture_output=True,
                             text=True, timeout=DEADLINE, check=False)
        self.assertEqual(run.returncode, 1)
