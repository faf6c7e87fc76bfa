"""What a host keeps of offers and sessions, in memory or in a SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any


@dataclass
class Record:
    """One offer, and what becomes of it."""

    id: str
    offer_set: str
    owner: dict[str, Any]
    created: float
    document: dict[str, Any]
    """The session of the wire, without what follows from the rest: URL and options."""
    plan: dict[str, Any]
    begins: float
    """Begin of preparation, seconds since 1970."""
    available: float
    """When it becomes available."""
    ends: float
    """When the work must be over, and release begins."""
    frees: float
    """When what is held is free again."""
    step: str = "offered"
    """``offered``, ``wait``, ``prepare``, ``start``, ``observe``, ``cancel``, ``release``, ``none``."""
    stop: str | None = None
    """``cancelled`` or ``overtime`` when it is to stop."""
    ending: str | None = None
    """The phase that it will end in."""
    handle: Any = None
    revision: int = 1
    history: list[dict[str, Any]] = field(default_factory=list)
    """Each change of phase: ``revision``, ``time``, ``phase``."""

    @property
    def phase(self) -> str:
        return str(self.document["phase"])


@dataclass
class Key:
    """What was answered under an idempotency key."""

    name: str
    digest: str
    answer: str
    """UUID of the offer set or session."""


class MemoryStore:
    """Forgets everything when the program ends."""

    is_durable = False

    def load(self) -> tuple[list[Record], list[Key]]:
        return [], []

    def save(self, records: Iterable[Record], key: Key | None = None) -> None: ...

    def delete(self, records: Iterable[str]) -> None: ...

    def close(self) -> None: ...


class SQLiteStore(MemoryStore):
    """A file that is written before anything is answered; all records of a call in one transaction.

    Raises: ``OSError`` when another process uses it, or it cannot be used.
    """

    is_durable = True

    def __init__(self, path: Path) -> None:
        try:
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1)
            self._file.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=FULL")
            self._file.execute("BEGIN IMMEDIATE")
            version = self._file.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, 1):
                raise OSError(f"{path} was written by a newer version of berth; use that one.")
            self._file.execute("CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, record TEXT NOT NULL)")
            self._file.execute("CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, digest TEXT, answer TEXT)")
            self._file.execute("PRAGMA user_version=1")
            self._file.execute("COMMIT")
        except sqlite3.Error as error:
            raise OSError(f"{path} cannot be used: {error}. Is it used by another process, or no database?") from error

    def load(self) -> tuple[list[Record], list[Key]]:
        names = {one.name for one in fields(Record)}
        records = [
            Record(**{name: value for name, value in json.loads(text).items() if name in names})
            for (text,) in self._file.execute("SELECT record FROM records")
        ]
        return records, [Key(*row) for row in self._file.execute("SELECT name, digest, answer FROM keys")]

    def save(self, records: Iterable[Record], key: Key | None = None) -> None:
        rows = [(record.id, json.dumps(asdict(record))) for record in records]
        self._file.execute("BEGIN IMMEDIATE")
        try:
            self._file.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", rows)
            if key is not None:
                self._file.execute("INSERT OR REPLACE INTO keys VALUES (?, ?, ?)", (key.name, key.digest, key.answer))
            self._file.execute("COMMIT")
        except BaseException:
            self._file.execute("ROLLBACK")
            raise

    def delete(self, records: Iterable[str]) -> None:
        rows = [(one,) for one in records]
        self._file.execute("BEGIN IMMEDIATE")
        self._file.executemany("DELETE FROM records WHERE id = ?", rows)
        self._file.executemany("DELETE FROM keys WHERE answer = ?", rows)
        self._file.execute("COMMIT")

    def close(self) -> None:
        self._file.close()
