"""How a client says which encoding it speaks (protocol section 5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JSON_SUBPROTOCOL = "centrifuge-json"
PROTOBUF_SUBPROTOCOL = "centrifuge-protobuf"


def asks_for_protobuf(query: Mapping[str, Sequence[str]]) -> bool:
    """Whether the parameters of the address ask for Protobuf."""
    return any("protobuf" in query.get(name, ()) for name in ("format", "cf_protocol"))
