"""A small broker for one platform of this process: it holds what is offered, and carries out what is accepted.

A portal has one for each local object, ``python -m berth serve`` puts one behind HTTP. Everything runs on one loop,
so that between two ``await`` nobody else changes anything.
"""

from __future__ import annotations

import asyncio
import copy
import hashlib
import json
import logging
import math
import time
import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from berth import asking, times
from berth._model import ExecutionRequest, MessageItem
from berth.answers import Answer, Change, ChangeSet, No, Obstacle, Silence, smallest
from berth.carrying import Carrier
from berth.connection import ENDS, Connection
from berth.errors import BerthError
from berth.offer_sets import answer_of
from berth.offers import Offer
from berth.plan import Plan, Work, message
from berth.platform import do
from berth.question import BYTES_PER_GIB, Asker, Question, read_request, unknown_members
from berth.records import Key, MemoryStore, Record
from berth.refusals import KINDS, OFFER_SET_KIND, refusal_document
from berth.sessions import instant, note_phase, seconds
from berth.slots import Hold, earliest

if TYPE_CHECKING:
    from berth.platform import Platform

log = logging.getLogger("berth")

SESSION_KIND = KINDS + "session/scheduled-execution-session.yaml"


@dataclass
class Settings:
    offer_life_seconds: float = 300.0
    """How long an offer is held."""
    answer_seconds: float = 10.0
    """How long the platform may think about a question."""
    stop_seconds: float = 30.0
    """How long a task may take to stop after a cancel."""
    retention_seconds: float = 30 * 86_400.0
    """How long finished sessions and expired offers are kept."""
    most_unfinished: int = 1000
    """Offers and sessions that are unfinished at once."""
    most_unfinished_each: int = 200
    """Of them of one person; who has no name is not one person."""
    most_offers: int = 10
    """Of one answer."""
    most_refusals: int = 1000
    """Answers NO that can be read again, in memory."""
    most_messages: int = 200
    """Of a session."""
    url: str = ""
    """Under which others reach it; empty in this process."""


