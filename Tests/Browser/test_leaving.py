"""Offers go back when nobody looks at them any more, and never under the eyes of somebody who does."""

from __future__ import annotations

import re
import time

from conftest import Visit, path_of
from playwright.sync_api import Page, expect
from test_path import ask_for


def offers(page: Page) -> list[str]:
    """The identifiers of the offers that can be accepted, when everybody has answered."""
    expect(page.get_by_text("Everybody has answered", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Accept offer")).first).to_be_visible()
    buttons = page.locator("button[id^=accept-]")
    return [str(one.get_attribute("id")).removeprefix("accept-") for one in buttons.all()]


def phase(visit: Visit, offer: str) -> str:
    """As the broker has it."""
    answer = visit.context.request.get(f"{visit.base}/sessions/{offer}", headers={"Accept": "application/json"})
    return str(answer.json()["phase"])


def wait_until(visit: Visit, offer: str, wanted: str) -> None:
    deadline = time.monotonic() + 60
    while phase(visit, offer) != wanted:
        assert time.monotonic() < deadline, phase(visit, offer)
        time.sleep(0.05)


def test_a_button_gives_them_back(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    held = offers(page)
    other = visit.open(path_of(page), visit.context.new_page())
    expect(other.get_by_role("button", name=re.compile("Accept offer")).first).to_be_visible()
    page.get_by_role("button", name="Give these offers back").click()
    for one in (page, other):
        expect(one.get_by_text("You gave these offers back.", exact=False)).to_be_visible()
        expect(one.get_by_role("button", name=re.compile("Accept offer"))).to_have_count(0)
    assert {phase(visit, offer) for offer in held} == {"REJECTED"}
    page.get_by_role("button", name="Ask again").click()
    assert not set(offers(page)) & set(held)


def test_who_leaves_gives_them_back_and_is_told(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    held = offers(page)
    page.get_by_role("link", name="Platforms", exact=True).click()
    expect(page).to_have_url(re.compile("/portal/platforms"))
    for offer in held:
        wait_until(visit, offer, "REJECTED")
    page.go_back()
    expect(page.get_by_text("after you had left this page", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Accept offer"))).to_have_count(0)
    page.get_by_role("button", name="Ask again").click()
    assert offers(page)


def test_neither_another_tab_nor_a_reload_loses_them(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    held = offers(page)
    other = visit.open(path_of(page), visit.context.new_page())
    expect(other.get_by_role("button", name=re.compile("Accept offer")).first).to_be_visible()
    page.reload()
    visit.open("/portal/", other)
    # Somebody who leaves another answer after all that is waited for as long: when that is given back, these stay.
    third = visit.context.new_page()
    visit.open("/portal/catalogue", third)
    third.get_by_role("link", name="Spectra").click()
    third.get_by_role("button", name="Use this").first.click()
    third.get_by_role("button", name="Ask all platforms").click()
    left = offers(third)
    visit.open("/portal/", third)
    wait_until(visit, left[0], "REJECTED")
    assert {phase(visit, offer) for offer in held} == {"OFFERED"}
    assert offers(page) == held


def test_who_asks_again_has_the_room_of_before(visit: Visit) -> None:
    page = ask_for(visit, "Hello from somewhere", "Say hello")
    held = offers(page)
    page.get_by_role("link", name="Change the request").click()
    page.locator("#f-compute-cores-min").fill("2")
    page.get_by_role("button", name="Ask all platforms").click()
    assert not set(offers(page)) & set(held)
    for offer in held:
        wait_until(visit, offer, "REJECTED")


def test_the_price_and_for_whom(visit: Visit) -> None:
    page = visit.open("/portal/platforms")
    club = page.get_by_role("row").filter(has_text="For members, acted.")
    expect(club).to_contain_text("members of astronomers")
    expect(club).to_contain_text("you are not")
    expect(club).to_contain_text("0.2 EUR per core and hour, 1 EUR per session")
    expect(club).to_contain_text("0.01 kWh per core and hour")
    expect(page.get_by_role("row").filter(has_text="A busy cluster")).to_contain_text("everybody")
