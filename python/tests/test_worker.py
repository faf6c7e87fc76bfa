"""`python -m berth worker`, as docs/PYTHON_PLUGINS.md says it: JSON lines on real pipes."""

from __future__ import annotations

import base64
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from berth import ExecutionRequest, Question
from berth.__main__ import Failure, load
from berth.worker import _guard
from conftest import ROOT, SCRIPT, script


class Worker:
    """The other side of the pipe."""

    def __init__(self, name: str, *options: str, **environment: str) -> None:
        place = f"{ROOT / 'python/tests/platforms.py'}:{name}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "berth", "worker", place, *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT / "python/src"), **environment},
        )  # fmt: skip
        self.answers: dict[Any, dict[str, Any]] = {}
        self.number = 0
        self.rest = b""
        self.hello = self.read()

    def read(self, seconds: float = 20) -> dict[str, Any]:
        assert self.process.stdout is not None
        deadline = time.monotonic() + seconds
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            assert ready, "no line came in time"
            piece = os.read(self.process.stdout.fileno(), 1 << 20)
            assert piece, "the worker ended"
            self.rest += piece
        line, _, self.rest = self.rest.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def send(self, method: str, **parameters: Any) -> int:
        self.number += 1
        self.write(json.dumps({"id": self.number, "method": method, "params": parameters}).encode())
        return self.number

    def answer(self, identifier: int, seconds: float = 20) -> dict[str, Any]:
        while identifier not in self.answers:
            found = self.read(seconds)
            self.answers[found["id"]] = found
        return self.answers.pop(identifier)

    def call(self, method: str, **parameters: Any) -> Any:
        found = self.answer(self.send(method, **parameters))
        assert "error" not in found, found
        return found["result"]

    def error(self, method: str, **parameters: Any) -> dict[str, str]:
        found: dict[str, str] = self.answer(self.send(method, **parameters))["error"]
        return found

    def close(self) -> tuple[int, str]:
        if self.process.stdin is not None:
            self.process.stdin.close()
        code = self.process.wait(20)
        assert self.process.stderr is not None and self.process.stdout is not None
        with self.process.stderr, self.process.stdout:
            return code, self.process.stderr.read().decode()


@pytest.fixture
def worker() -> Iterator[Any]:
    started: list[Worker] = []

    def start(name: str, *options: str, **environment: str) -> Worker:
        started.append(Worker(name, *options, **environment))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.close() if one.process.stdin and not one.process.stdin.closed else None


def question(request: dict[str, Any] = SCRIPT) -> dict[str, Any]:
    return Question.of(ExecutionRequest.read(request)).document()


def work(plan: dict[str, Any], **members: Any) -> dict[str, Any]:
    found = {"session": "4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b02", "plan": plan, "end": "2036-01-01T00:00:00Z"}
    return {**found, "owner": {"subject": "ada", "groups": ["radio"]}, **members}


def test_the_whole_life_of_a_session(worker: Any) -> None:
    lab = worker("Lab")
    assert (lab.hello["berth"], lab.hello["protocol"]) == ("worker", 1)
    profile = lab.call("profile")
    assert profile == {
        "name": "lab",
        "kind": "python",
        "summary": "Runs scripts on this machine. It is a test.",
        "executables": ["https://www.purl.org/berth/schema/v1.0/kinds/executable/batch-script.yaml"],
        "capacity": {"cores": 4, "memory": 8},
        "outage": None,
    }
    answer = lab.call("canIDoThis", question=question())
    assert answer["answer"] == "yes"
    plan = answer["plans"][0]
    amounts = {one["name"]: one["amount"] for one in plan["demand"]["amounts"]}
    assert amounts == {"cores": 1, "memory": 1 << 30, "storage": 0}
    assert (plan["platform"], plan["preparing"], plan["executable"]["script"]) == ("lab", "PT0S", "echo hello $1")
    for part in ("compute", "executable"):
        assert lab.call("prepare", part=part, work=work(plan)) == {}
    assert lab.call("start", work=work(plan)) == {}
    # Repeating a step does not run the work twice.
    assert lab.call("start", work=work(plan)) == {}
    state = lab.call("observe", work=work(plan), seen="running")
    assert state == {"state": "finished", "outcome": {"isSuccess": True, "exitCode": 0, "notes": []}}
    piece = lab.call("log", work=work(plan), stream="stdout", offset=0, limit=1000, waiting=True)
    assert (base64.b64decode(piece["data"]), piece["isEnd"]) == (b"hello you\n", True)
    for part in ("executable", "compute"):
        assert lab.call("release", part=part, work=work(plan)) == {}
    assert lab.call("release", part="executable", work=work(plan)) == {}
    assert lab.call("forget", session=work(plan)["session"]) == {}
    assert lab.error("observe", work=work(plan), seen=None)["code"] == "lost"
    assert lab.close()[0] == 0


