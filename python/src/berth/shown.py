"""Tables for people: text for a terminal, HTML for a notebook, both of the same rows."""

from __future__ import annotations

import html as escaping
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from berth.answers import ChangeSet, Silence
    from berth.offers import Offer
    from berth.reasons import Reason


@dataclass
class Table:
    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)


def offers(found: Iterable[Offer]) -> Table:
    table = Table("Offers", ("#", "platform", "starts", "for", "cores", "GiB", "cost", "held until"))
    for number, offer in enumerate(found, 1):
        costs = ", ".join(f"{cost.amount:g} {_last(cost.type)}" for cost in offer.costs if cost.amount is not None)
        table.rows.append(
            (
                str(number),
                offer.where,
                _moment(offer.starts),
                "" if offer.duration is None else str(offer.duration),
                "" if offer.cores is None else str(offer.cores),
                "" if offer.memory is None else str(offer.memory),
                costs,
                _moment(offer.expires),
            )
        )
    return table


def reasons(found: Iterable[Reason]) -> Table:
    table = Table("Why not", ("reason", "what was said", "who can change it", "platforms"))
    for reason in found:
        table.rows.append((reason.rung, reason.sentence, reason.could_change or "", ", ".join(reason.platforms)))
    return table


def silences(found: Mapping[str, Silence]) -> Table:
    table = Table("Silent", ("platform", "why", "what happened", "after"))
    for name, silence in found.items():
        table.rows.append((name, silence.reason, silence.message, f"{silence.waited_seconds:.1f} s"))
    return table


def changes(found: Iterable[ChangeSet], request: Mapping[str, Any]) -> Table:
    table = Table("Yes with", ("#", "change", "platforms"))
    for number, one in enumerate(found, 1):
        table.rows.append((str(number), one.sentence(request), ", ".join(one.platforms)))
    return table


def text(tables: Sequence[Table], width: int | None = None) -> str:
    """For a terminal; the widest column is wrapped so that a row fits."""
    room = width or shutil.get_terminal_size((120, 24)).columns
    return "\n\n".join("\n".join(_lines(table, room)) for table in tables) or "Nobody was asked."


def _lines(table: Table, room: int) -> list[str]:
    rows = [[_plain(cell) for cell in row] for row in [table.columns, *table.rows]]
    # A column that says nothing is left out.
    kept = [index for index in range(len(table.columns)) if any(row[index] for row in rows[1:])]
    rows = [[row[index] for index in kept] for row in rows]
    widths = [max(_width(row[index]) for row in rows) for index in range(len(kept))]
    spare = sum(widths) + 2 * (len(widths) - 1) - room
    if spare > 0:
        widest = widths.index(max(widths))
        widths[widest] = max(20, widths[widest] - spare)
    lines = [table.title]
    for row in rows:
        cells = [_wrapped(cell, widths[index]) for index, cell in enumerate(row)]
        for line in range(max(len(cell) for cell in cells)):
            parts = [(cell[line] if line < len(cell) else "") for cell in cells]
            padded = [part + " " * (widths[index] - _width(part)) for index, part in enumerate(parts)]
            lines.append("  ".join(padded).rstrip())
    return lines


def html(tables: Sequence[Table]) -> str:
    """For a notebook. Everything that others wrote is escaped."""
    parts = []
    for table in tables:
        head = "".join(f"<th>{escaping.escape(column)}</th>" for column in table.columns)
        body = "".join(
            "<tr>"
            + "".join(f'<td style="text-align:left">{escaping.escape(_plain(cell))}</td>' for cell in row)
            + "</tr>"
            for row in table.rows
        )
        parts.append(
            f"<table><caption>{escaping.escape(table.title)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )
    return "\n".join(parts) or "<p>Nobody was asked.</p>"


def _plain(text: str) -> str:
    """Without characters that would move the cursor of a terminal or turn the writing around; one line, bounded."""
    kept = "".join(" " if character in "\n\t" else character for character in text[:2000])
    return "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )


def _wrapped(cell: str, width: int) -> list[str]:
    if _width(cell) <= width:
        return [cell]
    lines, line = [], ""
    for word in cell.split(" "):
        while _width(word) > width:
            head = word[: max(1, width - _width(line) - (1 if line else 0))]
            if line:
                lines.append(line)
                line, head = "", word[: max(1, width // 2)]
            lines.append(head)
            word = word[len(head) :]
        if line and _width(line) + 1 + _width(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def _last(uri: str) -> str:
    """``EUR`` of ``https://example.org/costs/EUR``."""
    return uri.rstrip("/").rsplit("/", 1)[-1] if "://" in uri else uri


def _moment(when: Any) -> str:
    return when.astimezone().strftime("%Y-%m-%d %H:%M:%S") if when is not None else ""
