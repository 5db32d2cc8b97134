"""Signing out cuts the session's live connections through the whole program: fact, relay, group, node."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.kit.servers import PASSWORD
from tests.kit.up import Up

pytestmark = pytest.mark.slow

SOON = 12.0
"""Seconds; rights are also looked at with each ping, every 25 seconds: that would be too late."""


@contextlib.contextmanager
def watch(up: Up, session: dict[str, Any]) -> Iterator[ClientConnection]:
    """A live connection of this session that follows a room."""
    with connect(f"ws://127.0.0.1:{up.port}/connection/websocket") as socket:
        socket.send(json.dumps({"id": 1, "connect": {"token": session["connection_token"]}}))
        assert "connect" in reply(socket, 1)
        socket.send(json.dumps({"id": 2, "subscribe": {"channel": "queue-room:demo:ct1"}}))
        assert "subscribe" in reply(socket, 2)
        yield socket


def frame(socket: ClientConnection, seconds: float) -> list[dict[str, Any]]:
    """One frame's messages; the room lives, so publications may stand in it beside what a test waits for."""
    return [json.loads(line) for line in str(socket.recv(seconds)).split("\n")]


def reply(socket: ClientConnection, number: int) -> dict[str, Any]:
    """The answer to this command; TimeoutError when nothing comes for ten seconds."""
    while True:
        for message in frame(socket, 10):
            if message.get("id") == number:
                return message


def closed(socket: ClientConnection) -> tuple[int, str] | None:
    """How it was closed; TimeoutError when it was not."""
    with pytest.raises(ConnectionClosed) as end:
        _listen(socket)
    how = end.value.rcvd
    return None if how is None else (how.code, how.reason)


def _listen(socket: ClientConnection) -> None:
    while True:
        assert {} not in frame(socket, SOON), "a ping came first"


def test_signing_out_elsewhere_cuts_the_sessions_connections_and_no_others(up: Up) -> None:
    ending, staying = up.session("technician"), up.session("technician")
    with watch(up, ending) as first, watch(up, ending) as second, watch(up, staying) as other:
        bearer = {"Authorization": f"Bearer {ending['token']}"}
        answer = httpx.post(f"{up.url}/api/access/sign-out", json={}, headers=bearer, timeout=10)
        assert answer.status_code == 200, answer.text
        assert closed(first) == closed(second) == (3500, "session ended")
        # The same person's other session goes on.
        other.send(json.dumps({"id": 3, "rpc": {"method": "queue/list-rooms"}}))
        told = reply(other, 3)
        assert told["rpc"]["data"]["rooms"]


def test_a_sign_in_elsewhere_tells_the_first_page_at_once(up: Up) -> None:
    fields = {"account": "reviewer", "password": PASSWORD, "terminal": "web", "agreed": True}
    sign_in = f"{up.url}/api/access/sign-in"
    up.do("admin", "access/save-policy", policy={"single_session": True})
    first = httpx.post(sign_in, json=fields, timeout=10).json()
    with watch(up, first) as socket:
        assert httpx.post(sign_in, json=fields, timeout=10).status_code == 200
        assert closed(socket) == (3500, "session ended: access.signed_in_elsewhere")
    bearer = {"Authorization": f"Bearer {first['token']}"}
    told = httpx.post(f"{up.url}/api/queue/list-rooms", json={}, headers=bearer, timeout=10).json()
    assert told["code"] == "access.signed_in_elsewhere"
    up.do("admin", "access/save-policy", policy={"single_session": False})
