"""Looking into documents that others wrote: what is not as it should be is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def messages(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return mappings(member(document, "meta", "messages"))


def mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, Sequence) else []


def member(document: Any, *names: str) -> Any:
    for name in names:
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def integer(document: Any, *names: str) -> int | None:
    value = member(document, *names)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
