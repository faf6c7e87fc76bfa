"""POST /requests and GET /sessions/{id} as a user of FastAPI and SQLite would write them.

A request is checked against one site; NO is answered with reasons and options and stored nowhere; YES is answered when
its offer is on the disk. It has no reservations, no second platform and no other syntax than JSON: where it does less
than Berth, that is to its advantage.

Run: DATABASE=offers.db uvicorn app:app --workers 2
"""

import os
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from models import (
    EnumValueOption, ExecutionRequest, IntegerValueOption, Message, Meta, OfferSetResponse, Range, Schedule, Session,
    TimedStart, TimedWindow,
)

DATABASE = os.environ.get("DATABASE", "offers.db")
CORES, MEMORY_GIB, STORAGE_GIB = 1_000_000, 4_000_000, 4_000_000
OFFER_LIFE = timedelta(minutes=5)
PREPARING = timedelta(seconds=1)

SCHEMA = """
CREATE TABLE IF NOT EXISTS offer_sets (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, offer_set TEXT NOT NULL REFERENCES offer_sets (id), phase TEXT NOT NULL,
    created TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_of_offer_set ON sessions (offer_set);
"""

local = threading.local()


def connection() -> sqlite3.Connection:
    """The connection of this thread."""
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
        # A write-ahead log, and every commit waits for the disk: an offer survives a power cut.
        local.connection.execute("PRAGMA journal_mode = WAL")
        local.connection.execute("PRAGMA synchronous = FULL")
        local.connection.execute("PRAGMA foreign_keys = ON")
    return local.connection


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    connection().executescript(SCHEMA)
    yield


app = FastAPI(lifespan=lifespan)


def problems(request: ExecutionRequest) -> tuple[list[Message], list[IntegerValueOption]]:
    """Every reason why the request cannot be met, and what would meet it."""
    now = datetime.now(UTC)
    messages: list[Message] = []
    options: list[IntegerValueOption] = []

    def refuse(template: str, values: dict[str, str]) -> None:
        messages.append(
            Message(time=now, level="ERROR", template=template, values=values, message=template.format(**values))
        )

    def check(path: str, wanted: Range, available: int, unit: str) -> None:
        if wanted.min is not None and wanted.max is not None and wanted.min > wanted.max:
            refuse("{path}: the minimum is greater than the maximum.", {"path": path})
        least = wanted.min if wanted.min is not None else 1
        if least > available:
            refuse(
                "{path}.min: {wanted} {unit} are wanted, this platform has {available}.",
                {"path": path, "wanted": str(least), "available": str(available), "unit": unit},
            )
            options.append(IntegerValueOption(path=f"{path}.min", min=1, max=available, units=unit))

    check("compute.cores", request.compute.cores, CORES, "cores")
    check("compute.memory", request.compute.memory, MEMORY_GIB, "GiB")
    for index, storage in enumerate(request.storage or []):
        check(f"storage[{index}].size", storage.size, STORAGE_GIB, "GiB")

    names = {item.meta.name for item in [*(request.storage or []), *(request.data or [])] if item.meta}
    for index, data in enumerate(request.data or []):
        if data.storage is not None and data.storage not in names:
            refuse("{path}: nothing has the name {name}.", {"path": f"data[{index}].storage", "name": data.storage})
    for index, volume in enumerate(request.compute.volumes or []):
        if volume.resource not in names:
            path = f"compute.volumes[{index}].resource"
            refuse("{path}: nothing has the name {name}.", {"path": path, "name": volume.resource})
    return messages, options


def offer(request: ExecutionRequest, base_url: str) -> Session:
    """The request, filled in: identifiers, phases, references, times."""
    now = datetime.now(UTC)
    identifiers: dict[str, str] = {}
    components = [request.executable, request.compute, *(request.storage or []), *(request.data or [])]
    components += request.compute.volumes or []
    for component in components:
        component.meta = component.meta or Meta()
        component.meta.uuid = uuid4()
        component.phase = "INITIALIZING"
        if component.meta.name:
            identifiers[component.meta.name] = str(component.meta.uuid)
    for data in request.data or []:
        if data.storage:
            data.storage = identifiers[data.storage]
    for volume in request.compute.volumes or []:
        volume.resource = identifiers[volume.resource]

    requested = request.schedule.requested if request.schedule else None
    duration = requested.duration if requested and requested.duration else "PT2H"
    begin = now + PREPARING
    session_id = uuid4()
    return Session(
        meta=Meta(
            uuid=session_id,
            url=f"{base_url}sessions/{session_id}",
            created=now,
            modified=now,
            options=[EnumValueOption(path="phase", values=["ACCEPTED", "REJECTED"])],
        ),
        phase="OFFERED",
        expires=now + OFFER_LIFE,
        executable=request.executable,
        compute=request.compute,
        storage=request.storage,
        data=request.data,
        schedule=Schedule(
            preparing=TimedStart(start=now, duration="PT1S"),
            available=TimedWindow(start=f"{begin.isoformat()}/{(begin + OFFER_LIFE).isoformat()}", duration=duration),
            releasing=TimedStart(duration="PT1S"),
        ),
    )


def store(offer_set: OfferSetResponse) -> None:
    """Returns when the offer set and its offers are on the disk."""
    now = datetime.now(UTC).isoformat()
    database = connection()
    database.execute("BEGIN IMMEDIATE")
    try:
        database.execute(
            "INSERT INTO offer_sets VALUES (?, ?, ?)",
            (str(offer_set.meta.uuid), now, offer_set.model_dump_json(exclude={"offers"}, exclude_none=True)),
        )
        database.executemany(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
            [
                (str(it.meta.uuid), str(offer_set.meta.uuid), it.phase, now, it.model_dump_json(exclude_none=True))
                for it in offer_set.offers or []
            ],
        )
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


@app.post("/requests", status_code=303, response_model_exclude_none=True)
async def post_request(body: ExecutionRequest, request: Request, response: Response) -> OfferSetResponse:
    base_url = str(request.base_url)
    set_id = uuid4()
    response.headers["Location"] = f"{base_url}offersets/{set_id}"
    meta = Meta(uuid=set_id, url=response.headers["Location"], created=datetime.now(UTC))
    if body.meta:
        meta.name, meta.description = body.meta.name, body.meta.description
    messages, options = problems(body)
    if messages:
        meta.messages, meta.options = messages, options or None
        return OfferSetResponse(meta=meta, result="NO")
    answer = OfferSetResponse(meta=meta, result="YES", offers=[offer(body, base_url)])
    await run_in_threadpool(store, answer)
    return answer


def find(session_id: UUID) -> str | None:
    row = connection().execute("SELECT body FROM sessions WHERE id = ?", (str(session_id),)).fetchone()
    return row[0] if row else None


@app.get("/sessions/{session_id}")
async def get_session(session_id: UUID) -> Response:
    body = await run_in_threadpool(find, session_id)
    if body is None:
        raise HTTPException(404, "There is no such session.")
    return Response(body, media_type="application/json")


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "pass"}
