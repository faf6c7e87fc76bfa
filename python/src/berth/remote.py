"""A broker behind a URL, as a platform."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from berth._http import Endpoint, Token
from berth.answers import Answer, No, Obstacle, Silence, SilenceReason
from berth.connection import Connection, HTTPConnection
from berth.errors import BerthError
from berth.offer_sets import answer_of
from berth.offers import Offer
from berth.platform import Platform

_silences: dict[str, SilenceReason] = {
    "unreachable": "unreachable",
    "unavailable": "unreachable",
    "tooMany": "unreachable",
    "tooSlow": "tooSlow",
}


class RemotePlatform(Platform):
    """A broker that speaks IVOA ExecutionBroker 1.0, ours or any other.

    Args:
        url: ``https://host/path``, or ``unix:/path`` for a socket of this machine.
        token: tells the broker who asks; a function is asked for it before each call.
        name: what it is called in answers; the host unless given.
        timeout: seconds that it may take to answer; a portal's deadline counts as well.
        authority: file with the certificates in PEM that are trusted in place of the system's.
    Raises: ``BerthError``: ``badAddress``, ``badToken``.
    """

    def __init__(
        self,
        url: str,
        token: Token = None,
        *,
        name: str | None = None,
        timeout: float = 60.0,
        authority: str | None = None,
    ) -> None:
        endpoint = Endpoint(url, token, authority)
        self.url = endpoint.shown
        self.name = name or (endpoint.socket or urlsplit(endpoint.base).netloc)
        self.timeout = timeout
        self._connection = HTTPConnection(endpoint)
        self._takes_time = True

    def can_i_do_this(self, question: Any) -> Any:
        """Asks the broker: yes with offers that it holds, no with all reasons, or silence.

        Raises: ``BerthError`` (``badRequest``) for a request that is none.
        """
        # A request does not come here but goes to `answer`.
        raise TypeError("A broker behind a URL is asked with a request; a question is for the platform itself.")

    @property
    def connection(self) -> Connection:
        return self._connection

    async def answer(self, document: Mapping[str, Any], key: str, deadline: float) -> Answer[Offer]:
        begun = time.monotonic()
        seconds = min(deadline, self.timeout)
        try:
            offers = await asyncio.wait_for(self._ask(document, key, seconds), seconds)
            return answer_of(offers, self._connection, self.name, document)
        except asyncio.TimeoutError:
            waited = time.monotonic() - begun
            return Silence("tooSlow", f"{self.url} did not answer within {seconds:g} s.", waited)
        except BerthError as error:
            waited = time.monotonic() - begun
            if error.code in ("notIdentified", "notAllowed"):
                return No([Obstacle("notYou", "", f"{self.url}: {error}", platform=self.name)])
            if error.code == "badRequest" and error.detail:
                # Other brokers answer with a status what they will not run.
                return No([Obstacle("contradictory", "", f"{self.url}: {error}", platform=self.name)])
            reason = _silences.get(error.code, "brokenReply")
            return Silence(reason, f"{self.url}: {error}", waited, error.detail)

    async def _ask(self, document: Mapping[str, Any], key: str, seconds: float) -> dict[str, Any]:
        """Asks once more under the same key when a connection that was kept turned out to be closed."""
        # What the broker has heard by then comes back in time; one slow platform there does not cost the others.
        known = seconds - min(1.0, seconds / 10) if self._takes_time else None
        try:
            return await self._connection.ask(document, key, known)
        except BerthError as error:
            if known is not None and error.code in ("badRequest", "notFound"):
                # Perhaps it is only the parameter, which is ours, that another broker does not take.
                offers = await self._connection.ask(document, key)
                self._takes_time = False
                return offers
            if error.code not in ("unreachable", "brokenReply") or "disconnected" not in (error.detail or ""):
                raise
            return await self._connection.ask(document, key, known)

    def __repr__(self) -> str:
        return f"RemotePlatform({self.url!r})"
