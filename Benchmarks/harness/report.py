"""What was measured, as Markdown, and whether it is what was wanted."""

from dataclasses import dataclass

from load import Figures


@dataclass
class Goal:
    what: str
    wanted: float
    got: float
    unit: str
    isLeast: bool
    floor: float | None = None
    # Under which the gate remembers it: a ratio to something that was measured in the same run.
    key: str | None = None

    @property
    def is_met(self) -> bool:
        return self.got >= self.wanted if self.isLeast else self.got <= self.wanted

    @property
    def is_far(self) -> bool:
        """Beyond the floor, or missed by more than a factor of two where none is set."""
        if self.floor is not None:
            return self.got < self.floor if self.isLeast else self.got > self.floor
        return self.got * 2 < self.wanted if self.isLeast else self.got > self.wanted * 2

    def row(self) -> list[str]:
        least = "at least" if self.isLeast else "at most"
        return [
            self.what, f"{least} {self.wanted:g} {self.unit}", f"{self.got:.3g} {self.unit}",
            "met" if self.is_met else "MISSED",
        ]


def table(head: list[str], rows: list[list[str]]) -> str:
    """The first column to the left, the others to the right, padded so that it reads as plain text as well."""
    widths = [max(len(row[index]) for row in [head, *rows]) for index in range(len(head))]

    def line(row: list[str]) -> str:
        cells = [cell.ljust(width) if not index else cell.rjust(width)
                 for index, (cell, width) in enumerate(zip(row, widths))]
        return f"| {' | '.join(cells)} |"

    rule = [("-" * width if not index else "-" * (width - 1) + ":") for index, width in enumerate(widths)]
    return "\n".join([line(head), line(rule), *map(line, rows)])


def load_table(runs: dict[str, Figures]) -> str:
    berth = runs["Berth"]
    return table(
        ["", "requests/s", "p50 ms", "p99 ms", "CPU µs each", "Berth is … times as fast"],
        [
            [name, f"{it.per_second:,.0f}", f"{it.p50_milliseconds:.2f}", f"{it.p99_milliseconds:.2f}",
             f"{it.cpu_microseconds:.0f}", "" if name == "Berth" else f"{berth.per_second / it.per_second:.2f}"]
            for name, it in runs.items()
        ],
    )


def codec_table(rates: dict[str, int]) -> str:
    rows = []
    for name in ("berth", "pydantic", "foundation"):
        row = [{"berth": "Berth", "pydantic": "pydantic", "foundation": "Foundation"}[name]]
        for way in ("decode", "encode"):
            rate = rates[f"{name}.{way}"]
            row += [f"{rate:,}", "" if name == "berth" else f"{rates[f'berth.{way}'] / rate:.2f}"]
        rows.append(row)
    return table(["", "decoded/s", "Berth is … times as fast", "encoded/s", "… times as fast"], rows)


def goals(
    loads: dict[str, dict[str, Figures]], starts: dict[str, float], memory: dict[str, float]
) -> list[Goal]:
    goals = []
    if "no" in loads:
        ratio = loads["no"]["Berth"].per_second / loads["no"]["nginx"].per_second
        goals.append(Goal("NO, beside nginx", 0.25, ratio, "×", True, floor=0.01, key="no/nginx"))
    for name in ("no", "yes"):
        if name in loads:
            ratio = loads[name]["Berth"].per_second / loads[name]["FastAPI"].per_second
            title = f"{name.upper()}, beside FastAPI"
            goals.append(Goal(title, 10, ratio, "×", True, floor=0.7, key=f"{name}/fastapi"))
    for name, seconds in starts.items():
        goals.append(Goal(f"Start to first answer, {name}", 100, seconds * 1000, "ms", False))
    for name, mebibytes in memory.items():
        goals.append(Goal(f"Memory at rest, {name}", 40, mebibytes, "MiB", False))
    return goals


def goal_table(goals: list[Goal]) -> str:
    return table(["", "goal", "measured", ""], [goal.row() for goal in goals])
