"""Whether what was measured is worse than what is remembered: `Benchmarks/medians.json`.

Only ratios to a peer, or to another figure of the same run, are remembered: machines differ, ratios less. Each run with
--store adds its medians, the last few are kept. A figure fails when it is worse than their mean by more than a fifth,
or than the tolerance that the file gives it, with the reason why.
"""

import json
import statistics

import report
from servers import ROOT

MEDIANS = ROOT / "Benchmarks/medians.json"
KEPT = 5
TOLERANCE = 0.2


def read() -> dict[str, dict]:
    return json.loads(MEDIANS.read_text()) if MEDIANS.exists() else {}


def worse(goal: report.Goal, mean: float) -> float:
    """By which part a figure is worse than the mean; below zero where it is better."""
    return (mean / goal.got if goal.isLeast else goal.got / mean) - 1


def check(goals: list[report.Goal], mode: str) -> tuple[str, bool]:
    """A table, and whether all is well. What is not remembered is told, and is well."""
    known = read().get(mode, {})
    rows, is_well = [], True
    for goal in (it for it in goals if it.key):
        entry = known.get(goal.key)
        if not entry or not entry["medians"]:
            rows.append([goal.key, "", f"{goal.got:.3g}", "", "", "not remembered"])
            continue
        mean = statistics.mean(entry["medians"])
        tolerance = entry.get("tolerance", TOLERANCE)
        by = worse(goal, mean)
        is_well &= by <= tolerance
        rows.append([
            goal.key, f"{mean:.3g}", f"{goal.got:.3g}", f"{by:+.0%}", f"{tolerance:.0%}",
            "as it was" if by <= tolerance else "WORSE",
        ])
    return report.table(["ratio", "stored", "measured", "worse by", "at most", ""], rows), is_well


def store(goals: list[report.Goal], mode: str) -> None:
    known = read()
    section = known.setdefault(mode, {})
    for goal in (it for it in goals if it.key):
        entry = section.setdefault(goal.key, {"medians": []})
        entry["medians"] = [*entry["medians"], float(f"{goal.got:.4g}")][-KEPT:]
    MEDIANS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
