"""Asking one platform of this process: what it says is checked before anybody relies on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berth._model import SimpleMinMaxFloatCost, SimpleMinMaxFloatMetric
from berth.answers import Answer, Change, ChangeSet, No, Obstacle, Silence, Yes
from berth.plan import Plan
from berth.platform import Platform, PlatformError, do
from berth.question import Asker, Question, problems, read_request

COUNTABLE_PREFIX = "https://www.purl.org/berth/schema/v1.0/countables/"

_rounds = 4
"""How often changes are asked for anew: a change may bring another obstacle to light."""
_most_changes = 8
"""In a set that is larger, no change is tried to be done without."""


def question_of(document: Mapping[str, Any], asker: Asker) -> Question | No:
    """The question of a request, or all by which it contradicts itself."""
    request = read_request(document)
    if isinstance(request, list):
        return No(request)
    found = problems(request)
    return No(found) if found else Question.of(request, asker)


async def ask(platform: Platform, question: Question) -> Answer[Plan]:
    """What a platform says to a question.

    Raises: what its author did not expect; ``TypeError`` for what is no answer.
    """
    outage = await do(platform, platform.outage)
    if outage:
        return Silence("unreachable", str(outage))
    answer = await do(platform, platform.can_i_do_this, question.model_copy(deep=True))
    return checked(platform, question, answer)


def checked(platform: Platform, question: Question, answer: Any) -> Answer[Plan]:
    """An answer that keeps to the rules: plans that promise what was asked and are within its constraints."""
    if isinstance(answer, Silence):
        return answer
    if isinstance(answer, No):
        if not answer.obstacles or not all(isinstance(one, Obstacle) for one in answer.obstacles):
            raise TypeError(f"{platform.name} says no without a reason; a No needs at least one Obstacle.")
        return answer
    if not isinstance(answer, Yes) or not answer.offers or not all(isinstance(one, Plan) for one in answer.offers):
        raise TypeError(
            f"can_i_do_this of {platform.name} returned {type(answer).__name__}; it must return Yes([plan, …]), "
            "No([obstacle, …]) or Silence(…)."
        )
    plans: list[Plan] = []
    nearest: list[Obstacle] = []
    for plan in answer.offers:
        unmet = _unmet(question, plan)
        if not unmet:
            plan.platform = platform.name
            plans.append(plan)
        elif not nearest or len(unmet) < len(nearest):
            nearest = unmet
    return Yes(plans) if plans else No(nearest)


def _unmet(question: Question, plan: Plan) -> list[Obstacle]:
    found: list[Obstacle] = []
    for path, needed, promised, unit in (
        ("compute.cores.min", question.cores.min or 1, plan.demand["cores"], "cores"),
        ("compute.memory.min", question.memory.min or 1, plan.memory or 0, "GiB"),
    ):
        if promised < needed:
            values = {"wanted": str(needed), "available": str(promised), "unit": unit}
            sentence = "{path}: {wanted} {unit} are wanted, and {available} would be promised."
            change = Change.at_most(path, promised, unit) if promised else None
            found.append(Obstacle("never", path, sentence, values, "the site", change))
    for name, wishes, quotes in (
        ("costs", question.costs, plan.costs),
        ("metrics", question.metrics, plan.metrics),
    ):
        simple = [one for one in quotes if isinstance(one, SimpleMinMaxFloatCost | SimpleMinMaxFloatMetric)]
        for index, wish in enumerate(wishes):
            if not isinstance(wish, SimpleMinMaxFloatCost | SimpleMinMaxFloatMetric):
                values = {"wanted": str(getattr(wish, "kind", None) or "")}
                sentence = "{path}: the kind {wanted} is not known here."
                found.append(_absent("notKnown", f"{name}[{index}]", sentence, values))
            else:
                found += _unmet_wish(wish, simple, name, index, has_none=name == "costs" and not simple)
    return found


def _unmet_wish(wish: Any, quotes: list[Any], name: str, index: int, *, has_none: bool) -> list[Obstacle]:
    """One constraint. Where nothing is charged every cost is 0; what is not measured cannot be promised."""
    path = f"{name}[{index}]"
    quote = next((one for one in quotes if one.type == wish.type), None)
    if quote is None and not has_none:
        word = (
            "charged"
            if name == "costs"
            else "counted"
            if (wish.type or "").startswith(COUNTABLE_PREFIX)
            else "measured"
        )
        sentence = f"{{path}}: {{wanted}} is not {word} here, so no limit of it can be kept."
        return [_absent("notKnown", path, sentence, {"wanted": wish.type or "what has no type"})]
    least = 0.0 if quote is None else quote.min if quote.min is not None else quote.max
    most = 0.0 if quote is None else quote.max if quote.max is not None else quote.min
    found: list[Obstacle] = []
    if wish.max is not None and (most is None or most > wish.max):
        values = {
            "wanted": f"{wish.max:g}",
            "available": f"{most:g}" if most is not None else "not said",
            "unit": wish.type or "",
        }
        sentence = "{path}: at most {wanted} {unit} is wanted, and it is {available}."
        change = None if most is None else Change(f"{path}.max", to=most)
        found.append(Obstacle("tooDear", f"{path}.max", sentence, values, change=change))
    if wish.min is not None and (least is None or least < wish.min):
        values = {
            "wanted": f"{wish.min:g}",
            "available": f"{least:g}" if least is not None else "not said",
            "unit": wish.type or "",
        }
        sentence = "{path}: at least {wanted} {unit} is wanted, and it is {available}."
        change = None if least is None else Change(f"{path}.min", to=least)
        found.append(Obstacle("never", f"{path}.min", sentence, values, change=change))
    return found


def _absent(rung: Any, path: str, sentence: str, values: Mapping[str, str]) -> Obstacle:
    return Obstacle(rung, path, sentence, values, change=Change.without(path))


async def changes(
    ask_again: Any, document: Mapping[str, Any], obstacles: list[Obstacle], platform: str
) -> list[ChangeSet]:
    """The smallest set of changes that makes a no a yes: found by making those of its obstacles, and tried.

    Args:
        ask_again: answers a changed request, as the platform itself would.
    Returns: none, or one set of which no change can be left out.
    """
    wanted: dict[str, Change] = {}
    for _ in range(_rounds):
        fresh = {one.change.path: one.change for one in obstacles if one.change}
        if len(fresh) < len({one.path for one in obstacles}) or any(not one.change for one in obstacles):
            return []
        wanted.update(fresh)
        found = ChangeSet(tuple(sorted(wanted.values(), key=lambda change: change.path)), (platform,))
        answer = await _tried(ask_again, document, found)
        if isinstance(answer, Yes):
            return [await _without_needless(ask_again, document, found)]
        if not isinstance(answer, No):
            return []
        obstacles = list(answer.obstacles)
    return []


async def _tried(ask_again: Any, document: Mapping[str, Any], found: ChangeSet) -> Any:
    try:
        return await ask_again(found.applied(document))
    except (ValueError, PlatformError):
        return None


async def _without_needless(ask_again: Any, document: Mapping[str, Any], found: ChangeSet) -> ChangeSet:
    if not 1 < len(found.changes) <= _most_changes:
        return found
    for change in found.changes:
        fewer = ChangeSet(tuple(one for one in found.changes if one is not change), found.platforms)
        if fewer.changes and isinstance(await _tried(ask_again, document, fewer), Yes):
            return await _without_needless(ask_again, document, fewer)
    return found
