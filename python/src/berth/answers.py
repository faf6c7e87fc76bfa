"""What a platform says when it is asked: yes with offers, no with obstacles and changes, or silence with its cause."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from berth import paths, times

Rung = Literal[
    "notNow", "tooDear", "notYou", "dataUnreachable", "notAllowed", "never", "notKnown", "contradictory", "said"
]
"""The ladder of refusals, worst last; ``said`` is a sentence of a broker that does not say which rung it is on."""

RUNGS: tuple[Rung, ...] = (
    "notNow",
    "tooDear",
    "notYou",
    "dataUnreachable",
    "notAllowed",
    "never",
    "notKnown",
    "contradictory",
    "said",
)

SilenceReason = Literal["unreachable", "tooSlow", "brokenReply"]

OfferT_co = TypeVar("OfferT_co", covariant=True)


def filled(template: str, values: Mapping[str, str]) -> str:
    """The sentence of a template. Source: messagetemplates.org."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), template)


@dataclass(frozen=True)
class Change:
    """A change of one member of the request that an obstacle would go away with.

    What would do stands beside the value that is proposed: whole numbers from ``min`` to ``max`` (an open end is
    ``None``), one of ``words``, a text of ``pattern``, or nothing at all (``absent``).
    """

    path: str
    to: Any = None
    absent: bool = False
    min: int | None = None
    max: int | None = None
    unit: str | None = None
    words: tuple[str, ...] = ()
    pattern: str | None = None

    @staticmethod
    def at_most(path: str, amount: int, unit: str | None = None) -> Change:
        """A number that may be from one to so many."""
        return Change(path, to=amount, min=1, max=amount, unit=unit)

    @staticmethod
    def at_least(path: str, amount: int, unit: str | None = None) -> Change:
        """A number that may be so many or more."""
        return Change(path, to=amount, min=amount, unit=unit)

    @staticmethod
    def one_of(path: str, words: Sequence[str]) -> Change:
        """One of these words, the first unless the asker chooses."""
        return Change(path, to=words[0], words=tuple(words))

    @staticmethod
    def without(path: str) -> Change:
        """The member is left out."""
        return Change(path, absent=True)

    def phrase(self, document: Any = None) -> str:
        """``compute.cores.min 2 cores in place of 64``."""
        if self.absent:
            return f"{self.path} left out"
        if self.is_of_asker:
            return f"you in the group {self.to}"
        to = self.to if isinstance(self.to, str | int | float) else "another"
        before = _value(document, self.path)
        shown = f" in place of {before}" if isinstance(before, str | int | float) else ""
        return f"{self.path} {to}{f' {self.unit}' if self.unit else ''}{shown}"

    @property
    def is_of_asker(self) -> bool:
        """Whether it is one of who asks, and not of what is asked."""
        return self.path == "asker.groups[0]" or self.path == "asker.groups"


