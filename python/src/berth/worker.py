"""One platform behind a pipe: JSON lines on standard input and output. The protocol is docs/PYTHON_PLUGINS.md."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import platform as machine
import select
import signal
import stat
import sys
import threading
import traceback
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from berth import __version__, _model, asking
from berth._kinds import kind_name
from berth.answers import Answer, Change, No, Obstacle, Silence
from berth.plan import Plan, Work
from berth.platform import Note, Outcome, PlatformError, Progress, do
from berth.question import Question
from berth.times import format_duration

if TYPE_CHECKING:
    from berth.platform import Platform

PROTOCOL = 1
LARGEST_LINE_BYTES = 16 << 20
LARGEST_PIECE_BYTES = 1 << 20
LOG_WAIT_SECONDS = 10.0
GUARD_SECONDS = 20.0
"""How long a worker may take to end after its broker has, whatever its plugin does."""


def guard() -> None:
    """Starts a process beside this one that kills it, should it still be there some time after the broker has closed
    the pipe: a plugin that holds the lock of the interpreter could not be told.

    Called before anything else, while there is one thread and nothing has been imported for the plugin.
    """
    mode = os.fstat(0).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)) or not hasattr(os, "pidfd_open"):
        return
    watched = os.pidfd_open(os.getpid())
    if os.fork() != 0:
        os.close(watched)
        return
    try:
        # Whoever waits for the end of what the worker writes waits for the worker, and not for this.
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _guard(watched, 0, GUARD_SECONDS)
    finally:
        os._exit(0)


def _guard(watched: int, requests: int, seconds: float) -> None:
    # Only that the other end was closed is waited for; what comes through the pipe is the worker's.
    waiting = select.poll()
    waiting.register(requests, 0)
    waiting.register(watched, select.POLLIN)
    if any(descriptor == watched for descriptor, _ in waiting.poll()):
        return
    ending = select.poll()
    ending.register(watched, select.POLLIN)
    if not ending.poll(seconds * 1000):
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(watched, signal.SIGKILL)


def work(platform: Platform, state: Path | None = None) -> int:
    """Serves until standard input ends, or SIGTERM or Ctrl-C comes.

    Returns: an exit code: 0, or 65 after a line that is too long.
    """
    requests, answers = _pipes()
    if state is not None:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        platform.runner.directory = state.resolve()
    return asyncio.run(_Worker(platform, answers).serve(requests))


def _readable(requests: int) -> int:
    """A descriptor that can be waited for: a file and /dev/null cannot, and are copied into a pipe."""
    mode = os.fstat(requests).st_mode
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(requests):
        return requests
    reading, writing = os.pipe()

    def copy() -> None:
        with contextlib.suppress(OSError), os.fdopen(writing, "wb", buffering=0) as pipe:
            while data := os.read(requests, 1 << 16):
                pipe.write(data)

    threading.Thread(target=copy, name="berth-requests", daemon=True).start()
    return reading


def _pipes() -> tuple[int, int]:
    """Takes the two pipes away from everybody else: what a plugin or its programs print goes to standard error, and
    what they read is empty.
    """
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdout.flush()
    os.dup2(2, 1)
    return requests, answers


class _Worker:
    def __init__(self, platform: Platform, answers: int) -> None:
        self._platform = platform
        self._answers = answers
        self._works: dict[str, list[Work]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._writing = asyncio.Lock()
        self._methods: dict[str, Callable[[Mapping[str, Any]], Awaitable[Any]]] = {
            "profile": self._profile,
            "canIDoThis": self._can_i_do_this,
            "prepare": self._prepare,
            "start": self._start,
            "observe": self._observe,
            "cancel": self._cancel,
            "release": self._release,
            "log": self._log,
            "forget": self._forget,
        }

    async def serve(self, requests: int) -> int:
        loop = asyncio.get_running_loop()
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopping.set)
        reader = asyncio.StreamReader(limit=LARGEST_LINE_BYTES)
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(_readable(requests), "rb", buffering=0)
        )
        hello = {"berth": "worker", "protocol": PROTOCOL, "version": __version__, "python": machine.python_version()}
        await self._write(hello)
        code = 0
        waiting = asyncio.ensure_future(stopping.wait())
        try:
            while True:
                line = asyncio.ensure_future(reader.readline())
                await asyncio.wait({line, waiting}, return_when=asyncio.FIRST_COMPLETED)
                if not line.done():
                    line.cancel()
                    break
                try:
                    text = line.result()
                except ValueError:
                    message = f"A line is longer than {LARGEST_LINE_BYTES} bytes; the worker ends."
                    await self._write({"id": None, "error": {"code": "overLimit", "message": message}})
                    code = 65
                    break
                if not text:
                    break
                if text.strip():
                    await self._take(text)
        finally:
            waiting.cancel()
            transport.close()
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
            # What run() still does ends with this process.
            await self._platform.runner.end()
        return code

    async def _take(self, text: bytes) -> None:
        identifier: Any = None
        try:
            request = json.loads(text)
            if not isinstance(request, dict):
                raise ValueError("a request is an object")
            identifier = request.get("id")
            method = request.get("method")
            parameters = request.get("params", {})
            if not isinstance(identifier, int | str) or isinstance(identifier, bool):
                raise ValueError("id must be a number or a text")
            if not isinstance(method, str) or not isinstance(parameters, dict):
                raise ValueError("method must be a text, and params an object")
        except (ValueError, RecursionError) as error:
            message = f"The line is no request: {error}."
            await self._write({"id": None, "error": {"code": "badRequest", "message": message}})
            return
        if method == "drop":
            task = self._tasks.get(json.dumps(parameters.get("id")))
            if task is not None:
                task.cancel()
            await self._write({"id": identifier, "result": {}})
            return
        name = json.dumps(identifier)
        if name in self._tasks:
            message = f"The id {name} is still being answered; take another one."
            await self._write({"id": None, "error": {"code": "badRequest", "message": message}})
            return
        task = asyncio.ensure_future(self._answer(identifier, method, parameters))
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name, None))

    async def _answer(self, identifier: Any, method: str, parameters: Mapping[str, Any]) -> None:
        try:
            call = self._methods.get(method)
            if call is None:
                raise PlatformError("badRequest", f"There is no method {method[:80]}.")
            answer = {"id": identifier, "result": await call(parameters)}
            line = json.dumps(answer)
        except PlatformError as error:
            members = {"code": error.code, "message": error.message, "subject": error.subject, "cause": error.cause,
                       "detail": error.detail}  # fmt: skip
            said = {name: str(text) for name, text in members.items() if text is not None}
            await self._write({"id": identifier, "error": said})
            return
        except KeyError as error:
            await self._write({"id": identifier, "error": {"code": "badRequest", "message": f"params has no {error}."}})
            return
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a plugin raises is an answer, and the worker goes on
            traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)
            message = f"The plugin failed: {type(error).__name__}: {error}"
            await self._write({"id": identifier, "error": {"code": "broken", "message": message[:2000]}})
            return
        except (SystemExit, KeyboardInterrupt) as error:
            message = f"The plugin wanted to end the worker ({type(error).__name__}), which goes on."
            await self._write({"id": identifier, "error": {"code": "broken", "message": message}})
            return
        await self._send(line)

    async def _write(self, document: Mapping[str, Any]) -> None:
        await self._send(json.dumps(document))

    async def _send(self, line: str) -> None:
        """One whole line at a time; waits on a thread of its own while the other side does not read."""
        data = line.encode() + b"\n"
        async with self._writing:
            await asyncio.to_thread(self._write_all, data)

    def _write_all(self, data: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):
            while data:
                data = data[os.write(self._answers, data) :]

    # Methods.

    async def _profile(self, _: Mapping[str, Any]) -> Any:
        platform = self._platform
        sizes = {"cores": platform.cores, "memory": platform.memory, "storage": platform.storage}
        capacity = {name: size for name, size in sizes.items() if size is not None}
        return {
            "name": platform.name,
            "kind": "python",
            "summary": platform.summary or platform.name,
            "executables": [_kind_uri(kind) for kind in platform.executables],
            "capacity": capacity or None,
            "outage": await do(platform, platform.outage),
        }

    async def _can_i_do_this(self, parameters: Mapping[str, Any]) -> Any:
        try:
            question = Question.read(parameters["question"])
        except ValueError as error:
            raise PlatformError("badRequest", f"The question cannot be read: {error}") from None
        return answer_document(await asking.ask(self._platform, question))

    async def _prepare(self, parameters: Mapping[str, Any]) -> Any:
        part = str(parameters["part"])
        return await self._step(parameters, lambda work: do(self._platform, self._platform.prepare, part, work))

    async def _start(self, parameters: Mapping[str, Any]) -> Any:
        return await self._step(parameters, lambda work: do(self._platform, self._platform.start, work))

    async def _step(self, parameters: Mapping[str, Any], step: Callable[[Work], Awaitable[Any]]) -> Any:
        work = _work(parameters)
        live = self._works.setdefault(work.session, [])
        live.append(work)
        try:
            return progress_document(await step(work))
        finally:
            live.remove(work)
            if not live:
                self._works.pop(work.session, None)

    async def _observe(self, parameters: Mapping[str, Any]) -> Any:
        seen = parameters.get("seen")
        if seen not in (None, "waiting", "running"):
            raise PlatformError("badRequest", "seen must be null, waiting or running.")
        while True:
            state = await do(self._platform, self._platform.observe, _work(parameters), seen)
            if isinstance(state, Outcome):
                outcome = {"isSuccess": state.is_success, "exitCode": state.exit_code, "notes": _notes(state.notes)}
                return {"state": "finished", "outcome": outcome}
            if state not in ("waiting", "running"):
                raise TypeError(f"observe returned {state!r}; it must return 'waiting', 'running' or an Outcome.")
            if state != seen:
                return {"state": state}
            # A plugin that does not wait is asked again, and not at once.
            await asyncio.sleep(1)

    async def _cancel(self, parameters: Mapping[str, Any]) -> Any:
        work = _work(parameters)
        for live in self._works.get(work.session, []):
            live._stopping.set()
        await do(self._platform, self._platform.cancel, work)
        return {}

    async def _release(self, parameters: Mapping[str, Any]) -> Any:
        await do(self._platform, self._platform.release, str(parameters["part"]), _work(parameters))
        return {}

    async def _log(self, parameters: Mapping[str, Any]) -> Any:
        work, stream = _work(parameters), str(parameters["stream"])
        offset, limit = int(parameters["offset"]), min(int(parameters["limit"]), LARGEST_PIECE_BYTES)
        if stream not in ("stdout", "stderr", "result") or offset < 0 or limit < 1:
            raise PlatformError("badRequest", "stream, offset or limit cannot be meant.")
        deadline = asyncio.get_running_loop().time() + LOG_WAIT_SECONDS
        pause = 0.02
        while True:
            piece = await do(self._platform, self._platform.log, work, stream, offset, limit)
            is_late = asyncio.get_running_loop().time() + pause > deadline
            if piece.data or piece.is_end or is_late or not parameters.get("waiting"):
                return {"data": base64.b64encode(piece.data).decode("ascii"), "isEnd": piece.is_end}
            await asyncio.sleep(pause)
            pause = min(0.5, pause * 2)

    async def _forget(self, parameters: Mapping[str, Any]) -> Any:
        await do(self._platform, self._platform.forget, str(parameters["session"]))
        return {}


def _work(parameters: Mapping[str, Any]) -> Work:
    try:
        return Work.read(parameters["work"])
    except (ValueError, TypeError) as error:
        raise PlatformError("badRequest", f"The work cannot be read: {error}") from None


def _kind_uri(kind: str) -> str:
    """The URI of a kind by its short name; what is none of ours is told as it is."""
    for family in _model.Executable.__subclasses__():
        uri = family.model_fields["kind"].default
        if kind_name(uri) == kind_name(kind):
            return str(uri)
    return kind


# Documents of the protocol.


def answer_document(answer: Answer[Plan]) -> dict[str, Any]:
    if isinstance(answer, Silence):
        silence = {"reason": answer.reason, "message": answer.message, "detail": answer.detail}
        waited = format_duration(_length(answer.waited_seconds))
        return {
            "answer": "silence",
            **{name: text for name, text in silence.items() if text is not None},
            "waited": waited,
        }
    if isinstance(answer, No):
        return {"answer": "no", "obstacles": [obstacle_document(one) for one in answer.obstacles]}
    return {"answer": "yes", "plans": [plan.document() for plan in answer.offers]}


def obstacle_document(obstacle: Obstacle) -> dict[str, Any]:
    document: dict[str, Any] = {
        "rung": obstacle.rung if obstacle.rung != "said" else "never",
        "path": obstacle.path,
        "template": obstacle.template,
        "values": {name: str(text) for name, text in obstacle.values.items()},
    }
    if obstacle.could_change:
        document["couldChange"] = obstacle.could_change
    if obstacle.change:
        document["change"] = change_document(obstacle.change)
    if obstacle.other_ways:
        document["otherWays"] = [[change_document(one) for one in way] for way in obstacle.other_ways]
    return document


def change_document(change: Change) -> dict[str, Any]:
    allowed: dict[str, Any]
    if change.absent:
        return {"path": change.path, "range": {"type": "absent"}}
    if change.is_of_asker:
        groups = list(change.words) or [str(change.to)]
        return {"path": "asker.groups", "to": groups[0], "range": {"type": "groups", "groups": groups}}
    if isinstance(change.to, dict):
        allowed = {"type": "component"}
    elif change.words:
        allowed = {"type": "words", "words": list(change.words)}
    elif isinstance(change.to, int) and not isinstance(change.to, bool):
        allowed = {"type": "integers", "min": change.min, "max": change.max, "unit": change.unit}
    else:
        allowed = {"type": "text", "pattern": change.pattern}
    return {"path": change.path, "to": change.to, "range": {n: v for n, v in allowed.items() if v is not None}}


def progress_document(progress: Progress | None) -> dict[str, Any]:
    if progress is None:
        return {}
    document: dict[str, Any] = {"notes": _notes(progress.notes)}
    if progress.connectors is not None:
        document["connectors"] = [dict(one) for one in progress.connectors]
    if progress.handle is not None:
        document["handle"] = progress.handle
    return document


def _notes(notes: Any) -> list[dict[str, Any]]:
    return [_note(note) for note in notes]


def _note(note: Note) -> dict[str, Any]:
    return {"level": note.level, "template": note.template, "values": {name: str(v) for name, v in note.values.items()}}


def _length(seconds: float) -> Any:
    from datetime import timedelta

    return timedelta(seconds=seconds)
