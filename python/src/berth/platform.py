"""What a platform is, for those who write one."""

from __future__ import annotations

import asyncio
import functools
import inspect
import platform as machine
import threading
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from berth._loop import call, call_async, in_thread
from berth.answers import Answer

if TYPE_CHECKING:
    from berth.connection import Connection
    from berth.host import Host
    from berth.offers import Offer, Session
    from berth.plan import Plan, Work
    from berth.question import Question
    from berth.requests import Request
    from berth.runner import Runner

T = TypeVar("T")

Part = str
"""``storage[0]``, ``data[0]``, ``compute``, ``executable``: what is prepared and released by itself."""
State = Literal["waiting", "running"]


class PlatformError(Exception):
    """Why a platform could not carry out a step.

    Args:
        code: ``unreachable``, ``refused``, ``lost``, ``notFound``, ``mismatch``, ``overLimit``, ``cancelled``,
            ``broken``, or a word of your own.
        message: what happened and what can be done; the owner of the session reads it.
        detail: what only an administrator may read; it goes to the log.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        subject: str | None = None,
        cause: str | None = None,
        detail: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.subject = subject
        self.cause = cause
        self.detail = detail


@dataclass
class Note:
    """Something to tell the owner of a session."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    level: Literal["DEBUG", "INFO", "WARN", "ERROR"] = "INFO"


@dataclass
class Progress:
    """What came out of a step."""

    notes: Sequence[Note] = ()
    connectors: Sequence[Mapping[str, Any]] | None = None
    """Replaces the connectors of the session, unless ``None``."""
    handle: Any = None
    """Kept, and handed back as ``work.handle``; ``None`` leaves the one that there is. JSON."""


@dataclass
class Outcome:
    """How the work ended."""

    is_success: bool
    exit_code: int | None = None
    notes: Sequence[Note] = ()

    @staticmethod
    def exited(code: int) -> Outcome:
        """Exit code 0 is success, anything else is not."""
        if code == 0:
            return Outcome(True, 0)
        note = Note("The program ended with exit code {exitCode}.", {"exitCode": str(code)}, "ERROR")
        return Outcome(False, code, [note])


@dataclass
class LogPiece:
    """Bytes of an output, and whether nothing more will come after them."""

    data: bytes
    is_end: bool


