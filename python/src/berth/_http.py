"""HTTP as brokers need it: one pool of connections, bounded replies, redirects that stay with a broker."""

from __future__ import annotations

import asyncio
import json
import ssl
import weakref
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from berth.errors import BerthError

if TYPE_CHECKING:
    import httpx

    from berth.errors import ErrorCode

LARGEST_REPLY_BYTES = 16 << 20
"""Answers may be larger than requests, and no larger than this."""
REDIRECTS = 5
"""More in a row are a loop."""

Token = str | Callable[[], str] | None


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    url: str

    def document(self) -> dict[str, Any]:
        """Raises: ``BerthError`` (``brokenReply``)."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise BerthError(
                "brokenReply", "It did not answer with a document; is it a broker?", detail=str(error)[:200]
            ) from None
        if not isinstance(found, dict):
            raise BerthError("brokenReply", "It did not answer with a document; is it a broker?")
        return found


class Endpoint:
    """A broker behind a URL: ``https://host/path``, or ``unix:/path`` for a socket of this machine."""

    def __init__(self, url: str, token: Token = None, authority: str | None = None) -> None:
        self.shown = url.rstrip("/")
        self._token = token
        self._authority = authority
        self.socket: str | None = None
        if url.startswith("unix:/"):
            self.socket = url[len("unix:") :]
            self.base = "http://localhost"
        else:
            self.base = self.shown
        parts = urlsplit(self.base)
        try:
            good = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        except ValueError:
            good = False
        if not good or parts.query or parts.fragment or "@" in parts.netloc or any(c <= " " for c in self.base):
            shown = url if "@" not in parts.netloc else parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
            raise BerthError(
                "badAddress",
                f'"{shown}" is not the URL of a broker; write http://host:port or https://host:port, or unix: and a '
                "path. A token is given as token=…, not in the URL.",
            )
        if isinstance(token, str):
            _check_token(token)

    def url(self, path: str) -> str:
        return self.base + path

    def following(self, here: str, location: str) -> str:
        """Where a reply points to.

        Raises: ``BerthError`` (``brokenReply``) when that is another service, which must not see the token.
        """
        target = urljoin(here, location)
        one, other = urlsplit(self.base), urlsplit(target)
        if (one.scheme, one.netloc.lower()) != (other.scheme, other.netloc.lower()):
            raise BerthError("brokenReply", "It points to another service, which is not followed.", detail=target[:200])
        return target

    def own(self, url: str | None, fallback: str) -> str:
        """The URL that a document says it can be read at, where that is of this broker, else the usual one."""
        if url:
            try:
                return self.following(self.base + "/", url)
            except BerthError:
                pass
        return self.url(fallback)

    async def headers(self) -> dict[str, str]:
        token = self._token
        if callable(token):
            from berth._loop import in_thread

            token = await in_thread(token, "berth-token")
            _check_token(token)
        found = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "berth-python"}
        if token:
            found["Authorization"] = f"Bearer {token}"
        return found

    async def send(
        self, method: str, url: str, body: Mapping[str, Any] | None = None, *, key: str | None = None
    ) -> Reply:
        """Sends it, and follows what it points to as long as there is no document.

        Raises: ``BerthError``: ``unreachable``, ``tooSlow``, ``brokenReply``; ``badRequest`` for a document that is
        no JSON.
        """
        content: bytes | None = None
        headers = await self.headers()
        if body is not None:
            try:
                content = json.dumps(body, allow_nan=False).encode()
            except (TypeError, ValueError) as error:
                raise BerthError("badRequest", f"The request cannot be written as JSON: {error}") from None
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = f'"{key}"'
        for _ in range(REDIRECTS + 1):
            async with self.open(method, url, content, headers) as (status, named, pieces):
                whole = await _collected(pieces)
            reply = Reply(status, named, whole, url)
            location = named.get("location")
            if status == 303 and whole.strip() and _is_document(named, whole):
                return reply
            if status not in (301, 302, 303, 307, 308) or not location:
                return reply
            url = self.following(url, location)
            if status == 303 or (status in (301, 302) and method == "POST"):
                method, content = "GET", None
                headers = {
                    name: text for name, text in headers.items() if name not in ("Content-Type", "Idempotency-Key")
                }
        raise BerthError("brokenReply", f"It redirects in a loop: more than {REDIRECTS} times.")

    @asynccontextmanager
    async def open(
        self, method: str, url: str, content: bytes | None, headers: Mapping[str, str], *, follows: bool = False
    ) -> AsyncIterator[tuple[int, Mapping[str, str], AsyncIterator[bytes]]]:
        """Status, header fields and the pieces of a reply as they come.

        Args:
            follows: the reply is a stream that may be quiet for a minute.
        """
        import httpx

        client = _client(self.socket, self._authority, self.base.startswith("https:"))
        timeout = httpx.Timeout(60.0, connect=30.0, read=90.0 if follows else 60.0)
        try:
            async with client.stream(method, url, content=content, headers=dict(headers), timeout=timeout) as reply:
                named = {name.lower(): text for name, text in reply.headers.items()}
                yield reply.status_code, named, _decoded(reply, named.get("content-encoding", ""))
        except httpx.TimeoutException as error:
            raise BerthError("tooSlow", "It did not answer in time.", detail=_said(error)) from None
        except (httpx.RemoteProtocolError, httpx.DecodingError) as error:
            raise BerthError("brokenReply", "It did not answer as HTTP does.", detail=_said(error)) from None
        except httpx.ReadError as error:
            raise BerthError("brokenReply", "It broke off its reply.", detail=_said(error)) from None
        except httpx.TransportError as error:
            raise BerthError("unreachable", f"It cannot be reached: {_said(error)}.", detail=_said(error)) from None
        except (httpx.InvalidURL, httpx.HTTPError) as error:
            raise BerthError("brokenReply", "It did not answer as HTTP does.", detail=_said(error)) from None


