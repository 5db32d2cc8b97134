"""Messages to another program of the house, by HTTP.

Source: the Standard Webhooks specification (headers ``webhook-id``, ``webhook-timestamp``, ``webhook-signature``). The
receiver must take the same ``Idempotency-Key`` only once; so a repeat is harmless.
"""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta
from typing import Final

import httpx
import msgspec

from domains.messages.adapters.adapter import Adapter, Field, Letter
from domains.messages.adapters.wire import Wire, exchange
from domains.messages.model import Outcome

SAME_FOR: Final = timedelta(hours=24)


class Settings(msgspec.Struct, frozen=True):
    """Where it goes, and the secret that both sides know."""

    url: str
    secret: str


async def send(wire: Wire, settings: Settings, letter: Letter) -> Outcome:
    """Post one; any 2xx means that it was taken."""
    body = msgspec.json.encode(
        {
            "type": letter.topic,
            "timestamp": letter.at,
            "data": {"title": letter.title, "text": letter.text, "level": letter.level, "about": letter.about},
        }
    )
    stamp = str(int(wire.clock().timestamp()))
    headers = {
        "content-type": "application/json",
        "idempotency-key": letter.out_id,
        "webhook-id": letter.out_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature(settings.secret, letter.out_id, stamp, body)}",
    }
    response = await exchange(wire, httpx.Request("POST", settings.url, headers=headers, content=body))
    code = f"http_{response.status_code}"
    return Outcome(state="delivered" if response.is_success else "failed", code=code)


def signature(secret: str, out_id: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA-256 over id, timestamp and body, as base64."""
    signed = f"{out_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.digest(secret.encode(), signed, "sha256")).decode()


adapter: Final = Adapter(
    way="webhook",
    zh="Webhook 推送",
    en="Webhook",
    settings=Settings,
    fields=(
        Field(name="url", zh="接收地址", en="Address"),
        Field(name="secret", zh="签名密钥", en="Signing secret", kind="secret"),
    ),
    send=send,
    same_for=SAME_FOR,
    own_address=True,
)
