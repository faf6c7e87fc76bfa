"""Carrying out accepted plans: step by step, each written down before it is taken."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from berth.plan import Plan, Work
from berth.platform import Note, Outcome, PlatformError, Progress, do
from berth.question import Asker
from berth.records import Record
from berth.sessions import instant, note_phase, part_names, say

if TYPE_CHECKING:
    from berth.platform import Platform

log = logging.getLogger("berth")


class Carrier:
    """Carries out the sessions of one platform.

    Args:
        save: writes a record down before the next step.
        ended: is told when a session has come to its end.
        stop_seconds: how long a task may take to stop after a cancel.
        most_messages: of a session.
    """

    def __init__(
        self,
        platform: Platform,
        save: Callable[[Record], None],
        ended: Callable[[], None],
        stop_seconds: float,
        most_messages: int,
    ) -> None:
        self.platform = platform
        self._save = save
        self._ended = ended
        self._stop_seconds = stop_seconds
        self._most_messages = most_messages
        self.works: dict[str, Work] = {}
        self._runners: dict[str, asyncio.Task[None]] = {}
        self._stops: dict[str, asyncio.Event] = {}

    async def close(self) -> None:
        """Ends looking after sessions; the work itself goes on where it is not of this process."""
        tasks = list(self._runners.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.platform.runner.end()

    def forget(self, session: str) -> None:
        self._stops.pop(session, None)

    def _say(self, record: Record, note: Note) -> None:
        say(record, note, self._most_messages)

    def carry_on(self, record: Record) -> None:
        stop = self._stops.setdefault(record.id, asyncio.Event())
        if record.stop:
            stop.set()
        task = asyncio.ensure_future(self._carry_out(record, stop))
        self._runners[record.id] = task
        task.add_done_callback(lambda _: self._runners.pop(record.id, None))

    def _work(self, record: Record) -> Work:
        work = self.works.get(record.id)
        if work is None:
            owner = Asker.read(record.owner)
            work = Work(record.id, Plan.read(record.plan), owner, instant(record.ends), record.handle)
            self.works[record.id] = work
        return work

    async def _carry_out(self, record: Record, stop: asyncio.Event) -> None:
        """Every step is written down before it is taken; one that was interrupted is taken again."""
        try:
            await self._up(record, stop)
            await self._down(record)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("session %s cannot be carried on", record.id)
        finally:
            self.works.pop(record.id, None)

    async def _up(self, record: Record, stop: asyncio.Event) -> None:
        work = self._work(record)
        if record.step == "wait":
            wait = record.begins - time.time()
            if wait > 0 and not stop.is_set():
                self._step(record, "wait", "WAITING")
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(stop.wait(), wait)
            if stop.is_set():
                return self._step(record, "release", "RELEASING")
            self._step(record, "prepare", "PREPARING", "PREPARING")
        try:
            if record.step == "prepare":
                for part in part_names(record.document):
                    progress = await self._unless(stop, do(self.platform, self.platform.prepare, part, work), work)
                    self._take(record, work, progress)
                self._step(record, "start", "AVAILABLE", "AVAILABLE")
            if record.step == "start":
                self._take(record, work, await self._unless(stop, do(self.platform, self.platform.start, work), work))
                self._step(record, "observe", record.phase)
            if record.step == "observe":
                await self._observe(record, work, stop)
        except _Stopped:
            self._step(record, "cancel", record.phase)
        except PlatformError as error:
            self._fail(record, error)
        except Exception as error:
            log.exception("session %s failed", record.id)
            self._fail(record, PlatformError("broken", f"The platform failed: {type(error).__name__}: {error}"))
        if record.step == "cancel":
            await self._cancel(record, work)

    async def _observe(self, record: Record, work: Work, stop: asyncio.Event) -> None:
        seen: Any = None
        while True:
            left = record.ends - time.time()
            watching = self._unless(stop, do(self.platform, self.platform.observe, work, seen))
            try:
                state = await asyncio.wait_for(watching, max(0.0, left))
            except asyncio.TimeoutError:
                self.stop(record, "overtime")
                raise _Stopped from None
            if isinstance(state, Outcome):
                self._running(record)
                for note in state.notes:
                    self._say(record, note)
                record.ending = "COMPLETED" if state.is_success else "FAILED"
                return self._step(record, "release", "RELEASING", "RELEASING")
            if state not in ("waiting", "running"):
                raise TypeError(f"observe returned {state!r}; it must return 'waiting', 'running' or an Outcome.")
            if state == "running":
                self._running(record)
            if state == seen:
                # A plugin that does not wait is asked again, and not at once.
                await self._unless(stop, asyncio.sleep(1))
            seen = state

    def _running(self, record: Record) -> None:
        if record.phase != "RUNNING":
            self._step(record, record.step, "RUNNING", "RUNNING")

    async def _cancel(self, record: Record, work: Work) -> None:
        try:
            seconds = self._stop_seconds
            await asyncio.wait_for(do(self.platform, self.platform.cancel, work), seconds)
        except asyncio.TimeoutError:
            self._say(record, Note("The work did not stop in time.", {}, "WARN"))
        except Exception as error:  # noqa: BLE001 - it is released all the same
            self._say(record, Note("The work did not stop cleanly: {cause}", {"cause": str(error)}, "WARN"))
        self._step(record, "release", "RELEASING", "RELEASING")

    async def _down(self, record: Record) -> None:
        if record.step != "release":
            return
        work = self._work(record)
        for part in reversed(part_names(record.document)):
            try:
                await do(self.platform, self.platform.release, part, work)
            except Exception as error:
                log.exception("session %s: %s was not released", record.id, part)
                record.ending = "FAILED"
                values = {"part": part, "cause": str(error)}
                self._say(record, Note("{part} could not be released: {cause}", values, "ERROR"))
        for connector in record.document.get("connectors", []):
            connector["status"] = "FINISHED"
        ending = record.ending or "FAILED"
        self._step(record, "none", ending, ending)

    def _step(self, record: Record, step: str, phase: str, components: str | None = None) -> None:
        record.step = step
        if phase != record.phase or components:
            note_phase(record, phase, components)
        else:
            record.revision += 1
        self._save(record)
        if step == "none":
            self._ended()

    def _take(self, record: Record, work: Work, progress: Progress | None) -> None:
        if progress is None:
            return
        for note in progress.notes:
            self._say(record, note)
        if progress.connectors is not None:
            record.document["connectors"] = [dict(one) for one in progress.connectors]
        if progress.handle is not None:
            record.handle = work.handle = progress.handle
        self._save(record)

    def _fail(self, record: Record, error: PlatformError) -> None:
        if error.detail:
            log.error("session %s: %s", record.id, error.detail)
        self._say(record, Note("{problem}", {"problem": error.message, "code": error.code}, "ERROR"))
        record.ending = record.ending or "FAILED"
        self._step(record, "release", "RELEASING", "RELEASING")

    async def _unless(self, stop: asyncio.Event, step: Any, work: Work | None = None) -> Any:
        """Does it, unless it is to stop before.

        Args:
            work: is told to stop, and has so long to do so as the platform says: calls for one session never overlap.
        Raises: ``_Stopped``; what the step raises.
        """
        doing = asyncio.ensure_future(step)
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            if work is not None:
                work._stopping.set()
                await asyncio.wait({doing}, timeout=self.platform.stop_seconds)
                if doing.done() and not doing.cancelled():
                    doing.exception()
            raise _Stopped
        finally:
            stopping.cancel()
            if not doing.done():
                doing.cancel()

    def stop(self, record: Record, reason: str) -> None:
        record.stop = reason
        record.ending = "CANCELLED" if reason == "cancelled" else "FAILED"
        if reason == "cancelled":
            self._say(record, Note("Cancelled by {owner}.", {"owner": str(record.owner.get("subject"))}))
        else:
            self._say(record, Note("It was still running when its time was over.", {}, "ERROR"))
        record.revision += 1
        self._save(record)
        self._stops.setdefault(record.id, asyncio.Event()).set()


class _Stopped(Exception):
    """It is to stop."""
