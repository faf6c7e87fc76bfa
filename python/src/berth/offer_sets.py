"""Reading offer sets: of our brokers with all they say, of others as far as it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berth import _documents, paths, times
from berth.answers import RUNGS, Answer, Change, ChangeSet, No, Obstacle, Rung, Silence, SilenceReason, Yes, change_set
from berth.connection import Connection
from berth.errors import BerthError
from berth.offers import Offer, joined


def answer_of(
    document: Mapping[str, Any], connection: Connection, platform: str, request: Mapping[str, Any]
) -> Answer[Offer]:
    """What an offer set says.

    Raises: ``BerthError`` (``brokenReply``) for what is none.
    """
    from pydantic import ValidationError

    from berth._model import OfferSetResponse

    try:
        read = OfferSetResponse.read(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BerthError("brokenReply", f"Its answer is none: {where}: {first['msg']}.") from None
    is_yes = read.result == "YES" if read.result is not None else bool(read.offers)
    if is_yes:
        offers = [Offer(platform, connection, offer) for offer in _documents.mappings(document.get("offers"))]
        if not offers or not all(offer.id for offer in offers):
            raise BerthError("brokenReply", "It says YES and has no offer that could be accepted.")
        return Yes(offers, _also(document, platform, request))
    if read.result != "NO":
        raise BerthError("brokenReply", "It says neither YES nor NO; is it a broker?")
    refusal = no_of(document, platform, request)
    if refusal.silent and not refusal.obstacles:
        # Nobody behind it answered.
        return next(iter(refusal.silent.values()))
    return refusal


def _also(document: Mapping[str, Any], platform: str, request: Mapping[str, Any]) -> No | None:
    found = no_of(document, platform, request)
    said = [one for one in found.obstacles if one.rung != "said"]
    return No(said, found.changes, found.silent) if said or found.changes or found.silent else None


def no_of(document: Mapping[str, Any], platform: str, request: Mapping[str, Any]) -> No:
    """All reasons of a NO, and the changes that would make it a yes."""
    obstacles: list[Obstacle] = []
    said: list[Obstacle] = []
    sets: list[ChangeSet] = []
    silent: dict[str, Silence] = {}
    for message in _documents.messages(document):
        values = {str(n): str(v) for n, v in (message.get("values") or {}).items() if v is not None}
        found = change_set(values)
        if found is not None:
            names = tuple(joined(platform, name) for name in found.platforms)
            sets.append(ChangeSet(found.changes, names or (platform,)))
            continue
        if (reason := _silence_reasons.get(values.get("reason", ""))) is not None:
            problem = values.get("problem") or str(message.get("message") or "")
            silent[joined(platform, values.get("platform"))] = Silence(reason, problem, _waited(values))
            continue
        text = str(message.get("message") or message.get("template") or "")
        rung: Rung = next((rung for rung in RUNGS if rung == values.get("reason")), "said")
        obstacle = Obstacle(
            rung,
            values.get("path", ""),
            str(message.get("template") or text) if values else text,
            values,
            values.get("couldChange"),
            platform=joined(platform, values.get("platform")),
        )
        (obstacles if rung != "said" else said).append(obstacle)
    if not obstacles:
        grave = [m for m in _documents.messages(document) if m.get("level") in ("WARN", "ERROR")]
        obstacles = said if not grave else [o for o, m in zip(said, _plain(document), strict=False) if m in grave]
    if not obstacles and not silent:
        obstacles = [Obstacle("said", "", "The answer is NO, and no reason is given.", platform=platform)]
    if not sets:
        changes = tuple(filter(None, (_change(option, request) for option in _options(document))))
        sets = [ChangeSet(changes, (platform,))] if changes else []
    return No(obstacles, sets, silent)


_silence_reasons: dict[str, SilenceReason] = {
    "unreachable": "unreachable",
    "tooSlow": "tooSlow",
    "brokenReply": "brokenReply",
}


def _waited(values: Mapping[str, str]) -> float:
    try:
        return times.parse_duration(values.get("waited", "")).total_seconds()
    except ValueError:
        return 0.0


def _plain(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [message for message in _documents.messages(document) if change_set(message.get("values") or {}) is None]


def _change(option: Mapping[str, Any], request: Mapping[str, Any]) -> Change | None:
    """The least change that an option of a NO allows; ``None`` for one that names no value."""
    path = option.get("path")
    try:
        paths.steps(path or ".")
        there = paths.value(request, str(path))
    except ValueError:
        return None
    path = str(path)
    words = [str(word) for word in option.get("values") or [] if isinstance(word, str)]
    if words:
        return Change(path, to=words[0], words=tuple(words))
    least, most = _documents.integer(option, "min"), _documents.integer(option, "max")
    if least is None and most is None:
        return None
    value = there if isinstance(there, int) and not isinstance(there, bool) else least if most is None else most
    if least is not None and (value is None or value < least):
        value = least
    if most is not None and (value is None or value > most):
        value = most
    return Change(path, to=value, min=least, max=most, unit=option.get("units"))


def _options(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return _documents.mappings(_documents.member(document, "meta", "options"))
