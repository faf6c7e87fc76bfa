"""When what a plan needs is free. Whole seconds; half-open stretches of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest


@dataclass(frozen=True)
class Hold:
    """So much of each resource from ``begins`` on, before ``ends``. Those of one ``group`` share: only one of them can
    be taken, so together they hold the most that any needs.
    """

    begins: float
    ends: float
    amounts: Mapping[str, int]
    group: str


def earliest(
    holds: Iterable[Hold], capacity: Mapping[str, int | None], amounts: Mapping[str, int], length: float, after: float
) -> float | None:
    """The earliest begin, not before ``after``, of a stretch of so many seconds in which the amounts are free.

    Returns: ``None`` when there is never so much.
    """
    bounds = {name: bound for name, bound in capacity.items() if bound is not None}
    if any(amounts.get(name, 0) > bound for name, bound in bounds.items()):
        return None
    begin: float | None = after
    for start, end, used in _profile([hold for hold in holds if hold.ends > after], after):
        if begin is not None and start - begin >= length:
            return begin
        if any(amounts.get(name, 0) + used.get(name, 0) > bound for name, bound in bounds.items()):
            begin = None
        elif begin is None:
            begin = start
        if end is None:
            break
    # After the last hold all is free.
    return begin


def _profile(holds: list[Hold], after: float) -> Iterator[tuple[float, float | None, dict[str, int]]]:
    """Stretches without a gap from ``after`` on, the last one open, each with what is held in it.

    Complexity: for n holds, n log n and the size of their groups.
    """
    events: dict[float, list[tuple[bool, Hold]]] = {after: []}
    for hold in holds:
        events.setdefault(max(after, hold.begins), []).append((True, hold))
        events.setdefault(hold.ends, []).append((False, hold))
    moments = sorted(events)
    groups: dict[str, list[Hold]] = {}
    used: dict[str, int] = {}
    for moment, following in zip_longest(moments, moments[1:]):
        for name in {hold.group for _, hold in events[moment]}:
            for resource, amount in _most(groups.get(name, [])).items():
                used[resource] -= amount
        for is_begin, hold in events[moment]:
            if is_begin:
                groups.setdefault(hold.group, []).append(hold)
            else:
                groups[hold.group].remove(hold)
        for name in {hold.group for _, hold in events[moment]}:
            for resource, amount in _most(groups.get(name, [])).items():
                used[resource] = used.get(resource, 0) + amount
        yield moment, following, dict(used)


def _most(group: list[Hold]) -> dict[str, int]:
    most: dict[str, int] = {}
    for hold in group:
        for name, amount in hold.amounts.items():
            most[name] = max(most.get(name, 0), amount)
    return most
