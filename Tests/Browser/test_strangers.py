"""What somebody comes to who wants what is somebody else's, or sends what no page has shown."""

from __future__ import annotations

import hashlib
import html
import http.client
import json
import os
import re
import subprocess
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, free_port

MARKUP = "\"><img src=x onerror=alert(1)><script>alert(2)</script>'"
FOREIGN = re.compile("<img src=x|<script>alert")
PEOPLE = ("ada", "bob")


class Person:
    """Speaks HTTP as a browser does, and as no browser would."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def send(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        sent = {"Accept": "text/html", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {**sent, **(headers or {})})
        reply = connection.getresponse()
        text = reply.read().decode("utf-8", "replace")
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                key, word = value.split(";")[0].split("=", 1)
                self.cookies[key] = word
        connection.close()
        return reply.status, dict(reply.getheaders()), text

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        return self.send("GET", path)

    def word(self) -> str:
        page = self.get("/portal/ask" if "berth-session" in self.cookies else "/portal/signin")[2]
        return re.search(r'name="guard" value="([0-9a-f]+)"', page)[1]  # type: ignore[index]

    def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]]) -> tuple[int, dict[str, str], str]:
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        return self.send("POST", path, urllib.parse.urlencode([*pairs, ("guard", self.word())]))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="berth-strangers-") as name:
        folder = Path(name)
        users = [{"name": one, "tokenSHA256": hashlib.sha256(one.encode()).hexdigest()} for one in PEOPLE]
        scripted = {"kind": "scripted", "cores": 8, "memory": 8, "run": {"duration": "PT1H"}}
        (folder / "c.yaml").write_text(
            json.dumps({"users": users, "platforms": [scripted], "portal": {"enabled": True}})
        )
        program = os.environ.get("BERTH_PROGRAM", str(ROOT / ".build/debug/berth"))
        ready = folder / "ready"
        with (folder / "log").open("wb") as log:
            broker = subprocess.Popen(
                [program, "serve", "--config", folder / "c.yaml", "--state-dir", folder / "state"]
                + ["--listen", f"127.0.0.1:{port}", "--ready-file", ready],
                stdout=log,
                stderr=log,
            )
            deadline = time.monotonic() + 60
            while not (ready.exists() and ready.read_text()):
                assert broker.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()
                time.sleep(0.05)
            yield port
            broker.terminate()
            broker.wait(60)


def signed_in(port: int, token: str) -> Person:
    person = Person(port)
    assert person.post("/portal/signin", {"token": token})[0] == 303
    return person


@pytest.fixture
def ada(port: int) -> Person:
    return signed_in(port, "ada")


@pytest.fixture
def strangers(port: int) -> list[Person]:
    return [signed_in(port, "bob"), Person(port)]


def asked(person: Person) -> tuple[str, str, str]:
    """A draft with its offers: its path, its asking, and an offer."""
    draft = person.post("/portal/ask", {"kind": "docker-container"})[1]["Location"]
    person.post(draft, {"revision": "1", "at:executable.image.locations": "a/b:1", "do": "save"})
    page = person.post(draft, {"revision": "2", "do": "ask"})[1]["Location"]
    for _ in range(200):
        text = person.get(page)[2]
        found = re.search(r'name="offer" value="([^"]+)"', text)
        if found and "Everybody has answered" in text:
            return draft, re.search(r'name="asking" value="([^"]+)"', text)[1], found[1]  # type: ignore[index]
    raise AssertionError(text)


def test_what_is_somebody_elses(ada: Person, strangers: list[Person]) -> None:
    draft, asking, offer = asked(ada)
    page = "/portal/asked/" + draft.rsplit("/", 1)[1]
    take = {"asking": asking, "broker": "here", "offer": offer}
    for one in strangers:
        for path in (draft, page, page + "/events", "/portal/refused"):
            assert one.get(path)[0] in (303, 403, 404), path
        for path, fields in (
            (page + "/accept", take), (page + "/change", {**take, "change": "1"}), (page, {}),
            (page + "/leave", take), (page + "/leave", {**take, "gone": "yes"}),
            (draft, {"revision": "3", "do": "save"}), (draft + "/remove", {}),
            (f"/portal/history/{asking}/again", {}),
        ):
            status, headers, _ = one.post(path, fields)
            assert status == 404 or headers.get("Location") == "/portal/signin", path
    session = ada.post(page + "/accept", take)[1]["Location"]
    assert session.startswith("/portal/sessions/here/")
    for one in strangers:
        for path in (session, session + "/log/stdout", session + "/log/result"):
            assert one.get(path)[0] in (303, 403, 404), path
        # By a status, as any page: a browser that follows the news asks no more then.
        assert one.get(session + "/events")[0] in (303, 403, 404)
        status, headers, _ = one.post(session + "/cancel", {})
        assert status == 403 or headers.get("Location") == "/portal/signin"
    assert "running" in ada.get(session)[2] or "preparing" in ada.get(session)[2]


def test_forms_that_no_page_has_shown(ada: Person, strangers: list[Person]) -> None:
    draft = ada.post("/portal/ask", {"kind": "docker-container"})[1]["Location"]
    word = "guard=" + ada.word()
    for body, headers in (
        ("", {}), ("guard=" + strangers[0].word(), {}), (word, {"Sec-Fetch-Site": "cross-site"}),
        (word, {"Sec-Fetch-Site": "same-site"}), (word, {"Content-Type": "text/plain"}),
        (word, {"Content-Type": "multipart/form-data; boundary=x"}),
        (word, {"Cookie": "berth-session=" + ada.cookies["berth-session"]}),
    ):
        assert ada.send("POST", draft + "/remove", body, headers)[0] in (400, 403), (body, headers)
    assert ada.get(draft + "/remove")[0] == 405
    assert ada.get(draft)[0] == 200


def test_markup_everywhere_is_text(ada: Person) -> None:
    request = {
        "executable": {
            "kind": "docker-container", "meta": {"name": MARKUP}, "image": {"locations": [MARKUP]},
            "command": [MARKUP], "environment": {MARKUP: MARKUP},
        },
        "compute": {"kind": MARKUP, MARKUP: MARKUP}, "data": [{"kind": MARKUP}],
        "storage": [{"kind": "simple-storage-resource", "meta": {"name": MARKUP}}], MARKUP: MARKUP,
    }  # fmt: skip
    draft = ada.post("/portal/ask", {"document": json.dumps(request)})[1]["Location"]
    name = draft.rsplit("/", 1)[1]
    pages = [ada.post(draft, {"revision": "1", "do": "ask"})[2]]
    word = urllib.parse.quote(MARKUP, safe="")
    pages += [
        ada.get(path)[2]
        for path in (
            draft, f"/portal/drafts/{name}?shared=1", "/portal/drafts", f"/portal/asked/{name}", "/portal/history",
            f"/portal/catalogue?words={word}&keyword={word}&author={word}&page={word}", f"/portal/catalogue/{word}",
            f"/portal/signin?to={word}", f"/portal/signin/return?error={word}&state={word}", f"/portal/{word}",
            f"/portal/history?after={word}", f"/portal/sessions/{word}/{word}", f"/portal/assets/{word}",
        )
    ]
    assert [page for page in pages if FOREIGN.search(page)] == []
    assert any(MARKUP in html.unescape(page) for page in pages)


@pytest.mark.parametrize(
    "path",
    [
        "/portal//", "/portal/../sessions", "/portal/%2e%2e/sessions", "/portal/assets/..%2f..%2fportal.db",
        "/portal/assets/%00", "/portal/%ff%fe", "/portal/" + "a/" * 3000, "/portal/drafts/%2e%2e.yaml",
        "/portal/sessions/here/..%2f..", "//portal/drafts", "/portal/drafts;x=1",
    ],
)  # fmt: skip
def test_odd_paths_are_not_found(ada: Person, path: str) -> None:
    assert ada.get(path)[0] in (400, 404, 414)


def test_what_is_huge_is_refused_or_quick(ada: Person) -> None:
    def within(seconds: float, status: int, path: str, fields: list[tuple[str, str]]) -> dict[str, str]:
        began = time.monotonic()
        answer = ada.post(path, fields)
        assert answer[0] == status and time.monotonic() - began < seconds, (answer[0], time.monotonic() - began)
        return answer[1]

    draft = ada.post("/portal/ask", {"kind": "docker-container"})[1]["Location"]
    within(10, 413, draft, [("a", "b")] * 5000)
    within(10, 303, draft, [(f"at:x{number}", "y") for number in range(4990)] + [("revision", "9")])
    kept = within(10, 303, "/portal/ask", [("document", "a" * 900_000)])["Location"]
    assert "a" * 900_000 in ada.get(kept.split("#")[0])[2]
    lines = [f"l{number}" for number in range(30_000)]
    request = json.dumps({"executable": {"kind": "docker-container", "command": lines}})
    long = within(10, 303, "/portal/ask", [("document", request)])["Location"]
    # Where each line stood before took minutes to tell.
    changed = "\n".join(reversed(lines))
    within(10, 303, long, [("revision", "1"), ("do", "save"), ("at:executable.command", changed)])
