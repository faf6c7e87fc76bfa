"""From the catalogue to a finished run, as people go."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import DESK, PHONE, ROOT, Site, Visit, is_too_wide, path_of, shot
from playwright.sync_api import Locator, Page, expect

SLOW = 60_000


def tab_to(page: Page, target: Locator, most: int = 120) -> None:
    """Goes there as somebody without a mouse does, and sees where that is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            outline = target.evaluate(
                "one => { const s = getComputedStyle(one); return s.outlineStyle + s.boxShadow + s.borderColor }"
            )
            assert not outline.startswith("nonenone"), "the focus is not seen"
            return
    raise AssertionError(f"{target} is not reached with the Tab key")


def ask_for(visit: Visit, entry: str, way: str) -> Page:
    """To the page of offers, by clicks."""
    page = visit.open("/portal/catalogue")
    page.get_by_role("link", name=entry).click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=way, exact=True))
    card.get_by_role("button", name="Use this").click()
    page.get_by_role("button", name="Ask all platforms").click()
    expect(page).to_have_url(re.compile("/portal/asked/"))
    return page


def accept(page: Page, platform: str) -> None:
    page.get_by_role("button", name=re.compile(f"Accept offer .*{platform}")).first.click()
    expect(page).to_have_url(re.compile("/portal/sessions/"))


def test_a_container_with_the_keyboard_only(visit: Visit) -> None:
    page = visit.open("/portal/")
    search = page.get_by_label("What should it do?")
    tab_to(page, search)
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/portal/catalogue\?"))
    entry = page.get_by_role("link", name="Hello from somewhere")
    tab_to(page, entry)
    page.keyboard.press("Enter")
    use = page.get_by_role("button", name="Use this").first
    tab_to(page, use)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/portal/request/"))
    ask = page.get_by_role("button", name="Ask all platforms")
    tab_to(page, ask)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/portal/asked/"))
    take = page.get_by_role("button", name=re.compile("Accept offer .*engine")).first
    expect(take).to_be_visible()
    tab_to(page, take)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/portal/sessions/"))
    said = "Hello from a container that Berth found a place for."
    expect(page.locator("#log-stdout")).to_contain_text(said, timeout=SLOW)
    expect(page.locator("#session-state")).to_contain_text("completed", timeout=SLOW)


def test_a_notebook_to_its_outputs(visit: Visit) -> None:
    page = ask_for(visit, "Spectra", "The notebook")
    accept(page, "notebooks")
    expect(page.locator("#session-state")).to_contain_text("completed", timeout=SLOW)
    result = page.get_by_role("link", name="The notebook with its outputs")
    answer = visit.context.request.get(visit.base + str(result.get_attribute("href")))
    assert "six times seven is 42" in answer.text()
    assert "attachment" in answer.headers.get("content-disposition", "") or answer.headers["content-type"].startswith(
        ("text/plain", "application/")
    )


def test_a_notebook_that_is_opened(visit: Visit) -> None:
    page = ask_for(visit, "Spectra", "The notebook")
    accept(page, "lab")
    connect = page.get_by_role("link", name=re.compile("Open the notebook"))
    expect(connect).to_be_visible(timeout=SLOW)
    # Another server by what it is: it is no request of the portal's pages.
    location = str(connect.get_attribute("href"))
    answer = visit.context.request.get(location)
    assert answer.ok and "jupyter" in answer.text().lower()
    assert connect.get_attribute("rel") == "noopener noreferrer"
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.locator("#session-state")).to_contain_text("cancelled", timeout=SLOW)
    expect(connect).to_have_count(0)


