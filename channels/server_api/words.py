"""What a backend can ask, as it stands in the requests. Unknown fields are ignored."""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct, field


class Position(Struct, frozen=True):
    """A place in a channel's log."""

    offset: int = 0
    epoch: str = ""


class Publish(Struct, frozen=True, kw_only=True):
    """Publish into a channel. `b64data` instead of `data` carries bytes."""

    channel: str = ""
    data: Raw = Raw()
    b64data: str = ""
    skip_history: bool = False
    tags: dict[str, str] | None = None
    idempotency_key: str = ""
    version: int = 0
    version_epoch: str = ""


class Broadcast(Publish, frozen=True, kw_only=True):
    """The same into many channels."""

    channels: tuple[str, ...] = ()


class Flag(Struct, frozen=True):
    """A yes or no that was said."""

    value: bool = False


class Options(Struct, frozen=True):
    """What is to differ from the channel's own options in one subscription."""

    presence: Flag | None = None
    join_leave: Flag | None = None
    force_push_join_leave: Flag | None = None
    force_positioning: Flag | None = None
    force_recovery: Flag | None = None

    def changes(self) -> dict[str, bool]:
        """Those that were said."""
        said = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: flag.value for name, flag in said.items() if flag is not None}


class User(Struct, frozen=True, kw_only=True):
    """Connections of a user, or one of them."""

    user: str = ""
    client: str = ""
    session: str = ""


class Subscribe(User, frozen=True, kw_only=True):
    """Begin server-side subscriptions."""

    channel: str = ""
    info: Raw = Raw()
    b64info: str = ""
    data: Raw = Raw()
    b64data: str = ""
    recover_since: Position | None = None
    override: Options = field(default_factory=Options)


class Unsubscribe(User, frozen=True, kw_only=True):
    """End subscriptions."""

    channel: str = ""


class Why(Struct, frozen=True):
    """A close code of one's own."""

    code: int = 0
    reason: str = ""


class Disconnect(User, frozen=True, kw_only=True):
    """Close connections, but for those in `whitelist`."""

    whitelist: tuple[str, ...] = ()
    disconnect: Why | None = None
    code: int = 0
    reason: str = ""


class Refresh(User, frozen=True, kw_only=True):
    """Prolong connections until `expire_at` (unix seconds), or end them."""

    expired: bool = False
    expire_at: int = 0


class History(Struct, frozen=True):
    """A part of a channel's log."""

    channel: str = ""
    limit: int = 0
    since: Position | None = None
    reverse: bool = False


class OneChannel(Struct, frozen=True):
    """A request about one channel."""

    channel: str = ""


class Pattern(Struct, frozen=True):
    """Channels by a glob pattern; empty: all."""

    pattern: str = ""


class Rpc(Struct, frozen=True):
    """A call."""

    method: str = ""
    params: Raw = Raw()
    data: Raw = Raw()


class Batch(Struct, frozen=True):
    """Several requests, one after the other or (`parallel`) at once."""

    commands: tuple[dict[str, Raw], ...] = ()
    parallel: bool = False


class LegacyCommand(Struct, frozen=True):
    """One line of the older form, in which all commands go to one address."""

    method: str = ""
    params: Raw = Raw(b"{}")


class Failure(Struct, frozen=True):
    """A refusal."""

    code: int
    message: str


class Answer(Struct, frozen=True, omit_defaults=True):
    """The response: a result or an error."""

    result: Any = None
    error: Failure | None = None
