"""Against the broker in Swift: ask, compare, accept, follow."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from berth import BerthError, NoOffer, Portal, RemotePlatform, SessionFailed, Yes
from berth.answers import No
from conftest import EXAMPLES

HELLO = json.loads((EXAMPLES / "hello-container.json").read_text(encoding="utf-8"))


def named(name: str, **compute: Any) -> dict[str, Any]:
    request = json.loads(json.dumps(HELLO))
    request["executable"]["meta"] = {"name": name}
    request["compute"].update(compute)
    return dict(request)


def test_a_task_is_asked_accepted_and_followed_to_its_output(swift: str) -> None:
    answers = Portal([RemotePlatform(swift, name="site")]).ask(str(EXAMPLES / "hello-container.yaml"))
    assert [offer.where for offer in answers] and answers
    assert answers.soonest().offered_by == "fast"
    assert answers.cheapest("EUR").offered_by == "cheap"
    assert "site/fast" in str(answers) and "0.05 EUR/h" in str(answers)
    session = answers.soonest().accept()
    assert "".join(session.logs(follow=True)) == "hello from fast\nand <b>more</b>\n"
    result = session.result(timeout=30)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "hello from fast\nand <b>more</b>\n", "")
    assert session.session.phase == "COMPLETED"
    assert session.logs() == result.stdout


def test_a_session_is_found_again_by_its_identifier(swift: str) -> None:
    session = Portal([RemotePlatform(swift)]).ask(HELLO).accept()
    again = RemotePlatform(swift).session(session.id)
    assert again.result(30).stdout == session.result(30).stdout
    with pytest.raises(BerthError) as raised:
        RemotePlatform(swift).session("4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b02")
    assert raised.value.code == "notFound"


async def test_the_same_with_await(swift: str) -> None:
    answers = await Portal([RemotePlatform(swift)]).ask_async(HELLO)
    offers = [offer async for offer in answers]
    assert len(offers) == 2
    session = await answers.accept_async(1)
    phases = [one.phase async for one in session.changes_async()]
    assert phases[-1] == "COMPLETED"
    assert (await session.result_async()).stdout == await session.logs_async()


def test_accepting_gives_the_siblings_back(swift: str) -> None:
    answers = Portal([RemotePlatform(swift)]).ask(HELLO)
    first, second = answers.offers
    first.accept().wait(30)
    with pytest.raises(BerthError) as raised:
        second.accept()
    assert raised.value.code in ("wrongPhase", "gone")


def test_every_reason_and_the_smallest_change(swift: str) -> None:
    request = named("big", cores={"min": 640}, memory={"min": 640})
    answers = Portal([RemotePlatform(swift, name="site")]).ask(request)
    assert not answers
    assert [(reason.rung, reason.path, reason.platforms) for reason in answers.why()] == [
        ("never", "compute.cores.min", ("site/fast",)),
        ("never", "compute.cores.min", ("site/cheap",)),
        ("never", "compute.memory.min", ("site/fast",)),
        ("never", "compute.memory.min", ("site/cheap",)),
    ]
    assert answers.changes()[0].platforms == ("site/fast",)
    changed = answers.changes().apply(1)
    assert (changed["compute"]["cores"], changed["compute"]["memory"]) == ({"min": 100}, {"min": 200})
    again = Portal([RemotePlatform(swift)]).ask(changed)
    assert again
    again.release()
    with pytest.raises(NoOffer, match="640 cores are wanted"):
        answers.soonest()


def test_what_some_behind_a_broker_cannot_is_told_beside_the_offers_of_others(swift: str) -> None:
    answers = Portal([RemotePlatform(swift, name="site")]).ask(named("middle", cores={"min": 50}))
    assert [offer.where for offer in answers.offers] == ["site/fast"]
    assert [reason.platforms for reason in answers.why()] == [("site/cheap",)]
    answers.release()


def test_a_platform_is_asked_by_itself(swift: str) -> None:
    platform = RemotePlatform(swift)
    assert isinstance(platform.canIDoThis(HELLO), Yes)
    answer = platform.can_i_do_this(named("huge", cores={"min": 10_000}))
    assert isinstance(answer, No)
    assert answer.obstacles[0].values["wanted"] == "10000"


def test_cancel_stops_it(swift: str) -> None:
    session = Portal([RemotePlatform(swift)]).ask(named("endless")).accept()
    for change in session.changes():
        if change.phase == "RUNNING":
            session.cancel()
    assert session.phase == "CANCELLED"
    with pytest.raises(SessionFailed, match="CANCELLED"):
        session.result()


def test_a_task_that_fails_says_its_exit_code(swift: str) -> None:
    session = Portal([RemotePlatform(swift)]).ask(named("failing")).accept()
    with pytest.raises(SessionFailed, match="exit code 3") as raised:
        session.result(timeout=30)
    assert (raised.value.exit_code, raised.value.phase) == (3, "FAILED")


def test_waiting_has_an_end_and_the_session_goes_on(swift: str) -> None:
    session = Portal([RemotePlatform(swift)]).ask(named("endless")).accept()
    with pytest.raises(TimeoutError, match="goes on"):
        session.wait(0.5)
    assert session.refresh().phase not in ("FAILED", "CANCELLED")
    assert session.cancel().wait(30).phase == "CANCELLED"


def test_a_question_that_is_sent_again_is_asked_once(swift: str) -> None:
    platform = RemotePlatform(swift)

    async def twice() -> list[Any]:
        return [await platform.answer(HELLO, "one-key", 10) for _ in range(2)]

    one, other = asyncio.run(twice())
    assert [offer.id for offer in one.offers] == [offer.id for offer in other.offers]


def test_unknown_members_reach_the_broker_which_tells_them(swift: str) -> None:
    session = Portal([RemotePlatform(swift)]).ask({**HELLO, "surprise": 1}).accept()
    told = Portal([RemotePlatform(swift)]).ask({**HELLO, "surprise": 1}).by_platform.popitem()[1]
    assert isinstance(told, Yes)
    assert session.id
