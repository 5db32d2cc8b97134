"""All ways out of the house."""

from __future__ import annotations

from typing import Final

from domains.messages.adapters import mail, mini_program, sms, webhook, wechat, wecom
from domains.messages.adapters.adapter import Adapter
from domains.messages.model import Way

ADAPTERS: Final[dict[Way, Adapter]] = {
    adapter.way: adapter
    for adapter in (wecom.adapter, wechat.adapter, mini_program.adapter, sms.adapter, mail.adapter, webhook.adapter)
}
