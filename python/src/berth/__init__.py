"""Berth: ask every platform one question, *can I do this?*, and take the best of their offers.

from berth import Portal, RemotePlatform

answers = Portal([RemotePlatform("https://one.example.org"), RemotePlatform("https://two.example.org")]).ask(request)
print(answers)
session = answers.cheapest().accept()
print(session.result().stdout)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from berth._model import ExecutionRequest, ExecutionSession, OfferSetResponse
    from berth.answers import Answer, Change, ChangeSet, No, Obstacle, Silence, Yes
    from berth.drafts import draft
    from berth.errors import BerthError, NoOffer, SessionFailed
    from berth.offers import Offer, Result, Session
    from berth.plan import Plan, Work
    from berth.platform import LogPiece, Note, Outcome, Platform, PlatformError, Progress
    from berth.portal import Answers, Portal
    from berth.question import Asker, Question
    from berth.remote import RemotePlatform
    from berth.workers import WorkerPlatform

# What is used is imported, so that the package itself is there at once.
_places = {
    "_model": ("ExecutionRequest", "ExecutionSession", "OfferSetResponse"),
    "answers": ("Answer", "Change", "ChangeSet", "No", "Obstacle", "Silence", "Yes"),
    "drafts": ("draft",),
    "errors": ("BerthError", "NoOffer", "SessionFailed"),
    "offers": ("Offer", "Result", "Session"),
    "plan": ("Plan", "Work"),
    "platform": ("LogPiece", "Note", "Outcome", "Platform", "PlatformError", "Progress"),
    "portal": ("Answers", "Portal"),
    "question": ("Asker", "Question"),
    "remote": ("RemotePlatform",),
    "workers": ("WorkerPlatform",),
}
_homes = {name: f"berth.{module}" for module, names in _places.items() for name in names}

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Answers",
    "Asker",
    "BerthError",
    "Change",
    "ChangeSet",
    "ExecutionRequest",
    "ExecutionSession",
    "LogPiece",
    "No",
    "NoOffer",
    "Note",
    "Obstacle",
    "Offer",
    "OfferSetResponse",
    "Outcome",
    "Plan",
    "Platform",
    "PlatformError",
    "Portal",
    "Progress",
    "Question",
    "RemotePlatform",
    "Result",
    "Session",
    "SessionFailed",
    "Silence",
    "Work",
    "WorkerPlatform",
    "Yes",
    "draft",
]


def __getattr__(name: str) -> Any:
    if name in _homes:
        return getattr(import_module(_homes[name]), name)
    raise AttributeError(f"module 'berth' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_homes])
