"""Plugins in a process of their own: what they do to themselves, they do to nobody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from berth import Plan, PlatformError, Question, Silence, WorkerPlatform, Yes
from berth._model import ExecutionRequest
from berth.host import Host, Settings
from conftest import ROOT, SCRIPT, script

Start = Callable[..., Host]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    hosts: list[Host] = []

    def of(name: str) -> Host:
        platform = WorkerPlatform(f"{ROOT / 'python/tests/platforms.py'}:{name}", state=tmp_path)
        hosts.append(Host(platform, settings=Settings(answer_seconds=5)))
        return hosts[-1]

    yield of
    for host in hosts:
        await host.stop()
        await host.platform.close()  # type: ignore[attr-defined]


async def phases(host: Host, request: dict[str, Any]) -> tuple[str, list[str]]:
    offers = await host.ask(request, str(time.monotonic()))
    own = offers["offers"][0]["meta"]["uuid"]
    host.change(own, {"path": "phase", "value": "ACCEPTED"})
    return own, [document["phase"] async for document in host.changes(own)]


async def test_the_whole_life_of_a_session(start: Start) -> None:
    host = start("Lab")
    own, seen = await phases(host, script("echo hi; echo ho >&2; exit 3"))
    assert seen[-1] == "FAILED"
    assert [piece async for piece in host.log(own, "stdout", False)] == [b"hi\n"]
    assert [piece async for piece in host.log(own, "stderr", False)] == [b"ho\n"]
    assert "exit code 3" in host.read(own)["meta"]["messages"][-1]["message"]
    assert (host.platform.cores, host.platform.memory, host.platform.summary[:12]) == (4, 8, "Runs scripts")


async def test_one_that_ends_itself_is_silent_and_started_again(start: Start) -> None:
    host = start("Exiting")
    request = script("os._exit")
    answer = await host.answer(request, "a", 10)
    assert isinstance(answer, Silence)
    assert (answer.reason, "has ended" in answer.message) == ("unreachable", True)
    again = await host.answer(SCRIPT, "b", 10)
    assert isinstance(again, Silence)
    await asyncio.sleep(2.1)
    assert isinstance(await host.answer(SCRIPT, "c", 10), Yes)


async def test_a_start_outlives_who_first_waits_for_it(start: Start) -> None:
    host = start("Lab")
    platform = host.platform
    first = asyncio.ensure_future(platform._running())  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    first.cancel()
    assert isinstance(await host.answer(SCRIPT, "a", 10), Yes)
    # One that is being started when all ends leaves nothing.
    other = start("Lab").platform
    other_start = asyncio.ensure_future(other._running())  # type: ignore[attr-defined]
    await asyncio.sleep(0.05)
    await other.close()  # type: ignore[attr-defined]
    with pytest.raises(asyncio.CancelledError):
        await other_start
    assert other._process is None  # type: ignore[attr-defined]


async def test_one_that_raises_is_a_broken_reply_and_goes_on(start: Start) -> None:
    host = start("Broken")
    answer = await host.answer(SCRIPT, "a", 10)
    assert isinstance(answer, Silence)
    assert (answer.reason, "on fire" in answer.message) == ("brokenReply", True)
    assert await host.platform.outage() is None  # type: ignore[misc]


async def test_one_that_thinks_too_long_is_dropped(start: Start) -> None:
    host = start("Slow")
    begun = time.monotonic()
    answer = await host.answer(SCRIPT, "a", 1.0)
    assert isinstance(answer, Silence)
    assert answer.reason == "tooSlow"
    assert time.monotonic() - begun < 4
    assert await host.platform.outage() is None  # type: ignore[misc]


async def test_one_that_is_killed_loses_its_sessions_honestly(start: Start) -> None:
    host = start("Lab")
    offers = await host.ask(script("sleep 1000"), "a")
    own = offers["offers"][0]["meta"]["uuid"]
    host.change(own, {"path": "phase", "value": "ACCEPTED"})
    async for document in host.changes(own):
        if document["phase"] == "RUNNING":
            host.platform._process.kill()  # type: ignore[attr-defined]
    assert document["phase"] == "FAILED"


async def test_one_that_cannot_start_says_so(tmp_path: Path) -> None:
    platform = WorkerPlatform("no_such_module:X")
    assert "did not start" in str(await platform.outage())
    with pytest.raises(PlatformError, match="started again soon"):
        await platform._call("profile")


async def test_obstacles_and_changes_cross_the_pipe(start: Start) -> None:
    host = start("Choosy")
    request = script("x")
    request["executable"]["meta"] = {"name": "grumpy"}
    refused = await host.ask(request, "a")
    told = refused["meta"]["messages"]
    assert told[0]["message"] == "executable.meta.name: grumpy is rude."
    assert told[1]["values"]["to1"] == '"nice"'


def test_a_plan_crosses_the_pipe_as_it_is() -> None:
    question = Question.of(ExecutionRequest.read(SCRIPT))
    plan = Plan.of(question, cores=3, costs={"EUR": 2}, details={"queue": ["a", 1, None]})
    assert Plan.read(plan.document()).document() == plan.document()
    assert Question.read(question.document()) == question
