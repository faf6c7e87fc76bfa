"""Offers and sessions, wherever the broker that holds them is."""

from __future__ import annotations

import codecs
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, overload

from berth import _documents, times
from berth._loop import call, call_async
from berth.connection import ENDS, Connection
from berth.errors import BerthError, SessionFailed

if TYPE_CHECKING:
    from berth._model import ExecutionSession

Stream = Literal["stdout", "stderr", "result"]

_largest_output_bytes = 64 << 20


@dataclass(frozen=True)
class Cost:
    """What an offer costs: from so much to so much of a currency or unit."""

    type: str
    least: float | None
    most: float | None

    @property
    def amount(self) -> float | None:
        """What to reckon with: the most, where it is said."""
        return self.most if self.most is not None else self.least


@dataclass(frozen=True)
class Connector:
    """A way to reach a session."""

    protocol: str
    location: str
    status: str
    """``PREPARING``, ``AVAILABLE`` or ``FINISHED``."""


class _Held:
    """What an offer and a session have in common: a document that a broker holds."""

    def __init__(self, platform: str, connection: Connection, document: Mapping[str, Any]) -> None:
        self.platform = platform
        """Name of the platform, or of the broker that answers for several."""
        self.document: Mapping[str, Any] = document
        """The session of the wire, as the broker wrote it."""
        self._connection = connection
        self._place = connection.place(document)

    @property
    def id(self) -> str:
        """UUID of the session."""
        return str((self.document.get("meta") or {}).get("uuid") or "")

    @property
    def session(self) -> ExecutionSession:
        """The document as classes."""
        from berth._model import ExecutionSession

        return ExecutionSession.read(self.document)

    @property
    def phase(self) -> str:
        return str(self.document.get("phase") or "")

    @property
    def offered_by(self) -> str | None:
        """Which of the platforms behind a broker it is of, where the broker says so."""
        for message in _documents.messages(self.document):
            if message.get("template") == "Offered by {platform}.":
                return str((message.get("values") or {}).get("platform") or "") or None
        return None

    @property
    def where(self) -> str:
        """``name``, or ``name/platform`` of a broker that answers for several."""
        return joined(self.platform, self.offered_by)

    @property
    def messages(self) -> list[str]:
        """What was said about it, oldest first."""
        return [str(message.get("message") or "") for message in _documents.messages(self.document)]

    @property
    def cores(self) -> int | None:
        """Cores that are promised."""
        return _documents.integer(self.document, "compute", "cores", "min")

    @property
    def memory(self) -> int | None:
        """Memory that is promised, in GiB."""
        return _documents.integer(self.document, "compute", "memory", "min")

    @property
    def starts(self) -> datetime | None:
        """When it becomes available, in UTC."""
        text = _documents.member(self.document, "schedule", "available", "start")
        try:
            return times.parse_interval(text)[0] if isinstance(text, str) else None
        except ValueError:
            return None

    @property
    def duration(self) -> timedelta | None:
        """How long it is available."""
        text = _documents.member(self.document, "schedule", "available", "duration")
        try:
            return times.parse_duration(text) if isinstance(text, str) else None
        except ValueError:
            return None

    @property
    def costs(self) -> list[Cost]:
        return [
            Cost(str(cost.get("type") or ""), _documents.number(cost.get("min")), _documents.number(cost.get("max")))
            for cost in _documents.mappings(self.document.get("costs"))
        ]

    async def _set_phase(self, phase: str) -> None:
        update = {"kind": "uri:enum-value-update", "path": "phase", "value": phase}
        try:
            self.document = await self._connection.update(self._place, update, str(uuid.uuid4()))
        except BerthError as error:
            if error.code not in ("unreachable", "tooSlow", "brokenReply"):
                raise
            # The answer was lost, or the update: repeating it is harmless.
            self.document = await self._connection.update(self._place, update, str(uuid.uuid4()))


