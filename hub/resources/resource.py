"""The declaration of one list page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.caller import Permission
from hub.commands import Tx
from hub.errors import HubError
from hub.events import Event
from hub.files.purpose import FilePurpose
from hub.resources.fields import CREATED, ENABLED, UPDATED, Field, File, Reference
from hub.resources.filters import Filter
from hub.resources.source import Source
from hub.resources.table import HOUSE, table_of

Guard = Callable[[AsyncConnection, str, sa.Row[Any]], Awaitable[HubError | None]]
"""(database, tenant, row) -> why this row must not be deleted, or None."""

Also = Callable[[Tx, Sequence[str]], Awaitable[None]]
"""(transaction, operations): what else is done when rows were created, edited, enabled ..."""

ADMINISTRATORS: Final = ("admin",)
EVERYBODY: Final = ("*",)

VERBS: Final = {
    "view": ("查看", "View"),
    "create": ("新增", "Add"),
    "edit": ("编辑", "Edit"),
    "delete": ("删除", "Delete"),
    "enable": ("启用或停用", "Enable or disable"),
    "sync": ("数据同步", "Synchronise"),
    "import": ("导入数据", "Import"),
    "export": ("导出数据", "Export"),
}


@dataclass(frozen=True, eq=False)
class Resource:
    """A list page and everything behind it.

    ``module`` is the declaring module's ``__name__``; ``name`` is kebab-case; ``sorts`` are the fields by which the
    list can be sorted, ``sort`` the default (``-`` before it: descending); ``unique`` are groups of fields that no two
    living rows share; ``shows`` names the field by which people know a row; ``ask`` is asked before a deletion;
    ``personal`` rows hold personal data, and who looked at them is audited.

    ``imports`` and ``exports``: from and to a workbook (xlsx), as jobs.

    ``under`` is the menu directory in which the page stands in the navigation, ``order`` its place there; empty: a page
    of the domain's own shows the list, and says itself who may.

    ``rows`` is a table of the domain's own making, where others use it too: with a column for each field, and those
    that every resource has. ``also`` is done in the transaction of every change of rows.

    ``changes`` False makes a list that only shows ``rows``, a table (or view) with at least ``tenant``, ``id`` and
    ``v``. The page adds its own row actions. ``told_by`` are the facts that say that a row changed, each with the field
    that names the row.
    """

    module: str
    name: str
    zh: str
    en: str
    _: KW_ONLY
    fields: tuple[Field, ...]
    plural: str = ""
    filters: tuple[Filter, ...] = ()
    sorts: tuple[str, ...] = ("created_at", "updated_at")
    sort: str = "-created_at"
    unique: tuple[tuple[str, ...], ...] = ()
    guards: tuple[Guard, ...] = ()
    source: Source | None = None
    shows: str = "name"
    switch: bool = True
    personal: bool = False
    ask: tuple[str, str] = ("您好，确定要删除吗？", "Do you really want to delete this?")
    readers: Sequence[str] = EVERYBODY
    keepers: Sequence[str] = ADMINISTRATORS
    imports: bool = False
    exports: bool = False
    changes: bool = True
    rows: sa.Table | None = None
    told_by: tuple[tuple[type[Event], str], ...] = ()
    also: Also | None = None
    under: str = ""
    order: int = 100
    table: sa.Table = field(init=False)

    def __post_init__(self) -> None:
        columns = {f.name: f.column() for f in self.fields}
        if self.rows is not None:
            self._check_table(self.rows)
        elif not self.changes:
            raise ValueError(f"{self.path}: what only shows needs rows")
        if not self.changes:
            object.__setattr__(self, "switch", False)
        known = {*self.house, *columns}
        for name in (*self.sorts, self.sort.lstrip("-"), self.shows, *(n for group in self.unique for n in group)):
            if name not in known:
                raise ValueError(f"{self.path}: no field {name}")
        for name in (*self.sorts, self.sort.lstrip("-")):
            if name in columns and columns[name].nullable:
                raise ValueError(f"{self.path}: sorting by {name} needs a field that is never empty")
        made = self.rows if self.rows is not None else table_of(self._table_name, list(columns.values()))
        object.__setattr__(self, "table", made)

    def _check_table(self, rows: sa.Table) -> None:
        needed = {*(HOUSE if self.changes else ("tenant", "id", "v")), *(f.name for f in self.fields)}
        missing = needed - set(rows.c.keys())
        if missing:
            raise ValueError(f"{self.path}: {rows.name} lacks {sorted(missing)}")
        if not self.changes and (self.source or self.unique or self.guards or self.imports or self.also):
            raise ValueError(f"{self.path}: what only shows has no source, unique, guards, imports and also")

    @property
    def _table_name(self) -> str:
        return f"{self.domain}_{self.plural_snake}"

    @cached_property
    def house(self) -> tuple[str, ...]:
        """The columns beside its own fields that the page may show and sort by."""
        return ("created_at", "updated_at", "enabled") if self.changes else ()

    @cached_property
    def domain(self) -> str:
        """The domain that declares it."""
        return (
            self.module.split(".")[1] if self.module.startswith("domains.") else self.module.split(".", maxsplit=1)[0]
        )

    @cached_property
    def path(self) -> str:
        """Its one name in the house, ``<domain>/<name>``."""
        return f"{self.domain}/{self.name}"

    @cached_property
    def snake(self) -> str:
        """The name in permissions and fields."""
        return self.name.replace("-", "_")

    @cached_property
    def plural_snake(self) -> str:
        """Many of them, in table names."""
        return (self.plural or f"{self.name}s").replace("-", "_")

    @cached_property
    def pascal(self) -> str:
        """The name in classes."""
        return _pascal(self.snake)

    @cached_property
    def pascals(self) -> str:
        """Many of them, in classes."""
        return _pascal(self.plural_snake)

    @cached_property
    def id_field(self) -> str:
        """The field of commands that names a row."""
        return f"{self.snake}_id"

    @cached_property
    def ids_field(self) -> str:
        """The field of commands that names several rows."""
        return f"{self.snake}_ids"

    @cached_property
    def channel(self) -> str:
        """The kind of the live channel that tells of changes; the tenant follows after a colon."""
        return f"{self.domain}-{self.name}"

    @cached_property
    def rights(self) -> dict[str, Permission]:
        """The right behind each verb."""
        absent = {*(() if self.switch else ("enable",)), *(() if self.source else ("sync",))}
        absent |= set() if self.changes else {"create", "edit", "delete"}
        absent |= {*(() if self.imports else ("import",)), *(() if self.exports else ("export",))}
        verbs = {verb: words for verb, words in VERBS.items() if verb not in absent}
        return {verb: self._right(verb, zh, en) for verb, (zh, en) in verbs.items()}

    def _right(self, verb: str, zh: str, en: str) -> Permission:
        roles = tuple(self.readers if verb == "view" else self.keepers)
        return Permission(f"{self.domain}.{self.snake}.{verb}", f"{self.zh}：{zh}", f"{self.en}: {en}", roles)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The fields that name rows of other resources."""
        return tuple(f for f in self.fields if isinstance(f, Reference))

    @property
    def plain(self) -> tuple[Field, ...]:
        """The fields whose values are the row's own: no files, which belong to this row and no other."""
        return tuple(f for f in self.fields if not isinstance(f, File))

    @property
    def sheeted(self) -> tuple[Field, ...]:
        """Those of them that a workbook has columns for."""
        return tuple(f for f in self.plain if f.exported)

    @cached_property
    def purposes(self) -> dict[str, FilePurpose]:
        """What files are kept for, by field."""
        return {f.name: self._purpose(f) for f in self.fields if isinstance(f, File)}

    def _purpose(self, field: File) -> FilePurpose:
        name = f"{self.domain}.{self.snake}.{field.name}"
        return FilePurpose(name, self.rights["view"], field.media_types, field.max_bytes, personal=self.personal)

    def field(self, name: str) -> Field:
        """The field with this name, also of those that every row has; ``KeyError`` if there is none."""
        house: tuple[Field, ...] = (CREATED, UPDATED) if self.changes else ()
        house = (*house, ENABLED) if self.switch else house
        return {f.name: f for f in (*house, *self.fields)}[name]


def _pascal(snake: str) -> str:
    return "".join(word.capitalize() for word in snake.split("_"))
