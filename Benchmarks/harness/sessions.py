"""Sessions of a few seconds, on a site with ten places."""

import tempfile

import report
from native import figures
from servers import ROOT


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    count, seconds = (30, 2) if is_short else (100, 5)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / ".build") as folder:
        it = figures("sessions", folder, ROOT / "examples/hello-container.json", count, seconds)
    ratio = it["wall"] / it["ideal"]
    rows = [[
        f"{count} sessions of {seconds} s", f"{it['wall']:.2f}", f"{it['ideal']:.0f}", f"{ratio:.3f}",
        *(f"{it[f'start.{name}']:.0f}" for name in ("p50", "p99", "most")),
    ]]
    text = report.table(["", "wall s", "ideal s", "wall / ideal", "p50 ms", "p99 ms", "most ms"], rows) + """

One client asks and accepts one session after the other; each holds one of ten places for its time, its work ends a
tenth of a second before. Everything is on the disk. *wall*: from the first question to the last end. The milliseconds
are those to RUNNING, as a client sees it: from the answer to the accept, or, where the session waits for its slot,
from the begin of that. Slots begin with a whole second, so that the first, too, wait for up to one."""
    # A short run has more of the whole second that all wait for in it.
    return "Sessions", text, [
        report.Goal("Sessions, beside the ideal time", 1.1, ratio, "×", False, floor=1.5),
        report.Goal("From accept or slot to RUNNING, p99", 50, it["start.p99"], "ms", False, floor=500),
    ]
