"""Every page by itself: what axe says, at the width of a phone, in the dark, how large it is; and its picture."""

from __future__ import annotations

import re

import pytest
from conftest import DESK, PHONE, Visit, findings, is_too_wide, shot
from playwright.sync_api import Page, Response, expect
from test_path import SLOW, accept, ask_for

LOOKS = {
    "desk": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "is_mobile": True, "has_touch": True},
}


@pytest.fixture(params=list(LOOKS))
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("name", list(LOOKS))
def test_every_page(browser: object, site: object, name: str) -> None:
    context = browser.new_context(**LOOKS[name])  # type: ignore[attr-defined]
    context.set_default_timeout(20_000)
    visit = Visit(context, site.url)  # type: ignore[attr-defined]
    bytes_of: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            return
        try:
            bytes_of[response.url] = len(response.body())
        except Exception:  # redirects have no body
            bytes_of[response.url] = 0

    def look_at(page: Page, title: str) -> None:
        wrong.extend(f"{title}: {one}" for one in findings(page))
        if is_too_wide(page):
            wrong.append(f"{title}: has to be moved sideways")
        if page.locator("h1").count() != 1:
            wrong.append(f"{title}: has {page.locator('h1').count()} headings of the first level")
        shot(page, f"{title}-{name}")
        total = sum(bytes_of.values())
        if total > 200_000:
            wrong.append(f"{title}: {total} bytes: {bytes_of}")
        bytes_of.clear()

    wrong: list[str] = []
    page = visit.page
    page.on("response", weigh)
    for title, path in [
        ("front", "/portal/"),
        ("catalogue", "/portal/catalogue"),
        ("nothing-found", "/portal/catalogue?words=xyzzy"),
        ("new-task", "/portal/ask"),
        ("drafts", "/portal/drafts"),
        ("platforms", "/portal/platforms"),
        ("refused", "/portal/refused"),
        ("missing", "/portal/nowhere"),
    ]:
        visit.open(path)
        look_at(page, title)
    visit.said = [line for line in visit.said if "404" not in line]
    visit.open("/portal/catalogue")
    page.get_by_role("link", name="Hello from somewhere").click()
    look_at(page, "entry")
    visit.open("/portal/catalogue")
    page.get_by_role("link", name="A library without a way to run it").click()
    look_at(page, "entry-without")
    visit.open("/portal/catalogue")
    page.get_by_role("link", name="Hello from somewhere").click()
    page.get_by_role("button", name="Use this").first.click()
    expect(page).to_have_url(re.compile("/portal/request/"))
    look_at(page, "request")
    page.locator("input.number").first.fill("many")
    page.get_by_role("button", name="Ask all platforms").click()
    expect(page.locator(".fault").first).to_be_visible()
    look_at(page, "request-wrong")
    visit.said = [line for line in visit.said if not re.search("4(00|22)", line)]
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    expect(page.get_by_text("Everybody has answered", exact=False).first).to_be_visible()
    look_at(page, "offers")
    accept(page, "engine")
    expect(page.locator("#session-state")).to_contain_text("completed", timeout=SLOW)
    look_at(page, "session")
    visit.open("/portal/history")
    look_at(page, "history")
    assert wrong == [], "\n".join(wrong)
    assert visit.errors() == []
    assert visit.foreign == []
    context.close()
