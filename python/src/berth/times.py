"""Instants, durations and intervals as the wire writes them. Source: RFC 3339; ISO 8601-1:2019, 5.4 and 5.5."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal

_duration = re.compile(
    r"P(?:(?P<weeks>\d+(?:[.,]\d+)?)W)?(?:(?P<days>\d+(?:[.,]\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:[.,]\d+)?)H)?(?:(?P<minutes>\d+(?:[.,]\d+)?)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?",
    re.ASCII,
)
_instant = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?([Zz]|[+-]\d{2}:?\d{2}))?", re.ASCII
)
_seconds = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}


def parse_duration(text: str) -> timedelta:
    """Reads ``PT2H``, ``P1DT0.5S``, ``P2W``.

    Raises: ``ValueError``; years and months are refused, because how long they are depends on when they begin.
    """
    match = _duration.fullmatch(text)
    parts = {unit: value for unit, value in (match.groupdict() if match else {}).items() if value}
    if not parts or text.endswith("T"):
        raise ValueError(f'"{text}" is no duration; write it as PT2H or P1DT30M, without years and months.')
    total = sum((Decimal(value.replace(",", ".")) * _seconds[unit] for unit, value in parts.items()), Decimal())
    try:
        return timedelta(microseconds=int(total * 1_000_000))
    except OverflowError:
        raise ValueError(f'"{text}" is longer than can be counted.') from None


def format_duration(length: timedelta) -> str:
    """``P1DT2H``, ``PT0.5S``, ``PT0S``. A length below zero is written as none."""
    microseconds = max(0, length // timedelta(microseconds=1))
    days, rest = divmod(microseconds, 86_400_000_000)
    hours, rest = divmod(rest, 3_600_000_000)
    minutes, rest = divmod(rest, 60_000_000)
    seconds = f"{rest / 1_000_000:.6f}".rstrip("0").rstrip(".")
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{seconds}S" if rest else "")
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "" if days else "T0S")


def parse_instant(text: str) -> datetime:
    """Reads ``2026-01-31T12:00:00Z``, another offset, or a date alone, which is its first moment in UTC.

    Raises: ``ValueError``.
    """
    match = _instant.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is no instant; write it as 2026-01-31T12:00:00Z.')
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    zone = timezone.utc
    if offset and offset not in "Zz":
        sign = -1 if offset[0] == "-" else 1
        zone = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))
    microsecond = int((fraction or "0").ljust(6, "0")[:6])
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    # A second that is inserted (23:59:60) is the moment after it here.
    leap = timedelta(seconds=1) if clock[2] == 60 else timedelta()
    when = datetime(int(year), int(month), int(day), clock[0], clock[1], min(clock[2], 59), microsecond, zone)
    return (when + leap).astimezone(timezone.utc)


def format_instant(when: datetime) -> str:
    """RFC 3339 in UTC, with the fraction of a second where there is one."""
    text = when.astimezone(timezone.utc).isoformat(timespec="microseconds").removesuffix("+00:00")
    return (text.rstrip("0").rstrip(".")) + "Z"


def parse_interval(text: str) -> tuple[datetime, datetime]:
    """Reads ``start/end``, ``start/duration``, ``duration/end``, a date alone (the whole day) and an instant alone.

    Returns: the two ends in UTC, the later one last; both belong to it.
    Raises: ``ValueError``.
    """
    one, slash, other = text.strip().partition("/")
    if not slash:
        start = parse_instant(one)
        return start, start + (timedelta(days=1) if len(one) == 10 else timedelta())
    if one.startswith("P"):
        end = parse_instant(other)
        start = end - parse_duration(one)
    else:
        start = parse_instant(one)
        end = start + parse_duration(other) if other.startswith("P") else parse_instant(other)
    if end < start:
        raise ValueError(f'"{text}" ends before it begins.')
    return start, end


def format_interval(start: datetime, end: datetime) -> str:
    return f"{format_instant(start)}/{format_instant(end)}"


def now() -> datetime:
    return datetime.now(timezone.utc)
