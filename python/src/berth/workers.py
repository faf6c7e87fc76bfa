"""The other side of ``python -m berth worker``: a platform whose class runs in a process of its own."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from berth import times
from berth.answers import Answer, Change, No, Obstacle, Silence, SilenceReason, Yes
from berth.plan import Plan, Work
from berth.platform import LogPiece, Note, Outcome, Platform, PlatformError, Progress

if TYPE_CHECKING:
    from berth.platform import State
    from berth.question import Question

PROTOCOL = 1
LARGEST_LINE_BYTES = 16 << 20
START_SECONDS = 60.0
CALL_SECONDS = 10.0


class WorkerPlatform(Platform):
    """A platform in a process of its own: one that crashes, leaks or hangs takes nobody else with it.

    Args:
        place: ``module:Class`` or ``path.py:Class``, as for ``python -m berth worker``.
        name: what it is called; the class in lower case unless given.
        state: directory that it keeps; without it all is forgotten at its end.
        python: the interpreter, where the plugin needs another one than this program.
    """

    name = "worker"

    def __init__(
        self,
        place: str,
        *,
        name: str | None = None,
        state: str | os.PathLike[str] | None = None,
        python: str | None = None,
    ) -> None:
        self.name = name or place.rpartition(":")[2].lower()
        self._command = [python or sys.executable, "-m", "berth", "worker", place]
        if state is not None:
            self._command += ["--state", str(Path(state))]
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._starting: asyncio.Task[asyncio.subprocess.Process] | None = None
        self._next_start = 0.0
        self._pause = 1.0

    # The process.

    async def _running(self) -> asyncio.subprocess.Process:
        """The worker, started again when it has ended: 1, 2, 4 … 60 s apart.

        Whoever gives up waiting for its start leaves it to the next.
        """
        if self._process is not None and self._process.returncode is None and self._reader is not None:
            return self._process
        if self._starting is None:
            if time.monotonic() < self._next_start:
                raise PlatformError("unreachable", f"The worker of {self.name} has ended and is started again soon.")
            self._starting = asyncio.ensure_future(self._start())
            self._starting.add_done_callback(self._started)
        return await asyncio.shield(self._starting)

    def _started(self, start: asyncio.Task[asyncio.subprocess.Process]) -> None:
        self._starting = None
        if not start.cancelled():
            # It may be that nobody waits for it any more.
            start.exception()

    async def _start(self) -> asyncio.subprocess.Process:
        self._next_start = time.monotonic() + self._pause
        self._pause = min(60.0, self._pause * 2)
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LARGEST_LINE_BYTES,
        )
        assert process.stdout is not None
        try:
            hello = json.loads(await asyncio.wait_for(process.stdout.readline(), START_SECONDS))
            if hello["protocol"] != PROTOCOL:
                raise ValueError(f"protocol {hello['protocol']}")
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise
        except (ValueError, KeyError, TypeError, asyncio.TimeoutError) as error:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            # Counted from its end: a start that fails late is not tried again at once.
            self._next_start = time.monotonic() + self._pause / 2
            raise PlatformError(
                "unreachable", f"The worker of {self.name} did not start; its output says why.", detail=str(error)
            ) from None
        self._process = process
        self._reader = asyncio.ensure_future(self._read(process))
        return process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        try:
            while line := await process.stdout.readline():
                answer = json.loads(line)
                future = self._waiting.pop(answer.get("id"), None)
                if future is None or future.done():
                    continue
                if "error" in answer:
                    error = answer["error"]
                    future.set_exception(
                        PlatformError(
                            error["code"],
                            error["message"],
                            subject=error.get("subject"),
                            cause=error.get("cause"),
                            detail=error.get("detail"),
                        )
                    )
                else:
                    future.set_result(answer.get("result"))
        except (ValueError, KeyError, TypeError, AttributeError):
            # A line that is none: nothing that this worker says can be trusted any more.
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        finally:
            self._reader = None
            # Counted from its end, however long it took to come to that.
            self._next_start = max(self._next_start, time.monotonic() + self._pause / 2)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(PlatformError("unreachable", f"The worker of {self.name} has ended."))
            self._waiting.clear()

    async def _call(self, method: str, seconds: float | None = None, **parameters: Any) -> Any:
        """Raises: ``PlatformError``: what the worker answers, ``unreachable``, ``tooSlow``."""
        process = await self._running()
        assert process.stdin is not None
        self._number += 1
        number = self._number
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            await self._send(process, {"id": number, "method": method, "params": parameters})
            result = await asyncio.wait_for(future, seconds)
        except asyncio.TimeoutError:
            await self._drop(process, number)
            raise PlatformError("tooSlow", f"The worker of {self.name} did not answer within {seconds:g} s.") from None
        except asyncio.CancelledError:
            asyncio.ensure_future(self._drop(process, number))  # noqa: RUF006 - nobody waits for it
            raise
        self._pause = 1.0
        return result

    async def _send(self, process: asyncio.subprocess.Process, document: Mapping[str, Any]) -> None:
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(document).encode() + b"\n")
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise PlatformError("unreachable", f"The worker of {self.name} has ended.") from None

    async def _drop(self, process: asyncio.subprocess.Process, number: int) -> None:
        """Tells that nobody waits any more; a worker that does not even answer who it is, is killed."""
        self._waiting.pop(number, None)
        try:
            await self._send(process, {"id": f"drop-{number}", "method": "drop", "params": {"id": number}})
            self._number += 1
            alive: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            self._waiting[self._number] = alive
            await self._send(process, {"id": self._number, "method": "drop", "params": {"id": number}})
            await asyncio.wait_for(alive, CALL_SECONDS)
        except (PlatformError, asyncio.TimeoutError):
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def close(self) -> None:
        """Ends the worker, and what it runs."""
        if (starting := self._starting) is not None:
            starting.cancel()
            with contextlib.suppress(asyncio.CancelledError, PlatformError):
                await starting
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), CALL_SECONDS)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()

    # The platform.

    async def outage(self) -> str | None:  # type: ignore[override]
        try:
            profile = await self._call("profile", CALL_SECONDS)
        except PlatformError as error:
            return error.message
        capacity = profile.get("capacity") or {}
        self.summary = profile.get("summary", "")
        self.executables = profile.get("executables", [])
        self.cores, self.memory, self.storage = (capacity.get(name) for name in ("cores", "memory", "storage"))
        return cast("str | None", profile.get("outage"))

    async def can_i_do_this(self, question: Question) -> Answer[Plan]:
        try:
            return read_answer(await self._call("canIDoThis", self.timeout, question=question.document()))
        except PlatformError as error:
            reason = (
                "tooSlow"
                if error.code == "tooSlow"
                else "unreachable"
                if error.code == "unreachable"
                else "brokenReply"
            )
            return Silence(cast(Any, reason), error.message, detail=error.detail)

    def run(self, work: Work) -> int | None:
        raise PlatformError("broken", "A worker is told each step.")

    async def prepare(self, part: str, work: Work) -> Progress | None:  # type: ignore[override]
        return read_progress(await self._call("prepare", None, part=part, work=work.document()))

    async def start(self, work: Work) -> Progress | None:
        return read_progress(await self._call("start", None, work=work.document()))

    async def observe(self, work: Work, seen: State | None) -> State | Outcome:
        found = await self._call("observe", None, work=work.document(), seen=seen)
        if found["state"] != "finished":
            return cast("State", found["state"])
        outcome = found["outcome"]
        return Outcome(bool(outcome["isSuccess"]), outcome.get("exitCode"), _notes(outcome))

    async def cancel(self, work: Work) -> None:
        await self._call("cancel", 30.0, work=work.document())

    async def release(self, part: str, work: Work) -> None:
        await self._call("release", 60.0, part=part, work=work.document())

    async def log(self, work: Work, stream: str, offset: int, limit: int) -> LogPiece:
        found = await self._call(
            "log", CALL_SECONDS, work=work.document(), stream=stream, offset=offset, limit=limit, waiting=False
        )
        return LogPiece(base64.b64decode(found["data"]), bool(found["isEnd"]))

    async def forget(self, session: str) -> None:
        await self._call("forget", 60.0, session=session)


_reasons: dict[str, SilenceReason] = {"tooSlow": "tooSlow", "unreachable": "unreachable"}


def read_answer(document: Mapping[str, Any]) -> Answer[Plan]:
    """Raises: ``KeyError``, ``ValueError`` for what is none."""
    if document["answer"] == "yes":
        return Yes([Plan.read(plan) for plan in document["plans"]])
    if document["answer"] == "no":
        return No([_obstacle(one) for one in document["obstacles"]])
    waited = times.parse_duration(document.get("waited", "PT0S")).total_seconds()
    return Silence(document["reason"], document["message"], waited, document.get("detail"))


def read_progress(document: Mapping[str, Any]) -> Progress:
    return Progress(_notes(document), document.get("connectors"), document.get("handle"))


def _notes(document: Mapping[str, Any]) -> list[Note]:
    return [Note(one["template"], one.get("values", {}), one.get("level", "INFO")) for one in document.get("notes", [])]


def _obstacle(document: Mapping[str, Any]) -> Obstacle:
    return Obstacle(
        document["rung"],
        document["path"],
        document["template"],
        document.get("values", {}),
        document.get("couldChange"),
        _change(document["change"]) if document.get("change") else None,
        tuple(tuple(_change(one) for one in way) for way in document.get("otherWays", [])),
    )


def _change(document: Mapping[str, Any]) -> Change:
    allowed = document.get("range", {})
    return Change(
        document["path"],
        document.get("to"),
        allowed.get("type") == "absent",
        allowed.get("min"),
        allowed.get("max"),
        allowed.get("unit"),
        tuple(allowed.get("words", allowed.get("groups", []))),
        allowed.get("pattern"),
    )
