"""Sends one-time codes as text messages. The code and its phone lie enciphered, and nobody reads them in a log."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import sqlalchemy as sa

from domains.messages.events import MessageSent
from domains.messages.planning import Parcel, plan
from domains.messages.tables import messages
from hub.ciphers import seal, unseal
from hub.codes import Code, CodeSender
from hub.commands import Tx
from hub.ids import new_id
from hub.levels import Level

PURPOSE: Final = "messages-code"


class Confided(msgspec.Struct, frozen=True):
    """What only the vendor gets to see of a message: where it goes, and what its template may use besides."""

    address: str
    values: dict[str, str]


async def send(tx: Tx, code: Code) -> None:
    """By text message or not at all: a code must not turn up where its phone is not."""
    message_id = new_id()
    confided = Confided(code.phone, {"code": code.code, "minutes": str(code.minutes)})
    row = {
        "tenant": tx.caller.tenant,
        "id": message_id,
        "v": 1,
        "account": code.account,
        "topic": code.topic,
        "level": Level.INFO,
        "title_zh": code.title_zh,
        "title_en": code.title_en,
        "text_zh": f"验证码已发送到手机，{code.minutes} 分钟内有效。如果不是您本人操作，请联系管理员。",
        "text_en": f"A code was sent to the phone; it is good for {code.minutes} minutes. If this was not you, tell"
        " your administrator.",
        "about": {},
        "once": message_id,
        "sealed": seal(tx.secret, PURPOSE, msgspec.json.encode(confided)),
        "sent_at": tx.now,
    }
    await tx.db.execute(sa.insert(messages).values(row))
    if code.account:
        tx.record(MessageSent(message_id=message_id, account=code.account, topic=code.topic, v=1))
    parcel = Parcel(
        message_id=message_id, account=code.account, topic=code.topic, level=Level.INFO, ways=("sms",), alone=True
    )
    await plan(tx, [parcel])


def confided(secret: str, message: Any) -> Confided | None:
    """What a message has in confidence; None: it has nothing."""
    if message.sealed is None:
        return None
    return msgspec.json.decode(unseal(secret, PURPOSE, message.sealed), type=Confided)


sender: Final = CodeSender(send)