@dataclass(frozen=True)
class ChangeSet:
    """Changes that are made together and turn a no into a yes."""

    changes: tuple[Change, ...]
    platforms: tuple[str, ...] = ()

    def applied(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The request with all of them made; paths are those of the request as it is.

        Raises: ``ValueError`` for a path that does not fit the request.
        """
        changed: Any = dict(document)
        for change in self.changes:
            if not change.absent and not change.is_of_asker:
                changed = paths.replaced(changed, change.path, change.to)
        # What is taken out of lists goes last, from the end.
        for change in sorted(self.changes, key=lambda change: _order(change.path), reverse=True):
            if change.absent:
                changed = paths.replaced(changed, change.path, None, absent=True)
        return dict(changed)

    def size(self, document: Mapping[str, Any]) -> float:
        """How much they change: one for each, and how far each goes from what was asked."""
        return sum(1 + _distance(change, _value(document, change.path)) for change in self.changes)

    def sentence(self, document: Any = None) -> str:
        return " and ".join(change.phrase(document) for change in self.changes)


@dataclass(frozen=True)
class Obstacle:
    """One reason why something cannot be run: a value, not an error.

    Args:
        template: a sentence with names in braces, which ``values`` stand for; ``path`` is always among them.
        could_change: who could change it, when it is neither the asker nor time.
        change: what the asker could change.
        other_ways: what else would do: changes that are made together, any of these by itself.
    """

    rung: Rung
    path: str
    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    could_change: str | None = None
    change: Change | None = None
    other_ways: tuple[tuple[Change, ...], ...] = ()
    platform: str | None = None

    @property
    def sentence(self) -> str:
        return filled(self.template, {"path": self.path, **self.values})


@dataclass(frozen=True)
class Yes(Generic[OfferT_co]):
    """It can, in one or more ways; the first is what the platform would take itself."""

    offers: Sequence[OfferT_co]
    also: No | None = None
    """What others behind the same broker say against it."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class No:
    """It cannot, for all of these reasons."""

    obstacles: Sequence[Obstacle]
    changes: Sequence[ChangeSet] = ()
    """Sets of changes, each of which makes it a yes; the smallest first."""
    silent: Mapping[str, Silence] = field(default_factory=dict)
    """Who behind the same broker did not answer, by name."""

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class Silence:
    """There was no answer: nobody there, too slow, or a reply that is none."""

    reason: SilenceReason
    message: str
    waited_seconds: float = 0.0
    detail: str | None = None
    """What an administrator may want to read."""

    def __bool__(self) -> bool:
        return False


Answer = Yes[OfferT_co] | No | Silence


# Sets of changes as messages of a NO carry them.


def change_set(values: Mapping[str, Any]) -> ChangeSet | None:
    """The set that a message of a NO tells in its values; ``None`` for a message about something else."""
    if "change" not in values:
        return None
    changes: list[Change] = []
    while path := values.get(f"path{len(changes) + 1}"):
        text = values.get(f"to{len(changes) + 1}")
        try:
            paths.steps(path)
            changes.append(Change(path, absent=True) if text is None else Change(path, to=json.loads(text)))
        except (ValueError, TypeError, RecursionError):
            return None
    names = tuple(name for name in str(values.get("platforms") or "").split(", ") if name)
    return ChangeSet(tuple(changes), names) if changes else None


def change_values(changes: ChangeSet, number: int, document: Any) -> dict[str, str]:
    """The values of the message that tells a set."""
    values = {"change": str(number), "platforms": ", ".join(changes.platforms)}
    for index, change in enumerate(changes.changes, 1):
        values[f"path{index}"] = change.path
        before = _value(document, change.path)
        if before is not None:
            values[f"from{index}"] = json.dumps(before)
        if not change.absent:
            values[f"to{index}"] = json.dumps(change.to)
    values["changes"] = changes.sentence(document)
    return values


def smallest(sets: Iterable[ChangeSet], document: Mapping[str, Any]) -> list[ChangeSet]:
    """Each set once, with all platforms that it is a yes on, the smallest change first."""
    platforms: dict[str, tuple[ChangeSet, list[str]]] = {}
    for one in sets:
        key = json.dumps([[change.path, change.absent, change.to] for change in one.changes], default=str)
        _, names = platforms.setdefault(key, (one, []))
        names += [name for name in one.platforms if name not in names]
    merged = [ChangeSet(one.changes, tuple(names)) for one, names in platforms.values()]
    return sorted(merged, key=lambda one: (one.size(document), [change.path for change in one.changes]))


def _value(document: Any, path: str) -> Any:
    try:
        return paths.value(document, path)
    except ValueError:
        return None


def _order(path: str) -> list[tuple[bool, int, str]]:
    return [(isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in paths.steps(path)]


def _distance(change: Change, old: Any) -> float:
    """The size of the ratio of numbers and durations, days for a later start, one for anything else."""
    if change.absent:
        return 1.0
    pair = _numbers(change.to, old) or _lengths(change.to, old)
    if pair:
        new, before = pair
        return abs(math.log(new / before)) if new > 0 and before > 0 else 1.0
    try:
        new_start = times.parse_interval(str(change.to))[0]
    except ValueError:
        return 1.0
    try:
        return abs((new_start - times.parse_interval(str(old))[0]).total_seconds()) / 86_400
    except ValueError:
        return 0.5


def _numbers(new: Any, old: Any) -> tuple[float, float] | None:
    if isinstance(new, bool) or isinstance(old, bool):
        return None
    if isinstance(new, int | float) and isinstance(old, int | float):
        return float(new), float(old)
    return None


def _lengths(new: Any, old: Any) -> tuple[float, float] | None:
    try:
        return times.parse_duration(str(new)).total_seconds(), times.parse_duration(str(old)).total_seconds()
    except ValueError:
        return None
