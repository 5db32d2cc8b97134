"""Answers the wire with tokens and namespaces."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from channels.protocol import codes
from channels.standalone import names
from channels.standalone.keys import KeysUnavailableError
from channels.standalone.tokens import Admission, BadTokenError, Extra, OldTokenError, Ticket, Tokens
from channels.wire.desk import Act, Disconnect, Grant, Guest, Knock, Refused, Terms, Wish

if TYPE_CHECKING:
    from channels.protocol.codes import ErrorCode
    from channels.standalone.config import Config, Options
    from channels.standalone.jwks import Fetch
    from channels.standalone.tokens import Now

log = logging.getLogger(__name__)

FOSSIL: Final = "fossil"
CHANGEABLE: Final = ("presence", "join_leave", "force_push_join_leave", "force_positioning", "force_recovery")
NOTHING: Final = Extra()


@dataclass(frozen=True, slots=True)
class Badge:
    """What is remembered of a guest.

    `wished`: the channels that were granted only because the client wished for them; `client`: the connection's id.
    """

    wished: Mapping[str, Grant] = field(default_factory=dict)
    client: str = ""


class StandaloneDesk:
    """The desk of the stand-alone server; see `channels.wire.desk.Desk`."""

    def __init__(self, config: Config, now: Now, fetch: Fetch | None = None) -> None:
        """`now` gives unix seconds, `fetch` reads a key set's URL. Raises ValueError for a key that is none."""
        self._client, self._channels = config.client, config.channel
        self._connections = Tokens(config.client.token, now, fetch)
        own = config.client.subscription_token
        self._subscriptions = Tokens(own, now, fetch) if own.enabled else self._connections

    # connections

    async def admit(self, knock: Knock) -> Guest:
        """Let somebody in: by a token, or as nobody in particular where that is allowed."""
        if not knock.token and not (self._client.allow_anonymous_connect_without_token or self._client.insecure):
            raise Disconnect(*codes.CLOSE_BAD_REQUEST)
        admission = await self._admission(knock.token) if knock.token else Admission("", None, None, {})
        guest = self._guest(admission)
        wished = {
            channel: self._grant(channel, self._options(channel), guest.user)
            for channel in knock.wishes
            if channel not in guest.subs and self._may_wish(channel, guest.user)
        }
        return replace(guest, session=Badge(wished, knock.client), subs={**guest.subs, **wished})

    async def refresh(self, guest: Guest, token: str) -> Guest:
        """Go on with a newer token of the same user."""
        newer = self._guest(await self._admission(token))
        if newer.user != guest.user:
            raise Disconnect(*codes.CLOSE_INVALID_TOKEN)
        badge = cast("Badge", guest.session)
        return replace(newer, session=badge, subs={**badge.wished, **newer.subs})

    async def _admission(self, token: str) -> Admission:
        try:
            admission = await self._connections.connection(token)
        except OldTokenError as problem:
            raise _refused(codes.TOKEN_EXPIRED) from problem
        except BadTokenError as problem:
            log.info("a connection token was refused: %s", problem)
            raise Disconnect(*codes.CLOSE_INVALID_TOKEN) from problem
        except KeysUnavailableError as problem:
            raise _refused(codes.INTERNAL) from problem
        if not admission.user and self._client.disallow_anonymous_connection_tokens:
            raise Disconnect(*codes.CLOSE_PERMISSION_DENIED)
        return replace(admission, expires_at=None) if self._client.insecure else admission

    def _guest(self, admission: Admission) -> Guest:
        user, personal = admission.user, self._client.personal
        subs = {
            channel: self._grant(channel, self._known(channel), user, extra)
            for channel, extra in admission.subs.items()
        }
        if personal.enabled and user:
            channel = names.personal_channel(personal.personal_channel_namespace, user)
            subs[channel] = self._grant(channel, self._known(channel), user)
        return Guest(user, Badge(), admission.expires_at, admission.info, subs=subs)

    def _may_wish(self, channel: str, user: str) -> bool:
        try:
            options = self._options(channel)
        except Refused:
            return False
        return names.may_subscribe(options, channel, user, insecure=self._client.insecure)

    # subscriptions

    async def join(self, guest: Guest, wish: Wish) -> Grant:
        """Permit a subscription: by a token for it, or by the rules of the namespace."""
        channel = wish.channel
        options = self._options(channel)
        extra, expires_at = NOTHING, None
        if wish.token:
            ticket = await self._ticket(wish.token)
            self._match(ticket, guest, channel)
            extra, expires_at = ticket.extra, ticket.expires_at
        elif not names.may_subscribe(options, channel, guest.user, insecure=self._client.insecure):
            raise _refused(codes.PERMISSION_DENIED)
        if wish.filtered and not options.allow_tags_filter:
            raise _refused(codes.BAD_REQUEST)
        return replace(self._grant(channel, options, guest.user, extra, wish), expires_at=expires_at)

    async def prolong(self, guest: Guest, channel: str, token: str) -> Grant:
        """Go on with a newer subscription token. A wrong one ends the connection here, not only the subscription."""
        options = self._options(channel)
        try:
            ticket = await self._subscriptions.subscription(token)
        except OldTokenError as problem:
            raise Disconnect(*codes.CLOSE_SUBSCRIPTION_EXPIRED) from problem
        except BadTokenError as problem:
            log.info("a subscription token was refused: %s", problem)
            raise Disconnect(*codes.CLOSE_INVALID_TOKEN) from problem
        except KeysUnavailableError as problem:
            raise _refused(codes.INTERNAL) from problem
        self._match(ticket, guest, channel)
        grant = self._grant(channel, options, guest.user, ticket.extra)
        return replace(grant, expires_at=ticket.expires_at)

    async def _ticket(self, token: str) -> Ticket:
        try:
            return await self._subscriptions.subscription(token)
        except OldTokenError as problem:
            raise _refused(codes.TOKEN_EXPIRED) from problem
        except BadTokenError as problem:
            log.info("a subscription token was refused: %s", problem)
            raise _refused(codes.PERMISSION_DENIED) from problem
        except KeysUnavailableError as problem:
            raise _refused(codes.INTERNAL) from problem

    def _match(self, ticket: Ticket, guest: Guest, channel: str) -> None:
        """Only for whom and what it was made, and, by an old custom, perhaps for one connection alone."""
        own = cast("Badge", guest.session).client
        if ticket.channel != channel or ticket.user != guest.user or ticket.client not in {"", own}:
            raise Disconnect(*codes.CLOSE_INVALID_TOKEN)

    def _grant(
        self, channel: str, options: Options, user: str, extra: Extra = NOTHING, wish: Wish | None = None
    ) -> Grant:
        """A subscription by the namespace's options, the token's changes of them and the client's wishes."""
        wish = wish or Wish(channel)
        changes = {name: extra.changes.get(name, getattr(options, name)) for name in CHANGEABLE}
        past, people = (self._may(options, act, user, subscribed=True) for act in (Act.HISTORY, Act.PRESENCE))
        terms = names.terms_of(options, self._channels)
        return Grant(
            replace(terms, presence=changes["presence"], signals=changes["join_leave"]),
            positioned=changes["force_positioning"] or (wish.positioned and (options.allow_positioning or past)),
            recoverable=changes["force_recovery"] or (wish.recoverable and (options.allow_recovery or past)),
            hears_signals=changes["force_push_join_leave"] or (wish.join_leave and options.join_leave and people),
            delta=FOSSIL in options.allowed_delta_types,
            info=extra.info,
            data=extra.data,
        )

    async def grant(self, channel: str, changes: Mapping[str, bool]) -> Grant:
        """A server-side subscription that the server API orders."""
        return self._grant(channel, self._options(channel), "", Extra(changes=changes))

    # acts

    async def permit(self, guest: Guest, channel: str, act: Act, *, subscribed: bool) -> Terms:
        """By the rules of the namespace."""
        options = self._options(channel)
        if not names.offers(options, act):
            raise _refused(codes.NOT_AVAILABLE)
        if not self._may(options, act, guest.user, subscribed=subscribed):
            raise _refused(codes.PERMISSION_DENIED)
        return names.terms_of(options, self._channels)

    def _may(self, options: Options, act: Act, user: str, *, subscribed: bool) -> bool:
        return names.may(options, act, user, subscribed=subscribed, insecure=self._client.insecure)

    async def terms(self, channel: str) -> Terms:
        """What a channel is."""
        return names.terms_of(self._options(channel), self._channels)

    async def rpc(self, guest: Guest, method: str, data: bytes) -> bytes:
        """Nobody stands behind this server who could answer a call."""
        del guest, method, data
        raise _refused(codes.NOT_AVAILABLE)

    async def send(self, guest: Guest, data: bytes) -> None:
        """Nor could anybody take a message."""
        del guest, data
        raise Disconnect(*codes.CLOSE_NOT_AVAILABLE)

    async def check(self, guest: Guest, channels: Collection[str]) -> frozenset[str]:
        """What was granted stays granted until its token expires or the server API ends it."""
        del guest
        return frozenset(channels)

    def forget(self, users: Collection[str]) -> None:
        """Nothing is remembered: rights lie in tokens and in the configuration."""

    def _options(self, channel: str) -> Options:
        """What holds in a channel that a client named. Raises Refused 102 and 107."""
        options = self._known(channel)
        if not names.suits(options, channel):
            raise _refused(codes.BAD_REQUEST)
        return options

    def _known(self, channel: str) -> Options:
        """What holds in a channel that the application named, in a token. Raises Refused 102."""
        try:
            return names.options_of(self._channels, channel)
        except names.UnknownNamespaceError as problem:
            raise _refused(codes.UNKNOWN_CHANNEL) from problem


def _refused(code: ErrorCode) -> Refused:
    return Refused(code.code, code.message, temporary=code.temporary)
