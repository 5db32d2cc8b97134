"""An institution's WeChat mini-program: others sign people in by it, and say how they are reached there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import Tx


class MiniProgram(msgspec.Struct, frozen=True):
    """What WeChat knows an institution's mini-program by. ``endpoint``: where its interface is asked."""

    app_id: str
    app_secret: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class MiniPrograms:
    """Whoever keeps them.

    ``of`` (database, institution, the installation's secret) gives the institution's, None where it has none in use.
    ``reach`` (transaction, account, open id) says where messages of it find a person; an empty open id: nowhere.
    """

    of: Callable[[AsyncConnection, str, str], Awaitable[MiniProgram | None]]
    reach: Callable[[Tx, str, str], Awaitable[None]]
