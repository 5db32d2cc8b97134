"""What an account can keep about a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.lists import permissions, store
from domains.lists.errors import TooManyViews
from domains.lists.queries import PagePath, page_for
from hub.caller import Permission
from hub.commands import REST, RPC, Command, Tx, handles
from hub.errors import Invalid, NotFound

MOST_VIEWS: Final = 20
LARGEST_QUERY: Final = 4000
"""Bytes of JSON."""

ViewName = Annotated[str, Meta(min_length=1, max_length=30)]
_BROWSERS: Final = frozenset({REST, RPC})


class SaveView(Command, frozen=True):
    """Keep a query under a name; one of the same name is replaced."""

    needs: ClassVar[Permission] = permissions.USE
    exposed: ClassVar[frozenset[str]] = _BROWSERS
    private: ClassVar[frozenset[str]] = frozenset({"query"})
    path: PagePath
    name: ViewName
    query: Mapping[str, Any]


class DropView(Command, frozen=True):
    """Forget a saved query."""

    needs: ClassVar[Permission] = permissions.USE
    exposed: ClassVar[frozenset[str]] = _BROWSERS
    path: PagePath
    name: ViewName


class KeepColumns(Command, frozen=True):
    """Keep which columns to show, in this order; None goes back to what is declared."""

    needs: ClassVar[Permission] = permissions.USE
    exposed: ClassVar[frozenset[str]] = _BROWSERS
    path: PagePath
    columns: Annotated[tuple[str, ...], Meta(max_length=60)] | None = None


@handles(SaveView)
async def save_view(cmd: SaveView, tx: Tx) -> None:
    """Write it, unless there are too many or it is too large."""
    page = page_for(tx.caller, cmd.path)
    if len(msgspec.json.encode(cmd.query)) > LARGEST_QUERY:
        raise Invalid(f"query: ≤ {LARGEST_QUERY} bytes")
    names = {view.name for view in await store.views_of(tx.db, tx.caller, page.path)}
    if len(names | {cmd.name}) > MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    await store.save_view(tx.db, tx.caller, page.path, cmd.name, cmd.query, tx.now)


@handles(DropView)
async def drop_view(cmd: DropView, tx: Tx) -> None:
    """Delete it."""
    if not await store.drop_view(tx.db, tx.caller, page_for(tx.caller, cmd.path).path, cmd.name):
        raise NotFound


@handles(KeepColumns)
async def keep_columns(cmd: KeepColumns, tx: Tx) -> None:
    """Write it; names that the page does not have are left out."""
    page = page_for(tx.caller, cmd.path)
    known = {"created_at", "updated_at", "enabled", *(f.name for f in page.fields)}
    shown = None if cmd.columns is None else [name for name in cmd.columns if name in known]
    await store.keep_columns(tx.db, tx.caller, page.path, shown)
