"""How publications, signals and client infos travel through Redis and lie in it. Nothing else knows these forms.

| what | form |
|---|---|
| publication | `<offset>:<epoch>:<data>` |
| publication with extras | `x<length of extras>:<extras><offset>:<epoch>:<data>` |
| join, leave | `j<info>`, `l<info>` |
| extras | MessagePack `[key, tags, info]` |
| info | MessagePack `[user, client, conn_info, chan_info]` |
| info of one who is present | `<length of user>:<user><info>`, so that Lua can count users without MessagePack |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import DecodeError, msgpack

from channels.broker.base import Publication, Signal
from channels.protocol.people import ClientInfo

if TYPE_CHECKING:
    from channels.broker.base import Extras

_JOIN, _LEAVE, _EXTRAS = b"j", b"l", b"x"

_encode = msgpack.Encoder().encode
_decode_info = msgpack.Decoder(tuple[str, str, bytes | None, bytes | None]).decode
_decode_extras = msgpack.Decoder(
    tuple[str | None, dict[str, str] | None, tuple[str, str, bytes | None, bytes | None] | None]
).decode


def pack_extras(extras: Extras) -> bytes:
    """What travels beside the data; empty when there is nothing, as with most publications."""
    if extras.key is None and not extras.tags and extras.info is None:
        return b""
    info = None if extras.info is None else _fields(extras.info)
    return _encode((extras.key, extras.tags or None, info))


def pack_unkept(data: bytes, extras: bytes) -> bytes:
    """A publication that has no offset and no epoch."""
    return b"x%d:%b0::%b" % (len(extras), extras, data) if extras else b"0::" + data


def pack_signal(signal: Signal) -> bytes:
    """A join or leave."""
    return (_JOIN if signal.joined else _LEAVE) + _encode(_fields(signal.info))


def unpack(payload: bytes) -> Publication | Signal:
    """What came over a channel. Raises ValueError for what no broker sends."""
    kind = payload[:1]
    try:
        if kind in (_JOIN, _LEAVE):
            return Signal(kind == _JOIN, ClientInfo(*_decode_info(payload[1:])))
        extras = b""
        if kind == _EXTRAS:
            length, _, rest = payload[1:].partition(b":")
            extras, payload = rest[: int(length)], rest[int(length) :]
        offset, epoch, data = payload.split(b":", 2)
        return _publication(int(offset), epoch.decode(), data, extras)
    except DecodeError as error:
        raise ValueError("not what brokers send") from error


def unpack_entry(entry_id: bytes, epoch: str, fields: list[bytes]) -> Publication:
    """One entry of a stream: `d`, data and, when there are any, `x`, extras."""
    offset = int(entry_id.partition(b"-")[0])
    return _publication(offset, epoch, fields[1], b"".join(fields[3:4]))


def pack_present(info: ClientInfo) -> bytes:
    """What the presence hash holds for a client."""
    user = info.user.encode()
    return b"%d:%b%b" % (len(user), user, _encode(_fields(info)))


def unpack_present(value: bytes) -> ClientInfo:
    """The other way round."""
    length, _, rest = value.partition(b":")
    return ClientInfo(*_decode_info(rest[int(length) :]))


def _publication(offset: int, epoch: str, data: bytes, extras: bytes) -> Publication:
    if not extras:
        return Publication(offset, epoch, data)
    key, tags, info = _decode_extras(extras)
    return Publication(offset, epoch, data, key, tags, None if info is None else ClientInfo(*info))


def _fields(info: ClientInfo) -> tuple[Any, ...]:
    return (info.user, info.client, info.conn_info, info.chan_info)