def test_offers_come_while_others_think_and_refusals_say_what_would_do(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    expect(page.get_by_text("Everybody has answered", exact=False).first).to_be_visible()
    answers = page.get_by_role("list", name="Answers of platforms")
    for words in ("engine: yes", "small: yes", "away: cannot be reached", "notebooks: no"):
        expect(answers.get_by_text(words)).to_be_visible()
    shot(page, "offers")


def test_change_this_asks_again(visit: Visit) -> None:
    page = visit.open("/portal/ask")
    page.get_by_role("button", name=re.compile("^Begin.*[Cc]ontainer")).first.click()
    page.get_by_label("Image", exact=True).fill("localhost/berth-hello:1")
    page.locator("input.number").first.fill("100")
    page.get_by_role("button", name="Ask all platforms").click()
    expect(page.get_by_text("Nobody can run this as it is asked", exact=False)).to_be_visible()
    shot(page, "refused-offers")
    page.locator("button", has_text="Change this and ask again").first.click()
    expect(page.get_by_role("button", name=re.compile("Accept offer")).first).to_be_visible()
    # Whoever runs the portal sees it, with what would have won it.
    visit.open("/portal/refused")
    won = page.get_by_role("region", name="What would have won them")
    expect(won.get_by_role("row").filter(has_text="at most 64 cores")).to_contain_text("cluster")
    shot(page, "refused")


def test_two_tabs_and_the_back_button(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    expect(page.get_by_text("Everybody has answered", exact=False).first).to_be_visible()
    asked = path_of(page)
    other = visit.open(asked, visit.context.new_page())
    accept(page, "engine")
    # The other tab still shows what it showed, and its button comes too late.
    other.evaluate("document.querySelectorAll('[data-live]').forEach(one => one.removeAttribute('data-live'))")
    late = other.get_by_role("button", name=re.compile("Accept offer .*cluster")).first
    if late.count() > 0:
        late.click()
    expect(other.locator("main")).to_contain_text("accepted")
    expect(other.get_by_role("link", name=re.compile("session", re.I)).first).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_text("You accepted the offer", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Accept offer"))).to_have_count(0)


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    for _ in range(20):
        if page.get_by_role("button", name=re.compile("Accept offer .*engine")).count() > 0:
            break
        newer = page.get_by_role("link", name="Show newer answers")
        if newer.count() > 0:
            newer.click()
    accept(page, "engine")
    for _ in range(200):
        if "Hello from a container" in page.locator("#log-stdout").inner_text():
            break
        page.reload()
    expect(page.locator("#log-stdout")).to_contain_text("Hello from a container")
    visit.open("/portal/history")
    expect(page.get_by_role("row").filter(has_text="Say hello").first).to_be_visible()


def test_what_is_watched_goes_on_when_the_broker_died(visit: Visit, site: Site) -> None:
    page = ask_for(visit, "Hello from somewhere", "Count slowly")
    accept(page, "engine")
    expect(page.locator("#log-stdout")).to_contain_text("number 2", timeout=SLOW)
    site.stop_broker(hard=True)
    expect(page.locator("#live-status")).to_contain_text("does not answer")
    site.start_broker()
    expect(page.locator("#live-status")).to_contain_text("is running", timeout=SLOW)
    expect(page.locator("#log-stdout")).to_contain_text("number 9", timeout=SLOW)
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.locator("#session-state")).to_contain_text("cancelled", timeout=SLOW)
    # What was said about the connection that broke is no fault of the page.
    visit.said.clear()


def test_a_draft_is_shared_without_who_made_it_and_goes_on_elsewhere(visit: Visit, site: Site, tmp_path: Path) -> None:
    page = visit.open("/portal/catalogue")
    page.get_by_role("link", name="Hello from somewhere").click()
    page.get_by_role("button", name="Use this").first.click()
    page.get_by_role("button", name="Save for later").click()
    link = str(page.get_by_role("link", name="its link").get_attribute("href"))
    page.close()
    # Another browser, which knows nothing of the first.
    other = visit.context.browser.new_context()  # type: ignore[union-attr]
    stranger = other.new_page()
    stranger.goto(visit.base + link)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("Say hello")
    exported = other.request.get(visit.base + link + ".yaml").text()
    assert "localhost/berth-hello:1" in exported and "owner" not in exported
    other.close()
    program = ROOT / ".build/debug/berth"
    run = subprocess.run(
        [program, "ask", f"draft:{link.rsplit('/', 1)[1]}", "--url", site.url],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        timeout=60,
    )
    assert run.stdout.startswith("YES"), run.stdout + run.stderr


@pytest.mark.parametrize("visit", [{"viewport": DESK}, {"viewport": PHONE}], indirect=True, ids=["desk", "phone"])
def test_text_of_others_is_text(visit: Visit) -> None:
    page = visit.open("/portal/catalogue")
    page.get_by_role("link", name="Hello from somewhere").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello from somewhere")
    assert page.evaluate("window.wasRun") is None
    assert page.locator("main b").count() == 0
    assert not is_too_wide(page)
