# SPDX-License-Identifier: ISC
"""The table of figures, each beside its floor and its goal."""


class Table:
    """Rows of text, and the verdict of each."""

    HEAD = ("figure", "floor", "measured", "ratio", "goal", "")

    def __init__(self):
        self.rows = []

    def add(self, figure, floor, measured, limit, show, goal, ratio=None):
        """LIMIT: the most that MEASURED may be. SHOW makes text of both."""
        if ratio is None and floor:
            ratio = measured / floor
        self.rows.append((figure, "-" if floor is None else show(floor), show(measured),
            "-" if ratio is None else f"{ratio:.2f}", goal, "ok" if measured <= limit else "OVER"))

    def times(self, figure, floor, measured, most, show):
        self.add(figure, floor, measured, floor * most, show, f"<= {most:g} x floor")

    def plus(self, figure, floor, measured, most, show):
        self.add(figure, floor, measured, floor + most, show, f"<= floor + {show(most)}")

    def most(self, figure, floor, measured, most, show):
        self.add(figure, floor, measured, most, show, f"<= {show(most)}")

    def tell(self, figure, measured, show):
        """A figure that has no goal, but explains others."""
        self.rows.append((figure, "-", show(measured), "-", "-", ""))

    def failed(self, figure, why):
        self.rows.append((figure, "-", "-", "-", "-", f"NOT MEASURED: {why}"))

    def write(self, out):
        widths = [max(len(row[i]) for row in [self.HEAD, *self.rows]) for i in range(5)]
        for row in [self.HEAD, *self.rows]:
            cells = [row[0].ljust(widths[0])]
            cells += [row[i].rjust(widths[i]) for i in (1, 2, 3)]
            cells += [row[4].ljust(widths[4]), row[5]]
            out.write("  ".join(cells).rstrip() + "\n")


def show_ms(ns):
    return f"{ns / 1e6:.2f} ms"


def show_us(ns):
    return f"{ns / 1e3:,.0f} us"


def show_kib(kib):
    return f"{kib:,.0f} KiB"


def show_bytes(count):
    return f"{count:,.0f} B"


def show_rate(count):
    return f"{count:.1f} B/s"


def show_count(count):
    return f"{count:g}" if count == int(count) else f"{count:.2f}"
