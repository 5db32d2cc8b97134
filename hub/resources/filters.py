"""How a list can be narrowed down. A filter that is left alone stands for 全部 (all)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa

from hub.resources.fields import Choice, Field, Flag
from hub.resources.search import contains, has_grams


@dataclass(frozen=True, slots=True)
class Filter:
    """Base of all filters: it looks at one field."""

    field: str
    kind: ClassVar[str] = ""

    def asked(self, field: Field) -> list[tuple[str, Any, Any]]:
        """The fields of the list query: name, type, default."""
        raise NotImplementedError

    def condition(self, table: sa.Table, query: Any) -> sa.ColumnElement[bool] | None:
        """What must hold of a row, or None when the filter was left alone."""
        raise NotImplementedError

    def hint(self, table: sa.Table, query: Any) -> sa.ColumnElement[bool] | None:
        """What follows from the condition and lets an index find the rows, where few fit; None when there is none."""
        del table, query
        return None


@dataclass(frozen=True, slots=True)
class Like(Filter):
    """The text contains what was typed, upper and lower case alike (模糊查询)."""

    kind: ClassVar[str] = "like"

    def asked(self, field: Field) -> list[tuple[str, Any, Any]]:
        """A text; empty stands for all."""
        return [(field.name, str, "")]

    def condition(self, table: sa.Table, query: Any) -> sa.ColumnElement[bool] | None:
        """Contains it."""
        typed = getattr(query, self.field).strip()
        return contains(table, self.field, typed) if typed else None

    def hint(self, table: sa.Table, query: Any) -> sa.ColumnElement[bool] | None:
        """Has its grams."""
        typed = getattr(query, self.field).strip()
        return has_grams(table, self.field, typed) if typed else None


@dataclass(frozen=True, slots=True)
class Exact(Filter):
    """The text is just what was typed, such as a number that somebody reads off a paper (精确查询)."""

    kind: ClassVar[str] = "exact"

    def asked(self, field: Field) -> list[tuple[str, Any, Any]]:
        """A text; empty stands for all."""
        return [(field.name, str, "")]

    def condition(self, table: sa.Table, query: Any) -> sa.ColumnElement[bool] | None:
        """Equals it."""
        typed = getattr(query, self.field).strip()
        return table.c[self.field] == typed if typed else None


@dataclass(frozen=True, slots=True)
class Is(Filter):
    """The field has just this value (下拉选择)."""

    kind: ClassVar[str] = "is"

    def asked(self, field: Field) -> list[tuple[str, Any, Any]]:
        """A value of the field; None stands for all."""
        kind = bool if isinstance(field, Flag) else field.value_type() if isinstance(field, Choice) else str
        return [(field.name, kind | None, None)]

    def condition(self, table: sa.Table, query: Any) -> sa.ColumnElement[bool] | None:
        """Equals it."""
        wanted = getattr(query, self.field)
        return None if wanted is None else table.c[self.field] == wanted


@dataclass(frozen=True, slots=True)
class Between(Filter):
    """The moment lies in a window; a page begins with the last ``days`` days of the institution, today included.

    ``days`` 0: it begins with everything.
    """

    days: int = 0
    kind: ClassVar[str] = "between"

    def asked(self, field: Field) -> list[tuple[str, Any, Any]]:
        """From (included) and until (not included); None leaves that end open."""
        return [(f"{field.name}_from", datetime | None, None), (f"{field.name}_until", datetime | None, None)]

    def condition(self, table: sa.Table, query: Any) -> sa.ColumnElement[bool] | None:
        """Lies inside."""
        column = table.c[self.field]
        since, until = getattr(query, f"{self.field}_from"), getattr(query, f"{self.field}_until")
        ends = [*([column >= since] if since else []), *([column < until] if until else [])]
        return sa.and_(*ends) if ends else None
