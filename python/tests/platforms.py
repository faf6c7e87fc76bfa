"""Platforms that tests serve, in this process and in others."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import timedelta
from typing import Any

from berth import Change, LogPiece, No, Note, Obstacle, Outcome, Plan, Platform, PlatformError, Progress, Work, Yes


class Lab(Platform):
    """Runs scripts on this machine. It is a test."""

    executables = ["batch-script"]
    cores, memory = 4, 8

    def run(self, work: Work) -> int:
        script = work.directory / "task.sh"
        script.write_text(work.executable.script, encoding="utf-8")
        return work.execute(["sh", str(script), *work.executable.arguments])


class Named(Lab):
    """Is told what it is."""

    def __init__(self, title: str, paper: str = "a4") -> None:
        self.summary = title
        self.paper = paper


named = Named("made already")


class Small(Lab):
    """One task at a time."""

    cores, memory = 1, 2


class Priced(Lab):
    """Costs something."""

    preparing = timedelta(seconds=1)

    def canIDoThis(self, question: Any) -> Any:  # noqa: N802
        answer = self.fit(question)
        if not answer:
            return answer
        costs = {1: 0.5, 2: 1.0}
        return Yes(
            [Plan.of(question, cores=n, preparing=self.preparing, costs={"EUR": cost}) for n, cost in costs.items()]
        )


class Asynchronous(Platform):
    """Everything that can be is asynchronous."""

    cores = 2

    async def can_i_do_this(self, question: Any) -> Any:
        await asyncio.sleep(0.01)
        return self.fit(question)

    async def run(self, work: Work) -> int:  # type: ignore[override]
        print("begun", file=work.stdout, flush=True)
        await asyncio.sleep(float(work.executable.script))
        print("done", file=work.stdout)
        return 0


class Slow(Lab):
    """Thinks for a minute."""

    def can_i_do_this(self, question: Any) -> Any:
        time.sleep(60)


class Broken(Lab):
    """Fails when it is asked."""

    def can_i_do_this(self, question: Any) -> Any:
        raise RuntimeError("the lab is on fire")


class Mute(Lab):
    """Says nothing that is an answer."""

    def can_i_do_this(self, question: Any) -> Any:
        return None


class Closed(Lab):
    """Is not there."""

    def outage(self) -> str:
        return "The lab is closed until Monday."


class Choosy(Lab):
    """Has reasons of its own."""

    def can_i_do_this(self, question: Any) -> Any:
        change = Change.one_of("executable.meta.name", ["nice", "kind"])
        name = question.executable.meta.name
        if name == "nice":
            return self.fit(question)
        return No(
            [
                Obstacle(
                    "notAllowed", "executable.meta.name", "{path}: {name} is rude.", {"name": str(name)}, change=change
                )
            ]
        )


class Failing(Lab):
    """Fails when it runs."""

    def run(self, work: Work) -> int:
        print("halfway", file=work.stdout)
        raise ValueError("out of paper")


class Stubborn(Lab):
    """Does not stop."""

    stop_seconds = 0.3

    def run(self, work: Work) -> int:
        time.sleep(3)
        return 0


class Loud(Lab):
    """Prints where it should not."""

    def can_i_do_this(self, question: Any) -> Any:
        print('{"id": 1, "result": "not an answer"}')
        os.write(1, b"from below\n")
        sys.stdout.flush()
        return self.fit(question)

    def run(self, work: Work) -> int:
        print("to nobody")
        os.system("echo from a shell; cat")
        print("to the session", file=work.stdout)
        return 0


class Exiting(Lab):
    """Ends the process."""

    def can_i_do_this(self, question: Any) -> Any:
        if question.executable.script == "sys.exit":
            sys.exit(3)
        if question.executable.script == "os._exit":
            os._exit(3)
        return self.fit(question)


class Stepwise(Platform):
    """Carries out each step itself, as one whose jobs are elsewhere; files stand for the jobs."""

    cores = 4

    def _file(self, work: Work, name: str) -> str:
        return os.path.join(os.environ["BERTH_TEST_JOBS"], f"{work.session}.{name}")

    def prepare(self, part: str, work: Work) -> Progress | None:
        with open(self._file(work, "prepared"), "a", encoding="utf-8") as file:
            file.write(part + "\n")
        if part != "executable":
            return None
        return Progress([Note("Prepared {what}.", {"what": "all"})], handle={"job": 7})

    async def start(self, work: Work) -> Progress | None:
        if work.handle != {"job": 7}:
            raise PlatformError("lost", f"the handle is {work.handle}")
        with open(self._file(work, "started"), "a", encoding="utf-8") as file:
            file.write("x")
        connector = {"kind": "x", "status": "AVAILABLE", "protocol": "http", "location": "http://127.0.0.1:1/"}
        return Progress(connectors=[connector])

    async def observe(self, work: Work, seen: Any) -> Any:
        while True:
            if os.path.exists(self._file(work, "cancelled")):
                return Outcome(False)
            if os.path.exists(self._file(work, "done")):
                return Outcome.exited(0)
            if seen is None:
                return "running"
            await asyncio.sleep(0.02)

    async def cancel(self, work: Work) -> None:
        open(self._file(work, "cancelled"), "w").close()

    async def release(self, part: str, work: Work) -> None:
        with open(self._file(work, "released"), "a", encoding="utf-8") as file:
            file.write(part + "\n")

    async def log(self, work: Work, stream: str, offset: int, limit: int) -> LogPiece:
        data = f"{stream} of a job".encode()
        return LogPiece(data[offset : offset + limit], offset + limit >= len(data))


class Keeper(Lab):
    """Runs scripts, and makes use of all that a question may have."""

    executables = ["batch-script"]
    cores, memory, storage = 8, 32, 100
    accepts = ["data", "storage"]
    stop_seconds = 1.0


class Frozen(Lab):
    """Holds the lock of the interpreter when it is asked to."""

    def can_i_do_this(self, question: Any) -> Any:
        if "freeze" in question.executable.script:
            import ctypes

            ctypes.PyDLL(None).sleep(1000)
        return self.fit(question)


class Babbling(Lab):
    """Writes where it must not."""

    def can_i_do_this(self, question: Any) -> Any:
        words = question.executable.script
        if words == "flood":
            for _ in range(2000):
                print("blah " * 2000)
            raise RuntimeError("out of breath")
        if words == "nonsense":
            for descriptor in range(3, 20):
                try:
                    os.write(descriptor, b"blah\n")
                except OSError:
                    continue
            time.sleep(60)
        return self.fit(question)
