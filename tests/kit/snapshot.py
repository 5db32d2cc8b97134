"""A fresh snapshot of a channel, as a client that joins now gets it."""

from __future__ import annotations

import json
from typing import Any

from websockets.sync.client import connect

from tests.kit.up import Up, eventually


def fresh_snapshot(up: Up, channel: str, account: str = "technician") -> list[dict[str, Any]]:
    """The rows that the subscribe reply carries; asked again while the answer is a temporary error."""
    rows: list[dict[str, Any]] = eventually(lambda: _ask(up, channel, account), f"no snapshot of {channel}")
    return rows


def _ask(up: Up, channel: str, account: str) -> list[dict[str, Any]] | None:
    token = up.session(account)["connection_token"]
    commands = [{"id": 1, "connect": {"token": token}}, {"id": 2, "subscribe": {"channel": channel}}]
    with connect(f"ws://127.0.0.1:{up.port}/connection/websocket") as socket:
        socket.send("\n".join(json.dumps(c) for c in commands))
        while True:
            for text in str(socket.recv(timeout=10)).split("\n"):
                reply = json.loads(text)
                if reply.get("id") == 2 and "error" in reply:
                    assert reply["error"]["temporary"] is True, reply
                    return None
                if reply.get("id") == 2:
                    return [row["row"] for row in reply["subscribe"]["data"]["rows"]]
