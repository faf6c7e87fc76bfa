"""Answers NO as the wire has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berth import times
from berth.answers import Change, No, change_values
from berth.plan import message

KINDS = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/"
OFFER_SET_KIND = KINDS + "offerset/execution-offerset.yaml"


def refusal_document(
    refusal: No, document: Mapping[str, Any], own: str, url: Mapping[str, str], platform: str
) -> dict[str, Any]:
    """Every reason, then every set of changes, as messages; what would do as options."""
    said = []
    for obstacle in refusal.obstacles:
        values = {**obstacle.values, "path": obstacle.path, "reason": obstacle.rung, "platform": platform}
        if obstacle.could_change:
            values["couldChange"] = obstacle.could_change
        said.append(message(obstacle.template, {name: text[:1000] for name, text in values.items()}, "WARN"))
    for number, one in enumerate(refusal.changes, 1):
        values = change_values(one, number, document)
        said.append(message("Yes on {platforms} with {changes}.", values))
    options = [found for one in refusal.obstacles if one.change and (found := _option(one.change))]
    meta: dict[str, Any] = {
        "uuid": own,
        "created": times.format_instant(times.now()),
        **url,
    }
    meta["messages"] = [one.document() for one in said]
    if options:
        meta["options"] = options
    return {"kind": OFFER_SET_KIND, "meta": meta, "result": "NO"}


def _option(change: Change) -> dict[str, Any] | None:
    """The change as the wire writes it; ``None`` for what no option can say."""
    if change.absent or change.is_of_asker:
        return None
    option: dict[str, Any] = {"path": change.path}
    if change.words:
        return {"kind": "uri:enum-value-option", **option, "values": list(change.words)}
    if change.min is not None or change.max is not None:
        option = {
            "kind": "uri:integer-value-option",
            **option,
            "min": change.min,
            "max": change.max,
            "units": change.unit,
        }
        return {name: value for name, value in option.items() if value is not None}
    if isinstance(change.to, str):
        option = {"kind": "uri:string-value-option", **option, "pattern": change.pattern}
        return {name: value for name, value in option.items() if value is not None}
    return None
