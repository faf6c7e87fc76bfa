"""One platform behind HTTP, as a broker of IVOA ExecutionBroker 1.0. Needs ``berth[serve]``."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from berth import __version__
from berth._kinds import kind_name
from berth.connection import ENDS
from berth.errors import BerthError
from berth.host import Host, _Silent
from berth.plan import message
from berth.question import BYTES_PER_GIB, Asker, read_request
from berth.requests import read_yaml

if TYPE_CHECKING:
    from berth.platform import Platform

log = logging.getLogger("berth")

LARGEST_BODY_BYTES = 1 << 20
LARGEST_YAML_BYTES = 64 << 10
BODY_SECONDS = 30.0
DEEPEST = 64
KEEP_ALIVE_SECONDS = 15.0
PROBLEMS = "https://www.purl.org/berth/problems/v1.0/"


class Refusal(Exception):
    """A call that is not answered, as a problem document (RFC 9457)."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str,
        members: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.document: dict[str, Any] = {"type": PROBLEMS + kind, "title": title, "status": status, "detail": detail}
        if members:
            self.document["problems"] = members
        self.headers = dict(headers or {})


_mapped = {
    "notFound": (404, "not-found", "Not found"),
    "notAllowed": (403, "not-allowed", "Not allowed"),
    "wrongPhase": (409, "wrong-phase", "The phase does not allow it"),
    "gone": (410, "expired", "The offer has expired"),
    "unavailable": (409, "key-busy", "The first request with the key is not answered yet"),
    "badRequest": (422, "key-reused", "The key was used for something else"),
}


def mapped(error: BerthError) -> Refusal:
    status, kind, title = _mapped.get(error.code, (500, "broken", "The service made a mistake"))
    return Refusal(status, kind, title, str(error), headers={"Retry-After": "1"} if kind == "key-busy" else None)


