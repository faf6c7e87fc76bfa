"""`python -m berth serve`: a broker of IVOA ExecutionBroker 1.0 over real HTTP."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from berth import BerthError, ExecutionSession, OfferSetResponse, Portal, RemotePlatform, Silence
from conftest import EXAMPLES, ROOT, SCRIPT, Serve, script

B = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds"


def accept(phase: str = "ACCEPTED") -> dict[str, str]:
    return {"kind": "uri:enum-value-update", "path": "phase", "value": phase}


def test_a_platform_behind_http_is_used_as_a_local_one_is(serve: Serve) -> None:
    service = serve("Lab")
    answers = Portal([RemotePlatform(service.url)]).ask(script("echo one; echo two >&2"))
    session = answers.accept()
    assert "".join(session.logs(follow=True)) == "one\n"
    result = session.result(20)
    assert (result.stdout, result.stderr, result.exit_code) == ("one\n", "two\n", 0)


def test_the_calls_of_the_standard(serve: Serve) -> None:
    with httpx.Client(base_url=serve("Priced").url, timeout=20) as client:
        asked = client.post("/requests", json={**SCRIPT, "surprise": {"x": 1}})
        assert asked.status_code == 303
        document = asked.json()
        assert asked.headers["location"].endswith(f"/offersets/{document['meta']['uuid']}")
        assert client.get(asked.headers["location"]).json() == document
        assert document["kind"] == f"{B}/offerset/execution-offerset.yaml"
        read = OfferSetResponse.read(document)
        offer = read.offers[0]
        assert (read.result, offer.phase, len(read.offers)) == ("YES", "OFFERED", 2)
        assert offer.kind == f"{B}/session/scheduled-execution-session.yaml"
        assert offer.meta and offer.schedule and offer.schedule.preparing and offer.schedule.available
        assert offer.schedule.preparing.duration == "PT1S"
        assert offer.schedule.available.duration == "PT2H"
        messages = [message.message for message in offer.meta.messages]
        assert messages == ["Offered by priced.", "surprise is not known here and was ignored."]
        assert document["offers"][0]["meta"]["options"][0]["values"] == ["ACCEPTED", "REJECTED"]
        own, sibling = (f"/sessions/{one.meta.uuid}" for one in read.offers if one.meta)
        accepted = client.post(own, json=accept())
        assert (accepted.status_code, accepted.json()["phase"]) == (200, "ACCEPTED")
        assert "expires" not in accepted.json()
        assert client.post(own, json=accept()).status_code == 200
        assert client.get(sibling).json()["phase"] == "REJECTED"
        refused = client.post(sibling, json=accept())
        assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
        events = client.get(own + "/events").text
        phases = [json.loads(line[6:])["phase"] for line in events.splitlines() if line.startswith("data: ")]
        ends = ["ACCEPTED", "PREPARING", "AVAILABLE", "RUNNING", "RELEASING", "COMPLETED"]
        # It waits for its second only where that has not begun.
        assert [one for one in dict.fromkeys(phases) if one not in ("OFFERED", "WAITING")] == ends
        assert client.get(own + "/log/stdout").text == "hello you\n"
        assert client.get(own + "/events", headers={"Last-Event-ID": "99"}).status_code == 204
        ended = client.get(own).json()
        assert "options" not in ended["meta"]
        assert ExecutionSession.read(ended).document() == ended
        assert own.endswith(client.get("/sessions?phase=COMPLETED").json()["sessions"][0]["meta"]["uuid"])
        assert client.get("/health").json()["status"] == "PASS"


def test_answers_are_valid_by_the_schemas(serve: Serve) -> None:
    """Those of the repository, which generated clients are made of: closed, with what is required."""
    with httpx.Client(base_url=serve("Priced").url, timeout=20) as client:
        request = {**SCRIPT, "meta": {"name": "mine"}}
        offers = client.post("/requests", json=request).json()
        check(offers, "offerset-response")
        assert offers["offers"][0]["meta"]["name"] == "mine"
        refused = client.post("/requests", json={"executable": {"kind": "teleporter"}, "data": [{"kind": "x"}]}).json()
        assert refused["result"] == "NO"
        check(refused, "offerset-response")
        own = f"/sessions/{offers['offers'][0]['meta']['uuid']}"
        for answer in (client.post(own, json=accept()), client.get(own)):
            check(answer.json(), "execution-session")
        assert "COMPLETED" in client.get(own + "/events").text
        check(client.get(own).json(), "execution-session")
        check(client.post("/direct", json={}).json(), "execution-session")


def check(document: dict[str, Any], schema: str) -> None:
    text = (ROOT / f"schemas/{schema}.json").read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(json.loads(text), format_checker=jsonschema.FormatChecker())
    assert [f"{error.json_path}: {error.message}"[:300] for error in validator.iter_errors(document)] == []


def test_no_is_an_answer_and_can_be_read_again(serve: Serve) -> None:
    with httpx.Client(base_url=serve("Lab").url, timeout=20) as client:
        big = {**SCRIPT, "compute": {"kind": "simple-compute-resource", "cores": {"min": 64}}}
        asked = client.post("/requests", json=big)
        document = asked.json()
        assert (asked.status_code, document["result"], "offers" in document) == (303, "NO", False)
        first = document["meta"]["messages"][0]
        assert set(first) == {"kind", "time", "level", "template", "values", "message"}
        assert first["message"] == "compute.cores.min: 64 cores are wanted, this platform has 4."
        option = {"kind": "uri:integer-value-option", "path": "compute.cores.min", "min": 1, "max": 4, "units": "cores"}
        assert document["meta"]["options"] == [option]
        assert client.get(asked.headers["location"]).json() == document
        direct = client.post("/direct", json=big)
        assert (direct.status_code, direct.json()["phase"]) == (400, "FAILED")
        assert direct.json()["meta"]["messages"][0]["message"] == first["message"]


def test_direct_runs_without_offers(serve: Serve) -> None:
    with httpx.Client(base_url=serve("Lab").url, timeout=20) as client:
        run = client.post("/direct", json=SCRIPT)
        assert (run.status_code, run.json()["phase"]) == (303, "ACCEPTED")
        assert "COMPLETED" in client.get(run.headers["location"] + "/events").text


def test_yaml_goes_in_and_out(serve: Serve) -> None:
    headers = {"Content-Type": "application/yaml", "Accept": "application/yaml"}
    with httpx.Client(base_url=serve("Lab").url, timeout=20, headers=headers) as client:
        asked = client.post("/requests", content=(EXAMPLES / "hello-container.yaml").read_bytes())
        assert asked.headers["content-type"] == "application/yaml"
        assert "result: 'NO'" in asked.text
        assert client.get("/sessions/x").headers["content-type"] == "application/problem+yaml"


WRONG = b'{"compute": {"kind": "simple-compute-resource", "cores": {"min": "x"}}}'


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "said"),
    [
        ("POST", "/requests", b"{", {}, 400, "cannot be read as JSON"),
        ("POST", "/requests", b"[1]", {}, 400, "with members"),
        ("POST", "/requests", b'{"a": NaN}', {}, 400, "NaN is no JSON"),
        ("POST", "/requests", b'{"a":' * 100 + b"1" + b"}" * 100, {}, 400, "at most 64 deep"),
        ("POST", "/requests", b"[" * 200_000, {}, 400, "cannot be read"),
        ("POST", "/requests", b"\xff", {}, 400, "cannot be read"),
        ("POST", "/requests", WRONG, {}, 400, "compute.cores.min"),
        ("POST", "/requests", b" " * ((1 << 20) + 1), {}, 413, "1048576"),
        ("POST", "/requests", b"<a/>", {"Content-Type": "application/xml"}, 415, "no other"),
        ("POST", "/requests", b"{}", {"Content-Type": "text/plain"}, 415, "no other"),
        ("POST", "/requests", b"{}", {"Idempotency-Key": '""'}, 400, "Idempotency-Key"),
        ("POST", "/requests", b"{}", {"Host": "evil.example.org"}, 421, "Host"),
        ("POST", "/requests", b"{}", {"Origin": "http://evil.example.org"}, 403, "another site"),
        ("GET", "/platforms", b"", {"Accept": "application/xml"}, 406, "application/json"),
        ("GET", "/sessions/x", b"", {}, 404, "UUID"),
        ("GET", "/offersets/4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b11", b"", {}, 404, "no offer set"),
        ("GET", "/nowhere", b"", {}, 404, "not offered here"),
        ("PUT", "/requests", b"", {}, 405, "not offered here"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_problem(
    method: str, path: str, body: bytes, headers: dict[str, str], status: int, said: str, shared_lab: str
) -> None:
    headers = {"Content-Type": "application/json", **headers}
    found = httpx.request(method, shared_lab + path, content=body, headers=headers, timeout=20)
    problem = found.json()
    assert (found.status_code, problem["status"]) == (status, status)
    assert found.headers["content-type"] == "application/problem+json"
    assert said in problem["detail"]


@pytest.fixture(scope="module")
def shared_lab() -> Any:
    from conftest import Service, free_port

    port = free_port()
    place = f"{ROOT / 'python/tests/platforms.py'}:Lab"
    service = Service([sys.executable, "-m", "berth", "serve", place, "--port", str(port)], f"http://127.0.0.1:{port}")
    yield service.url
    assert service.stop() == 0
    assert "memory only" in "".join(service.said)


def test_a_key_is_done_once(shared_lab: str) -> None:
    headers = {"Idempotency-Key": '"one"'}
    first = httpx.post(shared_lab + "/requests", json=SCRIPT, headers=headers)
    again = httpx.post(shared_lab + "/requests", json=SCRIPT, headers=headers)
    assert first.json() == again.json()
    other = httpx.post(shared_lab + "/requests", json=script("x"), headers=headers)
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (422, "key-reused")


def test_a_body_that_drips_does_not_keep_others_waiting(shared_lab: str) -> None:
    host, port = shared_lab.removeprefix("http://").split(":")
    connections = [socket.create_connection((host, int(port))) for _ in range(50)]
    for connection in connections:
        connection.sendall(b"POST /requests HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    begun = time.monotonic()
    assert httpx.get(shared_lab + "/health").status_code == 200
    assert time.monotonic() - begun < 2
    for connection in connections:
        connection.close()


def test_of_many_accepts_over_http_one_wins(serve: Serve) -> None:
    url = serve("Priced").url
    document = httpx.post(url + "/requests", json=SCRIPT, timeout=20).json()
    own = [one["meta"]["uuid"] for one in document["offers"]]
    statuses: list[tuple[int, int]] = []

    def take(number: int) -> None:
        found = httpx.post(f"{url}/sessions/{own[number % 2]}", json=accept(), timeout=20)
        statuses.append((number % 2, found.status_code))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(statuses)) in ([(0, 200), (1, 409)], [(0, 409), (1, 200)])


def test_users_are_told_apart_by_their_tokens(serve: Serve, tmp_path: Path) -> None:
    users = tmp_path / "users"
    lines = [f"{name} {hashlib.sha256(name.encode()).hexdigest()}" for name in ("ada", "grace")]
    users.write_text("# who may ask\n" + "\n".join(lines), encoding="utf-8")
    url = serve("Lab", "--users", str(users)).url
    assert httpx.post(url + "/requests", json=SCRIPT).status_code == 401
    assert httpx.get(url + "/health").status_code == 200
    offer = Portal([RemotePlatform(url, token="ada")]).ask(SCRIPT).soonest()
    session = offer.accept()
    stranger = httpx.get(f"{url}/sessions/{session.id}", headers={"Authorization": "Bearer grace"})
    assert stranger.status_code == 403
    log = httpx.get(f"{url}/sessions/{session.id}/log/stdout", headers={"Authorization": "Bearer grace"})
    assert log.status_code == 403
    assert session.result(20).exit_code == 0
    refused = Portal([RemotePlatform(url, token="mallory")]).ask(SCRIPT)
    assert [reason.rung for reason in refused.why()] == ["notYou"]


def test_a_silent_plugin_is_told_as_such(serve: Serve) -> None:
    service = serve("Broken")
    answer = RemotePlatform(service.url).canIDoThis(SCRIPT)
    assert isinstance(answer, Silence)
    assert (answer.reason, "on fire" in answer.message) == ("brokenReply", True)


def test_promises_survive_a_kill(serve: Serve, tmp_path: Path) -> None:
    service = serve("Lab", "--state", str(tmp_path))
    portal = Portal([RemotePlatform(service.url)])
    offer = portal.ask(SCRIPT).soonest()
    running = portal.ask(script(f"echo $$ > {tmp_path}/pid; sleep 1000")).accept()
    done = portal.ask(SCRIPT).accept()
    done.wait(20)
    while not (tmp_path / "pid").exists():
        time.sleep(0.02)
    service.stop(signal.SIGKILL)
    service.start()
    # What was promised is kept, what had run is told, what was running is honestly failed and its programs are gone.
    assert offer.accept().result(20).stdout == "hello you\n"
    assert done.refresh().phase == "COMPLETED"
    assert done.logs() == "hello you\n"
    assert running.wait(20).phase == "FAILED"
    assert any("was stopped" in message for message in running.messages)
    pid = (tmp_path / "pid").read_text().strip()
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_jobs_that_outlive_the_service_are_found_again(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    monkeypatch.setenv("BERTH_TEST_JOBS", str(jobs))
    service = serve("Stepwise", "--state", str(tmp_path / "state"))
    session = Portal([RemotePlatform(service.url)]).ask(script("x")).accept()
    for change in session.changes():
        if change.phase == "RUNNING":
            break
    service.stop(signal.SIGKILL)
    service.start()
    (jobs / f"{session.id}.done").touch()
    assert session.wait(20).phase == "COMPLETED"
    assert (jobs / f"{session.id}.started").read_text() == "x"


def test_who_follows_a_session_goes_on_after_a_restart(serve: Serve, tmp_path: Path) -> None:
    service = serve("Lab", "--state", str(tmp_path))
    request = {**SCRIPT, "schedule": {"requested": {"start": _in(3)}}}
    session = Portal([RemotePlatform(service.url)]).ask(request).accept()
    ended: list[str] = []
    following = threading.Thread(target=lambda: ended.append(session.result(60).stdout or ""))
    following.start()
    time.sleep(0.3)
    service.stop(signal.SIGKILL)
    service.start()
    following.join(60)
    assert ended == ["hello you\n"]


def _in(seconds: float) -> str:
    from datetime import timedelta

    from berth import times

    start = times.now() + timedelta(seconds=seconds)
    return times.format_interval(start, start + timedelta(hours=1))


def test_what_could_not_be_answered_does_nothing(serve: Serve) -> None:
    with httpx.Client(base_url=serve("Lab").url, timeout=20) as client:
        events = {"Accept": "text/event-stream"}
        assert client.post("/requests", json=SCRIPT, headers=events).status_code == 406
        offer = client.post("/requests", json=SCRIPT).json()["offers"][0]["meta"]["uuid"]
        assert len(client.get("/sessions").json()["sessions"]) == 1
        refused = client.post(f"/sessions/{offer}", json=accept(), headers={"Accept": "application/xml"})
        assert refused.status_code == 406
        assert client.get(f"/sessions/{offer}").json()["phase"] == "OFFERED"


def test_a_state_may_be_named_from_where_one_is(serve: Serve, tmp_path: Path) -> None:
    relative = os.path.relpath(tmp_path / "state")
    answers = Portal([RemotePlatform(serve("Lab", "--state", relative).url)]).ask(script("echo one"))
    assert answers.accept().result(20).stdout == "one\n"


def test_two_services_do_not_share_a_state(serve: Serve, tmp_path: Path) -> None:
    serve("Lab", "--state", str(tmp_path))
    with pytest.raises(AssertionError, match="used by another process"):
        serve("Lab", "--state", str(tmp_path))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["serve", "nothing"], 64, "module:Class"),
        (["serve", "no_such_module:X"], 66, "cannot be imported"),
        (["serve", "no/such.py:X"], 66, "no file no/such.py"),
        (["serve", "json:Lab"], 66, "json has no Lab"),
        (["serve", "json:JSONDecoder"], 65, "is no Platform"),
        (["serve", "PLATFORMS:Lab", "--host", "192.0.2.1"], 69, "cannot be started"),
        (["serve", "PLATFORMS:Lab", "--users", "/no/such/file"], 69, "No such file"),
    ],
)
def test_what_cannot_be_served_is_said(arguments: list[str], code: int, said: str) -> None:
    arguments = [one.replace("PLATFORMS", str(ROOT / "python/tests/platforms.py")) for one in arguments]
    environment = {"PYTHONPATH": str(ROOT / "python/src"), "PATH": "/usr/bin:/bin"}
    found = subprocess.run(
        [sys.executable, "-m", "berth", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert found.returncode == code
    assert said in found.stderr
    assert "Traceback" not in found.stderr


def test_streams_end_when_the_service_stops(serve: Serve) -> None:
    service = serve("Lab")
    session = Portal([RemotePlatform(service.url)]).ask(script("echo a; sleep 1000")).accept()
    with httpx.stream("GET", f"{service.url}/sessions/{session.id}/log/stdout?follow=true", timeout=20) as reply:
        pieces = reply.iter_raw()
        assert next(pieces) == b"a\n"
        begun = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        with pytest.raises(httpx.RemoteProtocolError):
            list(pieces)
    assert service.stop() == 0
    assert time.monotonic() - begun < 15


def test_a_broker_that_went_away_is_an_error_that_says_so(serve: Serve) -> None:
    service = serve("Lab")
    offer = Portal([RemotePlatform(service.url)]).ask(SCRIPT).soonest()
    service.stop()
    with pytest.raises(BerthError, match="cannot be reached") as raised:
        offer.accept()
    assert raised.value.code == "unreachable"
