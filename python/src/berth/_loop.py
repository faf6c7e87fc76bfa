"""The event loop on which everything that waits runs, whether it is called with ``await`` or without."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_process: int | None = None


def loop() -> asyncio.AbstractEventLoop:
    """The loop, on a thread of its own; a process that was forked makes itself another one."""
    global _loop, _process
    with _lock:
        if _loop is None or _process != os.getpid():
            made = asyncio.new_event_loop()
            threading.Thread(target=made.run_forever, name="berth", daemon=True).start()
            _loop, _process = made, os.getpid()
        return _loop


def is_here() -> bool:
    """Whether the caller runs on that loop already."""
    try:
        return asyncio.get_running_loop() is _loop
    except RuntimeError:
        return False


def call(work: Coroutine[Any, Any, T]) -> T:
    """Does it and waits. Ctrl-C ends the waiting and the work."""
    if is_here():
        work.close()
        raise RuntimeError("This waits, and would stop the loop that it waits for; use the method that ends in _async.")
    future = asyncio.run_coroutine_threadsafe(work, loop())
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


async def call_async(work: Coroutine[Any, Any, T]) -> T:
    """Does it while the caller's own loop goes on; a caller that is cancelled cancels the work."""
    if is_here():
        return await work
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop()))


async def in_thread(function: Callable[[], T], name: str) -> T:
    """Runs what may block on a thread of its own: one that never returns is left behind and keeps nobody else
    waiting, not even the end of the program.
    """
    here = asyncio.get_running_loop()
    future: asyncio.Future[T] = here.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = function()
        except StopIteration as stopped:
            # A future cannot hold it.
            error = RuntimeError(f"StopIteration was raised: {stopped}")
        except BaseException as caught:  # noqa: BLE001 - whatever a plugin raises is for who asked
            error = caught
        # A loop that has ended has nobody who waits any more.
        with contextlib.suppress(RuntimeError):
            here.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, name=name, daemon=True).start()
    return await future