class Users:
    """Who may ask: names by the SHA-256 of their tokens; everybody when there are none."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = dict(names or {})

    @classmethod
    def read(cls, path: Path) -> Users:
        """A file with a name and the SHA-256 of a token, in 64 hexadecimal digits, on each line.

        Raises: ``ValueError`` with the line; ``OSError``.
        """
        names: dict[str, str] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = line.split("#")[0].split()
            if words and (len(words) != 2 or not re.fullmatch(r"[0-9a-f]{64}", words[1])):
                raise ValueError(f"{path}:{number}: write a name and the SHA-256 of a token in 64 hexadecimal digits.")
            if words:
                names[words[1]] = words[0]
        if not names:
            raise ValueError(f"{path} names nobody.")
        return cls(names)

    def asker(self, request: Request) -> Asker:
        if not self._names:
            return Asker(subject="local")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        # Tokens are compared as hashes: how long that takes says nothing of them.
        name = self._names.get(hashlib.sha256(token.strip().encode()).hexdigest())
        if scheme.lower() != "bearer" or name is None:
            raise Refusal(
                401,
                "not-identified",
                "Who asks is not known",
                "Send a token that this service knows: Authorization: Bearer …",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return Asker(subject=name)


class Service:
    """The calls: decode, ask the host, encode; nothing is decided here."""

    def __init__(self, host: Host, users: Users, hosts: frozenset[str] = frozenset()) -> None:
        self.host = host
        self.users = users
        self._hosts = hosts | {"localhost"}
        self.is_stopping = asyncio.Event()

    def app(self) -> Starlette:
        calls: list[tuple[str, str, Callable[[Request, Asker], Awaitable[Response]]]] = [
            ("POST", "/requests", self.ask),
            ("GET", "/offersets/{uuid}", self.offer_set),
            ("POST", "/direct", self.direct),
            ("GET", "/sessions", self.sessions),
            ("GET", "/sessions/{uuid}", self.session),
            ("POST", "/sessions/{uuid}", self.update),
            ("GET", "/sessions/{uuid}/events", self.events),
            ("GET", "/sessions/{uuid}/log/{stream}", self.log),
            ("GET", "/platforms", self.platforms),
        ]
        routes = [Route(path, self._guarded(call), methods=[method]) for method, path, call in calls]
        routes.append(Route("/health", self._guarded(self.health, is_open=True), methods=["GET"]))

        @contextlib.asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            await self.host.start()
            yield
            self.is_stopping.set()
            await self.host.stop()

        return Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _not_routed})

    def _guarded(
        self, call: Callable[[Request, Asker], Awaitable[Response]], *, is_open: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                self._check_browser(request)
                asker = Asker() if is_open else self.users.asker(request)
                if request.method == "POST":
                    # What could not be answered must do nothing.
                    _accepted(request)
                return await call(request, asker)
            except Refusal as refusal:
                return _written(request, refusal.document, refusal.status, refusal.headers, problem=True)
            except BerthError as error:
                told = mapped(error)
                return _written(request, told.document, told.status, told.headers, problem=True)
            except ClientDisconnect:
                return Response(status_code=400)
            except Exception:
                log.exception("%s %s failed", request.method, request.url.path)
                detail = "The service made a mistake; its log says which."
                told = Refusal(500, "broken", "The service made a mistake", detail)
                return _written(request, told.document, 500, {}, problem=True)

        return answer

    def _check_browser(self, request: Request) -> None:
        """Keeps web pages of others from using a service that asks nobody who he is, through somebody's browser."""
        authority = request.headers.get("host", "").lower()
        name = re.sub(r":\d*$", "", authority).rstrip(".")
        is_number = re.fullmatch(r"[0-9.]+|\[[0-9a-f:.]+\]", name) is not None
        if authority and not is_number and name not in self._hosts and not name.endswith(".localhost"):
            detail = "This service is not reached under the name in Host; start it with --url and that name."
            raise Refusal(421, "misdirected", "This is not the service that was meant", detail)
        if request.method == "GET":
            return
        origin = request.headers.get("origin", "").lower()
        is_own = not origin or origin.rpartition("/")[2] == authority
        if not is_own or request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            raise Refusal(403, "not-allowed", "Not allowed", "A web page of another site may not send this.")

    # Calls.

    async def ask(self, request: Request, asker: Asker) -> Response:
        document = await self._body(request)
        _check_members(document)
        key = _key(request)
        try:
            answer = await self.host.ask(document, key, asker)
        except _Silent as silent:
            answer = self._silence(silent, asker)
        return _written(request, answer, 303, self._location(answer, "offersets"))

    def _silence(self, silent: _Silent, asker: Asker) -> dict[str, Any]:
        values = {
            "platform": self.host.platform.name,
            "problem": silent.silence.message,
            "reason": silent.silence.reason,
        }
        return self.host.remember(message("{platform} gave no answer: {problem}", values, "WARN").document(), asker)

    async def direct(self, request: Request, asker: Asker) -> Response:
        document = await self._body(request)
        _check_members(document)
        try:
            session = await self.host.direct(document, _key(request), asker)
        except _Silent as silent:
            meta = self._silence(silent, asker)["meta"]
            session = {"kind": self.host.session_kind, "meta": meta, "phase": "FAILED"}
        if session["phase"] == "FAILED" and "schedule" not in session:
            return _written(request, session, 400, {})
        return _written(request, session, 303, self._location(session, "sessions"))

    async def offer_set(self, request: Request, asker: Asker) -> Response:
        return _written(request, self.host.offer_set(_uuid(request), asker))

    async def session(self, request: Request, asker: Asker) -> Response:
        return _written(request, self.host.read(_uuid(request), asker))

    async def sessions(self, request: Request, asker: Asker) -> Response:
        phases = [one for text in request.query_params.getlist("phase") for one in text.split(",") if one]
        return _written(request, {"sessions": self.host.sessions_of(asker, phases)})

    async def update(self, request: Request, asker: Asker) -> Response:
        own = _uuid(request)
        self.host.record(own, asker)
        return _written(request, self.host.change(own, await self._body(request), asker))

    async def events(self, request: Request, asker: Asker) -> Response:
        own = _uuid(request)
        record = self.host.record(own, asker)
        text = request.headers.get("last-event-id", "")
        seen = min(int(text) if text.isdecimal() and len(text) < 16 else 0, record.revision)
        if record.phase in ENDS and seen >= record.revision:
            return Response(status_code=204)

        async def frames() -> AsyncIterator[str]:
            after = seen
            watching = self.host.watch(own, seen).__aiter__()
            step = asyncio.ensure_future(watching.__anext__())
            stopping = asyncio.ensure_future(self.is_stopping.wait())
            try:
                while True:
                    await asyncio.wait(
                        {step, stopping}, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED
                    )
                    if stopping.done():
                        return
                    if not step.done():
                        yield ":\n\n"
                        continue
                    try:
                        record = step.result()
                    except StopAsyncIteration:
                        return
                    for change in record.history:
                        if change["revision"] > after:
                            yield _frame("phase", change["revision"], change)
                    after = record.revision
                    yield _frame("session", after, self.host.read(own, asker))
                    step = asyncio.ensure_future(watching.__anext__())
            finally:
                step.cancel()
                stopping.cancel()

        return StreamingResponse(frames(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def log(self, request: Request, asker: Asker) -> Response:
        own, stream = _uuid(request), request.path_params["stream"]
        self.host.record(own, asker)
        if stream not in ("stdout", "stderr", "result"):
            raise Refusal(
                404, "not-found", "Not found", "A session writes stdout, stderr and result, and nothing else."
            )
        follow = request.query_params.get("follow", "false")
        if follow not in ("true", "false"):
            raise Refusal(400, "wrong-parameter", "A parameter is wrong", "follow may be true or false.")
        match = re.fullmatch(r"bytes=(\d{1,15})-\d*", request.headers.get("range", ""))
        offset = int(match[1]) if match and follow == "true" else 0
        pieces = self.host.output(own, stream, follow=follow == "true", offset=offset, asker=asker)
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        if offset:
            headers["Content-Range"] = f"bytes {offset}-{(1 << 53) - 1}/*"
        return StreamingResponse(
            self._until_stopping(pieces),
            status_code=206 if offset else 200,
            media_type="text/plain; charset=utf-8",
            headers=headers,
        )

    async def _until_stopping(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Cut off when the service stops, so that nobody takes a part for the whole."""
        stopping = asyncio.ensure_future(self.is_stopping.wait())
        step: asyncio.Future[bytes] | None = None
        try:
            while True:
                step = asyncio.ensure_future(pieces.__anext__())
                await asyncio.wait({step, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not step.done():
                    raise ConnectionAbortedError("The service stops.")
                try:
                    yield step.result()
                except StopAsyncIteration:
                    return
        finally:
            stopping.cancel()
            if step is not None:
                step.cancel()

    async def platforms(self, request: Request, asker: Asker) -> Response:
        return _written(request, {"platforms": [profile_summary(self.host.platform)]})

    async def health(self, request: Request, asker: Asker) -> Response:
        if self.is_stopping.is_set():
            document = {"status": "FAIL", "version": __version__, "messages": ["The service is stopping."]}
            return _written(request, document, 503)
        return _written(request, {"status": "PASS", "version": __version__})

    # What they share.

    def _location(self, document: Mapping[str, Any], collection: str) -> dict[str, str]:
        return {"Location": f"{self.host.settings.url}/{collection}/{document['meta']['uuid']}"}

    async def _body(self, request: Request) -> dict[str, Any]:
        media = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
        syntax = _syntax(media)
        if syntax is None:
            detail = "Send application/json or application/yaml; this service reads no other."
            raise Refusal(415, "unsupported-media-type", "The media type cannot be read", detail)
        data = bytearray()
        try:
            async with _within(BODY_SECONDS):
                async for piece in request.stream():
                    data += piece
                    if len(data) > LARGEST_BODY_BYTES:
                        detail = f"A body may have {LARGEST_BODY_BYTES} bytes."
                        raise Refusal(
                            413, "too-large", "The body is too large", detail, headers={"Connection": "close"}
                        )
        except asyncio.TimeoutError:
            detail = f"The body must come within {BODY_SECONDS:g} s."
            raise Refusal(
                408, "too-slow", "The request came too slowly", detail, headers={"Connection": "close"}
            ) from None
        try:
            text = bytes(data).decode("utf-8")
            if syntax == "json":
                document = json.loads(text, parse_constant=_no_constant)
            elif len(data) > LARGEST_YAML_BYTES:
                raise ValueError(f"YAML may have {LARGEST_YAML_BYTES} bytes; send JSON")
            else:
                # Reading YAML takes its time, and the others do not wait for it.
                document = await asyncio.to_thread(read_yaml, text)
            if not isinstance(document, dict) or _depth(document) > DEEPEST:
                raise ValueError(f"a document with members is wanted, at most {DEEPEST} deep")
        except (ValueError, RecursionError) as error:
            detail = f"The body cannot be read as {syntax.upper()}: {error}"
            raise Refusal(400, "unreadable-body", "The body cannot be read", detail) from None
        except BerthError as error:
            raise Refusal(415, "unsupported-media-type", "The media type cannot be read", str(error)) from None
        return document


def profile_summary(platform: Platform) -> dict[str, Any]:
    sizes = {"cores": platform.cores, "memory": platform.memory, "storage": platform.storage}
    gib = {name: size if name == "cores" else size * BYTES_PER_GIB for name, size in sizes.items() if size is not None}
    return {
        "name": platform.name,
        "kind": "python",
        "description": platform.summary,
        "executables": [kind_name(kind) for kind in platform.executables],
        **gib,
    }


def _check_members(document: Mapping[str, Any]) -> None:
    """Values of the wrong type are no task that could be refused. A task that contradicts itself is one."""
    found = read_request(document)
    if isinstance(found, list):
        members = [{"path": one.path, "code": "wrongType", "message": one.sentence} for one in found]
        detail = " ".join(one.sentence for one in found)[:2000]
        raise Refusal(400, "wrong-members", "Members of the body are wrong", detail, members)


def _key(request: Request) -> str:
    text = request.headers.get("idempotency-key")
    if text is None:
        return str(uuid.uuid4())
    match = re.fullmatch(r'"((?:[ !#-\[\]-~]|\\["\\])*)"|([ !#-\[\]-~]+)', text.strip())
    key = re.sub(r"\\(.)", r"\1", match[1]) if match and match[1] is not None else match[2] if match else ""
    if not 1 <= len(key) <= 255:
        detail = "Idempotency-Key must have from 1 to 255 printable ASCII characters, in quotes or without."
        raise Refusal(400, "unreadable-request", "The request cannot be read", detail)
    return key


def _uuid(request: Request) -> str:
    try:
        return str(uuid.UUID(request.path_params["uuid"]))
    except ValueError:
        raise Refusal(
            404, "not-found", "Not found", "There is nothing of that name: an identifier is a UUID."
        ) from None


def _syntax(media: str) -> str | None:
    word = media.rpartition("+")[2] if "+" in media else media.partition("/")[2]
    return {"json": "json", "yaml": "yaml", "x-yaml": "yaml"}.get(word)


def _accepted(request: Request) -> str:
    """The syntax of the answer, by q-values; JSON unless another one is wanted more."""
    best, syntax = 0.0, None
    for part in request.headers.get("accept", "*/*").split(","):
        media, *options = [word.strip().lower() for word in part.split(";")]
        weights = [option[2:] for option in options if option.startswith("q=")]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            continue
        own = "json" if media in ("*/*", "application/*", "") else _syntax(media)
        if own and weight > best:
            best, syntax = weight, own
    if syntax is None:
        detail = "This service answers with application/json or application/yaml."
        raise Refusal(406, "not-acceptable", "No acceptable media type", detail)
    return syntax


def _written(
    request: Request,
    document: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    problem: bool = False,
) -> Response:
    try:
        syntax = _accepted(request)
        if syntax == "yaml":
            import yaml
    except (Refusal, ImportError) as refusal:
        syntax = "json"
        if not problem and isinstance(refusal, Refusal):
            document, status, problem = refusal.document, refusal.status, True
    if syntax == "yaml":
        # Words that other readers take for truth values, such as NO, are quoted by the library.
        text = yaml.safe_dump(dict(document), allow_unicode=True, sort_keys=False)
    else:
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    media = f"application/problem+{syntax}" if problem else f"application/{syntax}"
    return Response(text, status_code=status, headers=dict(headers or {}), media_type=media)


async def _not_routed(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    titles = {404: ("not-found", "Not found"), 405: ("wrong-method", "The method is wrong")}
    kind, title = titles.get(status, ("broken", "The service made a mistake"))
    detail = f"{request.method} {request.url.path[:200]} is not offered here."
    headers = dict(getattr(error, "headers", None) or {})
    return _written(request, Refusal(status, kind, title, detail).document, status, headers, problem=True)


def _frame(name: str, number: int, data: Mapping[str, Any]) -> str:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data)}\n\n"


def _depth(value: Any) -> int:
    """How deep a document is; a stack of its own, because the document is anybody's."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        found, depth = waiting.pop()
        deepest = max(deepest, depth)
        children = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
        waiting += [(child, depth + 1) for child in children]
    return deepest


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


@contextlib.asynccontextmanager
async def _within(seconds: float) -> AsyncIterator[None]:
    """As ``asyncio.timeout`` of Python 3.11."""
    task = asyncio.current_task()
    is_late = False

    def end() -> None:
        nonlocal is_late
        is_late = True
        if task is not None:
            task.cancel()

    timer = asyncio.get_running_loop().call_later(seconds, end)
    try:
        yield
    except asyncio.CancelledError:
        if is_late:
            raise asyncio.TimeoutError from None
        raise
    finally:
        timer.cancel()
