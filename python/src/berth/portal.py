"""One question to many platforms at the same time."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeVar

from berth import shown
from berth._loop import call, call_async, loop
from berth.answers import Answer, No, Silence, Yes, smallest
from berth.errors import BerthError, NoOffer
from berth.offers import Offer, Session
from berth.platform import Platform
from berth.reasons import Changes, Reasons, grouped
from berth.requests import document_of

if TYPE_CHECKING:
    from berth.requests import Request

T = TypeVar("T")

STANDARD_DEADLINE_SECONDS = 10.0


class Portal:
    """Asks many platforms one question: objects of this process and brokers behind URLs alike.

    Args:
        platforms: each under its name; of two with the same name the later one is called ``name-2``.
    """

    def __init__(self, platforms: Sequence[Platform]) -> None:
        self.platforms: dict[str, Platform] = {}
        for platform in platforms:
            if not isinstance(platform, Platform):
                hint = "RemotePlatform(url)" if isinstance(platform, str) else "an object of the class"
                raise BerthError("badRequest", f"{platform!r} is no platform; give {hint}.")
            name, number = platform.name, 1
            while name in self.platforms:
                number += 1
                name = f"{platform.name}-{number}"
            self.platforms[name] = platform

    def ask(
        self,
        request: Request,
        deadline: float | timedelta = STANDARD_DEADLINE_SECONDS,
        before: datetime | None = None,
    ) -> Answers:
        """Asks all of them. Returns at once: what comes back can be looked at while others still think.

        Args:
            request: a dict, the path of a YAML or JSON file, or an ``ExecutionRequest``.
            deadline: seconds; who has not answered by then is silent.
            before: nobody is waited for any more once an offer starts before it; without a zone it is local time.
        Raises: ``BerthError`` (``badRequest``) for a request that is none.
        """
        seconds = deadline.total_seconds() if isinstance(deadline, timedelta) else float(deadline)
        if not seconds > 0:
            raise BerthError("badRequest", f"A deadline of {seconds:g} s is over before anybody is asked.")
        answers = Answers(self.platforms, document_of(request), seconds, before and before.astimezone())
        answers._begin()
        return answers

    async def ask_async(
        self,
        request: Request,
        deadline: float | timedelta = STANDARD_DEADLINE_SECONDS,
        before: datetime | None = None,
    ) -> Answers:
        """As ``ask``; iterate with ``async for``."""
        return self.ask(request, deadline, before)

    def __repr__(self) -> str:
        return f"Portal({', '.join(self.platforms)})"


class Answers:
    """What platforms say, while they say it.

    Iterating yields offers as they arrive, ``async for`` too. ``print`` and everything else that needs all of the
    answers waits for them, at most until the deadline; ``so_far`` does not.
    """

    def __init__(
        self,
        platforms: Mapping[str, Platform],
        document: Mapping[str, Any],
        deadline: float,
        before: datetime | None = None,
    ) -> None:
        self.request: Mapping[str, Any] = document
        """What was asked."""
        self.deadline_seconds = deadline
        self._before = before
        self.names = list(platforms)
        self._platforms = dict(platforms)
        self._arrived: dict[str, Answer[Offer]] = {}
        self._offers: list[Offer] = []
        self._begun = time.monotonic()
        self._first: float | None = None
        self._ended: float | None = None
        self._pulse: asyncio.Event | None = None

    # Asking. All of it runs on the one loop, so that nothing needs a lock.

    def _begin(self) -> None:
        asyncio.run_coroutine_threadsafe(self._gather(), loop())

    async def _gather(self) -> None:
        key = str(uuid.uuid4())
        async with _Tasks() as tasks:
            asking = {name: tasks.add(self._one(name, one, key)) for name, one in self._platforms.items()}
            if self._before is not None:
                tasks.add(self._stop_early(asking, self._before))
        self._ended = time.monotonic() - self._begun
        self._tell()

    async def _stop_early(self, asking: Mapping[str, asyncio.Task[None]], before: datetime) -> None:
        """Nobody is waited for any more once there is an offer that starts soon enough."""

        def is_enough() -> bool:
            return any(offer.starts is not None and offer.starts < before for offer in self._offers)

        await self._until(lambda: len(self._arrived) == len(asking) or is_enough())
        waited = time.monotonic() - self._begun
        for name, task in asking.items():
            if name not in self._arrived:
                task.cancel()
                self._arrived[name] = Silence("tooSlow", f"{name} was not waited for: another starts in time.", waited)

    async def _one(self, name: str, platform: Platform, key: str) -> None:
        begun = time.monotonic()
        answer: Answer[Offer]
        try:
            answer = await asyncio.wait_for(
                platform.answer(self.request, key, self.deadline_seconds), self.deadline_seconds
            )
        except asyncio.TimeoutError:
            waited = time.monotonic() - begun
            answer = Silence("tooSlow", f"{name} did not answer within {self.deadline_seconds:g} s.", waited)
        except Exception as error:  # noqa: BLE001 - whatever one platform does, the others are answered
            waited = time.monotonic() - begun
            answer = Silence("brokenReply", f"{name} failed: {type(error).__name__}: {error}", waited)
        self._arrived[name] = answer
        if isinstance(answer, Yes):
            self._first = self._first or time.monotonic() - self._begun
            for offer in answer.offers:
                offer.platform = name if offer.platform == platform.name else offer.platform
                self._offers.append(offer)
        self._tell()

    def _tell(self) -> None:
        if self._pulse is not None:
            self._pulse.set()
            self._pulse = None

    async def _until(self, ready: Callable[[], bool]) -> None:
        while not ready() and self._ended is None:
            if self._pulse is None:
                self._pulse = asyncio.Event()
            await self._pulse.wait()

    async def _offer(self, index: int) -> Offer | None:
        await self._until(lambda: len(self._offers) > index)
        return self._offers[index] if len(self._offers) > index else None

    async def _finish(self) -> None:
        await self._until(lambda: False)

    # Looking.

    def __iter__(self) -> Iterator[Offer]:
        index = 0
        while (offer := call(self._offer(index))) is not None:
            yield offer
            index += 1

    async def __aiter__(self) -> AsyncIterator[Offer]:
        index = 0
        while (offer := await call_async(self._offer(index))) is not None:
            yield offer
            index += 1

    @property
    def is_done(self) -> bool:
        """Whether everybody has answered or is silent."""
        return self._ended is not None

    def wait(self) -> Answers:
        """Waits until everybody has answered or is silent, at most until the deadline."""
        call(self._finish())
        return self

    async def wait_async(self) -> Answers:
        await call_async(self._finish())
        return self

    @property
    def so_far(self) -> dict[str, Answer[Offer]]:
        """By name of the platform, without waiting."""
        return dict(self._arrived)

    @property
    def by_platform(self) -> dict[str, Answer[Offer]]:
        """By name of the platform, in the order of the portal."""
        self.wait()
        return {name: self._arrived[name] for name in self.names}

    @property
    def offers(self) -> list[Offer]:
        """All offers, the soonest first; ``accept(1)`` takes the first of them."""
        self.wait()
        return self._sorted()

    @property
    def silent(self) -> dict[str, Silence]:
        """Who did not answer, also behind a broker that did, and why."""
        found: dict[str, Silence] = {}
        for name, answer in self.by_platform.items():
            if isinstance(answer, Silence):
                found[name] = answer
            elif (inner := answer if isinstance(answer, No) else answer.also) is not None:
                found.update(inner.silent)
        return found

    @property
    def refusals(self) -> dict[str, No]:
        """What speaks against it, also of platforms behind a broker of which others can."""
        found: dict[str, No] = {}
        for name, answer in self.by_platform.items():
            refusal = answer if isinstance(answer, No) else answer.also if isinstance(answer, Yes) else None
            if refusal is not None:
                found[name] = refusal
        return found

    def __bool__(self) -> bool:
        """Whether there is an offer."""
        return bool(self.offers)

    def __len__(self) -> int:
        return len(self.offers)

    @property
    def first_offer_seconds(self) -> float | None:
        """After how long the first offer came."""
        return self._first

    @property
    def seconds(self) -> float | None:
        """After how long everybody had answered."""
        return self._ended

    # Choosing.

    def soonest(self) -> Offer:
        """The offer that becomes available first.

        Raises: ``NoOffer`` with every reason.
        """
        offers = self.offers
        if not offers:
            raise self._no_offer()
        return offers[0]

    def cheapest(self, type: str | None = None) -> Offer:  # noqa: A002 - the word of the model
        """The offer that costs least, of the soonest among equals; offers that do not say are left out.

        Args:
            type: the currency or unit; may be left out where all offers that say a cost say it in one.
        Raises: ``NoOffer``; ``ValueError`` where a type must be named.
        """
        offers = self.offers
        if not offers:
            raise self._no_offer()
        types = sorted({cost.type for offer in offers for cost in offer.costs if cost.amount is not None})
        # A price by the hour stands beside that in all.
        totals = [name for name in types if not (name.endswith("/h") and name.removesuffix("/h") in types)]
        if not totals:
            raise NoOffer("No offer says what it costs; take the soonest().")
        if type is None and len(totals) > 1:
            raise ValueError(f"Offers say their costs in {', '.join(totals)}; say which: cheapest({totals[0]!r}).")
        wanted = totals[0] if type is None else type
        priced = [
            (cost.amount, offer)
            for offer in offers
            for cost in offer.costs
            if cost.type == wanted and cost.amount is not None
        ]
        if not priced:
            raise NoOffer(f"No offer says what it costs in {wanted}; there are {', '.join(types)}.")
        return min(priced, key=lambda pair: (pair[0], self._soonest(pair[1])))[1]

    def accept(self, number: int = 1) -> Session:
        """Takes an offer by its number in the table, and gives those of the other brokers back.

        Raises: ``NoOffer``; ``BerthError`` when it has expired or was taken.
        """
        return call(self._accept(self._numbered(number)))

    async def accept_async(self, number: int = 1) -> Session:
        await self.wait_async()
        return await call_async(self._accept(self._numbered(number)))

    def _numbered(self, number: int) -> Offer:
        offers = self.offers if not self.is_done else self._sorted()
        if not offers:
            raise self._no_offer()
        if not 1 <= number <= len(offers):
            raise NoOffer(f"There is no offer {number}; there are 1 to {len(offers)}.")
        return offers[number - 1]

    async def _accept(self, offer: Offer) -> Session:
        session = await offer._accept()
        # The broker of the offer gives its siblings back by itself; others hold theirs until they expire.
        others = [other for other in self._offers if other._connection is not offer._connection]
        await _at_once([other._set_phase("REJECTED") for other in others], seconds=5)
        return session

    def release(self) -> None:
        """Gives all offers back before they expire."""
        self.wait()
        call(_at_once([offer._set_phase("REJECTED") for offer in self._offers], seconds=5))

    # Understanding.

    def why(self) -> Reasons:
        """Every reason against, of all platforms, those first that are the easiest to mend."""
        return Reasons(grouped(self.refusals), self.silent)

    def changes(self) -> Changes:
        """The smallest changes that turn a no into a yes, the smallest first; ``apply(1)`` makes those of the first."""
        sets = [one for refusal in self.refusals.values() for one in refusal.changes]
        return Changes(smallest(sets, self.request), self.request)

    def _sorted(self) -> list[Offer]:
        """The soonest first, of equals in the order of the portal and as their broker put them."""
        return sorted(self._offers, key=self._soonest)

    def _soonest(self, offer: Offer) -> tuple[datetime, int]:
        return (offer.starts or _latest, self.names.index(offer.platform))

    def _no_offer(self) -> NoOffer:
        return NoOffer(f"There is no offer.\n{self.why()}".rstrip())

    def __str__(self) -> str:
        return shown.text(self._tables())

    def _repr_html_(self) -> str:
        return shown.html(self._tables())

    def _tables(self) -> list[shown.Table]:
        tables = []
        if self.offers:
            tables.append(shown.offers(self.offers))
        why = self.why()
        if why:
            tables += why._tables()
        if changes := self.changes():
            tables += changes._tables()
        return tables

    def __repr__(self) -> str:
        kinds = [type(answer).__name__ for answer in self._arrived.values()]
        waiting = len(self.names) - len(kinds)
        return (
            f"<Answers: {kinds.count('Yes')} yes with {len(self._offers)} offers, {kinds.count('No')} no, "
            f"{kinds.count('Silence')} silent" + (f", {waiting} still asked>" if waiting else ">")
        )


_latest = datetime.max.replace(tzinfo=timezone.utc)


class _Tasks:
    """Tasks that are awaited together; on the way out none is left running."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def add(self, work: Any) -> asyncio.Task[None]:
        self._tasks.append(asyncio.ensure_future(work))
        return self._tasks[-1]

    async def __aenter__(self) -> _Tasks:
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        finally:
            for task in self._tasks:
                task.cancel()


async def _at_once(work: Sequence[Any], seconds: float) -> None:
    """Does as much of it as can be done in so many seconds; what fails is left."""
    async with _Tasks() as tasks:
        for one in work:
            tasks.add(asyncio.wait_for(one, seconds))
