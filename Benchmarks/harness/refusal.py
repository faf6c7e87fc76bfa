"""A NO with the changes that would do, beside a YES."""

import report
from native import figures
from servers import ROOT


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    it = figures("refusal", ROOT / "Benchmarks/requests/yes.json", 3 if is_short else 9)
    cases = {
        "one": "NO, one change would do", "two": "NO, two changes would do",
        "booked": "NO, all is booked: later, or shorter",
    }
    rows = [["YES, two offers", f"{it['yes'] * 1e6:.0f}", ""]]
    rows += [[title, f"{it[name] * 1e6:.0f}", f"{it[name] / it['yes']:.2f}"] for name, title in cases.items()]
    text = report.table(["an answer of the broker", "µs", "of a YES"], rows) + """

In one process, with a store in memory, so that a YES does not wait for a disk: with one, it takes many times as long.
Each change was tried by the broker: the platform says yes with it, and no with a part of it."""
    return "A NO beside a YES", text, [
        report.Goal(f"{title}, beside a YES", 1.5, it[name] / it["yes"], "×", False, key=f"refusal/{name}")
        for name, title in cases.items()
    ]
