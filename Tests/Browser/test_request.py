"""A request completed by its form, and the answers to it compared."""

from __future__ import annotations

import re

from conftest import Visit, findings
from playwright.sync_api import Page, expect
from test_path import ask_for

DATA = {
    "Add data by URL": {"Address": "https://example.org/data/north.fits"},
    "From S3": {"S3 service": "https://s3.example.org", "Bucket": "surveys", "Object": "north/1.fits"},
    "From Rucio": {"Rucio server": "https://rucio.example.org", "Scope": "survey"},
    "By IVOA identifier": {"IVOA identifier": "ivo://example.org/surveys?cube-17"},
}


def export(page: Page, visit: Visit) -> str:
    link = str(page.get_by_role("link", name="YAML").get_attribute("href"))
    return visit.context.request.get(visit.base + link).text()


def test_data_storage_when_and_bounds_are_added(visit: Visit) -> None:
    page = visit.open("/portal/ask")
    page.get_by_role("button", name=re.compile("^Begin.*[Cc]ontainer")).first.click()
    page.get_by_label("Image", exact=True).fill("localhost/berth-hello:1")
    for number, (button, fields) in enumerate(DATA.items()):
        page.get_by_role("button", name=button, exact=True).click()
        thing = page.locator("#data .thing").nth(number)
        for label, text in fields.items():
            thing.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Add storage").click()
    page.locator("#storage").get_by_label("Size, at least").fill("3")
    page.get_by_role("button", name="Mount data or storage at a path").click()
    page.locator("#storage").get_by_label("Path", exact=True).fill("/data")
    page.locator("#storage").get_by_label("What is mounted").select_option("data-1")
    page.get_by_role("button", name="Set a highest price").click()
    page.locator("#limits").get_by_label("In", exact=True).fill("EUR")
    page.locator("#limits").get_by_label("At most", exact=True).fill("2.5")
    page.get_by_label("not before").fill("2035-01-31T10:00")
    page.get_by_label("For how long").fill("1 h 30 min")
    page.get_by_role("button", name="Save for later").click()
    # Each value says where it came from.
    expect(page.locator("#data .thing").first).to_contain_text("preset")
    expect(page.locator("#resources")).to_contain_text("preset")
    assert findings(page) == []
    said = export(page, visit)
    for fields in DATA.values():
        for text in fields.values():
            assert text in said, said
    for text in ("path: /data", "resource: data-1", "max: 2.5", "PT1H30M", "2035-01-31T10:00:00Z"):
        assert text in said, said
    page.get_by_role("button", name=re.compile("^Remove Data")).first.click()
    assert "north.fits" not in export(page, visit)


def test_offers_are_compared(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    expect(page.get_by_text("Everybody has answered", exact=False).first).to_be_visible()
    rows = page.locator("tr[data-offer]")
    assert rows.count() > 1
    for sort in ("cost", "size", "start"):
        page.locator(f"#sort-{sort}").click()
        expect(page.locator(f"#sort-{sort}")).to_have_attribute("aria-current", "true")
        expect(rows.first).to_be_visible()
    # What was left open is marked where a platform filled it in, and how long it is held counts down.
    expect(page.locator("tr.asked")).to_contain_text("any")
    expect(page.locator("tr[data-offer] .filled").first).to_be_visible()
    held = page.locator("[data-held] time").first
    before = held.inner_text()
    assert before.startswith("in ")
    expect(held).not_to_have_text(before)
    # One axis of time, as a picture with words.
    expect(page.locator("main svg[role=img]").first).to_be_visible()
