"""Django Channels: consumers join a group of the in-memory layer, POST /pub/<group> sends to it."""

# mypy: ignore-errors
# Runs in an environment of its own, whose packages are not in ours.

from typing import Any

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="bench",  # noqa: S106 - protects nothing
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402 - Django must be set up first
from channels.layers import get_channel_layer  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402


class Subscriber(AsyncWebsocketConsumer):
    """One socket."""

    async def connect(self) -> None:
        """Join the group that the path names."""
        self.group = self.scope["path"].rpartition("/")[2]
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, _code: int) -> None:
        """Leave it."""
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def news(self, event: dict[str, Any]) -> None:
        """Pass on what came over the layer."""
        await self.send(text_data=event["text"])


async def publish(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send the body to the group."""
    body = (await receive())["body"].decode()
    await get_channel_layer().group_send(scope["path"].rpartition("/")[2], {"type": "news", "text": body})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


app = ProtocolTypeRouter({"http": publish, "websocket": Subscriber.as_asgi()})
