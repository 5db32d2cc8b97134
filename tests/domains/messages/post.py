"""A real SMTP server on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from domains.messages.adapters import mail


class Post:
    """Keeps what it is given, and refuses as it is told."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.rcpt = ""
        self.data = "250 2.0.0 queued as 42"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        del server, session, options
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        self.letters.append(envelope)
        return self.data


def _known(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    del server, session, envelope, mechanism
    return AuthResult(success=(given.login, given.password) == (b"carewire", b"mail-secret"), handled=False)


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[tuple[Post, mail.Settings]]:
    """The server, and how it is reached."""
    handler = Post()
    loop = asyncio.get_running_loop()
    made = functools.partial(SMTP, handler, hostname="mail.test", authenticator=_known, auth_require_tls=False)
    server = await loop.create_server(made, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield (
            handler,
            mail.Settings("127.0.0.1", port, "示范医院 <hub@hospital.test>", "none", "carewire", "mail-secret"),
        )
    finally:
        server.close()
        await server.wait_closed()
