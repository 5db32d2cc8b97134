"""Answers the wire with the house's people, rights, channels and operations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

import msgspec

from channels.channel import Channel, Place
from channels.feed import snapshot
from channels.protocol import codes
from channels.wire.desk import Act, Disconnect, Grant, Guest, Knock, Refused, Terms, Wish
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

    async def admit(self, knock: Knock) -> Guest:
        """Let a person or device in by its connection token."""
        try:
            return _guest(await self._resolver.by_connection_token(knock.token))
        except TokenExpired as error:
            raise Refused(codes.TOKEN_EXPIRED.code, codes.TOKEN_EXPIRED.message) from error
        except Unauthenticated as error:
            raise Disconnect(INVALID_TOKEN, _why(error, "invalid token")) from error

    async def refresh(self, guest: Guest, token: str) -> Guest:
        """Go on with a newer token of the same session."""
        renewed = await self.admit(Knock(token))
        if renewed.user != guest.user:
            raise Disconnect(INVALID_TOKEN, "invalid token")
        return renewed

    async def join(self, guest: Guest, wish: Wish) -> Grant:
        """Look at the caller's present rights, not at those of the sign-in."""
        kind, place = self._known(wish.channel)
        if wish.filtered:
            raise Refused(codes.BAD_REQUEST.code, codes.BAD_REQUEST.message)
        if not kind.admits(await self._present(guest), place):
            raise Refused(codes.PERMISSION_DENIED.code, codes.PERMISSION_DENIED.message)

        return self._grant(kind, place)

    async def grant(self, channel: str, changes: Mapping[str, bool]) -> Grant:
        """A declared channel is what it is; whether the guest may hear it is looked up with the next check."""
        del changes
        return self._grant(*self._known(channel))

    def _grant(self, kind: Channel, place: Place) -> Grant:
        async def read() -> bytes:
            async with self._house.dispatch.reads.connect() as db:
                return snapshot(await kind.rows(db, place, self._house.clock(), None))

        return Grant(Terms(kind.retention), snapshot=read)

    async def prolong(self, guest: Guest, channel: str, token: str) -> Grant:
        """Subscriptions need no token here: rights are looked up."""
        del guest, channel, token
        raise Refused(codes.NOT_AVAILABLE.code, codes.NOT_AVAILABLE.message)

    async def permit(self, guest: Guest, channel: str, act: Act, *, subscribed: bool) -> Terms:
        """Rows come from the house only; who is there and what was said before is nobody's business."""
        del guest, channel, subscribed
        refusal = codes.PERMISSION_DENIED if act is Act.PUBLISH else codes.NOT_AVAILABLE
        raise Refused(refusal.code, refusal.message)

    async def terms(self, channel: str) -> Terms:
        """What a declared channel is."""
        kind, _ = self._known(channel)
        return Terms(kind.retention)

    async def send(self, guest: Guest, data: bytes) -> None:
        """Nothing here takes unanswered messages."""
        del guest, data
        raise Disconnect(*codes.CLOSE_NOT_AVAILABLE)

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

    def forget(self, users: Collection[str]) -> None:
        """Rights have changed."""
        self._resolver.forget(users)

    def _known(self, channel: str) -> tuple[Channel, Place]:
        found = self._find(channel)
        if found is None:
            raise Refused(codes.UNKNOWN_CHANNEL.code, codes.UNKNOWN_CHANNEL.message)
        return found

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
            raise Disconnect(INVALID_TOKEN, _why(error, "session ended")) from error


def _why(ended: Unauthenticated, usual: str) -> str:
    """The close reason: pages tell special ends from the ``usual`` one by their code."""
    return usual if type(ended) is Unauthenticated else f"session ended: {ended.code}"


def _short_text(value: object) -> bool:
    """Whether ``value`` is absent or a text of a length that may be stored."""
    return value is None or (isinstance(value, str) and 0 < len(value) <= LONGEST_KEY)


def _guest(bearer: Bearer) -> Guest:
    until = None if bearer.expires_at is None else bearer.expires_at.timestamp()
    return Guest(bearer.caller.actor, bearer.caller, until, group=bearer.caller.tenant)