def _check_token(token: object) -> None:
    if not isinstance(token, str) or not token or not all("!" <= character <= "~" for character in token):
        raise BerthError("badToken", "The token must be one word of printable ASCII characters.")


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).rstrip(".")[:200]


def _is_document(headers: Mapping[str, str], body: bytes) -> bool:
    return "json" in headers.get("content-type", "") or body.lstrip()[:1] == b"{"


async def _collected(pieces: AsyncIterator[bytes]) -> bytes:
    whole = bytearray()
    async for piece in pieces:
        whole += piece
        if len(whole) > LARGEST_REPLY_BYTES:
            raise BerthError("brokenReply", f"Its reply is larger than {LARGEST_REPLY_BYTES >> 20} MiB.")
    return bytes(whole)


async def _decoded(reply: httpx.Response, encoding: str) -> AsyncIterator[bytes]:
    """The pieces as they were before they were compressed, each of a bounded size whatever was sent."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        async for piece in reply.aiter_raw():
            yield piece
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BerthError("brokenReply", f"Its reply is compressed as {encoding[:40]}, which was not asked for.")
    inflater = zlib.decompressobj(wbits=47 if "gzip" in encoding else 15)
    try:
        async for piece in reply.aiter_raw():
            while piece:
                yield inflater.decompress(piece, 1 << 20)
                piece = inflater.unconsumed_tail
    except zlib.error as error:
        raise BerthError("brokenReply", "Its reply cannot be decompressed.", detail=str(error)) from None


# One pool for each loop, socket and authority.
_clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str | None, str | None, bool], Any]]
_clients = weakref.WeakKeyDictionary()


def _client(socket: str | None, authority: str | None, is_secure: bool) -> httpx.AsyncClient:
    import httpx

    pools = _clients.setdefault(asyncio.get_running_loop(), {})
    key = (socket, authority, is_secure)
    if key not in pools:
        verify: ssl.SSLContext | bool = False
        if is_secure:
            verify = ssl.create_default_context(cafile=authority)
        # Asking a hundred sites at once must not wait for a place in the pool.
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=15)
        transport = httpx.AsyncHTTPTransport(uds=socket, limits=limits) if socket else None
        pools[key] = httpx.AsyncClient(verify=verify, limits=limits, transport=transport, follow_redirects=False)
    found: httpx.AsyncClient = pools[key]
    return found


def problem(reply: Reply, about: str) -> BerthError:
    """What a status that says no means. Source: RFC 9110, section 15; RFC 9457."""
    said: str | None = None
    try:
        document = reply.document()
        said = next((str(document[n]) for n in ("detail", "title", "message", "error") if document.get(n)), None)
    except BerthError:
        pass
    code, own = _meaning(reply.status, "retry-after" in reply.headers)
    return BerthError(code, (said or f"{own}: {about}.")[:1000], detail=f"status {reply.status}")


def _meaning(status: int, comes_again: bool) -> tuple[ErrorCode, str]:
    table: dict[int, tuple[ErrorCode, str]] = {
        401: ("notIdentified", "It wants to know who asks; hand over your token"),
        403: ("notAllowed", "It does not allow this"),
        421: ("notAllowed", "It does not allow this"),
        404: ("notFound", "It has nothing under that name"),
        405: ("notFound", "It does not offer this"),
        501: ("notFound", "It does not offer this"),
        408: ("tooSlow", "It did not get the whole request in time"),
        410: ("gone", "It is gone"),
        412: ("wrongPhase", "The phase does not allow this"),
        429: ("tooMany", "It answers too many questions already; ask again in a moment"),
        503: ("unavailable", "It cannot do this now; ask again in a moment"),
    }
    if status == 409:
        return (
            ("unavailable", "It is not ready for this")
            if comes_again
            else ("wrongPhase", "The phase does not allow this")
        )
    if status in table:
        return table[status]
    if status >= 500:
        return "serviceFailed", f"It made a mistake, status {status}"
    if status >= 400:
        return "badRequest", f"It cannot read this request, status {status}"
    return "brokenReply", f"It answered with status {status}, which means nothing here"
