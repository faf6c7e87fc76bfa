"""A broker with its portal in front of real engines, and a browser that looks at it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import random
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SHOTS = Path(os.environ.get("BERTH_SHOTS", ROOT / ".build/browser-shots"))
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Spectra"},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "source": "print('six times seven is', 6 * 7)",
            "execution_count": None,
            "outputs": [],
        },
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}

CONFIGURATION = """
listen: 127.0.0.1:{port}
broker: {{answerTime: PT5S}}
platforms:
- kind: containers
  name: engine
  engine: {socket}
  # Enough for what every test asks and does not take.
  cores: 40
  memory: 80
  storage: 100
  prices: [{{type: EUR, coreHour: 0.04, memoryHour: 0.01}}]
- kind: jupyter
  name: notebooks
  python: {python}
  cores: 20
  memory: 40
  storage: 50
  dataAddresses: [127.0.0.0/8]
- kind: jupyter
  name: lab
  mode: interactive
  python: {python}
  instance: lab
  cores: 20
  memory: 40
  storage: 50
  dataAddresses: [127.0.0.0/8]
- kind: scripted
  name: cluster
  summary: A busy cluster, acted.
  cores: 64
  memory: 256
  storage: 1000
  preparing: PT10M
  prices: [{{type: EUR, coreHour: 0.01}}]
  executables: [docker-container]
  answer: {{delay: PT0.4S}}
  run: {{duration: PT1H, output: [{{text: "<b>bold</b> & plain"}}]}}
- kind: scripted
  name: small
  summary: A machine that is too small, acted.
  cores: 1
  memory: 1
  storage: 1
  executables: [docker-container]
- kind: scripted
  name: club
  summary: For members, acted.
  cores: 4
  memory: 4
  storage: 4
  executables: [docker-container]
  prices: [{{type: EUR, coreHour: 0.2, start: 1}}]
  footprint: [{{type: kWh, coreHour: 0.01}}]
- kind: scripted
  name: away
  summary: A site that does not answer, acted.
  answer: {{silence: {{reason: unreachable}}}}
access:
- {{platform: club, groups: [astronomers]}}
portal:
  leavingTime: PT2S
  catalogues:
  - name: examples
    folder: {catalogue}
"""


def free_port() -> int:
    """Below those that the system gives to connections: one of these could be taken before it is used."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Site:
    """The broker, its portal and what stands behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.broker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        subprocess.run([ROOT / "scripts/engine", self.folder], check=True, stdout=subprocess.DEVNULL, timeout=120)
        self._serve_notebook()
        catalogue = self.folder / "catalogue"
        shutil.copytree(HERE / "catalogue", catalogue)
        for file in catalogue.glob("*.json"):
            file.write_text(file.read_text().replace("@NOTEBOOKS@", self.notebooks))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        configuration = self.folder / "config.yaml"
        configuration.write_text(
            CONFIGURATION.format(
                port=self.port,
                socket=(self.folder / "socket").read_text().strip(),
                python=ROOT / ".build/jupyter/bin/python",
                catalogue=catalogue,
            )
        )
        self.start_broker()

    def start_broker(self) -> None:
        program = os.environ.get("BERTH_PROGRAM", str(ROOT / ".build/debug/berth"))
        ready = self.folder / "ready"
        ready.unlink(missing_ok=True)
        with (self.folder / "broker.log").open("ab") as log:
            self.broker = subprocess.Popen(
                [program, "serve", "--config", self.folder / "config.yaml", "--state-dir", self.folder / "state"]
                + ["--ready-file", ready],
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while not (ready.exists() and ready.read_text().strip()):
            assert self.broker.poll() is None, (self.folder / "broker.log").read_text()
            assert time.monotonic() < deadline, "The broker does not start."
            time.sleep(0.05)

    def stop_broker(self, *, hard: bool = False) -> None:
        if self.broker and self.broker.poll() is None:
            self.broker.kill() if hard else self.broker.terminate()
            self.broker.wait(60)

    def stop(self) -> None:
        self.stop_broker()
        self.server.shutdown()
        stop = self.folder / "stop-engine"
        if stop.exists():
            subprocess.run([stop], timeout=120)

    def _serve_notebook(self) -> None:
        files = self.folder / "files"
        files.mkdir()
        (files / "spectra.ipynb").write_text(json.dumps(NOTEBOOK))

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *arguments: object) -> None:
                pass

        handler = functools.partial(Handler, directory=str(files))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.notebooks = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    # In a folder of its own: pytest keeps old ones, and what an engine leaves there other runs could not remove.
    site = Site(Path(tempfile.mkdtemp(prefix="berth-browser-")))
    try:
        site.start()
        yield site
    finally:
        site.stop()
        shutil.rmtree(site.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "Install chromium: scripts/setup test"
    with sync_playwright() as playwright:
        # Without a sandbox: tests run as root inside containers, and open pages of their own only.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """One person's browser: what it shows, whatever it says on its console, and where it goes."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.said: list[str] = []
        self.foreign: list[str] = []
        context.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.said.append(f"error: {error.error}"))
        context.on("request", self._look)
        self.page = context.new_page()

    def _look(self, request: object) -> None:
        url: str = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.base, "data:")):
            self.foreign.append(url)

    def open(self, path: str, page: Page | None = None) -> Page:
        page = page or self.page
        page.goto(self.base + path)
        return page

    def errors(self) -> list[str]:
        return [line for line in self.said if line.startswith("error")]


@pytest.fixture
def visit(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Parametrise indirectly with options of a browser context, such as a viewport."""
    options = {"viewport": DESK, **getattr(request, "param", {})}
    context = browser.new_context(**options)
    context.set_default_timeout(20_000)
    visit = Visit(context, site.url)
    yield visit
    context.close()
    assert visit.errors() == []
    assert visit.foreign == [], "pages ask nobody else for anything"


def shot(page: Page, name: str) -> None:
    """Keeps a picture of the whole page."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def findings(page: Page) -> list[str]:
    """What axe has against the page, by WCAG 2.2 AA."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    return [f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def is_too_wide(page: Page) -> bool:
    """Whether the page has to be moved sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)
