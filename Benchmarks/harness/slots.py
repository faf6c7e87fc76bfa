"""Slot search and booking, beside two lists of the same bookings."""

import report
from native import figures

COUNTS = [1_000, 10_000, 100_000, 1_000_000]
COMPARED = 100_000


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    rows, goals = [], []
    for dimensions in (1, 4):
        before = None
        for count in COUNTS[:3] if is_short else COUNTS:
            it = figures("slots", count, dimensions)
            growth = it["berth"] / before if before else None
            before = it["berth"]
            rows.append([
                f"{count:,} bookings, {dimensions} dimension{'s' if dimensions > 1 else ''}",
                f"{it['berth'] * 1e6:.2f}", f"{growth:.2f}" if growth else "",
                f"{it['list'] * 1e6:,.0f}" if "list" in it else "",
                f"{it['list'] / it['berth']:,.0f}" if "list" in it else "",
                f"{it['changes'] / it['berth']:,.1f}" if "list" in it else "", f"{it['bytes']:,.0f}",
            ])
            if growth:
                goals.append(report.Goal(
                    f"{count:,} bookings beside a tenth, {dimensions}D", 2, growth, "×", False, floor=5,
                    key=f"slots/growth/{count}/{dimensions}"))
            if count == COMPARED:
                goals.append(report.Goal(
                    f"{count:,} bookings, {dimensions}D, beside a list of them", 1000, it["list"] / it["berth"], "×",
                    True, floor=50, key=f"slots/list/{dimensions}"))
    text = report.table(
        ["earliest slot, book, release", "µs", "for 10 ×", "list µs", "list / Berth", "walk / Berth", "bytes each"],
        rows)
    return "Slots in a calendar that is three quarters full", text + """

*list*: a list of bookings, which every question reads from begin to end, with the ends of bookings as candidates.
*walk*: the instants at which usage changes in order, which a question walks over from the first. Both find the same
slots as Berth, which is checked. *for 10 ×*: what ten times the bookings cost.""", goals