class Offer(_Held):
    """An offer that a broker holds until it expires."""

    @property
    def expires(self) -> datetime | None:
        """Until when it is held, in UTC."""
        text = self.document.get("expires")
        try:
            return times.parse_instant(text) if isinstance(text, str) else None
        except ValueError:
            return None

    def accept(self) -> Session:
        """Takes it. The other offers of the same broker for this question are given back by that.

        Raises: ``BerthError``: ``gone`` when it has expired, ``wrongPhase`` when another one was taken.
        """
        return call(self._accept())

    async def accept_async(self) -> Session:
        return await call_async(self._accept())

    def reject(self) -> None:
        """Gives it back before it expires."""
        call(self._set_phase("REJECTED"))

    async def reject_async(self) -> None:
        await call_async(self._set_phase("REJECTED"))

    async def _accept(self) -> Session:
        await self._set_phase("ACCEPTED")
        return Session(self.platform, self._connection, self.document)

    def __repr__(self) -> str:
        parts = [self.platform]
        if self.cores is not None:
            parts.append(f"{self.cores} cores")
        if self.memory is not None:
            parts.append(f"{self.memory} GiB")
        if self.starts is not None:
            parts.append(f"starts {times.format_instant(self.starts)}")
        return f"<Offer {', '.join(parts)}>"


