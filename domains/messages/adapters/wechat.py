"""Template messages of a WeChat official account.

Source: WeChat, "sendTemplateMessage". Within ten minutes the vendor delivers a ``client_msg_id`` once per person.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import httpx
import msgspec

from domains.messages.adapters.adapter import Adapter, Field, Letter
from domains.messages.adapters.tencent import code_of, refusal, stable_pass, with_pass
from domains.messages.adapters.wire import Wire
from domains.messages.model import Outcome

HOST: Final = "https://api.weixin.qq.com"
SAME_FOR: Final = timedelta(minutes=9)


class Settings(msgspec.Struct, frozen=True):
    """An institution's official account. ``link``: where a tap on the message leads, empty: nowhere."""

    app_id: str
    app_secret: str
    endpoint: str
    link: str = ""


async def send(wire: Wire, settings: Settings, letter: Letter) -> Outcome:
    """Send one to an open id."""
    body: dict[str, object] = {
        "touser": letter.address,
        "template_id": letter.code,
        "data": {name: {"value": value} for name, value in letter.params.items()},
        "client_msg_id": letter.out_id,
    }
    if settings.link:
        body["url"] = settings.link

    def made(token: str) -> httpx.Request:
        url = f"{settings.endpoint}/cgi-bin/message/template/send"
        return httpx.Request("POST", url, params={"access_token": token}, json=body)

    owner = ("wechat", settings.endpoint, settings.app_id, settings.app_secret)
    answer = await with_pass(
        wire, owner, lambda: stable_pass(wire, settings.endpoint, settings.app_id, settings.app_secret), made
    )
    if code_of(answer) == 0:
        return Outcome(state="sent", code="0", provider_id=str(answer.get("msgid", "")))
    return refusal(answer)


adapter: Final = Adapter(
    way="wechat",
    zh="微信公众号模板消息",
    en="WeChat official account",
    settings=Settings,
    fields=(
        Field(name="app_id", zh="AppID", en="App id"),
        Field(name="app_secret", zh="AppSecret", en="App secret", kind="secret"),
        Field(name="link", zh="点击消息打开的网址", en="Address that a tap opens", default="", optional=True),
        Field(name="endpoint", zh="接口地址", en="Endpoint", default=HOST),
    ),
    send=send,
    same_for=SAME_FOR,
    templates=True,
    address=r"^[A-Za-z0-9_-]{6,64}$",
)
