"""Answers the wire with the house's people, rights, channels and operations."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

import msgspec

from channels.channel import Channel, Place
from channels.feed import snapshot
from channels.protocol import codes
from channels.wire.desk import Disconnect, Grant, Guest, Refused
from hub.caller import Caller
from hub.commands import RPC
from hub.errors import HubError, TokenExpired, Unauthenticated
from hub.house import House
from hub.identity import Bearer, Resolver
from hub.operations import LONGEST_KEY, Operations
from hub.problems import language_of

INVALID_TOKEN = 3500


class HouseDesk:
    """The house's desk; see ``channels.wire.desk.Desk``."""

    def __init__(self, house: House, operations: Operations, resolver: Resolver) -> None:
        self._house = house
        self._operations = operations
        self._resolver = resolver
        self._channels = house.registry.of(Channel)

    async def admit(self, token: str, _: bytes | None) -> Guest:
        """Let a person or device in by its connection token."""
        try:
            return _guest(await self._resolver.by_connection_token(token))
        except TokenExpired as error:
            raise Refused(codes.TOKEN_EXPIRED.code, codes.TOKEN_EXPIRED.message) from error
        except Unauthenticated as error:
            raise Disconnect(INVALID_TOKEN, "invalid token") from error

    async def refresh(self, guest: Guest, token: str) -> Guest:
        """Go on with a newer token of the same session."""
        renewed = await self.admit(token, None)
        if renewed.user != guest.user:
            raise Disconnect(INVALID_TOKEN, "invalid token")
        return renewed

    async def join(self, guest: Guest, channel: str) -> Grant:
        """Look at the caller's present rights, not at those of the sign-in."""
        found = self._find(channel)
        if found is None:
            raise Refused(codes.UNKNOWN_CHANNEL.code, codes.UNKNOWN_CHANNEL.message)
        kind, place = found
        if not kind.admits(await self._present(guest), place):
            raise Refused(codes.PERMISSION_DENIED.code, codes.PERMISSION_DENIED.message)

        async def read() -> bytes:
            async with self._house.dispatch.reads.connect() as db:
                return snapshot(await kind.rows(db, place, self._house.clock(), None))

        return Grant(kind.retention, read)

    async def rpc(self, guest: Guest, method: str, data: bytes) -> bytes:
        """Carry out a command or query by the same name as over REST."""
        try:
            fields = msgspec.json.decode(data, type=dict[str, Any] | None) or {}
        except msgspec.MsgspecError as error:
            raise Refused(codes.BAD_REQUEST.code, codes.BAD_REQUEST.message) from error
        key, language = fields.pop("key", None), fields.pop("language", None)
        if not _short_text(key) or not _short_text(language):
            raise Refused(codes.BAD_REQUEST.code, codes.BAD_REQUEST.message)
        try:
            caller = await self._present(guest)
            body = msgspec.json.encode(fields)
            result = await self._operations.run(method, RPC, caller, body, key=key)
        except HubError as error:
            raise Refused(4000 + error.status, error.detail(language_of(language))) from error
        return msgspec.json.encode(result)

    async def check(self, guest: Guest, channels: Collection[str]) -> frozenset[str]:
        """Which channels the guest's present rights still cover."""
        caller = await self._present(guest)
        kinds = {name: self._find(name) for name in channels}
        return frozenset(name for name, found in kinds.items() if found and found[0].admits(caller, found[1]))

    def _find(self, channel: str) -> tuple[Channel, Place] | None:
        for kind in self._channels:
            place = kind.match(channel)
            if place is not None:
                return kind, place
        return None

    async def _present(self, guest: Guest) -> Caller:
        try:
            return await self._resolver.again(cast("Caller", guest.session))
        except Unauthenticated as error:
            raise Disconnect(INVALID_TOKEN, "session ended") from error


def _short_text(value: object) -> bool:
    """Whether ``value`` is absent or a text of a length that may be stored."""
    return value is None or (isinstance(value, str) and 0 < len(value) <= LONGEST_KEY)


def _guest(bearer: Bearer) -> Guest:
    until = None if bearer.expires_at is None else bearer.expires_at.timestamp()
    return Guest(bearer.caller.actor, bearer.caller, until)