class Session(_Held):
    """Something that is being run."""

    @property
    def is_over(self) -> bool:
        return self.phase in ENDS

    @property
    def connectors(self) -> list[Connector]:
        """Where it can be reached while it runs."""
        return [
            Connector(*(str(one.get(name) or "") for name in ("protocol", "location", "status")))
            for one in _documents.mappings(self.document.get("connectors"))
        ]

    @property
    def exit_code(self) -> int | None:
        """What the program ended with; ``None`` before that, and where nobody says."""
        for message in reversed(_documents.messages(self.document)):
            text = (message.get("values") or {}).get("exitCode")
            if isinstance(text, str) and text.lstrip("-").isdecimal():
                return int(text)
        return 0 if self.phase == "COMPLETED" else None

    def refresh(self) -> Session:
        """Reads it again."""
        return call(self._refresh())

    async def refresh_async(self) -> Session:
        return await call_async(self._refresh())

    async def _refresh(self) -> Session:
        self.document = await self._connection.session(self._place)
        return self

    def wait(self, timeout: float | timedelta | None = None) -> Session:
        """Waits until it is over, through restarts of the broker of less than half a minute.

        Args:
            timeout: seconds; ``None`` is as long as it takes.
        Raises: ``TimeoutError``, and the session goes on; ``BerthError``.
        """
        return call(self._wait(timeout))

    async def wait_async(self, timeout: float | timedelta | None = None) -> Session:
        return await call_async(self._wait(timeout))

    async def _wait(self, timeout: float | timedelta | None) -> Session:
        import asyncio

        async def follow() -> None:
            async with aclosing(_generator(self._connection.changes(self._place))) as changes:
                async for document in changes:
                    self.document = document

        try:
            await asyncio.wait_for(follow(), _seconds(timeout))
        except asyncio.TimeoutError:
            raise TimeoutError(
                f"The session {self.id} is {self.phase} after {timeout} s and goes on; wait again, or cancel it."
            ) from None
        return self

    def changes(self) -> Iterator[Session]:
        """The session after each change, until it is over."""
        iterator = self.changes_async()
        return _each(iterator)

    async def changes_async(self) -> AsyncIterator[Session]:
        async with aclosing(_generator(self._connection.changes(self._place))) as changes:
            while True:
                document = await call_async(_next(changes))
                if document is None:
                    return
                self.document = document
                yield self

    @overload
    def logs(self, stream: Stream = "stdout", *, follow: Literal[False] = False) -> str: ...

    @overload
    def logs(self, stream: Stream = "stdout", *, follow: Literal[True]) -> Iterator[str]: ...

    def logs(self, stream: Stream = "stdout", *, follow: bool = False) -> str | Iterator[str]:
        """What the program wrote so far, as a text; with ``follow`` pieces of text as they come, until it is over.

        Raises: ``BerthError`` (``notFound``) for a broker that keeps no output.
        """
        if not follow:
            return call(self._output(stream)).decode("utf-8", "replace")
        return _each(self.follow_async(stream))

    async def logs_async(self, stream: Stream = "stdout") -> str:
        return (await call_async(self._output(stream))).decode("utf-8", "replace")

    async def follow_async(self, stream: Stream = "stdout") -> AsyncIterator[str]:
        """Pieces of text as they come, until the session is over."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        pieces = _generator(self._connection.log(self._place, stream, True))
        try:
            while (piece := await call_async(_next(pieces))) is not None:
                if text := decoder.decode(piece):
                    yield text
            if text := decoder.decode(b"", True):
                yield text
        finally:
            await call_async(pieces.aclose())

    async def _output(self, stream: str) -> bytes:
        whole = bytearray()
        async with aclosing(_generator(self._connection.log(self._place, stream, False))) as pieces:
            async for piece in pieces:
                whole += piece
                if len(whole) > _largest_output_bytes:
                    raise BerthError(
                        "brokenReply", "The output is larger than 64 MiB; read it in pieces with follow=True."
                    )
        return bytes(whole)

    def cancel(self) -> Session:
        """Stops the work itself. Returns when the broker has taken it; ``wait`` for the end."""
        return call(self._cancel())

    async def cancel_async(self) -> Session:
        return await call_async(self._cancel())

    async def _cancel(self) -> Session:
        await self._set_phase("CANCELLED")
        return self

    def result(self, timeout: float | timedelta | None = None) -> Result:
        """Waits for the end, and returns what came of it.

        Raises: ``SessionFailed`` when it did not end COMPLETED; ``TimeoutError`` as ``wait``.
        """
        return call(self._result(timeout))

    async def result_async(self, timeout: float | timedelta | None = None) -> Result:
        return await call_async(self._result(timeout))

    async def _result(self, timeout: float | timedelta | None) -> Result:
        await self._wait(timeout)
        if self.phase != "COMPLETED":
            said = " ".join(
                str(message.get("message"))
                for message in _documents.messages(self.document)
                if message.get("level") in ("WARN", "ERROR")
            )
            raise SessionFailed(
                f"The session {self.id} on {self.platform} ended {self.phase}. {said}".strip(),
                self.phase,
                self.exit_code,
            )
        outputs: list[str | None] = []
        for stream in ("stdout", "stderr"):
            try:
                outputs.append((await self._output(stream)).decode("utf-8", "replace"))
            except BerthError as error:
                if error.code != "notFound":
                    raise
                outputs.append(None)
        return Result(self, outputs[0], outputs[1])

    def __repr__(self) -> str:
        return f"<Session {self.id} on {self.platform}: {self.phase}>"


@dataclass(frozen=True)
class Result:
    """What came of a session that completed."""

    session: Session
    stdout: str | None
    """``None`` where the broker keeps no output."""
    stderr: str | None

    @property
    def exit_code(self) -> int | None:
        return self.session.exit_code


def _seconds(length: float | timedelta | None) -> float | None:
    return length.total_seconds() if isinstance(length, timedelta) else length


def joined(name: str, inner: str | None) -> str:
    """``name/inner`` where the two differ."""
    return f"{name}/{inner}" if inner and inner != name else name


# From the loop to callers without one.


def _generator(iterator: AsyncIterator[Any]) -> Any:
    return iterator


async def _next(iterator: Any) -> Any:
    try:
        return await iterator.__anext__()
    except StopAsyncIteration:
        return None


def _each(iterator: Any) -> Iterator[Any]:
    """What an asynchronous iterator yields, for callers without a loop."""
    try:
        while (item := call(_next(iterator))) is not None:
            yield item
    finally:
        call(iterator.aclose())
