"""The portal while 200 people watch sessions and 20 ask: how long its pages take, and how much memory it has."""

import html
import http.client
import json
import pathlib
import re
import statistics
import tempfile
import threading
import time

import report
from placement import config
from servers import ROOT, Berth

SESSIONS, WATCHING, ASKING = 20, 200, 20
LINES = 120
BODY = json.dumps({
    "executable": {"kind": "docker-container", "image": {"locations": ["example.org/image:1"]}},
    "compute": {"kind": "simple-compute-resource", "cores": {"min": 1}, "memory": {"min": 1}},
}).encode()


class Browser:
    """One person: a connection and cookies, as a browser has them."""

    def __init__(self, port: int):
        self.port = port
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, the path that it leads to, the text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in form.items())
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def page(self, path: str) -> tuple[float, str]:
        """Seconds until all of the page is there, and the page."""
        begun = time.perf_counter()
        status, _, text = self.call("GET", path)
        if status != 200:
            raise SystemExit(f"{path} answers {status}: {text[:300]}")
        return time.perf_counter() - begun, text

    def send(self, page: str, action: str, more: dict[str, str] | None = None) -> str:
        """Sends the form of a page that goes to this path; where it leads."""
        form = re.search(rf'<form [^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
        if form is None:
            raise SystemExit(f"There is no form for {action}.")
        hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
        status, location, text = self.call(
            "POST", action, {**{name: html.unescape(value) for name, value in hidden}, **(more or {})})
        if status != 303:
            raise SystemExit(f"{action} answers {status}: {text[:300]}")
        return location


def quoted(text: str) -> str:
    return "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in text.encode())


def server(folder: pathlib.Path) -> Berth:
    lines = [{"at": f"PT{second}S", "text": f"line {second}: something that a task says now and then"}
             for second in range(LINES)]
    made = Berth(folder, config(folder, {
        "log": {"level": "error"},
        "broker": {"unfinishedSessions": 10**6, "unfinishedPerPerson": 10**6},
        "platforms": [
            {"kind": "scripted", "name": f"site-{index}", "unlimited": True,
             "prices": [{"type": "EUR", "coreHour": 0.01 * (index + 1)}],
             "run": {"duration": "PT1H", "output": lines}}
            for index in range(4)
        ],
        "portal": {"catalogues": [{"name": "examples", "folder": str(ROOT / "examples/catalogue")}]},
    }))
    return made


def begun(served: Berth) -> list[str]:
    """Sessions that run and say something every second."""
    found = []
    for _ in range(SESSIONS):
        _, body = served.call("POST", "/requests", BODY)
        offer = json.loads(body)["offers"][0]["meta"]["uuid"]
        served.call("POST", f"/sessions/{offer}", json.dumps(
            {"kind": "uri:enum-value-update", "path": "phase", "value": "ACCEPTED"}).encode())
        found.append(offer)
    return found


class Watching(threading.Thread):
    """Somebody who has a session's page open, and counts what is put into it."""

    def __init__(self, port: int, session: str):
        super().__init__(daemon=True)
        self.browser = Browser(port)
        self.path = f"/portal/sessions/here/{session}"
        self.heard = 0
        self.is_over = False

    def run(self) -> None:
        _, page = self.browser.page(self.path)
        live = re.search(r'data-live="([^"]*)"', page)
        if live is None:
            return
        self.browser.connection.request("GET", html.unescape(live[1]), headers={
            "Accept": "text/event-stream",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())})
        answer = self.browser.connection.getresponse()
        while not self.is_over:
            line = answer.readline()
            if not line:
                return
            if line.startswith(b"event: put"):
                self.heard += 1


