"""The classes that follow from a declaration: what is asked, and what is answered. They live in the domain's module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from hub.caller import Permission
from hub.commands import Asked, Command, Query, name_of
from hub.resources.facts import RowChanged, fact_of
from hub.resources.resource import Resource

MOST_ROWS: Final = 200
"""Rows that one page or one batch may have."""
USUAL_ROWS: Final = 20
MOST_TICKED: Final = 10_000
COUNTED: Final = 10_000
"""Up to here a list says how many rows there are; beyond it says that there are more."""

Spec = tuple[str, Any] | tuple[str, Any, Any]


class Synced(msgspec.Struct, frozen=True):
    """How many rows were added and brought up to date, and how many stayed as they were."""

    added: int
    updated: int
    kept: int


class ChangedRows(msgspec.Struct, frozen=True):
    """How many rows were changed."""

    count: int


@dataclass(frozen=True, slots=True)
class Shapes:
    """All classes of one resource."""

    row: type[Any]
    page: type[Any]
    changed: type[RowChanged]
    show: type[Query]
    list: type[Query]
    create: type[Command]
    edit: type[Command]
    delete: type[Command]
    """The three are there without ``changes`` too, but nothing handles them."""
    enable: type[Command] | None
    sync: type[Command] | None
    template: type[Query] | None
    take_in: type[Command] | None
    export: type[Command] | None

    @property
    def operations(self) -> dict[str, str]:
        """The names of all commands and queries, by verb."""
        verbs: dict[str, type[Asked] | None] = {
            "list": self.list,
            "view": self.show,
            "create": self.create,
            "edit": self.edit,
            "delete": self.delete,
            "enable": self.enable,
            "sync": self.sync,
            "template": self.template,
            "import": self.take_in,
            "export": self.export,
        }
        return {verb: name_of(kind) for verb, kind in verbs.items() if kind is not None}


@cache
def shapes_of(resource: Resource) -> Shapes:
    """The classes of ``resource``, always the same ones."""
    row = _row(resource)
    page = _plain(resource, f"{resource.pascal}Page", f"One page of “{resource.en}”.", _page(row))
    ids = (resource.ids_field, Annotated[tuple[str, ...], Meta(min_length=1, max_length=MOST_ROWS)])
    one, rights = (resource.id_field, str), resource.rights
    called = f"“{resource.en}” ({resource.zh})"
    enable: list[Spec] = [ids, ("enabled", bool)]
    return Shapes(
        row=row,
        page=page,
        changed=fact_of(resource),
        show=_asked(resource, f"Show{resource.pascal}", f"One row of {called}.", rights["view"], [one]),
        list=_asked(resource, f"List{resource.pascals}", f"Rows of {called}.", rights["view"], _listing(resource)),
        create=_told(resource, f"Create{resource.pascal}", f"Add a row to {called}.", "create", _values(resource)),
        edit=_told(
            resource,
            f"Edit{resource.pascal}",
            f"Change a row of {called}; ``v`` is the version that the editor saw.",
            "edit",
            [one, ("v", int), *_values(resource)],
        ),
        delete=_told(resource, f"Delete{resource.pascals}", f"Delete rows of {called}, all or none.", "delete", [ids]),
        enable=_told(resource, f"Enable{resource.pascals}", f"Enable or disable rows of {called}.", "enable", enable)
        if resource.switch
        else None,
        sync=_told(resource, f"Sync{resource.pascals}", f"Merge what the source of {called} has.", "sync", [])
        if resource.source
        else None,
        **_sheets(resource, called),
    )


def _sheets(resource: Resource, called: str) -> dict[str, Any]:
    """What goes by workbooks, where the resource declares it."""
    found: dict[str, Any] = {"template": None, "take_in": None, "export": None}
    if resource.imports:
        fetch, told = f"Fetch{resource.pascal}Template", f"The workbook to fill in for {called}."
        found["template"] = _asked(resource, fetch, told, resource.rights["import"], [_LANGUAGE])
        told = f"Add rows to {called} from a filled-in workbook."
        found["take_in"] = _told(resource, f"Import{resource.pascals}", told, "import", [("file_id", str)])
    if resource.exports:
        told = f"Write rows of {called} to a workbook: those that the filters ask for, or just those with ``ids``."
        found["export"] = _told(resource, f"Export{resource.pascals}", told, "export", _exporting(resource))
    return found


def _row(resource: Resource) -> type[Any]:
    fields: list[Spec] = [("id", str), ("v", int)]
    fields += [("enabled", bool)] if resource.changes else []
    fields += [(field.name, field.annotation()) for field in resource.fields]
    fields += [(reference.label, str) for reference in resource.references]
    if resource.changes:
        fields += [(f"{verb}_{what}", kind) for verb in ("created", "updated") for what, kind in _BY]
    return _plain(resource, f"{resource.pascal}Row", f"A row of “{resource.en}” as its readers see it.", fields)


_BY: Final = (("at", datetime), ("by", str))


def _page(row: type[Any]) -> list[Spec]:
    return [
        ("rows", tuple[row, ...]),  # type: ignore[valid-type]
        ("next", str | None),
        ("total", int),
        ("more", bool),
        ("people", dict[str, str]),
    ]


def _values(resource: Resource) -> list[Spec]:
    """The resource's own fields as a person fills them in."""
    required: list[Spec] = [(f.name, f.given()) for f in resource.fields if f.required]
    return [*required, *((f.name, f.given(), f.blank) for f in resource.fields if not f.required)]


def _listing(resource: Resource) -> list[Spec]:
    asked = [spec for f in resource.filters for spec in f.asked(resource.field(f.field))]
    sorts: Any = tuple(
        sign + name for name in dict.fromkeys((*resource.sorts, resource.sort.lstrip("-"))) for sign in ("", "-")
    )
    return [
        *asked,
        ("sort", Literal[sorts], resource.sort),
        ("cursor", str | None, None),
        ("limit", Annotated[int, Meta(ge=1, le=MOST_ROWS)], USUAL_ROWS),
    ]


_LANGUAGE: Final = ("language", Literal["zh", "en"], "zh")


def _exporting(resource: Resource) -> list[Spec]:
    """What a list query asks, without its pages; which rows; in which language the headings are."""
    asked = [spec for spec in _listing(resource) if spec[0] not in ("cursor", "limit")]
    return [*asked, ("ids", Annotated[tuple[str, ...], Meta(max_length=MOST_TICKED)], ()), _LANGUAGE]


def _plain(resource: Resource, name: str, doc: str, fields: list[Spec]) -> type[Any]:
    return msgspec.defstruct(
        name, fields, module=resource.module, namespace={"__doc__": doc}, frozen=True, kw_only=True
    )


def _told(resource: Resource, name: str, doc: str, verb: str, fields: list[Spec]) -> type[Command]:
    needs = resource.rights.get(verb, resource.rights["view"])
    made: type[Command] = _make(resource, name, doc, needs, fields, Command)
    return made


def _asked(resource: Resource, name: str, doc: str, needs: Permission, fields: list[Spec]) -> type[Query]:
    made: type[Query] = _make(resource, name, doc, needs, fields, Query, personal=resource.personal)
    return made


def _make(
    resource: Resource, name: str, doc: str, needs: Permission, fields: list[Spec], base: type[Any], **more: Any
) -> Any:
    namespace = {"__doc__": doc, "needs": needs, **more}
    return msgspec.defstruct(
        name,
        fields,
        bases=(base,),
        module=resource.module,
        namespace=namespace,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )
