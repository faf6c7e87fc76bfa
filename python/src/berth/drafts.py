"""Drafts that somebody keeps in the portal of a broker."""

from __future__ import annotations

import uuid
from typing import Any

from berth._http import Endpoint, Token
from berth._loop import call
from berth.errors import BerthError

_MARK = "/portal/drafts/"
_EDITOR = "/portal/request/"


def draft(
    where: str, broker: str | None = None, *, token: Token = None, authority: str | None = None
) -> dict[str, Any]:
    """The request of a draft, to be changed and asked: ``Portal([…]).ask(draft(link))``.

    Args:
        where: the link of the draft, or its identifier, with ``draft:`` before it or without.
        broker: the URL of the broker whose portal keeps it; part of a link already.
        token: of a broker that wants to know who asks.
        authority: a PEM file of the authorities that are trusted instead of the system's.
    Raises: ``BerthError``: ``badRequest`` for what names no draft, ``notFound``, ``unreachable`` and others.
    """
    return call(draft_async(where, broker, token=token, authority=authority))


async def draft_async(
    where: str, broker: str | None = None, *, token: Token = None, authority: str | None = None
) -> dict[str, Any]:
    """As ``draft``."""
    url, name = _parts(where, broker)
    endpoint = Endpoint(url, token, authority)
    reply = await endpoint.send("GET", endpoint.url(f"{_MARK}{name}.json"))
    if reply.status == 404:
        raise BerthError("notFound", f"{endpoint.shown} keeps no draft {name}: it was removed, or is too old.")
    if reply.status != 200:
        raise BerthError("brokenReply", f"{endpoint.shown} does not hand out the draft {name}: status {reply.status}.")
    return reply.document()


def _parts(where: str, broker: str | None) -> tuple[str, str]:
    for mark in (_MARK, _EDITOR):
        before, found, after = where.partition(mark)
        if found:
            return before, _identifier(after.split("?")[0].split("#")[0], where)
    if broker is None:
        raise BerthError("badRequest", f'"{where}" is no link of a draft; give the URL of its broker, too.')
    return broker, _identifier(where.removeprefix("draft:"), where)


def _identifier(text: str, where: str) -> str:
    try:
        return str(uuid.UUID(text.removesuffix(".json").removesuffix(".yaml")))
    except ValueError:
        raise BerthError("badRequest", f'"{where}" names no draft; its page in the portal shows its link.') from None
