# SPDX-License-Identifier: ISC
"""Holds data/colltop-check.service and its timer against the real programs.

usage: service.py PATH-OF-COLLTOP-SIM
"""
import sys
sys.dont_write_bytecode = True          # the source tree may be read-only

import os
import shlex
import shutil
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "unit"))

from sim_client import DEADLINE, SIM, Sim

DATA = os.path.join(HERE, "..", "..", "data")
COLLTOP = os.path.join(os.path.dirname(os.path.abspath(SIM)), "colltop")


def settings(name):
    """The settings of a unit file: pairs of name and value."""
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    return [tuple(line.split("=", 1)) for line in lines if line and line[0] not in "#[" and "=" in line]


class Service(unittest.TestCase):
    def test_what_it_starts_works_with_its_credentials(self):
        unit = dict(settings("colltop-check.service"))
        command = shlex.split(unit["ExecStart"])
        self.assertEqual(os.path.basename(command[0]), "colltop")
        self.assertEqual(unit["Environment"], "XDG_CONFIG_HOME=/etc")
        credential = unit["LoadCredential"].split(":")[0]
        self.assertEqual(command[1:], ["--check"])

        with tempfile.TemporaryDirectory() as folder, Sim("--still") as sim:
            os.mkdir(os.path.join(folder, "colltop"))
            with open(os.path.join(folder, "colltop", "colltop.conf"), "w", encoding="utf-8") as file:
                file.write('account "main" { base_url = "%s" }\n' % sim.announcement["base"])
            keys = sim.announcement["production"]
            with open(os.path.join(folder, credential), "w", encoding="utf-8") as file:
                file.write("OKX_API_KEY=%(api_key)s\nOKX_SECRET_KEY=%(secret_key)s\nOKX_PASSPHRASE=%(passphrase)s\n"
                           % keys)
            # As systemd hands it over: read-only, and without a home, a terminal or a locale.
            os.chmod(os.path.join(folder, credential), 0o440)
            done = subprocess.run([COLLTOP, *command[1:]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=DEADLINE, check=False,
                                  env={"PATH": "/usr/bin:/bin", "XDG_CONFIG_HOME": folder,
                                       "CREDENTIALS_DIRECTORY": folder})
        said = done.stdout.decode()
        self.assertEqual(done.stderr.decode(), "")
        self.assertTrue(said.startswith("COLLTOP OK - "), said)
        self.assertEqual(done.returncode, 0)
        for value in keys.values():
            self.assertNotIn(value, said)

    def test_a_failure_tells_somebody(self):
        self.assertIn(("OnFailure", "colltop-failed.service"), settings("colltop-check.service"))
        command = shlex.split(dict(settings("colltop-failed.service"))["ExecStart"])
        self.assertEqual(command[:2], ["/bin/sh", "-c"])
        with tempfile.TemporaryDirectory() as folder:
            # In the places of both programs: what one says is what the other sends.
            for name, text in (("journalctl", "echo COLLTOP CRITICAL - loan"), ("curl", 'cat; echo " $*"')):
                path = os.path.join(folder, name)
                with open(path, "w", encoding="utf-8") as file:
                    file.write("#!/bin/sh\n%s\n" % text)
                os.chmod(path, 0o755)
            done = subprocess.run(command, stdout=subprocess.PIPE, timeout=DEADLINE, check=True,
                                  env={"PATH": folder + ":/usr/bin:/bin"})
        said = done.stdout.decode()
        self.assertTrue(said.startswith("COLLTOP CRITICAL - loan"), said)
        self.assertIn("https://ntfy.sh/TOPIC", said)

    def test_it_is_hardened(self):
        unit = settings("colltop-check.service")
        for pair in (("DynamicUser", "yes"), ("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"),
                     ("ProtectHome", "yes"), ("CapabilityBoundingSet", ""), ("LimitCORE", "0")):
            self.assertIn(pair, unit)

    @unittest.skipIf(shutil.which("systemd-analyze") is None, "systemd-analyze is not here")
    def test_systemd_understands_them(self):
        with tempfile.TemporaryDirectory() as folder:
            # Where no blank is in its path, which would end it.
            program = os.path.join(folder, "colltop")
            os.symlink(os.path.abspath(COLLTOP), program)
            for name in ("colltop-check.service", "colltop-check.timer", "colltop-failed.service"):
                with open(os.path.join(DATA, name), encoding="utf-8") as file:
                    text = file.read().replace("/usr/local/bin/colltop", program)
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            done = subprocess.run(["systemd-analyze", "verify", "--man=no",
                                   os.path.join(folder, "colltop-check.service"),
                                   os.path.join(folder, "colltop-check.timer"),
                                   os.path.join(folder, "colltop-failed.service")],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=DEADLINE, check=False)
        told = [line for line in done.stdout.decode().splitlines() if "colltop-" in line]
        self.assertEqual(told, [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
