"""How a record of a session changes: phases with their times, and what is said. No I/O."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from berth import times
from berth.plan import message
from berth.platform import Note
from berth.records import Record


def note_phase(record: Record, phase: str, components: str | None = None) -> None:
    """The session enters a phase, and its components theirs; what follows from the phase is written anew."""
    now = times.format_instant(times.now())
    record.document["phase"] = phase
    record.document["meta"]["modified"] = now
    record.revision += 1
    record.history.append({"revision": record.revision, "time": now, "phase": phase})
    if phase != "OFFERED":
        record.document.pop("expires", None)
    if components:
        for part in parts(record.document):
            part["phase"] = components
    record.document["schedule"] = {
        "preparing": {
            "start": times.format_instant(instant(record.begins)),
            "duration": times.format_duration(timedelta(seconds=record.available - record.begins)),
        },
        "available": {
            "start": times.format_interval(instant(record.available), instant(record.available)),
            "duration": times.format_duration(timedelta(seconds=record.ends - record.available)),
        },
        "releasing": {
            "start": times.format_instant(instant(record.ends)),
            "duration": str(record.plan.get("releasing") or "PT0S"),
        },
    }


def say(record: Record, note: Note, most: int) -> None:
    """Adds a message; of more than so many the oldest go."""
    said = message(note.template, dict(note.values), note.level).document()
    messages = record.document["meta"].setdefault("messages", [])
    record.document["meta"]["messages"] = [*messages, said][-most:]


def parts(document: dict[str, Any]) -> list[dict[str, Any]]:
    single = [document.get("compute"), document.get("executable")]
    return [one for one in [*document.get("storage", []), *document.get("data", []), *single] if isinstance(one, dict)]


def part_names(document: dict[str, Any]) -> list[str]:
    """The order of preparation; release goes the other way."""
    storage = [f"storage[{index}]" for index in range(len(document.get("storage", [])))]
    data = [f"data[{index}]" for index in range(len(document.get("data", [])))]
    return [*storage, *data, "compute", "executable"]


def instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)


def seconds(duration: Any) -> float:
    return times.parse_duration(duration).total_seconds() if duration else 0.0
