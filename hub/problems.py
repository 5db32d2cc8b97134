"""Errors on the wire: problem+json (RFC 9457) with a stable code, in the user's language."""

from __future__ import annotations

from http import HTTPStatus

import msgspec

from hub.errors import FieldError, HubError, Language

MEDIA_TYPE = "application/problem+json"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every error answer; ``code`` is stable, ``detail`` tells the user what to do."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    trace_id: str = ""
    errors: tuple[FieldError, ...] = ()


def problem(error: HubError, language: Language, trace: str = "") -> Problem:
    """``error`` as the user should see it."""
    title = HTTPStatus(error.status).phrase
    detail = error.detail(language)
    return Problem("about:blank", title, error.status, error.code, detail, trace, error.fields)


def language_of(accept: str | None) -> Language:
    """The interface language that an ``Accept-Language`` header asks for; Chinese unless English comes first."""
    first = (accept or "").split(",", maxsplit=1)[0].strip().lower()
    return "en" if first.startswith("en") else "zh"
