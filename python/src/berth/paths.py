"""Paths of members in a document: ``compute.cores.min``, ``data[0].location``, ``environment["my.name"]``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Step = str | int

_step = re.compile(r'\[(?P<index>\d+)\]|\["(?P<quoted>(?:[^"\\]|\\["\\])*)"\]|(?P<dot>\.?)(?P<name>[^.\[\]"\\\s]+)')


def steps(path: str) -> list[Step]:
    """The names and indices of a path.

    Raises: ``ValueError``.
    """
    found: list[Step] = []
    place = 0
    while place < len(path):
        match = _step.match(path, place)
        if not match or (match["name"] is not None and bool(match["dot"]) != bool(found)):
            raise ValueError(f'"{path}" is no path of a member; write it as compute.cores.min or data[0].location.')
        if match["index"] is not None:
            found.append(int(match["index"]))
        elif match["quoted"] is not None:
            found.append(re.sub(r"\\(.)", r"\1", match["quoted"]))
        else:
            found.append(match["name"])
        place = match.end()
    return found


def text(path: Sequence[Step]) -> str:
    """The path of these steps."""
    whole = ""
    for step in path:
        if isinstance(step, int):
            whole += f"[{step}]"
        elif re.fullmatch(r'[^.\[\]"\\\s]+', step):
            whole += f".{step}" if whole else step
        else:
            whole += '["' + re.sub(r'(["\\])', r"\\\1", step) + '"]'
    return whole


def value(document: Any, path: str) -> Any:
    """What stands there, ``None`` where there is nothing."""
    for step in steps(path):
        if isinstance(step, int):
            there = isinstance(document, Sequence) and not isinstance(document, str) and step < len(document)
            document = document[step] if there else None
        else:
            document = document.get(step) if isinstance(document, Mapping) else None
    return document


def replaced(document: Any, path: str, new: Any, *, absent: bool = False) -> Any:
    """The document with another value there; what is missing on the way is made. The document itself stays as it is.

    Args:
        absent: the member is left out, the item of a list taken away.
    Raises: ``ValueError`` for a path that does not fit the document.
    """
    return _replaced(document, steps(path), new, absent, path)


def _replaced(document: Any, way: list[Step], new: Any, absent: bool, path: str) -> Any:
    if not way:
        return new
    step, rest = way[0], way[1:]
    if isinstance(step, str) and (document is None or isinstance(document, Mapping)):
        members = dict(document or {})
        if absent and not rest:
            members.pop(step, None)
        elif not absent or step in members:
            members[step] = _replaced(members.get(step), rest, new, absent, path)
        return members
    if isinstance(step, int) and isinstance(document, list) and step < len(document):
        items = list(document)
        if absent and not rest:
            del items[step]
        else:
            items[step] = _replaced(items[step], rest, new, absent, path)
        return items
    raise ValueError(f"{path} does not fit the request: there is no member or item {step!r} to change.")
