"""Channel names, and who may do what in them (protocol section 16). Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from channels.broker.base import Retention
from channels.wire.desk import Act, Terms

if TYPE_CHECKING:
    from channels.standalone.config import Channels, Options

PRIVATE: Final = "$"
NAMESPACE: Final = ":"
USERS: Final = "#"
BETWEEN_USERS: Final = ","


class UnknownNamespaceError(LookupError):
    """A channel of a namespace that is not configured (error 102)."""


def split(channel: str) -> tuple[str, str]:
    """A channel's namespace ("" for none), and what its name is besides."""
    namespace, boundary, rest = channel.removeprefix(PRIVATE).partition(NAMESPACE)
    return (namespace, rest) if boundary else ("", channel)


def options_of(channels: Channels, channel: str) -> Options:
    """What holds in a channel. Raises UnknownNamespaceError."""
    namespace, _ = split(channel)
    if not namespace:
        return channels.without_namespace
    for one in channels.namespaces:
        if one.name == namespace:
            return one
    raise UnknownNamespaceError(namespace)


def suits(options: Options, channel: str) -> bool:
    """Whether the namespace allows this name to a client (else error 107); without a pattern it has to be ASCII."""
    if options.channel_regex:
        return re.search(options.channel_regex, split(channel)[1]) is not None
    return channel.isascii()


def is_private(channel: str) -> bool:
    """Whether nobody is let in without a subscription token."""
    return channel.startswith(PRIVATE)


def is_user_limited(options: Options, channel: str) -> bool:
    """Whether the name tells which users are let in."""
    return options.allow_user_limited_channels and USERS in channel


def names_user(channel: str, user: str) -> bool:
    """Whether a user-limited channel's name lists this user; the anonymous are never meant."""
    return user != "" and user in channel.rpartition(USERS)[2].split(BETWEEN_USERS)


def personal_channel(namespace: str, user: str) -> str:
    """The channel that belongs to one user."""
    return f"{namespace}{NAMESPACE}{USERS}{user}" if namespace else f"{USERS}{user}"


def may_subscribe(options: Options, channel: str, user: str, *, insecure: bool) -> bool:
    """Whether a user may subscribe without a token."""
    if is_private(channel):
        return False
    if is_user_limited(options, channel):
        return names_user(channel, user) or insecure
    known = user != "" or options.allow_subscribe_for_anonymous
    return (options.allow_subscribe_for_client and known) or insecure


def offers(options: Options, act: Act) -> bool:
    """Whether the channel has what the act is about (else error 108)."""
    match act:
        case Act.PUBLISH:
            return True
        case Act.PRESENCE:
            return options.presence
        case Act.HISTORY:
            return has_history(options)


def may(options: Options, act: Act, user: str, *, subscribed: bool, insecure: bool) -> bool:
    """Whether a user may act in a channel."""
    client, subscriber, anonymous = _rules(options, act)
    return ((client or (subscriber and subscribed)) and (user != "" or anonymous)) or insecure


def _rules(options: Options, act: Act) -> tuple[bool, bool, bool]:
    """Who may: every client, subscribers; and whether the anonymous among them."""
    match act:
        case Act.PUBLISH:
            return (
                options.allow_publish_for_client,
                options.allow_publish_for_subscriber,
                options.allow_publish_for_anonymous,
            )
        case Act.PRESENCE:
            return (
                options.allow_presence_for_client,
                options.allow_presence_for_subscriber,
                options.allow_presence_for_anonymous,
            )
        case Act.HISTORY:
            return (
                options.allow_history_for_client,
                options.allow_history_for_subscriber,
                options.allow_history_for_anonymous,
            )


def has_history(options: Options) -> bool:
    """Whether publications are kept."""
    return options.history_size > 0 and options.history_ttl > 0


def terms_of(options: Options, channels: Channels) -> Terms:
    """What a channel is to the wire."""
    if not has_history(options):
        return Terms(None, options.presence, options.join_leave)
    meta_ttl = options.history_meta_ttl or channels.history_meta_ttl
    kept = Retention(options.history_size, float(options.history_ttl), float(meta_ttl))
    return Terms(kept, options.presence, options.join_leave)
