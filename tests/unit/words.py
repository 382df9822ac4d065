#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Holds the words that people read against the program's own tables.

The program tables, built beside this, prints the tables of options, settings,
columns and commands. Every row must be in the manual pages, in --help and in
the sample configuration as it is in the table, and nothing else may be there.
"""

import os
import re
import subprocess
import sys
import tempfile

TESTS = os.environ.get("COLLTOP_TESTS", "tests")
BUILD = os.environ.get("COLLTOP_BUILD", ".")
TOP = os.path.join(TESTS, "..")
TABLES = os.path.join(BUILD, "tests", "unit", "tables")

faults = []


def want(condition, sentence):
    if not condition:
        faults.append(sentence)


def text_of(*names):
    with open(os.path.join(TOP, *names), encoding="utf-8") as file:
        return file.read()


def tables(*arguments):
    done = subprocess.run([TABLES, *arguments], stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout.decode()


def plain(line):
    """A line of mdoc without its macros, escapes and the blanks before full stops."""
    if line.startswith("."):
        words = [word for word in line[1:].split()
                 if word not in ("Ns", "No", "Pq", "Ql", "Cm", "Ar", "Sy", "Ic", "Ev", "Pa", "Xr", "Fl", "It", "Op")]
        line = re.sub(r" ([,.;:)])( |$)", r"\1\2", " ".join(words))
    return line.replace("\\&", "").replace("\\e", "\\").replace("\\(dq", '"')


def section(page, name):
    """The lines of the section (.Sh) or subsection (.Ss) called NAME."""
    inside, lines = None, []
    for line in page.split("\n"):
        if line[:3] in (".Sh", ".Ss"):
            if inside and (line[:3] == ".Sh" or inside == ".Ss"):
                break
            if line[4:] == name:
                inside = line[:3]
                continue
        if inside:
            lines.append(line)
    want(inside, f"there is no section {name}")
    return lines


def items(lines):
    """Pairs of the head of an item (.It) and its text."""
    found = []
    for line in lines:
        if line.startswith(".It "):
            found.append([line[4:], []])
        elif line.startswith((".El", ".Ss", ".Sh")):
            if line.startswith((".Ss", ".Sh")):
                break
        elif found:
            found[-1][1].append(line)
    return [(head, body) for head, body in found]


def words(body):
    return " ".join(plain(line) for line in body)


def check_options(rows, page):
    heads = {}
    for head, _ in items(section(page, "DESCRIPTION")):
        match = re.fullmatch(r"Fl (?:(\S) , )?-([a-z0-9-]+)(?: (Ar .*|Ns Op = .*))?", head)
        want(match, f"colltop.1: an item of DESCRIPTION is no option: {head}")
        if match:
            want(match[2] not in heads, f"colltop.1: --{match[2]} is there twice")
            heads[match[2]] = (match[1] or "-", bool(match[3]))
    named = {row[1] for row in rows}
    for name in heads:
        want(name in named, f"colltop.1: there is no option --{name}")
    synopsis = "\n".join(section(page, "SYNOPSIS")) + "\n"
    status, shown = tables("--help")
    want(status == 0, "--help fails")
    for letter, name, argument, text in rows:
        want(name in heads, f"colltop.1: --{name} is missing")
        want(heads.get(name, (letter,))[0] == letter, f"colltop.1: --{name} has another letter than -{letter}")
        want(heads.get(name, (0, argument != "-"))[1] == (argument != "-"),
             f"colltop.1: --{name} takes an argument there or in the table, not in both")
        short = letter != "-" and re.search(rf"(Fl|\|) {re.escape(letter)}( |\n)", synopsis)
        want(short or re.search(rf"(Fl|\|) -{re.escape(name)}( |\n)", synopsis),
             f"colltop.1: --{name} is not in the SYNOPSIS")
        line = (f"-{letter}," if letter != "-" else "") + f" --{name}" + {"-": "", "[": argument}.get(argument[0], f" {argument}")
        want(re.search(rf"^ +{re.escape(line.strip())} +{re.escape(text)}$", shown, re.M),
             f"--help: the line of --{name} is not that of the table")
    want(len(re.findall(r"^ .*--", shown, re.M)) == len(rows), "--help: it has more lines than the table")


HOMES = {
    "-": "Everywhere",
    "account": 'account \\(dqNAME\\(dq { ... }',
    "production": "production { ... } and demo { ... }",
}


def check_settings(rows, page):
    for home, heading in HOMES.items():
        there = {}
        for head, body in items(section(page, heading)):
            want(head.startswith("Ic "), f"colltop.conf.5: an item is no setting: {head}")
            there[head[3:]] = words(body)
        table = {row[1]: row for row in rows if row[0] == home}
        for name in there:
            want(name in table, f"colltop.conf.5: {heading}: there is no setting {name}")
        for name, (_, _, value, standard) in table.items():
            want(name in there, f"colltop.conf.5: {heading}: {name} is missing")
            body = there.get(name, "")
            want(value in body, f'colltop.conf.5: {name}: it does not say "{value}"')
            want(standard == "-" or re.search(rf"The default is {re.escape(standard)}[.,]", body),
                 f"colltop.conf.5: {name}: the default is {standard}")


def check_columns(rows, page, conf, sample):
    sort = words(dict(items(section(page, "DESCRIPTION"))).get("Fl s , -sort Ar column Ns Op Ar :asc | :desc", []))
    there = words(dict(items(section(conf, "Everywhere"))).get("Ic sort", []))
    for name, alias, sortable, _ in rows:
        for word in (name, alias):
            if word == "-":
                continue
            for place, text in (("colltop.1", sort), ("colltop.conf.5", there)):
                want(bool(re.search(rf"\b{word}\b", text)) == (sortable != "-"),
                     f"{place}: {word} can be sorted by, or is named, but not both")
        want(sortable == "-" or re.search(rf"# .*\b{name}\b", sample), f"data/colltop.conf: it does not name {name}")


def check_commands(rows, page):
    keys = section(page, "KEYS")
    named = set(re.findall(r"^(?:\.It .*|\.Cm) ?(?:Cm )?([a-z-]+)", "\n".join(k for k in keys if k.startswith(".Cm")), re.M))
    table = {}
    for head, body in items(section(page, "In the table")):
        want(head.startswith("Ic "), f"colltop.1: an item of the keys has no key: {head}")
        want(body and body[0].startswith(".Cm "), f"colltop.1: the item {head} names no command first")
        if body and body[0].startswith(".Cm "):
            table[body[0].split()[1]] = plain(head[3:])
    there = {row[1] for row in rows}
    for name in named:
        want(name in there, f"colltop.1: there is no command {name}")
    for mode, name, bound, _ in rows:
        want(name in named, f"colltop.1: the command {name} is missing")
        if mode == "In the table":
            want(table.get(name) == bound, f"colltop.1: {name} has the keys {bound}, not {table.get(name)}")
    for name in table:
        want(any(row[0] == "In the table" and row[1] == name for row in rows),
             f"colltop.1: {name} has no key in the table")


def uncommented(sample, wanted):
    """The sample with the setting WANTED and the sections made live."""
    lines = []
    for line in sample.split("\n"):
        match = re.match(r"\s*#([a-z_]+) = ", line)
        opening = re.match(r'\s*#([a-z]+ ("\w+" )?\{|\})$', line)
        lines.append(line.replace("#", "", 1) if opening or (match and match[1] == wanted) else line)
    return "\n".join(lines)


def check_sample(rows, sample):
    homes = {"account": "account", "production": "production", "demo": "production"}
    open_sections, there = [], {}
    for line in sample.split("\n"):
        match = re.match(r"\s*#([a-z_]+) = (.*)$", line)
        if match:
            want(match[1] not in there, f"data/colltop.conf: {match[1]} is there twice")
            there[match[1]] = (homes[open_sections[-1]] if open_sections else "-", match[2].strip("'\""))
        elif re.match(r"\s*#[a-z].*\{$", line):
            open_sections.append(line.strip()[1:].split()[0])
        elif re.match(r"\s*#\}$", line):
            open_sections.pop()
        else:
            want(re.match(r"\s*(#( .*)?)?$", line), f"data/colltop.conf: a line is neither text nor setting: {line}")
    named = {row[1] for row in rows}
    for name in there:
        want(name in named, f"data/colltop.conf: there is no setting {name}")
    for home, name, _, standard in rows:
        want(name in there, f"data/colltop.conf: {name} is missing")
        if name in there:
            want(there[name][0] == home, f"data/colltop.conf: {name} is in the wrong section")
            want(standard in ("-", there[name][1]), f"data/colltop.conf: {name} is {standard} without the file")
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "colltop.conf")
        # The certificates that the sample names have to be there.
        os.makedirs(os.path.join(directory, ".config", "colltop"), mode=0o700)
        with open(os.path.join(directory, ".config", "colltop", "ca.pem"), "w", encoding="utf-8") as stream:
            stream.write("-----BEGIN CERTIFICATE-----\n")
        for name in ["", *sorted(named)]:
            text = uncommented(sample, name) if name else sample
            want(not name or text.count("\n") == sample.count("\n") and text != sample, f"{name}: nothing came alive")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(path, 0o600)
            os.environ["HOME"] = directory
            status, said = tables("--config", path)
            want(status == 0, f"data/colltop.conf with {name or 'nothing'} live: {said.strip()}")


def check_simulator(page, sim_page, fish):
    done = subprocess.run([os.path.join(BUILD, "colltop-sim"), "--help"], stdout=subprocess.PIPE, check=False)
    shown = done.stdout.decode()
    want(done.returncode == 0, "colltop-sim --help fails")
    for title, heading in (("scenarios", "SCENARIOS"), ("faults", "FAULTS")):
        listed = re.findall(r"^  (\S+) ", shown.partition(f"\n{title}:\n")[2].partition("\n\n")[0], re.M)
        there = [plain("." + head).replace(" ", "") for head, _ in items(section(sim_page, heading))]
        want(listed and listed == there, f"colltop-sim.1: {heading} are {listed} in --help, and {there} there")
        if title == "scenarios":
            body = words(dict(items(section(page, "DESCRIPTION"))).get("Fl -simulate Ns Op = Ns Ar scenario", []))
            for name in listed:
                want(re.search(rf"(^|\s){name}(\s|[,.]|$)", body), f"colltop.1: the scenario {name} is missing")
            want(f" -l simulate -a '{' '.join(listed)}'" in fish, f"completions: the scenarios are {listed}")


def main():
    status, printed = tables()
    rows = {"option": [], "setting": [], "column": [], "command": []}
    for line in printed.splitlines():
        kind, *fields = line.split("\t")
        rows[kind].append(fields)
    want(status == 0 and all(rows.values()), f"{TABLES} does not print all tables")

    page, conf, sample = text_of("man", "colltop.1"), text_of("man", "colltop.conf.5"), text_of("data", "colltop.conf")
    check_options(rows["option"], page)
    check_settings(rows["setting"], conf)
    check_columns(rows["column"], page, conf, sample)
    check_commands(rows["command"], page)
    check_sample(rows["setting"], sample)
    check_simulator(page, text_of("man", "colltop-sim.1"), text_of("data", "completions", "colltop.fish"))
    for name in ("OKX_API_KEY", "OKX_SECRET_KEY", "OKX_PASSPHRASE"):
        want(re.search(rf"^{name}=$", text_of("data", "production.env.sample"), re.M),
             f"data/production.env.sample: the line {name}= is missing")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
