"""What an offer or a session needs of the broker that holds it, whether that is behind HTTP or in this process."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from typing import Any

from berth._http import Endpoint, Reply, problem
from berth.errors import BerthError

ENDS = frozenset({"COMPLETED", "FAILED", "CANCELLED", "REJECTED", "EXPIRED"})
"""Phases after which nothing more happens to a session."""


class Connection(ABC):
    """Documents in, documents out."""

    @abstractmethod
    async def ask(self, document: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The offer set that answers a request."""

    @abstractmethod
    def place(self, session: Mapping[str, Any]) -> str:
        """By what the session is read from now on."""

    @abstractmethod
    async def session(self, place: str) -> dict[str, Any]: ...

    @abstractmethod
    async def update(self, place: str, update: Mapping[str, Any], key: str) -> dict[str, Any]: ...

    @abstractmethod
    def changes(self, place: str) -> AsyncIterator[dict[str, Any]]:
        """The session as it is, and again after each change, until its end."""

    @abstractmethod
    def log(self, place: str, stream: str, follow: bool) -> AsyncIterator[bytes]:
        """What was written so far, and with ``follow`` what will be, until the end of the session."""


class HTTPConnection(Connection):
    """A broker behind a URL. A connection that breaks is taken up again where it broke."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    async def ask(self, document: Mapping[str, Any], key: str, seconds: float | None = None) -> dict[str, Any]:
        """Of platforms that have not answered in so many seconds there is nothing in it but that."""
        query = "" if seconds is None else f"?time=PT{seconds:.3f}S"
        reply = await self.endpoint.send("POST", self.endpoint.url("/requests") + query, document, key=key)
        return _checked(reply, "asking (POST /requests)").document()

    def place(self, session: Mapping[str, Any]) -> str:
        meta = session.get("meta") or {}
        return self.endpoint.own(meta.get("url"), f"/sessions/{meta.get('uuid')}")

    async def session(self, place: str) -> dict[str, Any]:
        reply = await asyncio.wait_for(self.endpoint.send("GET", place), 60)
        return _checked(reply, "the session").document()

    async def update(self, place: str, update: Mapping[str, Any], key: str) -> dict[str, Any]:
        reply = await asyncio.wait_for(self.endpoint.send("POST", place, update, key=key), 60)
        return _checked(reply, "the session").document()

    async def changes(self, place: str) -> AsyncIterator[dict[str, Any]]:
        seen: str | None = None
        patience = _Patience()
        while True:
            try:
                async for name, event, document in self._events(place, seen):
                    patience = _Patience()
                    seen = event or seen
                    if name == "session":
                        yield document
                        if document.get("phase") in ENDS:
                            return
                document = await self.session(place)
                if document.get("phase") in ENDS:
                    yield document
                    return
            except _NoEvents:
                break
            except (BerthError, asyncio.TimeoutError) as error:
                await patience.wait(error)
        async for document in self._polled(place):
            yield document

    async def _events(self, place: str, seen: str | None) -> AsyncIterator[tuple[str, str | None, dict[str, Any]]]:
        """Server-sent events of the session. Source: HTML Living Standard, section 9.2.6."""
        headers = {**await self.endpoint.headers(), "Accept": "text/event-stream"}
        if seen:
            headers["Last-Event-ID"] = seen
        async with self.endpoint.open("GET", place + "/events", None, headers, follows=True) as (status, named, pieces):
            if status == 204:
                return
            if status != 200 or "event-stream" not in named.get("content-type", ""):
                if status in (401, 403, 408, 429) or (status >= 500 and status != 501):
                    raise problem(Reply(status, named, b"", place), "following the session")
                raise _NoEvents
            name, event, data = "message", None, ""
            async for line in _lines(pieces):
                field, _, value = line.partition(":")
                value = value.removeprefix(" ")
                if line == "":
                    if data:
                        try:
                            document = json.loads(data)
                        except (ValueError, RecursionError):
                            raise _NoEvents from None
                        if isinstance(document, dict):
                            yield name, event, document
                    name, data = "message", ""
                elif field == "event":
                    name = value
                elif field == "data":
                    data += value
                elif field == "id":
                    event = value

    async def _polled(self, place: str) -> AsyncIterator[dict[str, Any]]:
        """For brokers without events: asked again less and less often, every five seconds at last."""
        last: dict[str, Any] | None = None
        pause = 0.1
        patience = _Patience()
        while True:
            try:
                document = await self.session(place)
            except (BerthError, asyncio.TimeoutError) as error:
                await patience.wait(error)
                continue
            patience = _Patience()
            if document != last:
                yield document
                pause = 0.1
            if document.get("phase") in ENDS:
                return
            last = document
            await asyncio.sleep(pause)
            pause = min(5.0, pause * 1.5)

    async def log(self, place: str, stream: str, follow: bool) -> AsyncIterator[bytes]:
        offset = 0
        patience = _Patience()
        while True:
            headers = {**await self.endpoint.headers(), "Accept": "*/*"}
            if offset and follow:
                headers["Range"] = f"bytes={offset}-{(1 << 53) - 1}"
            url = f"{place}/log/{stream}" + ("?follow=true" if follow else "")
            try:
                async with self.endpoint.open("GET", url, None, headers, follows=True) as (status, named, pieces):
                    if status not in (200, 206):
                        raise problem(Reply(status, named, b"", url), f"{stream} of the session")
                    # A service that does not know ranges begins again: what was handed out is left out.
                    behind = offset if status == 200 else 0
                    async for piece in pieces:
                        fresh = piece[behind:] if behind else piece
                        behind = max(0, behind - len(piece))
                        if fresh:
                            offset += len(fresh)
                            patience = _Patience()
                            yield fresh
                    return
            except BerthError as error:
                if not follow:
                    raise
                await patience.wait(error)


class _NoEvents(Exception):
    """This broker has no events."""


class _Patience:
    """How long a broker may be away while it is followed: half a minute."""

    _passing = frozenset({"unreachable", "tooSlow", "brokenReply", "tooMany", "unavailable", "serviceFailed"})

    def __init__(self) -> None:
        self._pauses = iter((0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0))

    async def wait(self, error: BerthError | asyncio.TimeoutError) -> None:
        pause = next(self._pauses, None)
        if pause is None or (isinstance(error, BerthError) and error.code not in self._passing):
            if isinstance(error, BerthError):
                raise error
            raise BerthError("tooSlow", "It did not answer in time.") from error
        await asyncio.sleep(pause)


async def _lines(pieces: AsyncIterator[bytes]) -> AsyncIterator[str]:
    rest = b""
    async for piece in pieces:
        rest += piece
        if len(rest) > (16 << 20):
            raise BerthError("brokenReply", "An event is larger than 16 MiB.")
        *whole, rest = rest.replace(b"\r\n", b"\n").split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")


def _checked(reply: Reply, about: str) -> Reply:
    if 200 <= reply.status < 300 or reply.status == 303:
        return reply
    raise problem(reply, about)
