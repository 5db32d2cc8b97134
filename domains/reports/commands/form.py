"""What the commands of reports take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from domains.reports.model import State
from domains.reports.store import Found

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Revision = Annotated[int, Meta(ge=0)]
PRIVATE: Final = frozenset({"content"})


class Standing(msgspec.Struct, frozen=True):
    """Where a report stands after a step. ``revision`` is what the next save has to name.

    ``holder`` is the account that has entered (empty: nobody), ``holder_name`` his name.
    """

    report_id: str
    state: State
    v: int
    revision: int
    holder: str
    holder_name: str
    held_at: datetime | None


def standing(row: Found) -> Standing:
    """Of a row."""
    return Standing(row.id, State(row.state), row.v, row.revision, row.holder or "", row.holder_name, row.held_at)
