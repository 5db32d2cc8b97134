"""The declaration as the page that draws it needs it, for one caller: what he has no right to is left out."""

from __future__ import annotations

from typing import Any

import msgspec

from hub.caller import Caller
from hub.resources.fields import CREATED, UPDATED, Choice, Field, File, Number, Reference, Text
from hub.resources.filters import Between, Filter
from hub.resources.known import target_of
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of


class Label(msgspec.Struct, frozen=True):
    """The same in both languages."""

    zh: str
    en: str


class Choosable(msgspec.Struct, frozen=True):
    """One of the values of a choice."""

    value: str
    label: Label


class Target(msgspec.Struct, frozen=True):
    """Where the rows come from that a reference chooses from: a list query, searched by its field ``shows``."""

    list: str
    shows: str
    searchable: bool
    label: str


class DescribedField(msgspec.Struct, frozen=True):
    """A field; None stands for no limit, or for what does not apply."""

    name: str
    kind: str
    label: Label
    required: bool = False
    listed: bool = True
    editable: bool = True
    sortable: bool = False
    width: int | None = None
    longest: int | None = None
    lines: int = 1
    pattern: str | None = None
    hint: Label | None = None
    least: int | None = None
    most: int | None = None
    options: tuple[Choosable, ...] = ()
    target: Target | None = None
    purpose: str | None = None
    """What files are uploaded for; ``accept`` and ``most_bytes`` are then the limits of each, ``most`` of all."""
    accept: tuple[str, ...] = ()
    most_bytes: int | None = None


class DescribedFilter(msgspec.Struct, frozen=True):
    """A filter over one field; ``days`` is the window that a ``between`` begins with (0: all)."""

    kind: str
    field: DescribedField
    days: int = 0


class Description(msgspec.Struct, frozen=True):
    """A whole page. ``may`` are the verbs that the caller has the right to; ``operations`` are their full names."""

    path: str
    label: Label
    id_field: str
    ids_field: str
    shows: str
    fields: tuple[DescribedField, ...]
    filters: tuple[DescribedFilter, ...]
    sort: str
    switch: bool
    ask: Label
    channel: str
    may: tuple[str, ...]
    operations: dict[str, str]


def describe(resource: Resource, caller: Caller) -> Description:
    """The page of ``resource`` for ``caller``."""
    may = tuple(verb for verb, right in resource.rights.items() if caller.may(right))
    # Who imports may fetch the template; who sees the page may list.
    offered = {"list", *may, *(("template",) if "import" in may else ())}
    house = [_field(resource, f, editable=False) for f in (CREATED, UPDATED)] if resource.changes else []
    return Description(
        path=resource.path,
        label=Label(resource.zh, resource.en),
        id_field=resource.id_field,
        ids_field=resource.ids_field,
        shows=_shown(resource),
        fields=(*(_field(resource, f, editable=resource.changes) for f in resource.fields), *house),
        filters=tuple(_filter(resource, f) for f in resource.filters),
        sort=resource.sort,
        switch=resource.switch,
        ask=Label(*resource.ask),
        channel=f"{resource.channel}:{caller.tenant}",
        may=may,
        operations={verb: name for verb, name in shapes_of(resource).operations.items() if verb in offered},
    )


def _shown(resource: Resource) -> str:
    """The field of rows by which people know one: of a reference, what it is called."""
    field = resource.field(resource.shows)
    return field.label if isinstance(field, Reference) else field.name


def _filter(resource: Resource, chosen: Filter) -> DescribedFilter:
    days = chosen.days if isinstance(chosen, Between) else 0
    return DescribedFilter(chosen.kind, _field(resource, resource.field(chosen.field)), days)


def _field(resource: Resource, field: Field, *, editable: bool = True) -> DescribedField:
    limits: dict[str, Any] = {}
    match field:
        case Text():
            hint = None if field.hint is None else Label(field.hint.zh, field.hint.en)
            limits = {"longest": field.longest, "lines": field.lines, "pattern": field.pattern, "hint": hint}
        case Number():
            limits = {"least": field.least, "most": field.most}
        case Choice():
            limits = {"options": tuple(Choosable(o.value, Label(o.zh, o.en)) for o in field.options)}
        case Reference():
            limits = {"target": _target(field)}
        case File():
            limits = {
                "most": field.most,
                "purpose": resource.purposes[field.name].name,
                "accept": tuple(sorted(field.media_types)),
                "most_bytes": field.max_bytes,
            }
        case _:
            limits = {}
    return DescribedField(
        name=field.name,
        kind=field.kind,
        label=Label(field.zh, field.en),
        required=field.required,
        listed=field.listed,
        editable=editable,
        sortable=field.name in resource.sorts,
        width=field.width,
        **limits,
    )


def _target(reference: Reference) -> Target:
    other = target_of(reference)
    searchable = reference.shows in {f.field for f in other.filters if f.kind == "like"}
    return Target(shapes_of(other).operations["list"], reference.shows, searchable, reference.label)
