"""Text messages through Alibaba Cloud.

Source: Alibaba Cloud Short Message Service, operations SendSms and QuerySendDetails, version 2017-05-25. A text
message can only be one of the templates that the vendor has approved, under an approved signature.
"""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from domains.messages.adapters.adapter import Adapter, Field, Letter
from domains.messages.adapters.aliyun import Ask, Key, signed
from domains.messages.adapters.wire import Failed, Wire, call
from domains.messages.model import Outcome
from hub.ids import new_id

VERSION: Final = "2017-05-25"
ZONE: Final = ZoneInfo("Asia/Shanghai")
"""The vendor counts its days here."""
LONGEST: Final = 35
"""Characters that a variable of a template may have."""
PAGE: Final = 50
MOST_PAGES: Final = 10
LIMIT: Final = "isv.BUSINESS_LIMIT_CONTROL"
MINUTE: Final = 60.0
LATER: Final = ("Throttling", "ServiceUnavailable", "isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR")
SENDING, REFUSED = 1, 2


class Settings(msgspec.Struct, frozen=True):
    """An institution's account with the vendor."""

    access_key_id: str
    access_key_secret: str
    sign_name: str
    endpoint: str


async def send(wire: Wire, settings: Settings, letter: Letter) -> Outcome:
    """Send one; the vendor accepts it at once and delivers it later."""
    params = {
        "PhoneNumbers": letter.address,
        "SignName": settings.sign_name,
        "TemplateCode": letter.code,
        "TemplateParam": msgspec.json.encode({k: v[:LONGEST] for k, v in letter.params.items()}).decode(),
        "OutId": letter.out_id,
    }
    answer = await _call(wire, settings, "SendSms", params)
    code = str(answer.get("Code", ""))
    if code == "OK":
        return Outcome(state="sent", code="OK", provider_id=str(answer.get("BizId", "")))
    return _refusal(code, str(answer.get("Message", "")))


async def ask(wire: Wire, settings: Settings, letter: Letter) -> Outcome:
    """Look our number up among what was sent to this phone on that day; unclear when it is not there (yet)."""
    params = {
        "PhoneNumber": letter.address,
        "SendDate": letter.first_at.astimezone(ZONE).strftime("%Y%m%d"),
        "PageSize": str(PAGE),
    }
    for page in range(1, MOST_PAGES + 1):
        answer = await _call(wire, settings, "QuerySendDetails", {**params, "CurrentPage": str(page)})
        details = (answer.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO", [])
        found = next((one for one in details if one.get("OutId") == letter.out_id), None)
        if found is not None:
            return _receipt(found)
        if page * PAGE >= int(answer.get("TotalCount") or 0):
            break
    return Outcome(state="unclear", code="not_found")


def _receipt(found: dict[str, Any]) -> Outcome:
    code = str(found.get("ErrCode", ""))
    status = int(found["SendStatus"])
    if status == REFUSED:
        return Outcome(state="failed", code=code)
    return Outcome(state="sent" if status == SENDING else "delivered", code=code)


def _refusal(code: str, message: str) -> Outcome:
    if code == LIMIT:
        return Outcome(state="retry", code=code, reason=message, wait=MINUTE)
    return Outcome(state="retry" if code.startswith(LATER) else "failed", code=code, reason=message)


async def _call(wire: Wire, settings: Settings, action: str, params: dict[str, str]) -> dict[str, Any]:
    asked = Ask(action=action, version=VERSION, params=params)
    key = Key(settings.access_key_id, settings.access_key_secret)
    answer = await call(wire, signed(settings.endpoint, asked, key, wire.clock(), new_id()))
    if not isinstance(answer, dict):
        raise Failed(Outcome(state="unclear", code="no_object"))
    return answer


adapter: Final = Adapter(
    way="sms",
    zh="短信（阿里云）",
    en="Text message (Alibaba Cloud)",
    settings=Settings,
    fields=(
        Field(name="access_key_id", zh="AccessKey ID", en="AccessKey ID"),
        Field(name="access_key_secret", zh="AccessKey Secret", en="AccessKey secret", kind="secret"),
        Field(name="sign_name", zh="短信签名", en="Signature"),
        Field(name="endpoint", zh="接口地址", en="Endpoint", default="https://dysmsapi.aliyuncs.com"),
    ),
    send=send,
    ask=ask,
    templates=True,
    address=r"^\+?[0-9]{5,20}$",
)
