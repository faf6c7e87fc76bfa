"""Portals: all at the same time, while answers still arrive, and how they look."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import platforms
from berth import BerthError, No, NoOffer, Obstacle, Plan, Platform, Portal, Yes, shown
from conftest import SCRIPT, script


class After(Platform):
    """Answers after so many seconds."""

    def __init__(self, name: str, seconds: float, costs: dict[str, float] | None = None) -> None:
        self.name = name
        self.seconds = seconds
        self.costs = costs

    def can_i_do_this(self, question: Any) -> Any:
        time.sleep(self.seconds)
        return Yes([Plan.of(question, costs=self.costs)])


def test_offers_arrive_while_others_still_think() -> None:
    portal = Portal([After("late", 1.5), After("soon", 0.0), After("middle", 0.5)])
    begun = time.monotonic()
    answers = portal.ask(SCRIPT)
    assert time.monotonic() - begun < 0.5
    arrived = [(offer.platform, time.monotonic() - begun, answers.is_done) for offer in answers]
    assert [name for name, _, _ in arrived] == ["soon", "middle", "late"]
    assert arrived[0][1] < 0.5
    assert not arrived[1][2]
    assert answers.first_offer_seconds is not None and answers.first_offer_seconds < 0.5
    assert answers.seconds is not None and 1.4 < answers.seconds < 3


async def test_the_callers_loop_goes_on_meanwhile() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    ticking = asyncio.create_task(tick())
    answers = await Portal([After("late", 0.5)]).ask_async(SCRIPT)
    assert [offer.platform async for offer in answers] == ["late"]
    ticking.cancel()
    assert ticks > 10


def test_the_deadline_is_kept() -> None:
    begun = time.monotonic()
    answers = Portal([After("never", 30), After("soon", 0)]).ask(SCRIPT, deadline=timedelta(seconds=0.5)).wait()
    assert time.monotonic() - begun < 2
    assert answers.silent["never"].reason == "tooSlow"
    assert answers.silent["never"].waited_seconds >= 0.5
    assert [offer.platform for offer in answers.offers] == ["soon"]
    with pytest.raises(BerthError, match="deadline"):
        Portal([]).ask(SCRIPT, deadline=0)


def test_a_start_that_is_soon_enough_ends_the_wait() -> None:
    portal = Portal([After("late", 20), After("soon", 0.0)])
    answers = portal.ask(SCRIPT, before=datetime.now(timezone.utc) + timedelta(hours=1)).wait()
    assert answers.seconds is not None and answers.seconds < 5
    assert [offer.platform for offer in answers.offers] == ["soon"]
    assert answers.silent["late"].message == "late was not waited for: another starts in time."


def test_a_start_that_nobody_has_is_waited_for_until_all_have_answered() -> None:
    portal = Portal([After("late", 0.5), After("soon", 0.0)])
    # Without a zone it is the time here.
    answers = portal.ask(SCRIPT, before=datetime.now() - timedelta(hours=1)).wait()
    assert len(answers.offers) == 2
    assert not answers.silent


def test_an_answer_that_is_not_complete_can_be_looked_at() -> None:
    answers = Portal([After("late", 1), After("soon", 0)]).ask(SCRIPT)
    next(iter(answers))
    assert list(answers.so_far) == ["soon"]
    assert repr(answers) == "<Answers: 1 yes with 1 offers, 0 no, 0 silent, 1 still asked>"
    answers.wait()
    assert repr(answers) == "<Answers: 2 yes with 2 offers, 0 no, 0 silent>"


def test_names_that_are_doubly_used_are_told_apart() -> None:
    answers = Portal([After("a", 0), After("a", 0)]).ask(SCRIPT)
    assert sorted(offer.platform for offer in answers.offers) == ["a", "a-2"]


def test_the_cheapest() -> None:
    portal = Portal([After("dear", 0, {"EUR": 2}), After("free", 0), After("cheap", 0, {"EUR": 1, "EUR/h": 3})])
    assert portal.ask(SCRIPT).cheapest().platform == "cheap"
    assert portal.ask(SCRIPT).cheapest("EUR/h").platform == "cheap"
    with pytest.raises(NoOffer, match="in kWh; there are EUR"):
        portal.ask(SCRIPT).cheapest("kWh")
    with pytest.raises(ValueError, match="EUR, kWh"):
        Portal([After("a", 0, {"EUR": 2}), After("b", 0, {"kWh": 2})]).ask(SCRIPT).cheapest()
    with pytest.raises(NoOffer, match="what it costs"):
        Portal([After("free", 0)]).ask(SCRIPT).cheapest()


def test_accepting_gives_the_offers_of_other_brokers_back() -> None:
    one, other = platforms.Small(), platforms.Lab()
    answers = Portal([one, other]).ask(SCRIPT)
    session = answers.accept(1)
    assert session.platform == "small"
    assert [offer["phase"] for offer in other.host.sessions_of(_local(), [])] == ["REJECTED"]
    session.wait(10)
    with pytest.raises(NoOffer, match="no offer 7; there are 1 to 2"):
        answers.accept(7)


def _local() -> Any:
    from berth import Asker

    return Asker()


def test_release_gives_all_back() -> None:
    lab = platforms.Lab()
    Portal([lab]).ask(SCRIPT).release()
    assert [offer["phase"] for offer in lab.host.sessions_of(_local(), [])] == ["REJECTED"]


class Rude(Platform):
    """Says things that would do harm where they are shown."""

    name = "rude<b>"

    def can_i_do_this(self, question: Any) -> Any:
        said = "<script>alert(1)</script>\x1b[2J\u202e & more"
        return No([Obstacle("notAllowed", "executable", "{path}: {said}", {"said": said})])


def test_what_others_say_does_no_harm_where_it_is_shown() -> None:
    answers = Portal([Rude(), platforms.Broken()]).ask(SCRIPT)
    html = answers._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;[2J &amp; more" in html
    assert "rude&lt;b&gt;" in html
    assert "\x1b" not in str(answers)
    assert "\u202e" not in str(answers) + html


def test_the_same_reason_of_many_stands_once() -> None:
    labs = [platforms.Lab(), platforms.Small()]
    answers = Portal(labs).ask({"executable": {"kind": "docker-container"}})
    assert [(reason.path, reason.platforms) for reason in answers.why()] == [("executable.kind", ("lab", "small"))]
    assert str(answers.why()).splitlines()[0] == "Why not"


def test_tables_fit_the_terminal() -> None:
    table = shown.Table("T", ("#", "text", "empty"), [("1", "word " * 40, ""), ("2", "x" * 100, "")])
    lines = shown.text([table], width=50).splitlines()
    assert max(len(line) for line in lines) <= 50
    assert lines[0] == "T"
    assert lines[1].split() == ["#", "text"]
    assert "".join(lines).count("word") == 40
    assert "".join(line[3:] for line in lines).count("x") >= 100


def test_nobody_to_ask() -> None:
    answers = Portal([]).ask(SCRIPT)
    assert str(answers) == "Nobody was asked."
    with pytest.raises(NoOffer):
        answers.soonest()


def test_waiting_methods_do_not_stop_the_loop_that_they_wait_for() -> None:
    from berth._loop import call

    async def inner() -> None:
        with pytest.raises(RuntimeError, match="_async"):
            call(asyncio.sleep(0))

    call(inner())


def test_a_script_that_prints_is_printed_whole() -> None:
    session = Portal([platforms.Lab()]).ask(script("printf 'ümläut ✓'")).accept()
    assert session.result(10).stdout == "ümläut ✓"


def test_what_is_no_platform_is_told_at_once() -> None:
    with pytest.raises(BerthError, match=r"give RemotePlatform\(url\)"):
        Portal(["http://127.0.0.1:1"])  # type: ignore[list-item]
