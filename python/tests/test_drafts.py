"""Drafts of the portal of a broker."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from berth import BerthError, Portal, RemotePlatform, draft

TASK = "executable: {kind: docker-container, image: {locations: ['localhost/berth-hello:1']}, command: [echo, '5']}"


def kept(broker: str) -> str:
    """Begins a draft as a browser does.

    Returns: its link.
    """
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(broker + "/portal/ask").read().decode()
    word = re.search(r'name="guard" value="([0-9a-f]+)"', page)
    assert word
    form = urllib.parse.urlencode({"guard": word.group(1), "document": TASK})
    return str(browser.open(broker + "/portal/ask", form.encode()).geturl())


def test_a_draft_is_read_and_asked(swift: str) -> None:
    link = kept(swift)
    request = draft(link)
    assert request["executable"]["command"] == ["echo", "5"]
    name = link.rpartition("/")[2]
    assert draft(f"draft:{name}", swift) == request == draft(f"{swift}/portal/drafts/{name}.yaml")
    assert Portal([RemotePlatform(swift)]).ask(request).offers


def test_what_names_no_draft(swift: str) -> None:
    for where, broker, code in [
        ("draft:x", swift, "badRequest"),
        ("4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b02", None, "badRequest"),
        ("4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b02", swift, "notFound"),
        (swift + "/portal/drafts/../x", None, "badRequest"),
    ]:
        with pytest.raises(BerthError) as raised:
            draft(where, broker)
        assert raised.value.code == code
