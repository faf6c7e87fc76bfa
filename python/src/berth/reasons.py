"""What speaks against a request, and what would help: for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from berth import shown
from berth.answers import RUNGS, ChangeSet, No, Obstacle, Rung, Silence


@dataclass(frozen=True)
class Reason:
    """One reason against, and who gives it."""

    rung: Rung
    path: str
    sentence: str
    platforms: tuple[str, ...]
    could_change: str | None


def grouped(refusals: Mapping[str, No]) -> list[Reason]:
    """The same sentence of many platforms once; those first that are the easiest to mend."""
    platforms: dict[tuple[str, str, str], list[str]] = {}
    found: dict[tuple[str, str, str], Obstacle] = {}
    for name, refusal in refusals.items():
        for obstacle in refusal.obstacles:
            key = (obstacle.rung, obstacle.path, obstacle.sentence)
            found.setdefault(key, obstacle)
            said_by = platforms.setdefault(key, [])
            if (obstacle.platform or name) not in said_by:
                said_by.append(obstacle.platform or name)
    reasons = [
        Reason(obstacle.rung, obstacle.path, obstacle.sentence, tuple(platforms[key]), obstacle.could_change)
        for key, obstacle in found.items()
    ]
    return sorted(reasons, key=lambda reason: (RUNGS.index(reason.rung), -len(reason.platforms), reason.path))


class Reasons(Sequence[Reason]):
    """All reasons against, grouped: the same sentence of many platforms stands once."""

    def __init__(self, reasons: Sequence[Reason], silent: Mapping[str, Silence]) -> None:
        self._reasons = list(reasons)
        self.silent = dict(silent)
        """Who did not answer, and why."""

    def __getitem__(self, index: Any) -> Any:
        return self._reasons[index]

    def __len__(self) -> int:
        return len(self._reasons)

    def __bool__(self) -> bool:
        return bool(self._reasons or self.silent)

    def _tables(self) -> list[shown.Table]:
        tables = []
        if self._reasons:
            tables.append(shown.reasons(self._reasons))
        if self.silent:
            tables.append(shown.silences(self.silent))
        return tables

    def __str__(self) -> str:
        return shown.text(self._tables())

    def _repr_html_(self) -> str:
        return shown.html(self._tables())


class Changes(Sequence[ChangeSet]):
    """Sets of changes, each of which makes it a yes; printed with numbers from 1."""

    def __init__(self, sets: Sequence[ChangeSet], request: Mapping[str, Any]) -> None:
        self._sets = list(sets)
        self.request = request

    def apply(self, number: int = 1) -> dict[str, Any]:
        """The request with the changes of a set made, by its number from 1.

        Raises: ``IndexError``.
        """
        if not 1 <= number <= len(self._sets):
            raise IndexError(f"There is no change {number}; there are {len(self._sets)}.")
        return self._sets[number - 1].applied(self.request)

    def __getitem__(self, index: Any) -> Any:
        return self._sets[index]

    def __len__(self) -> int:
        return len(self._sets)

    def _tables(self) -> list[shown.Table]:
        return [shown.changes(self._sets, self.request)] if self._sets else []

    def __str__(self) -> str:
        return shown.text(self._tables())

    def _repr_html_(self) -> str:
        return shown.html(self._tables())
