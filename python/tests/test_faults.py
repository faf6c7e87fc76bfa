"""Brokers that misbehave on real sockets: each is a typed silence within the deadline, and changes no other answer."""

from __future__ import annotations

import gzip
import json
import resource
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import platforms
from berth import No, Portal, RemotePlatform, Silence, Yes
from conftest import SCRIPT, Misbehave, reply

Behaviour = Callable[[socket.socket, threading.Event], None]


def says(data: bytes) -> Behaviour:
    return lambda connection, _: connection.sendall(data)


def endless(connection: socket.socket, stopping: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
    while not stopping.is_set():
        connection.sendall(b" " * 65536)


def dripping(connection: socket.socket, stopping: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
    while not stopping.wait(0.1):
        connection.sendall(b" ")


def endless_head(connection: socket.socket, stopping: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not stopping.is_set():
        connection.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")


def mute(connection: socket.socket, stopping: threading.Event) -> None:
    stopping.wait(30)


def bomb() -> bytes:
    body = gzip.compress(b" " * (1 << 30), 9)
    return reply("200 OK", body, "Content-Encoding: gzip")


YES_WITHOUT = json.dumps({"result": "YES", "offers": []}).encode()
DEEP = b"[" * 500_000
LOOP = b"HTTP/1.1 303 See Other\r\nLocation: /requests\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
AWAY = reply("307 Temporary Redirect", b"", "Location: http://127.0.0.2:9/")


@pytest.mark.parametrize(
    ("behave", "reason", "said"),
    [
        (mute, "tooSlow", "did not answer within"),
        (dripping, "tooSlow", "did not answer within"),
        (endless, "brokenReply", "larger than 16 MiB"),
        (endless_head, "brokenReply", "not answer as HTTP does"),
        (says(b""), "brokenReply", "not answer as HTTP does"),
        (says(b"SSH-2.0-OpenSSH\r\n"), "brokenReply", "not answer as HTTP does"),
        (says(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}"), "brokenReply", "not answer as HTTP does"),
        (says(reply("200 OK", b"<html>hello</html>")), "brokenReply", "is it a broker?"),
        (says(reply("200 OK", b"[1]")), "brokenReply", "is it a broker?"),
        (says(reply("200 OK", b"{}")), "brokenReply", "neither YES nor NO"),
        (says(reply("200 OK", DEEP)), "brokenReply", "is it a broker?"),
        (says(reply("200 OK", b'{"result": "MAYBE"}')), "brokenReply", "neither YES nor NO"),
        (says(reply("200 OK", YES_WITHOUT)), "brokenReply", "no offer that could be accepted"),
        (says(reply("200 OK", b'{"result": "YES", "offers": [{"phase": "OFFERED"}]}')), "brokenReply", "no offer"),
        (says(reply("200 OK", b'{"result": "YES", "offers": 7}')), "brokenReply", "answer is none: offers"),
        (says(reply("200 OK", b"{}", "Content-Encoding: br")), "brokenReply", "compressed as br"),
        (says(bomb()), "brokenReply", "larger than 16 MiB"),
        (says(LOOP), "brokenReply", "redirects in a loop"),
        (says(AWAY), "brokenReply", "another service"),
        (says(reply("500 Oops", b"")), "brokenReply", "It made a mistake"),
        (says(reply("404 Not Found", b"")), "brokenReply", "nothing under that name"),
        (says(reply("503 Busy", b'{"detail": "Come back at noon."}')), "unreachable", "Come back at noon."),
        (says(reply("429 Busy", b"")), "unreachable", "too many questions"),
    ],
)
def test_a_broker_that_misbehaves_is_silent(behave: Behaviour, reason: str, said: str, misbehave: Misbehave) -> None:
    server = misbehave(behave)
    begun = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers = Portal([RemotePlatform(server.url, name="bad"), platforms.Lab()]).ask(SCRIPT, deadline=3)
    first = next(iter(answers))
    assert first.platform == "lab"
    silence = answers.by_platform["bad"]
    assert isinstance(silence, Silence)
    assert silence.reason == reason
    assert said in silence.message
    assert time.monotonic() - begun < 5
    assert isinstance(answers.by_platform["lab"], Yes)
    # Kilobytes: nothing that was sent is held as a whole.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_nobody_there(misbehave: Misbehave) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        answer = RemotePlatform(url).canIDoThis(SCRIPT)
    assert isinstance(answer, Silence)
    assert answer.reason == "unreachable"
    answer = RemotePlatform("http://no-such-host.invalid").canIDoThis(SCRIPT)
    assert isinstance(answer, Silence)
    assert answer.reason == "unreachable"


def test_who_is_not_known_is_told_no(misbehave: Misbehave) -> None:
    server = misbehave(says(reply("401 Unauthorized", b'{"detail": "Who are you?"}')))
    answer = RemotePlatform(server.url).canIDoThis(SCRIPT)
    assert isinstance(answer, No)
    assert [(one.rung, one.sentence) for one in answer.obstacles] == [("notYou", f"{server.url}: Who are you?")]


def offer_set(**members: Any) -> bytes:
    return json.dumps({"result": "YES", "offers": [{"meta": {"uuid": "x"}, "phase": "OFFERED"}], **members}).encode()


@pytest.mark.parametrize("status", ["200 OK", "201 Created", "303 See Other"])
def test_other_brokers_answer_in_their_own_way(status: str, misbehave: Misbehave) -> None:
    server = misbehave(
        says(reply(status, offer_set(mood="good"), "Location: http://elsewhere.example.org/offersets/x"))
    )
    answer = RemotePlatform(server.url).canIDoThis(SCRIPT)
    assert isinstance(answer, Yes)
    assert answer.offers[0].phase == "OFFERED"


def test_a_redirect_without_a_body_is_followed_within_the_broker_with_the_token(misbehave: Misbehave) -> None:
    heads: list[bytes] = []

    def behave(connection: socket.socket, _: threading.Event) -> None:
        heads.append(server.heads[-1])
        if server.heads[-1].startswith(b"POST"):
            connection.sendall(reply("303 See Other", b"", "Location: /offersets/x"))
        else:
            connection.sendall(reply("200 OK", gzip.compress(offer_set()), "Content-Encoding: gzip"))

    server = misbehave(behave)
    answer = RemotePlatform(server.url, token="secret-word").canIDoThis(SCRIPT)
    assert isinstance(answer, Yes)
    assert [head.split(b" HTTP")[0].split(b"?")[0] for head in heads] == [b"POST /requests", b"GET /offersets/x"]
    assert all(b"authorization: bearer secret-word" in head.lower() for head in heads)
    assert b"idempotency-key: " in heads[0].lower()
    assert b"idempotency-key" not in heads[1].lower()


def test_a_broker_is_told_its_deadline(misbehave: Misbehave) -> None:
    server = misbehave(says(reply("200 OK", offer_set())))
    Portal([RemotePlatform(server.url)]).ask(SCRIPT, deadline=4).wait()
    assert server.heads[-1].startswith(b"POST /requests?time=PT3.600S HTTP")


def test_a_broker_that_takes_no_such_parameter_is_asked_without(misbehave: Misbehave) -> None:
    lines: list[bytes] = []

    def behave(connection: socket.socket, _: threading.Event) -> None:
        lines.append(server.heads[-1].split(b" HTTP")[0])
        status = "400 Bad Request" if b"?" in lines[-1] else "200 OK"
        connection.sendall(reply(status, offer_set()))

    server = misbehave(behave)
    platform = RemotePlatform(server.url)
    for _ in range(2):
        assert Portal([platform]).ask(SCRIPT, deadline=4).offers
    assert lines == [b"POST /requests?time=PT3.600S", b"POST /requests", b"POST /requests"]


def test_a_no_of_another_broker_has_its_words_and_its_options(misbehave: Misbehave) -> None:
    document = {
        "result": "NO",
        "meta": {
            "messages": [
                {"level": "INFO", "message": "Hello."},
                {"level": "ERROR", "template": "Too {what}.", "values": {"what": "big"}, "message": "Too big."},
            ],
            "options": [
                {"kind": "uri:integer-value-option", "path": "compute.cores.min", "min": 1, "max": 2},
                {"kind": "uri:enum-value-option", "path": "executable.kind", "values": ["docker-container"]},
                {"kind": "uri:string-value-option", "path": "meta.name", "pattern": "x.*"},
                {"kind": "uri:integer-value-option", "path": "a..b", "min": 1},
            ],
        },
    }
    server = misbehave(says(reply("200 OK", json.dumps(document).encode())))
    request = {**SCRIPT, "compute": {"kind": "simple-compute-resource", "cores": {"min": 8}}}
    answers = Portal([RemotePlatform(server.url)]).ask(request)
    assert [(reason.rung, reason.sentence) for reason in answers.why()] == [("said", "Too big.")]
    changed = answers.changes().apply(1)
    assert changed["compute"]["cores"]["min"] == 2
    assert changed["executable"]["kind"] == "docker-container"


def test_a_broker_without_events_is_asked_again(misbehave: Misbehave) -> None:
    phases = iter(["ACCEPTED", "PREPARING", "RUNNING", "RUNNING", "COMPLETED"])

    def behave(connection: socket.socket, _: threading.Event) -> None:
        head = server.heads[-1]
        if b"/events" in head.split(b"\r\n")[0]:
            connection.sendall(reply("404 Not Found", b""))
        elif head.startswith(b"POST /requests"):
            connection.sendall(reply("200 OK", offer_set()))
        elif b"/log/" in head:
            connection.sendall(reply("404 Not Found", b""))
        else:
            connection.sendall(reply("200 OK", json.dumps({"meta": {"uuid": "x"}, "phase": next(phases)}).encode()))

    server = misbehave(behave)
    session = Portal([RemotePlatform(server.url)]).ask(SCRIPT).accept()
    result = session.result(20)
    assert (session.phase, result.stdout, result.exit_code) == ("COMPLETED", None, 0)


def test_the_token_is_in_no_text(misbehave: Misbehave) -> None:
    server = misbehave(says(reply("500 Oops", b"")))
    platform = RemotePlatform(server.url, token="secret-word")
    answers = Portal([platform]).ask(SCRIPT)
    assert "secret-word" not in repr(platform) + str(answers) + repr(answers.silent)


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://x", "http://", "http://a:b@c", "http://x/?q", "http://x:99999", "http://x y"]
)
def test_what_is_no_url_is_refused_at_once(url: str) -> None:
    from berth import BerthError

    with pytest.raises(BerthError, match="URL of a broker") as raised:
        RemotePlatform(url)
    assert raised.value.code == "badAddress"
    assert "a:b" not in str(raised.value)


@pytest.mark.parametrize("token", ["", "two words", "ümlaut"])
def test_what_is_no_token_is_refused_at_once(token: str) -> None:
    from berth import BerthError

    with pytest.raises(BerthError, match="one word"):
        RemotePlatform("http://x", token=token)
