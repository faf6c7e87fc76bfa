"""A form that cannot be taken: what is wrong is said in words and found, and Back never loses what was typed."""

from __future__ import annotations

import re

from conftest import Visit, findings, path_of
from playwright.sync_api import Page, expect

CORES = "#f-compute-cores-min"


def begun(visit: Visit) -> Page:
    page = visit.open("/portal/ask")
    page.get_by_role("button", name=re.compile("^Begin.*[Cc]ontainer")).first.click()
    expect(page).to_have_url(re.compile("/portal/request/"))
    return page


def test_what_is_wrong_is_named_and_found(visit: Visit) -> None:
    page = begun(visit)
    page.locator(CORES).fill("many")
    page.get_by_label("For how long").fill("soon")
    # What may be written stands beside the field before anything is wrong.
    expect(page.get_by_text("Such as 90 min, 2h", exact=False)).to_be_visible()
    page.get_by_role("button", name="Ask all platforms").click()
    summary = page.locator("#problems")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    for name in ("Image: This is missing", "Cores, at least: Write a whole number", "For how long: Write a length"):
        expect(summary.get_by_role("link", name=name)).to_be_visible()
    assert findings(page) == []
    summary.get_by_role("link", name="Cores, at least").click()
    expect(page.locator(CORES)).to_be_focused()
    expect(page.locator(CORES)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(CORES)).to_have_value("many")
    for text, written in (("2h", "PT2H"), ("90 min", "PT1H30M"), ("PT2H", "PT2H")):
        page.get_by_label("For how long").fill(text)
        page.get_by_role("button", name="Save for later").click()
        expect(page.get_by_label("For how long")).to_have_value(written)


def test_back_shows_the_form_with_what_was_typed(visit: Visit) -> None:
    page = begun(visit)
    page.get_by_label("Image", exact=True).fill("localhost/berth-hello:1")
    page.locator(CORES).fill("many")
    page.get_by_role("button", name="Ask all platforms").click()
    expect(page.locator("#problems")).to_be_visible()
    wrong = path_of(page)
    page.get_by_role("link", name="Platforms", exact=True).click()
    expect(page).to_have_url(re.compile("/portal/platforms"))
    for _ in range(2):
        page.go_back()
        expect(page.locator(CORES)).to_have_value("many")
        expect(page.get_by_label("Image", exact=True)).to_have_value("localhost/berth-hello:1")
    page.go_forward()
    assert path_of(page) == wrong
    page.locator(CORES).fill("1")
    page.get_by_role("button", name="Ask all platforms").click()
    expect(page).to_have_url(re.compile("/portal/asked/"))
    page.go_back()
    expect(page.locator(CORES)).to_have_value("1")
    expect(page.locator("#problems")).to_have_count(0)


def test_back_to_what_another_tab_overtook(visit: Visit) -> None:
    page = begun(visit)
    other = visit.open(path_of(page), visit.context.new_page())
    other.locator(CORES).fill("3")
    other.get_by_role("button", name="Save for later").click()
    expect(other.locator(CORES)).to_have_value("3")
    page.locator("#f-compute-memory-min").fill("7")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("alert")).to_contain_text("changed in another tab")
    page.get_by_role("link", name="Platforms", exact=True).click()
    expect(page).to_have_url(re.compile("/portal/platforms"))
    page.go_back()
    expect(page.get_by_role("alert")).to_contain_text("changed in another tab")
    expect(page.locator("#f-compute-memory-min")).to_have_value("7")


def test_back_to_a_file_that_cannot_be_read(visit: Visit) -> None:
    page = visit.open("/portal/ask")
    text = "executable: [\n<b>"
    page.locator("#document").fill(text)
    page.get_by_role("button", name="Go on with it").click()
    expect(page.locator("#document-fault")).to_contain_text("ine")
    page.get_by_role("link", name="Platforms", exact=True).click()
    expect(page).to_have_url(re.compile("/portal/platforms"))
    page.go_back()
    expect(page.locator("#document")).to_have_value(text)
    expect(page.locator("#document-fault")).to_be_visible()
