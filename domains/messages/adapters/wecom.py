"""Application messages of WeCom (企业微信).

Source: WeCom, documents 90236 (message/send), 91039 (gettoken) and 90313 (errors). With the check for duplicates on,
the vendor delivers the same request once within the interval; our reference number makes each letter's request its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import httpx
import msgspec

from domains.messages.adapters.adapter import Adapter, Field, Letter
from domains.messages.adapters.tencent import code_of, fetched, refusal, with_pass
from domains.messages.adapters.wire import Pass, Wire
from domains.messages.model import Outcome

INTERVAL: Final = 4 * 3600
"""Seconds; the longest that the vendor offers."""
SAME_FOR: Final = timedelta(seconds=INTERVAL - 600)
LONGEST: Final = 600
"""Characters; the vendor cuts at 2,048 bytes."""
SHOWN: Final = 12


class Settings(msgspec.Struct, frozen=True):
    """An institution's application in WeCom."""

    corp_id: str
    agent_id: int
    secret: str
    endpoint: str


async def send(wire: Wire, settings: Settings, letter: Letter) -> Outcome:
    """Send one to a user id."""
    content = f"{letter.title}\n{letter.text}"[:LONGEST]
    body = {
        "touser": letter.address,
        "msgtype": "text",
        "agentid": settings.agent_id,
        "text": {"content": f"{content}\n[{letter.out_id[-SHOWN:]}]"},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": INTERVAL,
    }

    async def fetch() -> Pass:
        params = {"corpid": settings.corp_id, "corpsecret": settings.secret}
        return await fetched(wire, httpx.Request("GET", f"{settings.endpoint}/cgi-bin/gettoken", params=params))

    def made(token: str) -> httpx.Request:
        return httpx.Request(
            "POST", f"{settings.endpoint}/cgi-bin/message/send", params={"access_token": token}, json=body
        )

    owner = ("wecom", settings.endpoint, settings.corp_id, str(settings.agent_id), settings.secret)
    answer = await with_pass(wire, owner, fetch, made)
    if code_of(answer) != 0:
        return refusal(answer)
    for why in ("invaliduser", "unlicenseduser"):
        if answer.get(why):
            return Outcome(state="failed", code=why)
    return Outcome(state="sent", code="0", provider_id=str(answer.get("msgid", "")))


adapter: Final = Adapter(
    way="wecom",
    zh="企业微信应用消息",
    en="WeCom",
    settings=Settings,
    fields=(
        Field(name="corp_id", zh="企业 ID", en="Corporation id"),
        Field(name="agent_id", zh="应用 AgentId", en="Agent id", kind="number"),
        Field(name="secret", zh="应用 Secret", en="Application secret", kind="secret"),
        Field(name="endpoint", zh="接口地址", en="Endpoint", default="https://qyapi.weixin.qq.com"),
    ),
    send=send,
    same_for=SAME_FOR,
    address=r"^[A-Za-z0-9_.@-]{1,64}$",
)
