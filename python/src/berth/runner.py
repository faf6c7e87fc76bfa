"""How ``run`` becomes the steps that a broker takes: started once, observed, stopped, cleaned up."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from io import BufferedWriter, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

from berth._loop import in_thread
from berth.platform import LogPiece, Note, Outcome, PlatformError, Progress

if TYPE_CHECKING:
    from berth.plan import Work
    from berth.platform import Platform, State

LARGEST_LOG_BYTES = 64 << 20
"""Of one output no more is kept."""


class Runner:
    """Runs ``run`` of a platform on a thread of its own for each session.

    Work does not outlive this process: what an earlier one left running is stopped when it is released, and observed
    as lost.
    """

    def __init__(self, platform: Platform, directory: Path | None = None) -> None:
        self._platform = platform
        self._directory = directory
        self._runs: dict[str, _Run] = {}

    @property
    def directory(self) -> Path:
        if self._directory is None:
            self._directory = Path(tempfile.mkdtemp(prefix="berth-"))
            atexit.register(shutil.rmtree, self._directory, ignore_errors=True)
        return self._directory

    @directory.setter
    def directory(self, directory: Path) -> None:
        self._directory = directory

    async def start(self, work: Work) -> Progress | None:
        # A step that is repeated finds what it began.
        if work.session in self._runs:
            return None
        programs = Programs(self.directory, work.session)
        if programs.record.exists():
            raise PlatformError("lost", "The work was running when this platform was stopped, and is not any more.")
        run = _Run(work, programs)
        self._runs[work.session] = run
        work._programs = programs
        run.task = asyncio.ensure_future(self._carry_out(run))
        return None

    async def _carry_out(self, run: _Run) -> None:
        outcome: Outcome
        try:
            with run.programs:
                code = await in_thread(lambda: self._run(run), f"berth-{self._platform.name}-run")
            outcome = Outcome.exited(0 if code is None else int(code))
        except PlatformError as error:
            outcome = Outcome(False, None, [Note("{problem}", {"problem": error.message}, "ERROR")])
        except Exception as error:  # noqa: BLE001 - what a plugin raises is the end of its session and no more
            traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)
            values = {"problem": f"{type(error).__name__}: {error}"}
            outcome = Outcome(False, None, [Note("The platform's program failed: {problem}", values, "ERROR")])
        except BaseException as error:  # noqa: BLE001 - sys.exit in a plugin
            values = {"problem": type(error).__name__}
            outcome = Outcome(False, None, [Note("The platform's program ended itself: {problem}", values, "ERROR")])
        run.outcome = outcome
        run.changed.set()

    def _run(self, run: _Run) -> Any:
        result = self._platform.run(run.work)
        if not asyncio.iscoroutine(result):
            return result
        return asyncio.run(run.awaited(result))

    async def observe(self, work: Work, seen: State | None) -> State | Outcome:
        run = self._runs.get(work.session)
        if run is None:
            raise PlatformError("lost", "The work was running when this platform was stopped, and is not any more.")
        if seen == "running" and run.outcome is None:
            await run.changed.wait()
        return run.outcome or "running"

    async def cancel(self, work: Work) -> None:
        run = self._runs.get(work.session)
        if run is None or run.outcome is not None:
            return
        run.stop()
        seconds = self._platform.stop_seconds
        try:
            await asyncio.wait_for(run.changed.wait(), seconds)
        except asyncio.TimeoutError:
            run.programs.kill(signal.SIGKILL)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(run.changed.wait(), 1)
        if run.outcome is None:
            raise PlatformError(
                "broken", f"run() did not end within {seconds:g} s of being told to; it must look at work.is_cancelled."
            )

    async def release(self, work: Work) -> None:
        run = self._runs.pop(work.session, None)
        programs = run.programs if run else Programs(self.directory, work.session)
        # What an earlier process left running is no child of this one: its end is waited for, not its code.
        await in_thread(programs.end, f"berth-{self._platform.name}-release")
        shutil.rmtree(programs.path, ignore_errors=True)

    async def log(self, work: Work, stream: str, offset: int, limit: int) -> LogPiece:
        run = self._runs.get(work.session)
        programs = Programs(self.directory, work.session)
        # What has not begun may still come; what an earlier process has begun is over.
        has_begun = run is not None or programs.record.exists() or programs.logs.exists()
        is_over = run.outcome is not None if run is not None else has_begun
        path = programs.log(stream)
        try:
            with path.open("rb") as file:
                file.seek(offset)
                data = file.read(limit)
        except OSError:
            data = b""
        return LogPiece(data, is_over and len(data) < limit)

    async def end(self) -> None:
        """Stops everything, because this process ends."""
        for run in self._runs.values():
            run.stop()
        unfinished = [run for run in self._runs.values() if run.outcome is None]
        if unfinished:
            waiting = [asyncio.ensure_future(run.changed.wait()) for run in unfinished]
            _, late = await asyncio.wait(waiting, timeout=self._platform.stop_seconds)
            for task in late:
                task.cancel()
        for run in self._runs.values():
            run.programs.kill(signal.SIGKILL)

    async def forget(self, session: str) -> None:
        shutil.rmtree(Programs(self.directory, session).logs, ignore_errors=True)


class _Run:
    def __init__(self, work: Work, programs: Programs) -> None:
        self.work = work
        self.programs = programs
        self.outcome: Outcome | None = None
        self.changed = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self._inner: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    async def awaited(self, result: Any) -> Any:
        task = asyncio.ensure_future(result)
        self._inner = (asyncio.get_running_loop(), task)
        return await task

    def stop(self) -> None:
        self.work._stopping.set()
        self.programs.kill(signal.SIGTERM)
        if self._inner is not None:
            inner, task = self._inner
            with contextlib.suppress(RuntimeError):
                inner.call_soon_threadsafe(task.cancel)


class Programs:
    """The directory, the output and the programs of one session."""

    def __init__(self, root: Path, session: str) -> None:
        self.path = root / "work" / session
        self.directory = self.path / "files"
        self.record = self.path / "programs.json"
        self.logs = root / "logs" / session
        self._lock = threading.Lock()
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._outputs: dict[str, _BoundedLog] = {}
        self.stdout: TextIO = sys.stderr
        self.stderr: TextIO = sys.stderr

    def __enter__(self) -> Programs:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        self._note()
        for stream in ("stdout", "stderr"):
            self._outputs[stream] = _BoundedLog(self.log(stream))
        self.stdout = self._outputs["stdout"].text()
        self.stderr = self._outputs["stderr"].text()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill(signal.SIGKILL)
        for text in (self.stdout, self.stderr):
            with contextlib.suppress(OSError, ValueError):
                text.flush()
        for output in self._outputs.values():
            output.close()

    def log(self, stream: str) -> Path:
        return self.logs / stream

    def execute(
        self, command: Sequence[str], environment: Mapping[str, str], given: bytes | None, stopping: Any
    ) -> int:
        for text in (self.stdout, self.stderr):
            text.flush()
        with self._lock:
            if stopping.is_set():
                return -signal.SIGTERM
            process = subprocess.Popen(  # noqa: S603 - running what the plugin says is what it is for
                list(command),
                cwd=self.directory,
                env={**_plain_environment(self.directory), **environment},
                stdin=subprocess.PIPE if given is not None else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            self._running[process.pid] = process
            self._note()
        pumps = [
            threading.Thread(target=self._outputs[name].take, args=(pipe,), daemon=True)
            for name, pipe in (("stdout", process.stdout), ("stderr", process.stderr))
        ]
        for pump in pumps:
            pump.start()
        if given is not None and process.stdin is not None:
            with contextlib.suppress(BrokenPipeError), process.stdin:
                process.stdin.write(given)
        code = process.wait()
        # What it started and left behind ends with it, and lets go of the pipes.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        for pump in pumps:
            pump.join(5)
        with self._lock:
            self._running.pop(process.pid, None)
            self._note()
        return code

    def _note(self) -> None:
        """So that the next process finds what this one leaves running if it is killed."""
        entries = {str(pid): _born(pid) for pid in self._running}
        part = self.record.with_suffix(".part")
        part.write_text(json.dumps(entries), encoding="utf-8")
        part.replace(self.record)

    def kill(self, number: signal.Signals) -> None:
        with self._lock:
            for group in self._groups():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(group, number)

    def end(self) -> None:
        """Kills all, and waits until they are gone."""
        with self._lock:
            groups = self._groups()
        watched = []
        for group in groups:
            with contextlib.suppress(OSError):
                watched.append(os.pidfd_open(group))
        self.kill(signal.SIGKILL)
        for descriptor in watched:
            select.select([descriptor], [], [], 5)
            os.close(descriptor)

    def _groups(self) -> list[int]:
        """The programs of this process, or what the one before left running."""
        if self._running:
            return list(self._running)
        return [pid for pid, born in self._noted().items() if born and _born(pid) == born]

    def _noted(self) -> dict[int, str | None]:
        try:
            found = json.loads(self.record.read_text(encoding="utf-8"))
            return {int(pid): born for pid, born in found.items()}
        except (OSError, ValueError, AttributeError):
            return {}


def _plain_environment(home: Path) -> dict[str, str]:
    """Nothing of this program's own is handed on: tokens may stand there."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR") if name in os.environ}
    return {"PATH": os.defpath, "LANG": "C.UTF-8", **kept, "HOME": str(home)}


def _born(pid: int) -> str | None:
    """When a process began, so that a number that was given out again is not taken for it."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()[19]


class _BoundedLog:
    """A file that takes so much and no more; what comes after that is read and thrown away."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self._left = LARGEST_LOG_BYTES
        self._lock = threading.Lock()

    def write(self, data: bytes) -> int:
        with self._lock:
            if self._file.closed:
                return len(data)
            kept = data[: max(0, self._left)]
            self._left -= len(kept)
            if kept:
                self._file.write(kept)
            if len(kept) < len(data) and self._left == 0:
                self._left = -1
                self._file.write(f"\n[more than {LARGEST_LOG_BYTES >> 20} MiB are not kept]\n".encode())
        return len(data)

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def take(self, pipe: IO[bytes]) -> None:
        with pipe:
            while data := os.read(pipe.fileno(), 1 << 16):
                self.write(data)

    def text(self) -> TextIO:
        return TextIOWrapper(BufferedWriter(_Raw(self)), encoding="utf-8", errors="replace", write_through=True)


class _Raw(RawIOBase):
    def __init__(self, log: _BoundedLog) -> None:
        self._log = log

    def write(self, data: Any) -> int:
        return self._log.write(bytes(data))

    def writable(self) -> bool:
        return True
