"""Subscription messages of a WeChat mini-program.

Source: WeChat, "subscribeMessage.send". The person must have agreed to each message of a template beforehand (43101
otherwise); the vendor has no number of ours to know a repeat by.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlencode

import httpx
import msgspec

from domains.messages.adapters.adapter import Adapter, Field, Letter
from domains.messages.adapters.tencent import code_of, refusal, stable_pass, with_pass
from domains.messages.adapters.wechat import HOST
from domains.messages.adapters.wire import Wire
from domains.messages.model import Outcome

LONGEST: Final = {"thing": 20, "phrase": 5, "character_string": 32, "name": 10, "letter": 32, "symbol": 5}
"""Characters that a variable may have, by the kind in its name (thing1, phrase2 …)."""


class Settings(msgspec.Struct, frozen=True):
    """An institution's mini-program. ``page``: what a tap opens in it, empty: nothing.

    A message that names what it ``opens`` adds that to the page's query (``pages/index?opens=me``).
    """

    app_id: str
    app_secret: str
    endpoint: str
    edition: str
    page: str = ""


async def send(wire: Wire, settings: Settings, letter: Letter) -> Outcome:
    """Send one to an open id of the mini-program."""
    body: dict[str, object] = {
        "touser": letter.address,
        "template_id": letter.code,
        "data": {name: {"value": value[: _longest(name)]} for name, value in letter.params.items()},
        "miniprogram_state": settings.edition,
        "lang": "zh_CN",
    }
    if settings.page:
        body["page"] = _page(settings.page, letter.about.get("opens", ""))

    def made(token: str) -> httpx.Request:
        url = f"{settings.endpoint}/cgi-bin/message/subscribe/send"
        return httpx.Request("POST", url, params={"access_token": token}, json=body)

    owner = ("mini_program", settings.endpoint, settings.app_id, settings.app_secret)
    answer = await with_pass(
        wire, owner, lambda: stable_pass(wire, settings.endpoint, settings.app_id, settings.app_secret), made
    )
    return Outcome(state="sent", code="0") if code_of(answer) == 0 else refusal(answer)


def _page(page: str, opens: str) -> str:
    if not opens:
        return page
    return f"{page}{'&' if '?' in page else '?'}{urlencode({'opens': opens})}"


def _longest(name: str) -> int:
    return LONGEST.get(re.sub(r"[0-9]+$", "", name), 200)


adapter: Final = Adapter(
    way="mini_program",
    zh="微信小程序订阅消息",
    en="WeChat mini-program",
    settings=Settings,
    fields=(
        Field(name="app_id", zh="AppID", en="App id"),
        Field(name="app_secret", zh="AppSecret", en="App secret", kind="secret"),
        Field(name="page", zh="点击消息打开的页面", en="Page that a tap opens", default="", optional=True),
        Field(
            name="edition",
            zh="小程序版本",
            en="Edition",
            kind="choice",
            default="formal",
            choices=("formal", "trial", "developer"),
        ),
        Field(name="endpoint", zh="接口地址", en="Endpoint", default=HOST),
    ),
    send=send,
    templates=True,
    address=r"^[A-Za-z0-9_-]{6,64}$",
)
