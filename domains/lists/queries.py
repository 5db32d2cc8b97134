"""How a page draws itself for somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domains.lists import permissions, store
from domains.lists.errors import NoSuchPage
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.resources.description import Description, Label, describe
from hub.resources.known import resource_at, resources
from hub.resources.resource import Resource

PagePath = Annotated[str, Meta(max_length=80)]


class View(msgspec.Struct, frozen=True):
    """A saved query: what the filters, the order and the columns were."""

    name: str
    query: dict[str, Any]
    saved_at: datetime


class DrawnPage(msgspec.Struct, frozen=True):
    """A page, and what the account keeps about it; ``columns`` None: as declared."""

    description: Description
    views: tuple[View, ...]
    columns: tuple[str, ...] | None


class OfferedPage(msgspec.Struct, frozen=True):
    """A page that the caller may open."""

    path: str
    label: Label


class DescribePage(Query, frozen=True):
    """Everything that the browser needs to draw one list page."""

    needs: ClassVar[Permission] = permissions.USE
    path: PagePath


class ListPages(Query, frozen=True):
    """The list pages that the caller may open."""

    needs: ClassVar[Permission] = permissions.USE


def page_for(caller: Caller, path: str) -> Resource:
    """The page at ``path``; raises ``NoSuchPage`` when there is none that the caller may look at."""
    found = resource_at(path)
    if found is None or not caller.may(found.rights["view"]):
        raise NoSuchPage
    return found


@answers(DescribePage)
async def describe_page(caller: Caller, query: DescribePage, look: Look) -> DrawnPage:
    """The declaration, cut to the caller's rights."""
    page = page_for(caller, query.path)
    views = await store.views_of(look.db, caller, page.path)
    columns = await store.columns_of(look.db, caller, page.path)
    return DrawnPage(
        describe(page, caller),
        tuple(View(v.name, v.query, v.saved_at) for v in views),
        None if columns is None else tuple(columns),
    )


@answers(ListPages)
async def list_pages(caller: Caller, _: ListPages, __: Look) -> tuple[OfferedPage, ...]:
    """In the order of their declaration."""
    mine = [r for r in resources() if caller.may(r.rights["view"])]
    return tuple(OfferedPage(r.path, Label(r.zh, r.en)) for r in mine)
