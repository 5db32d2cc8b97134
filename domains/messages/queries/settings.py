"""What an administrator sees of ways, templates and lists."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from domains.access.public import names
from domains.messages import permissions, store
from domains.messages.adapters.adapter import Field
from domains.messages.adapters.every import ADAPTERS
from domains.messages.model import Policy, Template, Way
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers


class WayView(msgspec.Struct, frozen=True):
    """A way: what it asks for, what was entered, and which secrets are there (never what they are)."""

    way: Way
    zh: str
    en: str
    templates: bool
    enabled: bool
    fields: tuple[Field, ...]
    settings: dict[str, str | int | bool]
    secrets: tuple[str, ...]
    changed_at: datetime | None


class ListWays(Query, frozen=True, kw_only=True):
    """All ways out of the house, and how they are set up here."""

    needs: ClassVar[Permission] = permissions.SETTINGS


class ShowPolicy(Query, frozen=True, kw_only=True):
    """What the institution has decided."""

    needs: ClassVar[Permission] = permissions.SETTINGS


class TemplateRow(msgspec.Struct, frozen=True):
    """A template as it holds now; ``by_name`` wrote this version."""

    template: Template
    version: int
    by_name: str
    at: datetime


class ListTemplates(Query, frozen=True, kw_only=True):
    """The templates, the newest first. ``name`` and ``code`` find parts."""

    needs: ClassVar[Permission] = permissions.SETTINGS
    way: Way | None = None
    name: Annotated[str, Meta(max_length=60)] = ""
    code: Annotated[str, Meta(max_length=100)] = ""
    status: Literal["all", "enabled", "disabled"] = "all"


class ListTemplateVersions(Query, frozen=True, kw_only=True):
    """Every version of a template, the newest first."""

    needs: ClassVar[Permission] = permissions.SETTINGS
    topic: Annotated[str, Meta(min_length=1, max_length=60)]
    way: Way


class ListedRow(msgspec.Struct, frozen=True):
    """An address on a list; ``way`` empty: of all ways."""

    listed_id: str
    kind: Literal["black", "white"]
    way: str
    masked: str
    note: str
    by_name: str
    at: datetime


class ListListed(Query, frozen=True, kw_only=True):
    """The black and the white list."""

    needs: ClassVar[Permission] = permissions.SETTINGS


@answers(ListWays)
async def list_ways(caller: Caller, query: ListWays, look: Look) -> tuple[WayView, ...]:
    """In the order in which people are tried."""
    del query
    rows = await store.all_ways(look.db, caller.tenant)
    views = []
    for way, adapter in ADAPTERS.items():
        row = rows.get(way)
        views.append(
            WayView(
                way=way,
                zh=adapter.zh,
                en=adapter.en,
                templates=adapter.templates,
                enabled=row is not None and row.enabled,
                fields=adapter.fields,
                settings={} if row is None else row.settings,
                secrets=tuple(store.secrets_of(look.secret, row)),
                changed_at=None if row is None else row.changed_at,
            )
        )
    return tuple(views)


@answers(ShowPolicy)
async def show_policy(caller: Caller, query: ShowPolicy, look: Look) -> Policy:
    """Or what is usual."""
    del query
    return await store.policy(look.db, caller.tenant)


@answers(ListTemplates)
async def list_templates(caller: Caller, query: ListTemplates, look: Look) -> tuple[TemplateRow, ...]:
    """There are few: they are looked through here."""
    rows = await _with_names(caller, look, await store.templates(look.db, caller.tenant))
    return tuple(row for row in rows if _suits(row.template, query))


def _suits(template: Template, query: ListTemplates) -> bool:
    return (
        query.way in (None, template.way)
        and query.name.strip().lower() in template.name.lower()
        and query.code.strip().lower() in template.code.lower()
        and (query.status == "all" or (query.status == "enabled") == template.enabled)
    )


@answers(ListTemplateVersions)
async def list_template_versions(caller: Caller, query: ListTemplateVersions, look: Look) -> tuple[TemplateRow, ...]:
    """Who wrote what, and when."""
    return await _with_names(caller, look, await store.versions(look.db, caller.tenant, query.topic, query.way))


async def _with_names(caller: Caller, look: Look, rows: list[Any]) -> tuple[TemplateRow, ...]:
    called = await names(look.db, caller.tenant, {row.by for row in rows})
    return tuple(
        TemplateRow(msgspec.convert(row.spec, Template), row.version, called.get(row.by, ""), row.at) for row in rows
    )


@answers(ListListed)
async def list_listed(caller: Caller, query: ListListed, look: Look) -> tuple[ListedRow, ...]:
    """The newest first."""
    del query
    rows = await store.listed(look.db, caller.tenant)
    called = await names(look.db, caller.tenant, {row.by for row in rows})
    return tuple(
        ListedRow(row.id, row.kind, row.way, row.masked, row.note, called.get(row.by, ""), row.at) for row in rows
    )
