"""Times, paths, requests and changes: values without a broker."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from berth import BerthError, ExecutionRequest, paths, times
from berth.answers import Change, ChangeSet, change_set, change_values, smallest
from berth.requests import document_of
from berth.slots import Hold, earliest
from conftest import EXAMPLES


@pytest.mark.parametrize(
    ("text", "seconds", "written"),
    [
        ("PT2H", 7200, "PT2H"),
        ("P1DT0.5S", 86_400.5, "P1DT0.5S"),
        ("P2W", 1_209_600, "P14D"),
        ("PT90M", 5400, "PT1H30M"),
        ("PT0S", 0, "PT0S"),
        ("PT1,5H", 5400, "PT1H30M"),
    ],
)
def test_durations(text: str, seconds: float, written: str) -> None:
    length = times.parse_duration(text)
    assert length.total_seconds() == seconds
    assert times.format_duration(length) == written
    assert times.parse_duration(written) == length


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1Y", "P1M", "1H", "P1DT", "PT-1S", "-PT1S", "PT1H1H", "P9999999999999D"]
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="duration|counted"):
        times.parse_duration(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00.25+02:00", "2026-01-31T10:00:00.25Z"),
        ("2026-01-31", "2026-01-31T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ],
)
def test_instants(text: str, written: str) -> None:
    assert times.format_instant(times.parse_instant(text)) == written


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-01-31T12:00:00Z/2026-01-31T14:00:00Z", 2),
        ("2026-01-31T12:00:00Z/PT3H", 3),
        ("PT4H/2026-01-31T12:00:00Z", 4),
        ("2026-01-31", 24),
        ("2026-01-31T12:00:00Z", 0),
    ],
)
def test_intervals(text: str, hours: int) -> None:
    start, end = times.parse_interval(text)
    assert end - start == timedelta(hours=hours)


def test_what_is_no_interval() -> None:
    for text in ("2026-01-31T12:00:00Z/2026-01-31T11:00:00Z", "P1D", "soon", "2026-02-30"):
        with pytest.raises(ValueError, match="."):
            times.parse_interval(text)


@pytest.mark.parametrize(
    "path", ["compute.cores.min", "data[0].location", 'environment["my.name"]', '["a\\"b\\\\"].c', ""]
)
def test_paths_are_written_as_they_are_read(path: str) -> None:
    assert paths.text(paths.steps(path)) == path


@pytest.mark.parametrize("path", [".a", "a..b", "a[", "a[x]", 'a["b', "a.b.", "a b"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        paths.steps(path)


def test_changes_leave_the_request_as_it_is() -> None:
    request: dict[str, Any] = {"data": [{"a": 1}, {"b": 2}, {"c": 3}], "compute": None}
    made = ChangeSet((Change.without("data[0]"), Change.without("data[2]"), Change("compute.cores.min", to=4)))
    assert made.applied(request) == {"data": [{"b": 2}], "compute": {"cores": {"min": 4}}}
    assert len(request["data"]) == 3
    with pytest.raises(ValueError, match="does not fit"):
        ChangeSet((Change("data[7].x", to=1),)).applied(request)


def test_the_smallest_change_is_first_and_says_all_its_platforms() -> None:
    request = {"compute": {"cores": {"min": 64}, "memory": {"min": 8}}}
    halved = ChangeSet((Change("compute.cores.min", to=32),), ("a",))
    far = ChangeSet((Change("compute.cores.min", to=1),), ("b",))
    same = ChangeSet((Change("compute.cores.min", to=32),), ("c",))
    both = ChangeSet((Change("compute.cores.min", to=32), Change("compute.memory.min", to=7)), ("d",))
    found = smallest([far, both, halved, same], request)
    assert [(one.sentence(request), one.platforms) for one in found] == [
        ("compute.cores.min 32 in place of 64", ("a", "c")),
        ("compute.cores.min 32 in place of 64 and compute.memory.min 7 in place of 8", ("d",)),
        ("compute.cores.min 1 in place of 64", ("b",)),
    ]


def test_sets_of_changes_survive_the_wire() -> None:
    request = {"compute": {"cores": {"min": 64}}, "data": [{"kind": "x"}]}
    told = ChangeSet((Change("compute.cores.min", to=2), Change.without("data[0]")), ("a", "b"))
    assert change_set(change_values(told, 1, request)) == told
    assert change_set({"change": "1", "path1": "a..b", "to1": "1"}) is None
    assert change_set({"change": "1", "path1": "a", "to1": "[" * 100_000}) is None
    assert change_set({"path": "a"}) is None


def test_requests_are_given_in_every_form(tmp_path: Path) -> None:
    yaml, json = EXAMPLES / "hello-container.yaml", EXAMPLES / "hello-container.json"
    document = document_of(str(json))
    assert document_of(yaml) == document
    assert document_of(ExecutionRequest.read(document)) == document
    assert document_of(document) == document
    words = tmp_path / "words.yaml"
    words.write_text("a: NO\nb: 2026-01-31\nc: yes\nd: true\ne: [on, 010]\n", encoding="utf-8")
    assert document_of(words) == {"a": "NO", "b": "2026-01-31", "c": "yes", "d": True, "e": ["on", 8]}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (7, "not int"),
        ("no-such-file.json", "cannot be read: No such file"),
        ({"a": {1, 2}}, "cannot be written as JSON"),
        ({"a": float("nan")}, "cannot be written as JSON"),
    ],
)
def test_what_is_no_request_is_refused_at_once(given: Any, said: str) -> None:
    with pytest.raises(BerthError, match=said) as raised:
        document_of(given)
    assert raised.value.code == "badRequest"


def test_files_that_are_no_requests(tmp_path: Path) -> None:
    for name, text, said in [
        ("a.json", "{", "no request"),
        ("b.yaml", "a: [", "no request"),
        ("c.yaml", "just a text", "no members"),
        ("d.yaml", "a: &x [1]\nb: *x", "aliases"),
        ("e.json", "[" * 100_000, "no request"),
    ]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BerthError, match=said):
            document_of(path)


def test_yaml_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(BerthError, match="pip install PyYAML"):
        document_of(EXAMPLES / "hello-container.yaml")


def test_slots_are_the_earliest_that_are_free() -> None:
    capacity = {"cores": 4, "memory": None}
    holds = [Hold(0, 100, {"cores": 3}, "a"), Hold(50, 200, {"cores": 1}, "b"), Hold(300, 400, {"cores": 4}, "c")]
    assert earliest(holds, capacity, {"cores": 1}, 10, 0) == 0
    assert earliest(holds, capacity, {"cores": 1}, 60, 0) == 100
    assert earliest(holds, capacity, {"cores": 4}, 100, 0) == 200
    assert earliest(holds, capacity, {"cores": 4}, 101, 0) == 400
    assert earliest(holds, capacity, {"cores": 5}, 1, 0) is None
    assert earliest(holds, capacity, {"memory": 10**30}, 1, 0) == 0
    assert earliest([], capacity, {"cores": 4}, 10, 7) == 7


def test_offers_of_one_set_share_what_they_hold() -> None:
    together = [Hold(0, 100, {"cores": 2}, "set"), Hold(0, 100, {"cores": 3}, "set")]
    assert earliest(together, {"cores": 4}, {"cores": 1}, 10, 0) == 0
    assert earliest(together, {"cores": 4}, {"cores": 2}, 10, 0) == 100


def test_slots_hold_what_a_slow_search_finds() -> None:
    """Against the definition, second by second."""
    import random

    chance = random.Random(7)
    for _ in range(300):
        holds = [
            Hold(
                begin := chance.randrange(40),
                begin + chance.randrange(1, 15),
                {"c": chance.randrange(1, 4)},
                chance.choice("abcd"),
            )
            for _ in range(chance.randrange(7))
        ]
        amount, length, after = chance.randrange(1, 5), chance.randrange(1, 12), chance.randrange(20)

        def is_free(second: int, holds: list[Hold] = holds, amount: int = amount) -> bool:
            groups: dict[str, int] = {}
            for hold in holds:
                if hold.begins <= second < hold.ends:
                    groups[hold.group] = max(groups.get(hold.group, 0), hold.amounts["c"])
            return amount + sum(groups.values()) <= 5

        wanted = next(t for t in range(after, 200) if all(is_free(s) for s in range(t, t + length)))
        assert earliest(holds, {"c": 5}, {"c": amount}, length, after) == wanted


def test_an_instant_is_in_utc() -> None:
    assert (
        times.format_instant(datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=1)))) == "2026-01-31T11:00:00Z"
    )