class Host(Connection):
    """Offers and sessions of one platform."""

    session_kind = SESSION_KIND

    def __init__(self, platform: Platform, store: MemoryStore | None = None, settings: Settings | None = None) -> None:
        self.platform = platform
        self.settings = settings or Settings()
        self.store = store or MemoryStore()
        self._records: dict[str, Record] = {}
        self._sets: dict[str, list[str]] = {}
        self._keys: dict[str, Key] = {}
        self._busy_keys: set[str] = set()
        self._refusals: OrderedDict[str, tuple[str, dict[str, Any]]] = OrderedDict()
        self._pulses: dict[str, asyncio.Event] = {}
        self._sweeper: asyncio.Task[None] | None = None
        self._is_stopping = False
        own = self.settings
        self._carrier = Carrier(platform, self._save, self._sweep_soon, own.stop_seconds, own.most_messages)

    async def start(self) -> None:
        """Carries on what an earlier process left unfinished."""
        records, keys = self.store.load()
        self._keys = {key.name: key for key in keys}
        for record in records:
            self._add(record)
        for record in records:
            if record.step not in ("offered", "none"):
                self._carrier.carry_on(record)
        self._sweep_soon()

    async def stop(self) -> None:
        """Ends looking after sessions; those of a durable store are carried on at the next start."""
        self._is_stopping = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        await self._carrier.close()
        for pulse in self._pulses.values():
            pulse.set()
        self.store.close()

    # Asking.

    async def answer(self, document: Mapping[str, Any], key: str, deadline: float) -> Answer[Offer]:
        """What a portal in this process is told."""
        begun = time.monotonic()
        try:
            offers = await asyncio.wait_for(self.ask(document, key), deadline)
        except asyncio.TimeoutError:
            waited = time.monotonic() - begun
            return Silence("tooSlow", f"{self.platform.name} did not answer within {deadline:g} s.", waited)
        except _Silent as silent:
            return silent.silence
        return answer_of(offers, self, self.platform.name, document)

    async def ask(self, document: Mapping[str, Any], key: str, asker: Asker | None = None) -> dict[str, Any]:
        """Raises: ``_Silent``; ``BerthError`` (``keyReused`` as ``badRequest``)."""
        asker = asker or Asker()
        async with self._once(key, "requests", document, asker) as earlier:
            if earlier.answer:
                return self.offer_set(earlier.answer, asker)
            self._sweep()
            own = str(uuid.uuid4())
            result = await self._ask(document, asker, own)
            if isinstance(result, No):
                refusal = refusal_document(result, document, own, self._url("offersets", own), self.platform.name)
                self._keep(refusal, asker)
                earlier.set(own, self._keys)
                return refusal
            saved = earlier.set(own, self._keys)
            self.store.save(result, saved)
            for record in result:
                self._add(record)
            self._sweep_soon()
            return self.offer_set(own, asker)

    async def direct(self, document: Mapping[str, Any], key: str, asker: Asker | None = None) -> dict[str, Any]:
        """Runs it without offers; a session in phase FAILED with the reasons when it is refused."""
        asker = asker or Asker()
        async with self._once(key, "direct", document, asker) as earlier:
            if earlier.answer:
                return self.read(earlier.answer, asker)
            own = str(uuid.uuid4())
            result = await self._ask(document, asker, own)
            if isinstance(result, No):
                now = times.now()
                refusal = refusal_document(result, document, own, self._url("offersets", own), self.platform.name)
                meta = {"uuid": str(uuid.uuid4()), "created": times.format_instant(now),
                        "messages": refusal["meta"]["messages"]}  # fmt: skip
                return {"kind": SESSION_KIND, "meta": meta, "phase": "FAILED"}
            record = result[0]
            self._add(record)
            self._begin(record)
            earlier_key = earlier.set(record.id, self._keys)
            self.store.save([record], earlier_key)
            self._carrier.carry_on(record)
            return self.read(record.id, asker)

    async def _ask(self, document: Mapping[str, Any], asker: Asker, own: str) -> list[Record] | No:
        question = asking.question_of(document, asker)
        if isinstance(question, No):
            return question
        answer = await self._answered(question)
        if isinstance(answer, Silence):
            raise _Silent(answer)
        if isinstance(answer, No):
            return await self._with_changes(answer, document, asker)
        unfinished = sum(1 for record in self._records.values() if record.step != "none")
        if unfinished >= self.settings.most_unfinished:
            sentence = "This service has {available} unfinished offers and sessions, the most that it takes."
            return No([Obstacle("notNow", "", sentence, {"available": str(unfinished)}, "the site")])
        own_unfinished = sum(
            1
            for record in self._records.values()
            if record.step != "none" and record.owner.get("subject") == asker.subject
        )
        if asker.subject != Asker().subject and own_unfinished >= self.settings.most_unfinished_each:
            sentence = "You have {available} unfinished offers and sessions, the most that one person may have."
            return No([Obstacle("notYou", "", sentence, {"available": str(own_unfinished)}, "the site")])
        request = read_request(document)
        notes = [
            message("{path} is not known here and was ignored.", {"path": path}) for path in unknown_members(request)
        ]
        meta = request.meta if isinstance(request, ExecutionRequest) else None
        named = {name: text for name in ("name", "description") if (text := getattr(meta, name, None))}
        plans = answer.offers[: self.settings.most_offers]
        made = [self._record(question, plan, own, notes, named) for plan in plans]
        records = [one for one in made if isinstance(one, Record)]
        if records:
            return records
        booked = next(one for one in made if isinstance(one, Obstacle))
        sets = [ChangeSet((booked.change,), (self.platform.name,))] if booked.change else []
        return No([booked], sets)

    async def _answered(self, question: Question) -> Answer[Plan]:
        """The platform's answer; one that never comes or is none is silence."""
        begun = time.monotonic()
        seconds = self.settings.answer_seconds
        try:
            return await asyncio.wait_for(asking.ask(self.platform, question), min(seconds, self.platform.timeout))
        except asyncio.TimeoutError:
            waited = time.monotonic() - begun
            return Silence("tooSlow", f"{self.platform.name} did not answer within {waited:.1f} s.", waited)
        except Exception as error:
            log.exception("%s failed when it was asked", self.platform.name)
            waited = time.monotonic() - begun
            said = f"{self.platform.name} failed: {type(error).__name__}: {error}"
            return Silence("brokenReply", said, waited)

    async def _with_changes(self, refusal: No, document: Mapping[str, Any], asker: Asker) -> No:
        async def again(changed: Mapping[str, Any]) -> Answer[Plan]:
            question = asking.question_of(changed, asker)
            return question if isinstance(question, No) else await self._answered(question)

        found = await asking.changes(again, document, list(refusal.obstacles), self.platform.name)
        named = [ChangeSet(one.changes, one.platforms or (self.platform.name,)) for one in refusal.changes]
        return No(refusal.obstacles, smallest([*named, *found], document))

    # Records.

    def _record(
        self, question: Question, plan: Plan, own: str, notes: list[MessageItem], named: Mapping[str, str]
    ) -> Record | Obstacle:
        """An offer of a plan, in the earliest slot that is free; or why there is none in time."""
        now = math.ceil(time.time())
        preparing, releasing = (math.ceil(length.total_seconds()) for length in plan.lengths)
        duration = math.ceil(question.lasts.total_seconds())
        first, last = (moment.timestamp() for moment in question.starts)
        after = max(now, math.ceil(first) - preparing)
        total = preparing + duration + releasing
        # One that may begin at once and is accepted minutes later still gets all of its time.
        slack = self.settings.offer_life_seconds if after <= now else 0
        amounts = {one.name: one.amount for one in plan.demand.amounts}
        begin = earliest(self._holds(), self._capacity(), amounts, total + slack, after)
        if begin is None:
            values = {"platform": self.platform.name}
            return Obstacle("never", "compute", "{path}: more is wanted than {platform} has.", values, "the site")
        available = max(begin + preparing, first)
        if available > last:
            begins = instant(available)
            values = {"earliest": times.format_instant(begins), "available": times.format_instant(begins)}
            sentence = "{path}: what is asked for is held or booked; it is free from {earliest} on."
            change = Change("schedule.requested.start", to=times.format_interval(begins, begins + timedelta(days=1)))
            return Obstacle("notNow", "schedule.requested.start", sentence, values, change=change)
        begin = available - preparing
        said = [message("Offered by {platform}.", {"platform": self.platform.name})]
        document: dict[str, Any] = {
            "kind": SESSION_KIND,
            "meta": {
                "uuid": str(uuid.uuid4()),
                **named,
                "created": question.now,
                "messages": [one.document() for one in [*said, *plan.messages, *notes]],
            },
            "phase": "OFFERED",
            "expires": times.format_instant(instant(now + self.settings.offer_life_seconds)),
            **{
                name: member
                for name, member in plan.document().items()
                if name in ("executable", "compute", "storage", "data", "costs", "metrics")
            },
        }
        record = Record(
            id=document["meta"]["uuid"],
            offer_set=own,
            owner=question.asker.document(),
            created=time.time(),
            document=document,
            plan=plan.document(),
            begins=begin,
            available=available,
            ends=available + duration,
            frees=available + duration + releasing + slack,
        )
        note_phase(record, "OFFERED", components="INITIALIZING")
        return record

    def _capacity(self) -> dict[str, int | None]:
        platform = self.platform
        gib = {"memory": platform.memory, "storage": platform.storage}
        sizes = {name: None if size is None else size * BYTES_PER_GIB for name, size in gib.items()}
        return {"cores": platform.cores, **sizes}

    def _holds(self) -> list[Hold]:
        return [
            Hold(
                record.begins,
                # What has not been released yet holds on.
                max(record.frees, time.time() + 1) if record.step not in ("offered", "none") else record.frees,
                {one["name"]: one["amount"] for one in record.plan.get("demand", {}).get("amounts", [])},
                record.offer_set if record.step == "offered" else record.id,
            )
            for record in self._records.values()
            if record.step != "none"
        ]

    def _add(self, record: Record) -> None:
        self._records[record.id] = record
        self._sets.setdefault(record.offer_set, []).append(record.id)

    def _save(self, *records: Record) -> None:
        self.store.save(records)
        for record in records:
            pulse = self._pulses.pop(record.id, None)
            if pulse is not None:
                pulse.set()

    # Reading.

    def offer_set(self, own: str, asker: Asker | None = None) -> dict[str, Any]:
        """Raises: ``BerthError``: ``notFound``, ``notAllowed``."""
        if own in self._refusals:
            subject, refusal = self._refusals[own]
            if asker is not None and asker.subject != subject:
                raise BerthError("notAllowed", "This offer set is somebody else's.")
            return refusal
        if own not in self._sets:
            raise BerthError("notFound", f"There is no offer set {own}.")
        offers = [self.read(one, asker) for one in self._sets[own]]
        meta = {"uuid": own, "created": offers[0]["meta"]["created"], **self._url("offersets", own)}
        return {"kind": OFFER_SET_KIND, "meta": meta, "result": "YES", "offers": offers}

    def read(self, own: str, asker: Asker | None = None) -> dict[str, Any]:
        """The session as the wire has it.

        Raises: ``BerthError``: ``notFound``, ``notAllowed``.
        """
        record = self.record(own, asker)
        self._sweep()
        document = copy.deepcopy(record.document)
        document["meta"].update(self._url("sessions", own))
        may = {"offered": ["ACCEPTED", "REJECTED"], "none": []}.get(record.step, ["CANCELLED"])
        if may and not record.stop:
            option = {"kind": "uri:enum-value-option", "path": "phase", "values": may}
            document["meta"]["options"] = [option]
        return document

    def record(self, own: str, asker: Asker | None = None) -> Record:
        record = self._records.get(own)
        if record is None:
            raise BerthError("notFound", f"There is no session {own}.")
        if asker is not None and asker.subject != record.owner.get("subject"):
            raise BerthError("notAllowed", "This session is somebody else's.")
        return record

    def _url(self, collection: str, own: str) -> dict[str, str]:
        return {"url": f"{self.settings.url}/{collection}/{own}"} if self.settings.url else {}

    def remember(self, said: Mapping[str, Any], asker: Asker) -> dict[str, Any]:
        """A NO of one message, which can be read again like any other."""
        own = str(uuid.uuid4())
        meta = {"uuid": own, "created": times.format_instant(times.now()), **self._url("offersets", own)}
        refusal = {"kind": OFFER_SET_KIND, "meta": {**meta, "messages": [dict(said)]}, "result": "NO"}
        self._keep(refusal, asker)
        return refusal

    def _keep(self, refusal: dict[str, Any], asker: Asker) -> None:
        self._refusals[refusal["meta"]["uuid"]] = (asker.subject, refusal)
        gone = set()
        while len(self._refusals) > self.settings.most_refusals:
            gone.add(self._refusals.popitem(last=False)[0])
        if gone:
            self._keys = {name: key for name, key in self._keys.items() if key.answer not in gone}

    def sessions_of(self, asker: Asker, phases: Sequence[str]) -> list[dict[str, Any]]:
        """The sessions of somebody, the latest first, at most a hundred."""
        own = [one for one in self._records.values() if one.owner.get("subject") == asker.subject]
        found = [one for one in own if not phases or one.phase in phases]
        found.sort(key=lambda one: (-one.created, one.id))
        return [self.read(one.id) for one in found[:100]]

    # Updating.

    def change(self, own: str, update: Mapping[str, Any], asker: Asker | None = None) -> dict[str, Any]:
        """Accepts, rejects or cancels.

        Raises: ``BerthError``: ``notFound``, ``notAllowed``, ``badRequest``, ``wrongPhase``, ``gone``.
        """
        record = self.record(own, asker)
        if update.get("path") != "phase":
            raise BerthError("wrongPhase", f"{str(update.get('path'))[:80]} cannot be changed; phase can.")
        self._sweep()
        wanted, phase = update.get("value"), record.phase
        if wanted == "ACCEPTED":
            if record.step == "offered":
                self._accept(record)
            elif phase == "EXPIRED":
                raise BerthError("gone", "The offer has expired; ask again.")
            elif phase in ("REJECTED", "CANCELLED"):
                raise BerthError("wrongPhase", f"The session is {phase} and cannot be accepted.")
        elif wanted == "REJECTED":
            if record.step == "offered":
                self._close(record, "REJECTED")
                self._save(record)
            elif phase != "REJECTED":
                raise BerthError("wrongPhase", f"The session is {phase} and cannot be rejected.")
        elif wanted == "CANCELLED":
            if record.step in ("offered", "none") and phase != "CANCELLED":
                raise BerthError("wrongPhase", f"The session is {phase} and cannot be cancelled.")
            if record.step != "none" and not record.stop:
                self._carrier.stop(record, "cancelled")
        else:
            raise BerthError("wrongPhase", "phase may be set to ACCEPTED, REJECTED or CANCELLED.")
        return self.read(own, asker)

    def _accept(self, record: Record) -> None:
        """One wins: nobody else runs between the look at the phases and the change of all of them."""
        siblings = [self._records[one] for one in self._sets[record.offer_set] if one != record.id]
        before = copy.deepcopy([record, *siblings])
        for sibling in siblings:
            if sibling.step == "offered":
                self._close(sibling, "REJECTED")
        self._begin(record)
        try:
            self._save(record, *siblings)
        except BaseException:
            for one in before:
                self._records[one.id] = one
            raise
        self._carrier.carry_on(record)

    def _begin(self, record: Record) -> None:
        late = max(0.0, math.ceil(time.time()) - record.begins)
        if late:
            # What was held besides is used up now.
            record.begins += late
            record.available += late
            record.ends += late
        slack = record.frees - record.ends - seconds(record.plan.get("releasing"))
        record.frees -= max(0.0, slack)
        record.step = "wait"
        note_phase(record, "ACCEPTED", components="WAITING")

    def _close(self, record: Record, phase: str) -> None:
        record.step = "none"
        note_phase(record, phase)

    # Time.

    def _sweep(self) -> None:
        """Offers that have expired, and sessions that were kept long enough."""
        now = time.time()
        expired = [
            record
            for record in self._records.values()
            if record.step == "offered" and times.parse_instant(record.document["expires"]).timestamp() <= now
        ]
        for record in expired:
            self._close(record, "EXPIRED")
        if expired:
            self._save(*expired)
        old = [
            record
            for record in self._records.values()
            if record.step == "none" and record.created + self.settings.retention_seconds <= now
        ]
        if old:
            self._forget(old)

    def _forget(self, records: list[Record]) -> None:
        self.store.delete([one for record in records for one in (record.id, record.offer_set)])
        for record in records:
            del self._records[record.id]
            self._carrier.forget(record.id)
            siblings = self._sets.get(record.offer_set, [])
            siblings.remove(record.id)
            if not siblings:
                self._sets.pop(record.offer_set, None)
            task = asyncio.ensure_future(self.platform.forget(record.id))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        gone = {record.id for record in records} | {record.offer_set for record in records}
        self._keys = {name: key for name, key in self._keys.items() if key.answer not in gone}

    def _sweep_soon(self) -> None:
        if self._sweeper is None or self._sweeper.done():
            self._sweeper = asyncio.ensure_future(self._sweep_when_due())

    async def _sweep_when_due(self) -> None:
        while True:
            due = [
                times.parse_instant(record.document["expires"]).timestamp()
                for record in self._records.values()
                if record.step == "offered"
            ]
            if not due:
                return
            await asyncio.sleep(max(0.01, min(due) - time.time()))
            self._sweep()

    # Keys.

    def _once(self, key: str, call: str, document: Mapping[str, Any], asker: Asker) -> _Once:
        digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
        name = json.dumps([asker.subject, call, key])
        earlier = self._keys.get(name)
        if earlier is not None and earlier.digest != digest:
            raise BerthError(
                "badRequest", "The key was used for another request; take a fresh one.", detail="keyReused"
            )
        return _Once(self, name, digest, earlier.answer if earlier else None)

    # As a connection of this process.

    def place(self, session: Mapping[str, Any]) -> str:
        return str((session.get("meta") or {}).get("uuid"))

    async def session(self, place: str) -> dict[str, Any]:
        return self.read(place)

    async def update(self, place: str, update: Mapping[str, Any], key: str) -> dict[str, Any]:
        return self.change(place, update)

    async def changes(self, place: str) -> AsyncIterator[dict[str, Any]]:
        async for record in self.watch(place):
            yield self.read(record.id)

    async def watch(self, own: str, after: int = 0) -> AsyncIterator[Record]:
        """The record now, and again after each change until its end or until this host stops."""
        while True:
            record = self.record(own)
            if record.revision > after:
                after = record.revision
                yield record
                continue
            if record.phase in ENDS or self._is_stopping:
                return
            pulse = self._pulses.setdefault(own, asyncio.Event())
            await pulse.wait()

    async def log(self, place: str, stream: str, follow: bool) -> AsyncIterator[bytes]:
        async for piece in self.output(place, stream, follow=follow):
            yield piece

    async def output(
        self, own: str, stream: str, *, follow: bool, offset: int = 0, asker: Asker | None = None
    ) -> AsyncIterator[bytes]:
        record = self.record(own, asker)
        if stream not in ("stdout", "stderr", "result"):
            raise BerthError("notFound", "A session writes stdout, stderr and result, and nothing else.")
        work = self._work_for_log(record)
        pause = 0.02
        while True:
            # Looked at before the output: what was written before its end is not missed.
            is_over = self.record(own).phase in ENDS
            piece = await do(self.platform, self.platform.log, work, stream, offset, 1 << 16)
            if piece.data:
                offset += len(piece.data)
                pause = 0.02
                yield piece.data
                continue
            if not follow or is_over:
                return
            await asyncio.sleep(pause)
            pause = min(0.5, pause * 2)

    def _work_for_log(self, record: Record) -> Work:
        return self._carrier.works.get(record.id) or Work(
            record.id, Plan.read(record.plan), Asker.read(record.owner), instant(record.ends), record.handle
        )


class _Once:
    """One at a time for a key, then what was answered under it."""

    def __init__(self, host: Host, name: str, digest: str, answer: str | None) -> None:
        self._host = host
        self._name = name
        self._digest = digest
        self.answer = answer

    def set(self, answer: str, keys: dict[str, Key]) -> Key:
        key = Key(self._name, self._digest, answer)
        keys[self._name] = key
        return key

    async def __aenter__(self) -> _Once:
        if self._name in self._host._busy_keys:
            raise BerthError(
                "unavailable", "The first request with this key is still being answered.", detail="keyBusy"
            )
        self._host._busy_keys.add(self._name)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._host._busy_keys.discard(self._name)


class _Silent(Exception):
    def __init__(self, silence: Silence) -> None:
        super().__init__(silence.message)
        self.silence = silence
