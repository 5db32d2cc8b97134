"""What a flow line says has changed: each field with what it was and what it is now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

FIELDS: Final = (
    "sample_type",
    "needs_return",
    "return_recipient",
    "return_phone",
    "return_address",
    "report_email",
    "tracking_no",
)


def line(field: str, before: object, after: object) -> dict[str, str]:
    """One changed field; yes and no are ``true`` and ``false``."""
    return {"field": field, "before": _said(before), "after": _said(after)}


def changed(row: Any, values: dict[str, Any]) -> list[dict[str, str]]:
    """The fields of the submission that ``values`` change."""
    return [line(name, getattr(row, name), values[name]) for name in FIELDS if getattr(row, name) != values[name]]


def counted(files: Iterable[tuple[str, int]]) -> list[dict[str, str]]:
    """How many files of each kind were sent."""
    return [line(name, "", count) for name, count in files if count]


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
