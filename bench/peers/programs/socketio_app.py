"""A python-socketio server: `join` enters a room, POST /pub/<room> emits to it."""

# mypy: ignore-errors
# Runs in an environment of its own, whose packages are not in ours.

from typing import Any

import socketio

server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", ping_interval=3600)
inner = socketio.ASGIApp(server)


@server.event
async def join(sid: str, room: str) -> None:
    """Enter a room."""
    await server.enter_room(sid, room)
    await server.emit("joined", to=sid)


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Publications beside the Socket.IO application."""
    if scope["type"] != "http" or not scope["path"].startswith("/pub/"):
        await inner(scope, receive, send)
        return
    body = (await receive())["body"].decode()
    await server.emit("message", body, room=scope["path"].rpartition("/")[2])
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
