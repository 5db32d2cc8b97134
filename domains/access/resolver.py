"""Who stands behind a token, asked at every request and answered from memory for at most one second."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from domains.access import tokens
from domains.access.standing import caller_of, objection
from domains.access.store import sessions
from hub.caller import Caller
from hub.errors import Unauthenticated
from hub.house import House
from hub.identity import Bearer, Identity

KEPT_SECONDS: Final = 1.0
KEPT_SESSIONS: Final = 10_000

Known = Caller | Unauthenticated
"""Whose session it is, or why it is none."""


class Sessions:
    """Living sessions of this process, looked up in the database and kept for one second."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: dict[str, tuple[float, Known]] = {}
        self._asking: dict[str, asyncio.Task[Known]] = {}
        self._forgets = 0

    async def by_token(self, token: str, address: str | None) -> Caller:
        """See ``hub.identity.Resolver``."""
        claims = tokens.read(self._house.settings.secret, token, "access", self._house.clock())
        caller = await self._by_session(claims.sid)
        return caller if address is None else replace(caller, address=address)

    async def by_connection_token(self, token: str) -> Bearer:
        """See ``hub.identity.Resolver``."""
        claims = tokens.read(self._house.settings.secret, token, "connection", self._house.clock())
        return Bearer(await self._by_session(claims.sid), datetime.fromtimestamp(claims.exp, UTC))

    async def again(self, caller: Caller) -> Caller:
        """See ``hub.identity.Resolver``."""
        if caller.session is None:
            raise Unauthenticated
        return await self._by_session(caller.session)

    def forget(self, actors: Collection[str]) -> None:
        """See ``hub.identity.Resolver``."""
        # An answer that is being looked up may have been read before the change: it must not be kept.
        self._forgets += 1
        self._asking.clear()
        self._known = {
            session: known
            for session, known in self._known.items()
            if actors and isinstance(known[1], Caller) and known[1].actor not in actors
        }

    async def _by_session(self, session_id: str) -> Caller:
        loop = asyncio.get_running_loop()
        at, known = self._known.get(session_id, (-KEPT_SECONDS, Unauthenticated()))
        if loop.time() - at >= KEPT_SECONDS:
            task = self._asking.get(session_id)
            if task is None:
                task = self._asking[session_id] = loop.create_task(self._look_up(session_id))
            known = await asyncio.shield(task)
        if isinstance(known, Unauthenticated):
            raise type(known)
        return known

    async def _look_up(self, session_id: str) -> Known:
        try:
            started, forgets = asyncio.get_running_loop().time(), self._forgets
            async with self._house.dispatch.reads.connect() as db:
                row = await sessions.session(db, session_id)
            now = self._house.clock()
            known = Unauthenticated() if row is None else objection(row, now) or caller_of(row, now)
            if len(self._known) >= KEPT_SESSIONS:
                self._known.clear()
            if forgets == self._forgets:
                self._known[session_id] = (started, known)
            return known
        finally:
            if self._asking.get(session_id) is asyncio.current_task():
                del self._asking[session_id]


identity = Identity(Sessions)
