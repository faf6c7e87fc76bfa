"""Platforms of this process: asked, held, carried out, stopped, cleaned up."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import pytest

import platforms
from berth import BerthError, No, Plan, Platform, Portal, Question, SessionFailed, Silence, Yes
from berth.host import Host, Settings
from conftest import SCRIPT, script


def test_a_local_platform_is_used_as_a_remote_one_is() -> None:
    answers = Portal([platforms.Lab()]).ask(SCRIPT)
    session = answers.soonest().accept()
    assert "".join(session.logs(follow=True)) == "hello you\n"
    result = session.result(10)
    assert (result.stdout, result.stderr, result.exit_code) == ("hello you\n", "", 0)
    assert session.session.executable is not None


def test_both_names_of_the_question_ask() -> None:
    for platform in (platforms.Lab(), platforms.Priced(), platforms.Asynchronous()):
        request = script("0")
        assert isinstance(platform.canIDoThis(request), Yes)
        assert isinstance(platform.can_i_do_this(request), Yes)
        assert platform.canIDoThis(request).offers[0].phase == "OFFERED"


def test_no_has_every_reason_and_a_change_that_was_tried() -> None:
    request = script("x", compute={"kind": "simple-compute-resource", "cores": {"min": 64}, "memory": {"min": 99}})
    request["data"] = [{"kind": "simple-data-resource", "location": "http://example.org/a"}]
    answers = Portal([platforms.Lab()]).ask(request)
    assert [reason.path for reason in answers.why()] == ["data[0]", "compute.cores.min", "compute.memory.min"]
    changed = answers.changes().apply(1)
    assert Portal([platforms.Lab()]).ask(changed)
    assert len(answers.changes()[0].changes) == 3


def test_reasons_of_a_platforms_own() -> None:
    request = script("x")
    request["executable"]["meta"] = {"name": "grumpy"}
    answers = Portal([platforms.Choosy()]).ask(request)
    assert str(answers.why()[0].sentence) == "executable.meta.name: grumpy is rude."
    assert answers.changes().apply(1)["executable"]["meta"]["name"] == "nice"


def cores(**bounds: Any) -> dict[str, Any]:
    return {**SCRIPT, "compute": {"kind": "simple-compute-resource", "cores": bounds}}


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        ({}, "executable"),
        (cores(min=4, max=2), "compute.cores.min"),
        (cores(min="x"), "compute.cores.min"),
        (cores(max=0), "compute.cores.max"),
        ({"executable": {"kind": "teleporter"}}, "executable.kind"),
        ({"executable": {"kind": "docker-container"}}, "executable.kind"),
        ({"executable": {"kind": "batch-script"}}, "executable.script"),
        ({"executable": {"kind": "batch-script", "location": "http://example.org/x.sh"}}, "executable.location"),
        ({**SCRIPT, "schedule": {"requested": {"duration": "P1Y"}}}, "schedule.requested.duration"),
        ({**SCRIPT, "data": [{"kind": "simple-data-resource", "storage": "nowhere"}]}, "data[0].storage"),
        ({**SCRIPT, "storage": [{"kind": "simple-storage-resource"}]}, "storage[0]"),
        ({**SCRIPT, "metrics": [{"kind": "simple-minmax-float-metric", "type": "joy", "min": 1}]}, "metrics[0]"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_no_with_its_path(request_: dict[str, Any], path: str) -> None:
    answer = platforms.Lab().canIDoThis(request_)
    assert isinstance(answer, No)
    assert path in [obstacle.path for obstacle in answer.obstacles]


def test_accelerators_architectures_and_features_are_not_dropped() -> None:
    compute = {
        "kind": "accelerated-compute-resource",
        "cores": {"min": 9},
        "accelerators": [{"model": "gpu-a100"}],
        "architecture": "vax",
        "features": ["avx2"],
    }
    answers = Portal([platforms.Lab()]).ask({**SCRIPT, "compute": compute})
    paths = {reason.path for reason in answers.why()}
    assert paths == {"compute.cores.min", "compute.accelerators[0]", "compute.architecture", "compute.features[0]"}
    offer = Portal([platforms.Lab()]).ask(answers.changes().apply(1)).soonest()
    assert (offer.cores, offer.document["compute"]["kind"].rsplit("/", 1)[1]) == (
        4,
        "accelerated-compute-resource.yaml",
    )


def test_limits_on_costs_are_kept() -> None:
    limit = {"kind": "simple-minmax-float-cost", "type": "EUR", "max": 0.75}
    answers = Portal([platforms.Priced()]).ask({**SCRIPT, "costs": [limit]})
    assert [offer.costs[0].amount for offer in answers.offers] == [0.5]
    assert answers.cheapest().costs[0].amount == 0.5
    refused = Portal([platforms.Priced()]).ask({**SCRIPT, "costs": [{**limit, "max": 0.1}]})
    assert [reason.rung for reason in refused.why()] == ["tooDear"]
    assert Portal([platforms.Priced()]).ask(refused.changes().apply(1))


@pytest.mark.parametrize(
    ("platform", "reason", "said"),
    [
        (platforms.Broken(), "brokenReply", "the lab is on fire"),
        (platforms.Mute(), "brokenReply", "must return Yes"),
        (platforms.Closed(), "unreachable", "closed until Monday"),
        (platforms.Slow(), "tooSlow", "did not answer"),
    ],
)
def test_a_plugin_that_does_not_answer_is_silent(platform: Platform, reason: str, said: str) -> None:
    begun = time.monotonic()
    answers = Portal([platform, platforms.Lab()]).ask(SCRIPT, deadline=1)
    silence = answers.silent[platform.name]
    assert silence.reason == reason
    assert said in silence.message
    assert isinstance(answers.by_platform["lab"], Yes)
    assert time.monotonic() - begun < 3


def test_what_is_held_is_not_offered_again() -> None:
    small = platforms.Small()
    first = Portal([small]).ask(SCRIPT).soonest()
    second = Portal([small]).ask(SCRIPT).soonest()
    assert first.starts and second.starts and second.starts > first.starts
    first.reject()
    third = Portal([small]).ask(SCRIPT).soonest()
    assert third.starts and third.starts < second.starts


def test_an_offer_that_was_taken_or_rejected_cannot_be_accepted() -> None:
    answers = Portal([platforms.Priced()]).ask(SCRIPT)
    first, second = answers.offers
    session = first.accept()
    assert first.accept().id == session.id
    with pytest.raises(BerthError, match="REJECTED"):
        second.accept()
    session.wait(10)


async def test_an_offer_expires_and_frees_what_it_held() -> None:
    host = Host(platforms.Small(), settings=Settings(offer_life_seconds=0.3))
    offers = await host.ask(SCRIPT, "k")
    own = offers["offers"][0]["meta"]["uuid"]
    async for document in host.changes(own):
        last = document["phase"]
    assert last == "EXPIRED"
    with pytest.raises(BerthError) as raised:
        host.change(own, {"path": "phase", "value": "ACCEPTED"})
    assert raised.value.code == "gone"
    await host.stop()


def test_cancel_stops_the_programs_and_leaves_nothing(tmp_path: Path) -> None:
    lab = platforms.Lab()
    lab.runner.directory = tmp_path
    pid_file = tmp_path / "pid"
    session = Portal([lab]).ask(script(f"sleep 1000 & echo $! > {pid_file}; wait")).accept()
    while not (pid_file.exists() and pid_file.read_text()):
        time.sleep(0.02)
    child = int(pid_file.read_text())
    assert session.cancel().wait(10).phase == "CANCELLED"
    deadline = time.monotonic() + 5
    while _is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_running(child)
    assert os.listdir(tmp_path / "work") == []


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_programs_get_what_was_asked_and_nothing_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTH_SECRET", "of this program")
    request = script("env; pwd")
    request["executable"]["environment"] = {"WANTED": "by the asker"}
    said = Portal([platforms.Lab()]).ask(request).accept().result(10).stdout
    assert said is not None
    assert "WANTED=by the asker" in said
    assert "BERTH_SECRET" not in said
    assert said.splitlines()[-1] in said.split("HOME=")[1]


def test_a_run_that_does_not_stop_is_told_and_left() -> None:
    session = Portal([platforms.Stubborn()]).ask(SCRIPT).accept()
    for change in session.changes():
        if change.phase == "RUNNING":
            session.cancel()
    assert session.phase == "CANCELLED"
    assert any("is_cancelled" in message for message in session.messages)


def test_a_run_that_fails_says_why() -> None:
    session = Portal([platforms.Failing()]).ask(SCRIPT).accept()
    with pytest.raises(SessionFailed, match="ValueError: out of paper"):
        session.result(10)
    assert session.logs() == "halfway\n"


def test_an_exit_code_is_a_failure() -> None:
    with pytest.raises(SessionFailed) as raised:
        Portal([platforms.Lab()]).ask(script("exit 4")).accept().result(10)
    assert raised.value.exit_code == 4


def test_asynchronous_runs_are_cancelled_at_once() -> None:
    session = Portal([platforms.Asynchronous()]).ask(script("100")).accept()
    assert next(session.logs(follow=True)) == "begun\n"
    begun = time.monotonic()
    assert session.cancel().wait(10).phase == "CANCELLED"
    assert time.monotonic() - begun < 3


def test_work_ends_when_its_time_is_over() -> None:
    request = {**script("sleep 100"), "schedule": {"requested": {"duration": "PT1S"}}}
    session = Portal([platforms.Lab()]).ask(request).accept()
    assert session.wait(15).phase == "FAILED"
    assert any("time was over" in message for message in session.messages)


def test_output_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("berth.runner.LARGEST_LOG_BYTES", 1 << 20)
    session = Portal([platforms.Lab()]).ask(script("head -c 5000000 /dev/zero | tr '\\0' x; echo end >&2")).accept()
    result = session.result(20)
    assert result.stdout is not None and len(result.stdout) < (1 << 20) + 100
    assert "are not kept" in result.stdout
    assert result.stderr == "end\n"


def test_steps_are_taken_in_order_and_released_in_reverse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTH_TEST_JOBS", str(tmp_path))
    platform = platforms.Stepwise()
    session = Portal([platform]).ask(script("x")).accept()
    for change in session.changes():
        if change.phase == "RUNNING":
            assert [(one.protocol, one.status) for one in change.connectors] == [("http", "AVAILABLE")]
            (tmp_path / f"{session.id}.done").touch()
    assert session.phase == "COMPLETED"
    assert (tmp_path / f"{session.id}.prepared").read_text().split() == ["compute", "executable"]
    assert (tmp_path / f"{session.id}.released").read_text().split() == ["executable", "compute"]
    assert "Prepared all." in session.messages
    assert session.document["connectors"][0]["status"] == "FINISHED"
    assert session.logs("stderr") == "stderr of a job"
    assert platform.session(session.id).document == session.document


def test_a_question_is_complete() -> None:
    seen: list[Question] = []

    class Looking(Platform):
        """Looks."""

        accepts = ("data", "storage", "volumes")

        def can_i_do_this(self, question: Any) -> Any:
            seen.append(question)
            return Yes([Plan.of(question, cores=3)])

    request = {
        **SCRIPT,
        "compute": {
            "kind": "simple-compute-resource",
            "cores": {"max": 8},
            "volumes": [{"kind": "simple-volume-mount", "resource": "map"}],
        },
        "data": [{"kind": "simple-data-resource", "meta": {"name": "map"}, "location": "http://example.org/map"}],
        "schedule": {"requested": {"start": "2036-01-01T00:00:00Z/P1D", "duration": "PT10M"}},
    }  # fmt: skip
    offer = Looking().canIDoThis(request).offers[0]
    question = seen[0]
    assert (question.kind, question.cores.min, question.cores.max, question.memory.min) == ("batch-script", 1, 8, 1)
    assert question.storage_gib == 1
    data = offer.document["data"][0]
    assert data["storage"] == offer.document["storage"][0]["meta"]["uuid"]
    assert offer.document["storage"][0]["data"] == [data["meta"]["uuid"]]
    assert offer.document["compute"]["volumes"][0]["path"] == "/volumes/map"
    assert offer.document["compute"]["volumes"][0]["resource"] == data["meta"]["uuid"]
    assert offer.cores == 3
    assert str(offer.starts) == "2036-01-01 00:00:00+00:00"
    assert offer.duration and offer.duration.total_seconds() == 600


def test_many_accepts_at_once_have_one_winner() -> None:
    host = Host(platforms.Priced())

    async def race() -> list[str]:
        offers = await host.ask(SCRIPT, "k")
        own = [one["meta"]["uuid"] for one in offers["offers"]]

        async def accept(one: str) -> str:
            await asyncio.sleep(0)
            try:
                return str(host.change(one, {"path": "phase", "value": "ACCEPTED"})["meta"]["uuid"])
            except BerthError as error:
                return error.code

        found = await asyncio.gather(*(accept(own[number % 2]) for number in range(100)))
        await host.stop()
        return found

    found = asyncio.run(race())
    assert found.count("wrongPhase") == 50
    assert len(set(found)) == 2


def test_a_silence_may_be_an_answer() -> None:
    class Undecided(Platform):
        """Cannot say."""

        def can_i_do_this(self, question: Any) -> Any:
            return Silence("unreachable", "The scheduler does not answer.")

    assert Portal([Undecided()]).ask(SCRIPT).silent["undecided"].message == "The scheduler does not answer."