class Asking(threading.Thread):
    """Somebody who begins with an entry of the catalogue, asks, and looks at the offers until all have answered."""

    def __init__(self, port: int, until: float):
        super().__init__(daemon=True)
        self.browser = Browser(port)
        self.until = until
        self.request = ""
        self.seconds: dict[str, list[float]] = {
            "entry": [], "request": [], "offers": [], "asked until all answered": [],
        }
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            while time.perf_counter() < self.until:
                self.ask()
        except BaseException as problem:
            self.problem = problem

    def ask(self) -> None:
        seconds, page = self.browser.page(entry(self.browser))
        self.seconds["entry"].append(seconds)
        # One person has so many drafts and no more: who asks again asks about the same.
        if not self.request:
            action = re.search(r'action="(/portal/catalogue/[^"]*/draft)"', page)[1]
            self.request = self.browser.send(page, action)
        seconds, page = self.browser.page(self.request)
        self.seconds["request"].append(seconds)
        begun = time.perf_counter()
        asked = self.request.replace("/request/", "/asked/")
        guard = re.search(r'name="guard" value="([^"]*)"', page)[1]
        status, _, text = self.browser.call("POST", asked, {"guard": guard})
        if status != 303:
            raise SystemExit(f"{asked} answers {status}: {text[:300]}")
        while True:
            seconds, page = self.browser.page(asked)
            self.seconds["offers"].append(seconds)
            if "Everybody has answered" in page:
                break
        self.seconds["asked until all answered"].append(time.perf_counter() - begun)


def entry(browser: Browser) -> str:
    """The path of the entry of the catalogue that is a container."""
    _, page = browser.page("/portal/catalogue?words=hello")
    return html.unescape(re.search(r'<h2><a href="(/portal/catalogue/[^"]*)"', page)[1])


def looked(port: int, sessions: list[str], until: float) -> dict[str, list[float]]:
    """Pages, one after another, as somebody who goes through them."""
    browser = Browser(port)
    paths = {
        "front": "/portal/", "catalogue": "/portal/catalogue", "session": f"/portal/sessions/here/{sessions[0]}",
        "runs": "/portal/history", "platforms": "/portal/platforms",
    }
    seconds: dict[str, list[float]] = {name: [] for name in paths}
    while time.perf_counter() < until:
        for name, path in paths.items():
            seconds[name].append(browser.page(path)[0])
    return seconds


def measure(is_short: bool) -> tuple[str, str, list[report.Goal]]:
    length = 5 if is_short else 30
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / ".build") as place:
        served = server(pathlib.Path(place) / "portal")
        try:
            served.start()
            sessions = begun(served)
            alone = looked(served.port, sessions, time.perf_counter() + length / 2)
            before = served.resident_mebibytes()
            watching = [Watching(served.port, sessions[index % SESSIONS]) for index in range(WATCHING)]
            for watcher in watching:
                watcher.start()
            while any(watcher.heard < 1 for watcher in watching):
                time.sleep(0.05)
            until = time.perf_counter() + length
            asking = [Asking(served.port, until) for _ in range(ASKING)]
            for person in asking:
                person.start()
            counts, cpu = sum(watcher.heard for watcher in watching), served.cpu_seconds()
            busy = looked(served.port, sessions, until)
            heard, cpu = sum(watcher.heard for watcher in watching) - counts, served.cpu_seconds() - cpu
            after = served.resident_mebibytes()
            for person in asking:
                person.join()
                if person.problem is not None:
                    raise SystemExit(f"Somebody who asks: {person.problem}")
            for watcher in watching:
                watcher.is_over = True
        finally:
            served.stop()
    for name in asking[0].seconds:
        busy[name] = [second for person in asking for second in person.seconds[name]]
    rows = [[name, *(figures(alone[name]) if name in alone else ["", ""]), *figures(busy[name])] for name in busy]
    pages = [second for name in busy if name != "asked until all answered" for second in busy[name]]
    worst = sorted(pages)[int(0.99 * (len(pages) - 1))]
    count = len(busy["asked until all answered"])
    text = report.table(
        ["page", "alone, ms", "99 of 100", f"with {WATCHING} and {ASKING}, ms", "99 of 100"], rows) + f"""

{WATCHING} people watch {SESSIONS} sessions that say a line every second, and were sent {heard:,} pieces in
{length} s; {ASKING} ask four platforms as often as they can, {count:,} times. All of them, and whoever is measured, are
programs on the same processors. The portal and its broker are one process: {before:.0f} MiB before,
{after:.0f} MiB with all of them, {100 * cpu / length:.0f} % of a processor."""
    return "The portal, watched and asked", text, [
        report.Goal("A page of the portal, 99 of 100, 200 watching and 20 asking", 1000, 1000 * worst, "ms", False,
                    floor=4000),
        report.Goal("Memory of portal and broker with them", 150, after, "MiB", False, floor=400),
    ]


def figures(seconds: list[float]) -> list[str]:
    ordered = sorted(seconds)
    return [f"{1000 * statistics.median(ordered):.1f}", f"{1000 * ordered[int(0.99 * (len(ordered) - 1))]:.1f}"]