class Platform:
    """A place that can run things: it answers *can I do this?*, and carries out exactly the plan it answered with.

    A platform is a subclass. Most need three things: what there is (``cores``, ``memory``), what it can run
    (``executables``) and ``run``::

        class Lab(Platform):
            name = "lab"
            executables = ["batch-script"]
            cores, memory = 16, 64

            def run(self, work):
                script = work.directory / "task.sh"
                script.write_text(work.executable.script)
                return work.execute(["sh", str(script), *work.executable.arguments])

    One that has more to say overrides ``can_i_do_this`` (or ``canIDoThis``, the same). One whose work outlives this
    program (jobs of a scheduler, virtual machines) overrides ``start``, ``observe``, ``cancel`` and ``release`` in
    place of ``run``; each may be called again for the same session and must not do twice what it did. Every method may
    be ``async``; each call has a thread of its own, so a method may block.
    """

    name: str = ""
    """Unique among the platforms of a portal or broker; letters, digits, ``-`` and ``_``."""
    summary: str = ""
    """One sentence for people; the first of the docstring unless set."""
    executables: Sequence[str] = ()
    """Kinds of executable by their short names, as ``batch-script``; all when empty."""
    cores: int | None = None
    """Cores that are offered together; without a bound when ``None``."""
    memory: int | None = None
    """Memory that is offered together, in GiB."""
    storage: int | None = None
    """Storage that is offered together, in GiB."""
    accepts: Collection[str] = ()
    """What ``run`` makes use of, of ``data``, ``storage``, ``volumes``, ``ports``, ``privileged``, ``accelerators``,
    ``features``, ``requirements`` and ``location`` (of a script, which has to be fetched): ``fit`` refuses the others,
    so that nothing that was asked for is dropped."""
    architecture: str = {"x86_64": "amd64", "aarch64": "arm64"}.get(machine.machine(), machine.machine())
    """Of the CPU, as images name it; that of this machine unless set."""
    preparing: timedelta = timedelta(0)
    """How long it takes until work can start, estimated."""
    releasing: timedelta = timedelta(0)
    """How long it takes to clean up, estimated."""
    timeout: float = 60.0
    """Seconds that ``can_i_do_this`` may take."""
    stop_seconds: float = 5.0
    """Seconds between asking work to stop and killing it."""

    _is_named = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # Either name of the question may be overridden, and both may be called.
        own = cls.__dict__.get("can_i_do_this") or cls.__dict__.get("canIDoThis")
        if own is not None:
            asked = _asked(own)
            type.__setattr__(cls, "can_i_do_this", asked)
            type.__setattr__(cls, "canIDoThis", asked)
        # A name that somebody chose is inherited, one that was made of a class is not.
        cls._is_named = cls._is_named or "name" in cls.__dict__
        if not cls._is_named:
            cls.name = cls.__name__.lower()
        if "summary" not in cls.__dict__ and cls.__doc__:
            cls.summary = cls.__doc__.strip().split("\n")[0]

    # The question.

    def can_i_do_this(self, question: Any) -> Any:
        """Answers for itself: ``Yes`` with plans, or ``No`` with every reason and not only the first. It reserves
        nothing: what its plans need is held by the broker in front of it.

        Who asks calls it with a request (a dict, a path, an ``ExecutionRequest``), and gets ``Yes`` with offers that
        are held, ``No`` or ``Silence``, the same from an object as from a broker behind a URL.
        """
        return self.fit(question)

    def canIDoThis(self, question: Any) -> Any:  # noqa: N802 - the name of the question
        """The same."""
        return self.can_i_do_this(question)

    async def can_i_do_this_async(self, request: Request) -> Answer[Offer]:
        """Asks with a request."""
        from berth.requests import document_of

        return await call_async(self.answer(document_of(request), self.new_key(), self.timeout))

    def fit(self, question: Question) -> Answer[Plan]:
        """Yes with one plan when kind and size fit what there is, else no with all that does not, and the changes
        that would do.
        """
        from berth.plan import fit

        return fit(self, question)

    # Carrying out a plan.

    def run(self, work: Work) -> int | None:
        """Does the work, and returns its exit code (``None`` is 0). What it writes to ``work.stdout`` and
        ``work.stderr`` is the output of the session. It ends soon after ``work.is_cancelled`` has become true;
        programs that ``work.execute`` runs are stopped by it.
        """
        raise NotImplementedError(
            f"{type(self).__name__} has no run(); write it, or start, observe, cancel and release."
        )

    def prepare(self, part: Part, work: Work) -> Progress | None:
        """Makes one part of the plan ready; storage first, then data, compute and the executable."""
        return None

    async def start(self, work: Work) -> Progress | None:
        """Starts the work. Every part has been prepared."""
        return await self.runner.start(work)

    async def observe(self, work: Work, seen: State | None) -> State | Outcome:
        """Waits until the work is in another state than the one that was seen last; ``None`` tells the present one."""
        return await self.runner.observe(work, seen)

    async def cancel(self, work: Work) -> None:
        """Stops the work itself, within seconds."""
        await self.runner.cancel(work)

    async def release(self, part: Part, work: Work) -> None:
        """Gives back what ``prepare`` made of a part, also when that was only half made or never begun."""
        if part == "executable":
            await self.runner.release(work)

    async def log(self, work: Work, stream: str, offset: int, limit: int) -> LogPiece:
        """What was written so far from an offset on, at most so many bytes."""
        return await self.runner.log(work, stream, offset, limit)

    async def forget(self, session: str) -> None:
        """Deletes what is kept of a session that the broker forgets."""
        await self.runner.forget(session)

    def outage(self) -> str | None:
        """A sentence that says why nothing can be run now; ``None`` when all is well."""
        return None

    # What the package does with it.

    @property
    def runner(self) -> Runner:
        """What carries out ``run``."""
        found = self.__dict__.get("_runner")
        if found is None:
            from berth.runner import Runner

            found = self.__dict__["_runner"] = Runner(self)
        return cast("Runner", found)

    @property
    def host(self) -> Host:
        """The broker that holds the offers of this object, in this process."""
        found = self.__dict__.get("_host")
        if found is None:
            from berth.host import Host

            found = self.__dict__["_host"] = Host(self)
        return cast("Host", found)

    @property
    def connection(self) -> Connection:
        """Who holds the offers and sessions."""
        return self.host

    def session(self, session: str) -> Session:
        """A session by its UUID, such as one that another program accepted.

        Raises: ``BerthError``: ``notFound``, ``notAllowed`` and what becomes of the connection.
        """
        return call(self._session(session))

    async def session_async(self, session: str) -> Session:
        return await call_async(self._session(session))

    async def _session(self, session: str) -> Session:
        from berth.offers import Session

        place = self.connection.place({"meta": {"uuid": str(uuid.UUID(session))}})
        return Session(self.name, self.connection, await self.connection.session(place))

    def new_key(self) -> str:
        """A key under which a question can be asked again when its answer was lost."""
        return str(uuid.uuid4())

    async def answer(self, document: Mapping[str, Any], key: str, deadline: float) -> Answer[Offer]:
        """What a portal is told: offers that are held, reasons, or silence."""
        return await self.host.answer(document, key, min(deadline, self.timeout))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"


def _asked(evaluate: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A question goes to what the author wrote; a request goes the way of every request, with offers that are held."""

    @functools.wraps(evaluate)
    def can_i_do_this(self: Any, request: Any) -> Any:
        from berth.question import Question

        if isinstance(request, Question):
            return evaluate(self, request)
        from berth.requests import document_of

        return call(self.answer(document_of(request), self.new_key(), self.timeout))

    return can_i_do_this


type.__setattr__(Platform, "can_i_do_this", _asked(Platform.can_i_do_this))

_most_calls = 64
_lock = threading.Lock()


async def do(platform: Platform, function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls a method of a plugin on a thread of its own, whether it is ``async`` or not: what blocks keeps nobody
    else waiting.

    Raises: what it raises; ``PlatformError`` (``overLimit``) when too many calls of this platform never came back.
    """
    # Those of this package wait as they should.
    if inspect.iscoroutinefunction(inspect.unwrap(function)) and getattr(function, "__module__", "").startswith(
        "berth."
    ):
        return await function(*arguments)
    with _lock:
        busy = platform.__dict__.get("_busy", 0)
        if busy >= _most_calls:
            raise PlatformError("overLimit", f"{platform.name} has not come back from {_most_calls} calls.")
        platform.__dict__["_busy"] = busy + 1

    def work() -> Any:
        try:
            result = function(*arguments)
            return asyncio.run(_awaited(result)) if inspect.isawaitable(result) else result
        finally:
            with _lock:
                platform.__dict__["_busy"] -= 1

    return await in_thread(work, f"berth-{platform.name}")


async def _awaited(result: Any) -> Any:
    return await result
