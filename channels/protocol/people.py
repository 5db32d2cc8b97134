"""Who a client is, as others in a channel may see it."""

from __future__ import annotations

from msgspec import Struct


class ClientInfo(Struct, frozen=True):
    """`client` is the connection's id, `user` may be empty (anonymous).

    `conn_info` and `chan_info` are what the application said about the connection and about its subscription: one JSON
    value each, or any bytes for Protobuf readers; None when nothing was said.
    """

    user: str
    client: str
    conn_info: bytes | None = None
    chan_info: bytes | None = None
