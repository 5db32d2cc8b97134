"""OpenAPI 3.1 out of the declarations; the TypeScript types are generated from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from hub.caller import PUBLIC
from hub.commands import REST, Answer, Command, Handler, name_of
from hub.module import Registry
from hub.problems import MEDIA_TYPE, Problem


@dataclass(frozen=True, slots=True)
class Shape:
    """A type that clients meet outside of commands and queries, such as a live row; it gets a schema of its own."""

    kind: type[msgspec.Struct]


def document(registry: Registry) -> str:
    """The whole outward API as one document; the same declarations give the same text."""
    return msgspec.json.format(msgspec.json.encode(_describe(registry)), indent=1).decode() + "\n"


def _describe(registry: Registry) -> dict[str, Any]:
    declared: list[Handler[Any] | Answer[Any]] = [*registry.of(Handler), *registry.of(Answer)]
    kinds = {name_of(k.asks): k for k in sorted(declared, key=lambda k: name_of(k.asks)) if REST in k.asks.exposed}
    types = [t for kind in kinds.values() for t in (kind.asks, kind.result)]
    schemas, components = msgspec.json.schema_components(
        [*types, Problem, *(s.kind for s in registry.of(Shape))], ref_template="#/components/schemas/{name}"
    )
    paths = {
        f"/api/{name}": {"post": _operation(name, kind.asks, schemas[2 * i], schemas[2 * i + 1])}
        for i, (name, kind) in enumerate(kinds.items())
    }
    for i, kind in enumerate(kinds.values()):
        _without_cookie(kind.asks, schemas[2 * i : 2 * i + 2], components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Carewire", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _without_cookie(asks: type[Any], shapes: Iterable[dict[str, Any]], components: dict[str, Any]) -> None:
    """Take out of the schemas what travels as a cookie: nobody sends or reads it in JSON."""
    cookie = asks.cookie if issubclass(asks, Command) else None
    for shape in shapes if cookie else ():
        schema = components[shape["$ref"].rpartition("/")[2]]
        schema["properties"].pop(cookie, None)
        schema["required"] = [name for name in schema.get("required", ()) if name != cookie]


def _operation(name: str, asks: type[Any], body: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    domain, _, short = name.partition("/")
    return {
        "operationId": f"{domain}_{short.replace('-', '_')}",
        "tags": [domain],
        "summary": (asks.__doc__ or "").strip().split("\n")[0],
        "x-kind": "command" if issubclass(asks, Command) else "query",
        "x-permission": asks.needs.name,
        "security": [] if asks.needs is PUBLIC else [{"bearer": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": {"description": "Done", "content": {"application/json": {"schema": result}}},
            "default": {
                "description": "Refused; see `code` and `detail`",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }
