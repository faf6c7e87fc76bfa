"""What somebody sees who has just typed `make run`: from the line that says what to open to a finished run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import DESK, ROOT, SHOTS, Visit, free_port
from playwright.sync_api import Browser, Page, expect

MINUTE = 60.0
SLOW = 60_000


class Fresh:
    """scripts/run as on a machine where berth has never run; `make run` is this after the build."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="berth-newcomer-"))
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        home = {"HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state")}
        # When the line was there that says what to open.
        self.seen = 0.0
        self.log = (self.folder / "run.log").open("w+")
        self.program = subprocess.Popen(
            [ROOT / "scripts/run", f"127.0.0.1:{free_port()}"], stdout=self.log, stderr=self.log, env={**keep, **home}
        )

    def said(self) -> str:
        return (self.folder / "run.log").read_text()

    def wait(self) -> str:
        """Until it says what to open, as the newcomer does."""
        deadline = time.monotonic() + 300
        while True:
            found = re.search(r"^Open (http://\S+)/portal/ in a browser", self.said(), re.MULTILINE)
            if found:
                self.seen = self.seen or time.monotonic()
                return found[1]
            assert self.program.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def stop(self) -> None:
        self.program.terminate()
        self.program.wait(120)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="module")
def fresh() -> Iterator[Fresh]:
    fresh = Fresh()
    try:
        yield fresh
    finally:
        fresh.stop()


@pytest.fixture
def newcomer(browser: Browser, fresh: Fresh) -> Iterator[Visit]:
    url = fresh.wait()
    context = browser.new_context(viewport=DESK)
    context.set_default_timeout(SLOW)
    visit = Visit(context, url)
    yield visit
    context.close()
    assert visit.errors() == []
    assert visit.foreign == []


def run(page: Page, entry: str, way: str) -> None:
    """By what the pages say, from the front page: nothing is typed."""
    page.get_by_role("link", name=entry).first.click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=way, exact=True))
    card.get_by_role("button", name="Use this").click()
    page.get_by_role("button", name="Ask all platforms").click()
    page.get_by_role("button", name=re.compile("Accept offer")).first.click()
    expect(page).to_have_url(re.compile("/portal/sessions/"))
    expect(page.locator("#session-state")).to_contain_text("completed", timeout=SLOW)


def test_from_the_front_page_to_a_finished_run_in_a_minute(newcomer: Visit, fresh: Fresh) -> None:
    page = newcomer.open("/portal/")
    run(page, "Hello", "Say hello")
    expect(page.locator("#log-stdout")).to_contain_text("Hello, world")
    took = time.monotonic() - fresh.seen
    SHOTS.mkdir(parents=True, exist_ok=True)
    (SHOTS / "newcomer.json").write_text(json.dumps({"seconds": round(took, 1)}) + "\n")
    # A person reads, too: what is measured is what they wait for.
    assert took < MINUTE / 2, f"{took:.1f} s"


def test_every_page_is_painted(newcomer: Visit) -> None:
    """When, from the begin of loading, is a figure and no test: the medians are written down beside the pictures."""
    # Its own script is not needed, and pages allow none that is not theirs: this is the driver's.
    painted = """() => new Promise(done => new PerformanceObserver(list => {
        const paint = list.getEntriesByName('first-contentful-paint')[0];
        if (paint) done(paint.startTime);
    }).observe({type: 'paint', buffered: true}))"""
    medians = {}
    for path in ("/portal/", "/portal/catalogue", "/portal/ask", "/portal/platforms", "/portal/history"):
        took = sorted(float(newcomer.open(path).evaluate(painted)) for _ in range(5))
        medians[path] = round(took[2])
    SHOTS.mkdir(parents=True, exist_ok=True)
    (SHOTS / "paint.json").write_text(json.dumps({"milliseconds": medians}) + "\n")


def test_the_notebooks_of_the_catalogue_run(newcomer: Visit) -> None:
    page = newcomer.open("/portal/")
    run(page, "Light curves", "Make a light curve")
    result = page.get_by_role("link", name="The notebook with its outputs")
    answer = newcomer.context.request.get(newcomer.base + str(result.get_attribute("href")))
    assert any(cell.get("outputs") for cell in answer.json()["cells"])
