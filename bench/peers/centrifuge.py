"""What Centrifugo and Carewire have in common: the protocol, the server API and the form of the settings."""

from __future__ import annotations

from typing import Any

import msgspec

from bench.peers.peer import Joining, Post, Step, Wishes

KEY = "bench"
KEPT = "kept"
"""The namespace whose channels keep a history and recover."""


def settings(wishes: Wishes) -> dict[str, Any]:
    """Settings in Centrifugo's form. The second namespace keeps `wishes.history` publications."""
    free = {"allow_subscribe_for_client": True, "allow_subscribe_for_anonymous": True}
    joined = {"write_delay": f"{wishes.joined_ms}ms"} if wishes.joined_ms else {}
    kept = {"name": KEPT, **free, "history_size": max(wishes.history, 1), "history_ttl": "600s", "force_recovery": True}
    engine: dict[str, Any] = {"type": "memory"}
    if wishes.redis is not None:
        engine = {"type": "redis", "redis": {"address": wishes.redis}}
    return {
        "client": {"insecure": True, "allowed_origins": ["*"], **joined},
        "channel": {"without_namespace": free, "namespaces": [kept]},
        "http_api": {"key": KEY},
        "engine": engine,
    }


def joining(channel: str) -> Joining:
    """Connect and subscribe in one frame, as the SDKs do."""
    subscribe = b'{"id":1,"connect":{}}\n{"id":2,"subscribe":{"channel":"%b"}}' % channel.encode()
    return Joining("/connection/websocket", [Step(subscribe, b'"id":2')], b"{}", b"{}")


def publication(channel: str, payload: bytes) -> Post:
    """Publish by the server API; `payload` is a JSON value."""
    body = b'{"channel":%b,"data":%b}' % (msgspec.json.encode(channel), payload)
    return Post("/api/publish", body, f"X-API-Key: {KEY}\r\n")