def test_no_has_obstacles_and_changes(worker: Any) -> None:
    big = {**SCRIPT, "compute": {"kind": "simple-compute-resource", "cores": {"min": 64}}}
    answer = worker("Lab").call("canIDoThis", question=question(big))
    assert answer == {
        "answer": "no",
        "obstacles": [
            {
                "rung": "never",
                "path": "compute.cores.min",
                "template": "{path}: {wanted} {unit} are wanted, this platform has {available}.",
                "values": {"wanted": "64", "available": "4", "unit": "cores"},
                "couldChange": "the site",
                "change": {
                    "path": "compute.cores.min",
                    "to": 4,
                    "range": {"type": "integers", "min": 1, "max": 4, "unit": "cores"},
                },
            }
        ],
    }


def test_silence_is_an_answer(worker: Any) -> None:
    answer = worker("Closed").call("canIDoThis", question=question())
    assert (answer["answer"], answer["reason"], answer["waited"]) == ("silence", "unreachable", "PT0S")


def test_answers_come_out_of_order(worker: Any) -> None:
    lab = worker("Lab")
    plan = lab.call("canIDoThis", question=question(script("sleep 1000")))["plans"][0]
    lab.call("start", work=work(plan))
    waiting = lab.send("observe", work=work(plan), seen="running")
    assert lab.call("profile")["name"] == "lab"
    assert lab.call("cancel", work=work(plan)) == {}
    finished = lab.answer(waiting)["result"]
    assert (finished["state"], finished["outcome"]["isSuccess"]) == ("finished", False)


def test_a_request_that_nobody_waits_for_any_more_is_dropped(worker: Any) -> None:
    slow = worker("Slow")
    waiting = slow.send("canIDoThis", question=question())
    assert slow.call("drop", id=waiting) == {}
    assert slow.call("profile")["name"] == "slow"
    assert waiting not in slow.answers


def test_what_a_plugin_prints_does_not_break_the_protocol(worker: Any) -> None:
    loud = worker("Loud")
    plan = loud.call("canIDoThis", question=question())["plans"][0]
    loud.call("start", work=work(plan))
    assert loud.call("observe", work=work(plan), seen="running")["state"] == "finished"
    piece = loud.call("log", work=work(plan), stream="stdout", offset=0, limit=1000, waiting=False)
    assert base64.b64decode(piece["data"]) == b"to the session\n"
    code, said = loud.close()
    assert code == 0
    for line in ("not an answer", "from below", "to nobody", "from a shell"):
        assert line in said


def test_a_plugin_that_fails_answers_with_an_error_and_goes_on(worker: Any) -> None:
    broken = worker("Broken")
    for _ in range(3):
        error = broken.error("canIDoThis", question=question())
        assert error == {"code": "broken", "message": "The plugin failed: RuntimeError: the lab is on fire"}
    assert broken.call("profile")["name"] == "broken"
    assert "Traceback" in broken.close()[1]


def test_a_plugin_that_wants_to_end_the_process_does_not(worker: Any) -> None:
    exiting = worker("Exiting")
    error = exiting.error("canIDoThis", question=question(script("sys.exit")))
    assert (error["code"], "SystemExit" in error["message"]) == ("broken", True)
    assert exiting.call("profile")["name"] == "exiting"
    exiting.send("canIDoThis", question=question(script("os._exit")))
    assert exiting.process.wait(20) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "no request"),
        (b"[1]", "an object"),
        (b'{"id": null, "method": "profile"}', "id must be"),
        (b'{"id": true, "method": "profile"}', "id must be"),
        (b'{"id": 1, "method": 7}', "method must be"),
        (b"\xff\xfe", "no request"),
        (b"[" * 200_000, "no request"),
    ],
)
def test_a_line_that_is_no_request_is_answered(line: bytes, said: str, worker: Any) -> None:
    lab = worker("Lab")
    lab.write(line)
    found = lab.read()
    assert (found["id"], found["error"]["code"]) == (None, "badRequest")
    assert said in found["error"]["message"]
    assert lab.call("profile")["name"] == "lab"


def test_requests_that_cannot_be_meant_are_errors(worker: Any) -> None:
    lab = worker("Lab")
    assert "no method fly" in lab.error("fly")["message"]
    assert lab.error("prepare", part="compute")["message"] == "params has no 'work'."
    assert lab.error("canIDoThis", question={})["code"] == "badRequest"
    assert lab.error("start", work={"session": "x", "plan": 7, "end": "y"})["code"] == "badRequest"
    plan = lab.call("canIDoThis", question=question())["plans"][0]
    assert lab.error("observe", work=work(plan), seen="asleep")["code"] == "badRequest"
    assert lab.error("log", work=work(plan), stream="x", offset=0, limit=1)["code"] == "badRequest"


