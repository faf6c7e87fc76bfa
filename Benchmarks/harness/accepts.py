"""Accepts that are on the disk, beside single-row commits of plain SQLite."""

import tempfile

import report
from native import figures
from servers import ROOT


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    # On the disk of the build, not in a folder that may be memory.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / ".build") as folder:
        it = figures("accepts", folder, ROOT / "Benchmarks/requests/yes.json", 3 if is_short else 7)
    rows = [["SQLite, one row a commit", f"{it['plain']:,.0f}", ""]]
    goals = []
    for clients, wanted in ((1, None), (4, None), (64, 0.5)):
        ratio = it[f"accepts.{clients}"] / it["plain"]
        title = f"Berth, {clients} client{'s' if clients > 1 else ''}"
        rows.append([title, f"{it[f'accepts.{clients}']:,.0f}", f"{ratio:.2f}"])
        if wanted:
            goals.append(report.Goal(
                "Accepts, beside commits of SQLite", wanted, ratio, "×", True, floor=0.1, key="accepts/sqlite"))
    text = report.table(["on the disk before the answer", "a second", "of SQLite"], rows) + f"""

Same disk, same settings (write-ahead log, full synchronisation), in turns. The peer changes one row of
{it['bytes']:,.0f} bytes in each commit.
An accept reads the offer and its sibling, changes both rows, each as large, and
goes to the disk together with those that come while it waits: the store commits in groups."""
    return "Accepts", text, goals
