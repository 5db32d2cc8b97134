"""The smallest fan-out on uvicorn: a set of sockets per channel, one send after the other."""

# mypy: ignore-errors
# Runs in an environment of its own, whose packages are not in ours.

from collections import defaultdict
from typing import Any

rooms: defaultdict[str, set[Any]] = defaultdict(set)


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Subscribe at /sub/<channel>, publish at POST /pub/<channel>."""
    if scope["type"] == "websocket":
        await subscriber(scope["path"].rpartition("/")[2], receive, send)
    elif scope["type"] == "http":
        body = (await receive())["body"].decode()
        message = {"type": "websocket.send", "text": body}
        for each in list(rooms[scope["path"].rpartition("/")[2]]):
            await each(message)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})
    else:
        await lifespan(receive, send)


async def subscriber(channel: str, receive: Any, send: Any) -> None:
    """One socket from open to close."""
    await receive()
    await send({"type": "websocket.accept"})
    rooms[channel].add(send)
    try:
        event = await receive()
        while event["type"] != "websocket.disconnect":
            event = await receive()
    finally:
        rooms[channel].discard(send)


async def lifespan(receive: Any, send: Any) -> None:
    """Nothing to start, nothing to stop."""
    for _ in range(2):
        event = await receive()
        await send({"type": event["type"] + ".complete"})
