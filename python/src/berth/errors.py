"""Errors. What a platform will not run is none: that is the answer no."""

from __future__ import annotations

from typing import Literal

ErrorCode = Literal[
    "badAddress",
    "badToken",
    "badRequest",
    "unreachable",
    "tooSlow",
    "brokenReply",
    "notIdentified",
    "notAllowed",
    "notFound",
    "wrongPhase",
    "gone",
    "tooMany",
    "unavailable",
    "serviceFailed",
]


class BerthError(Exception):
    """Something could not be done; the message says what happened and what would be right."""

    def __init__(self, code: ErrorCode, message: str, *, detail: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.detail = detail
        """What the library below or the broker said about it."""


class NoOffer(LookupError):
    """There is no offer to take; the message says every reason."""


class SessionFailed(Exception):
    """A session did not end COMPLETED; the message says what it said itself."""

    def __init__(self, message: str, phase: str, exit_code: int | None) -> None:
        super().__init__(message)
        self.phase = phase
        self.exit_code = exit_code
