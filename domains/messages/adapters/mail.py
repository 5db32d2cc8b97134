"""E-mail over SMTP (RFC 5321, RFC 8314, RFC 3207).

A server that has taken a letter and then fell silent cannot be asked; such a letter is not sent again.
"""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final, Literal

import aiosmtplib
import msgspec

from domains.messages.adapters.adapter import Adapter, Field, Letter
from domains.messages.adapters.wire import Wire
from domains.messages.model import Outcome

TIMEOUT: Final = 15.0
FINAL: Final = 500
"""Replies from here on are final, those below it say: later."""


class Settings(msgspec.Struct, frozen=True):
    """An institution's mail server."""

    host: str
    port: int
    sender: str
    security: Literal["tls", "starttls", "none"]
    username: str = ""
    password: str = ""


async def send(wire: Wire, settings: Settings, letter: Letter) -> Outcome:
    """Hand one over to the server."""
    del wire
    client = aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=TIMEOUT,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",
    )
    try:
        await client.connect()
        if settings.username:
            await client.login(settings.username, settings.password)
    except aiosmtplib.SMTPResponseException as error:
        client.close()
        return _reply(error.code, error.message)
    except (aiosmtplib.SMTPException, OSError) as error:
        client.close()
        return Outcome(state="retry", code="unreachable", reason=type(error).__name__)
    return await _hand_over(client, letter, settings)


async def _hand_over(client: aiosmtplib.SMTP, letter: Letter, settings: Settings) -> Outcome:
    try:
        _, reply = await client.send_message(_written(letter, settings))
    except aiosmtplib.SMTPRecipientsRefused as refused:
        first = refused.recipients[0]
        return _reply(first.code, first.message)
    except aiosmtplib.SMTPResponseException as error:
        return _reply(error.code, error.message)
    except (aiosmtplib.SMTPException, OSError) as error:
        return Outcome(state="unclear", code="no_answer", reason=type(error).__name__)
    finally:
        client.close()
    return Outcome(state="sent", code="250", provider_id=reply[:100])


def _reply(code: int, message: str) -> Outcome:
    """A mail server quotes addresses in its words; only the enhanced status code in front is kept."""
    status = message.split(maxsplit=1)[0] if message and message[:1].isdigit() else ""
    return Outcome(state="failed" if code >= FINAL else "retry", code=str(code), reason=status[:20])


def _written(letter: Letter, settings: Settings) -> EmailMessage:
    written = EmailMessage()
    written["From"] = settings.sender
    written["To"] = letter.address
    written["Subject"] = " ".join(letter.title.split())
    written["Date"] = format_datetime(letter.first_at)
    domain = parseaddr(settings.sender)[1].rpartition("@")[2] or settings.host
    written["Message-ID"] = f"<{letter.out_id}@{domain}>"
    written.set_content(letter.text)
    return written


adapter: Final = Adapter(
    way="email",
    zh="邮件（SMTP）",
    en="E-mail (SMTP)",
    settings=Settings,
    fields=(
        Field(name="host", zh="邮件服务器", en="Server"),
        Field(name="port", zh="端口", en="Port", kind="number", default=465),
        Field(
            name="security",
            zh="加密方式",
            en="Security",
            kind="choice",
            default="tls",
            choices=("tls", "starttls", "none"),
        ),
        Field(name="sender", zh="发件人", en="Sender"),
        Field(name="username", zh="用户名", en="User name", default="", optional=True),
        Field(name="password", zh="密码", en="Password", kind="secret", optional=True),
    ),
    send=send,
    address=r"^[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,190}$",
)
