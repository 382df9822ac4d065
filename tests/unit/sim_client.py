# SPDX-License-Identifier: ISC
"""A client of the exchange, and a simulator to speak to.

Everything is said and signed here anew, with nothing of the program's own
code, so that a mistake made on both sides is found.
"""
import base64
import datetime
import decimal
import hashlib
import hmac
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

SIM = sys.argv[1] if len(sys.argv) > 1 else "./colltop-sim"
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data")
DEADLINE = 30.0         # for anything that must happen; generous, as machines under valgrind are slow
SILENCE = 0.3           # how long nothing is waited for where nothing is right

ASSETS = "/api/v5/finance/flexible-loan/collateral-assets"
BALANCES = "/api/v5/asset/balances"
LOAN = "/api/v5/finance/flexible-loan/loan-info"
TIME = "/api/v5/public/time"
TICKERS = "/api/v5/market/index-tickers?quoteCcy=USD"
PRICE = "/api/v5/market/index-tickers?instId="
CONFIG = "/api/v5/account/config"
SIGNED = (ASSETS, LOAN)

# The documented refusals: code, HTTP status, text.
TEXTS = {
    "50011": (429, "Rate limit reached. Please refer to API documentation and throttle requests accordingly."),
    "50101": (401, "APIKey does not match current environment."),
    "50102": (401, "Timestamp request expired."),
    "50103": (401, 'Request header "OK-ACCESS-KEY" cannot be empty.'),
    "50104": (401, 'Request header "OK-ACCESS-PASSPHRASE" cannot be empty.'),
    "50105": (401, 'Request header "OK-ACCESS-PASSPHRASE" incorrect.'),
    "50106": (401, 'Request header "OK-ACCESS-SIGN" cannot be empty.'),
    "50107": (401, 'Request header "OK-ACCESS-TIMESTAMP" cannot be empty.'),
    "50111": (401, "Invalid OK-ACCESS-KEY."),
    "50112": (401, "Invalid OK-ACCESS-TIMESTAMP."),
    "50113": (401, "Invalid signature."),
    "50119": (200, "API key doesn't exist"),
    "51063": (200, "OrdId does not exist"),
}
# Every code of the error table with its documented status.
CODES = {
    200: "50007 50009 50022 50027 50029 50030 50038 50041 50046 50051 50059 50060 50062 50064 50119 50120 50121"
         " 51010 51063",
    400: "50004 50014 50100 51000",
    401: "50101 50102 50103 50104 50105 50106 50107 50108 50109 50110 50111 50112 50113 50114",
    403: "50035", 410: "50005", 429: "50011 50013", 500: "50026", 503: "50001",
}

D = decimal.Decimal
decimal.getcontext().prec = 200


def stamp(ahead=0.0, when=None):
    moment = when if when is not None else time.time() + ahead
    utc = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (utc.microsecond // 1000)


def sign(secret, timestamp, target, method="GET", body=""):
    digest = hmac.new(secret.encode(), (timestamp + method + target + body).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class Sim:
    """A running simulator and one kept connection to it."""

    def __init__(self, *options, context=None, stdin=subprocess.DEVNULL):
        self.journal = tempfile.NamedTemporaryFile()
        if "--log" not in options:
            options += ("--log", self.journal.name)
        self.process = subprocess.Popen([SIM, *options], stdin=stdin, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        ready, _, _ = select.select([self.process.stdout], [], [], DEADLINE)
        line = self.process.stdout.readline() if ready else b""
        if not line:
            self.process.kill()
            raise AssertionError("not ready: %r" % self.process.communicate()[1])
        self.announcement = json.loads(line)
        url = urllib.parse.urlsplit(self.announcement["base"])
        self.scheme, self.host, self.port = url.scheme, url.hostname, url.port
        self.context = context
        self.connection = None

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        # Whatever it was put through, it ends in order and has nothing to say (leaks, sanitizers).
        ended = self.stop()
        if kind is None and ended != (0, b"", b""):
            raise AssertionError("ended with %r" % (ended,))

    def stop(self, number=signal.SIGTERM):
        if self.connection is not None:
            self.connection.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=DEADLINE)
        self.journal.close()
        return self.process.returncode, out, err

    def connect(self):
        if self.scheme == "https":
            return http.client.HTTPSConnection(self.host, self.port, timeout=DEADLINE, context=self.context)
        return http.client.HTTPConnection(self.host, self.port, timeout=DEADLINE)

    def raw(self, target=ASSETS, **options):
        """Sends a request over a socket of its own and returns the socket."""
        plain = socket.create_connection((self.host, self.port), timeout=DEADLINE)
        if self.scheme == "https":
            plain = self.context.wrap_socket(plain, server_hostname="127.0.0.1")
        lines = ["GET %s HTTP/1.1" % target, "Host: 127.0.0.1"]
        lines += ["%s: %s" % pair for pair in self.headers(target, **options).items()]
        plain.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return plain

    def headers(self, target, environment="production", flag=None, timestamp=None, secret=None, **replaced):
        keys = self.announcement[environment]
        when = timestamp if timestamp is not None else stamp()
        headers = {
            "OK-ACCESS-KEY": keys["api_key"],
            "OK-ACCESS-SIGN": sign(secret or keys["secret_key"], when, target),
            "OK-ACCESS-TIMESTAMP": when,
            "OK-ACCESS-PASSPHRASE": keys["passphrase"],
        }
        if flag is None:
            flag = "1" if environment == "demo" else ""
        if flag != "":
            headers["x-simulated-trading"] = flag
        for name, value in replaced.items():
            name = "OK-ACCESS-" + name.upper()
            del headers[name]
            if value is not None:
                headers[name] = value
        return headers

    def ask(self, target, headers=None, method="GET", body=None):
        """One request over the kept connection: status, headers, body."""
        if self.connection is None:
            self.connection = self.connect()
        try:
            self.connection.request(method, target, body=body, headers=headers or {})
            answer = self.connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except Exception:
            self.connection.close()
            self.connection = None
            raise

    def signed(self, target, **options):
        status, headers, body = self.ask(target, self.headers(target, **options))
        return status, json.loads(body)

    def until_spoilt(self, count):
        """Returns when so many requests have met a fault: what they wait for is not to come."""
        end = time.monotonic() + DEADLINE
        while True:
            self.journal.seek(0)
            if sum(json.loads(line)["fault"] != "" for line in self.journal if line.endswith(b"\n")) >= count:
                return
            if time.monotonic() > end:
                raise AssertionError("no fault met %d requests" % count)
            self.public(TIME)

    def public(self, target):
        status, headers, body = self.ask(target)
        return status, json.loads(body)


def portfolio(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as stream:
        return json.load(stream)
