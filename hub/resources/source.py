"""Where base data comes from (管理端), so that a hospital need not type it in (数据同步)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

SourceRows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """Gives rows for an institution: (database, tenant) -> fields by name.

    A reference is given by the other row's match value (its code), not by an id. ``match`` is the field by which a row
    is known on both sides. Whatever ``rows`` raises makes the synchronisation fail as a whole.
    """

    rows: Callable[[AsyncConnection, str], Awaitable[SourceRows]]
    match: str = "code"
