"""Litestar's channels plugin: it makes the WebSocket handlers itself, POST /pub/<channel> publishes."""

# mypy: ignore-errors
# Runs in an environment of its own, whose packages are not in ours.

from litestar import Litestar, Request, post
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend

plugin = ChannelsPlugin(
    backend=MemoryChannelsBackend(),
    arbitrary_channels_allowed=True,
    create_ws_route_handlers=True,
    ws_handler_base_path="/sub",
)


@post("/pub/{channel:str}", status_code=200)
async def publish(channel: str, request: Request) -> str:
    """Publish the body."""
    plugin.publish((await request.body()).decode(), channel)
    return "ok"


app = Litestar([publish], plugins=[plugin], openapi_config=None)