def test_a_line_that_is_too_long_ends_the_worker(worker: Any) -> None:
    lab = worker("Lab")
    lab.write(b"x" * ((16 << 20) + 10))
    assert lab.read()["error"]["code"] == "overLimit"
    assert lab.close()[0] == 65


def test_the_end_of_input_stops_what_runs(worker: Any, tmp_path: Path) -> None:
    lab = worker("Lab", "--state", str(tmp_path))
    plan = lab.call("canIDoThis", question=question(script(f"echo $$ > {tmp_path}/pid; sleep 1000")))["plans"][0]
    lab.call("start", work=work(plan))
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    assert lab.close()[0] == 0
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_after_a_kill_the_next_worker_cleans_up(worker: Any, tmp_path: Path) -> None:
    lab = worker("Lab", "--state", str(tmp_path))
    task = question(script(f"echo $$ > {tmp_path}/pid; echo hi; sleep 1000"))
    plan = lab.call("canIDoThis", question=task)["plans"][0]
    lab.call("start", work=work(plan))
    piece = lab.call("log", work=work(plan), stream="stdout", offset=0, limit=10, waiting=True)
    assert base64.b64decode(piece["data"]) == b"hi\n"
    lab.process.kill()
    lab.process.wait()
    pid = Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}/stat")
    assert pid.exists()
    other = worker("Lab", "--state", str(tmp_path))
    assert other.error("start", work=work(plan))["code"] == "lost"
    assert other.error("observe", work=work(plan), seen="running")["code"] == "lost"
    assert other.call("release", part="executable", work=work(plan)) == {}
    assert not pid.exists() or pid.read_text().rpartition(")")[2].split()[0] == "Z"
    piece = other.call("log", work=work(plan), stream="stdout", offset=0, limit=10, waiting=False)
    assert base64.b64decode(piece["data"]) == b"hi\n"


def test_steps_of_ones_own(worker: Any, tmp_path: Path) -> None:
    own = worker("Stepwise", BERTH_TEST_JOBS=str(tmp_path))
    plan = own.call("canIDoThis", question=question())["plans"][0]
    progress = own.call("prepare", part="executable", work=work(plan))
    note = {"level": "INFO", "template": "Prepared {what}.", "values": {"what": "all"}}
    assert progress == {"notes": [note], "handle": {"job": 7}}
    assert own.error("start", work=work(plan))["code"] == "lost"
    started = own.call("start", work=work(plan, handle={"job": 7}))
    assert started["connectors"][0]["protocol"] == "http"
    assert own.call("observe", work=work(plan), seen=None) == {"state": "running"}
    waiting = own.send("observe", work=work(plan), seen="running")
    own.call("cancel", work=work(plan))
    assert own.answer(waiting)["result"]["outcome"]["isSuccess"] is False


def test_an_input_that_ends_at_once_ends_the_worker(tmp_path: Path) -> None:
    """A file and /dev/null cannot be waited for as pipes can."""
    place = f"{ROOT / 'python/tests/platforms.py'}:Lab"
    (tmp_path / "empty").touch()
    for name in ("/dev/null", str(tmp_path / "empty")):
        with open(name, "rb") as requests:
            ended = subprocess.run(
                [sys.executable, "-m", "berth", "worker", place], stdin=requests, capture_output=True, timeout=20
            )
        assert (ended.returncode, json.loads(ended.stdout)["berth"]) == (0, "worker")


def test_arguments_are_handed_to_the_class() -> None:
    named = load(f"{ROOT / 'python/tests/platforms.py'}:Named", ["title=the lab = good", "paper="])
    assert (named.summary, named.paper) == ("the lab = good", "")  # type: ignore[attr-defined]
    with pytest.raises(Failure, match="Named cannot be made with these arguments: missing a required argument"):
        load("platforms:Named")
    with pytest.raises(Failure, match="made already, and takes no arguments"):
        load("platforms:named", ["title=x"])


def test_a_worker_that_does_not_end_after_its_broker_is_killed() -> None:
    reading, writing = os.pipe()
    stubborn = subprocess.Popen(["sleep", "1000"])
    watched = os.pidfd_open(stubborn.pid)
    os.close(writing)
    _guard(watched, reading, 0.05)
    assert stubborn.wait(20) == -signal.SIGKILL
    # One that has ended by itself is left alone, and its broker may still be there.
    again, kept = os.pipe()
    _guard(watched, again, 1000)
    for descriptor in (reading, watched, again, kept):
        os.close(descriptor)
