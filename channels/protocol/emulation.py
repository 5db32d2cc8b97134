"""The envelope in which clients of HTTP transports send their commands (protocol section 21)."""

from __future__ import annotations

import msgspec
from google.protobuf.message import DecodeError

from channels.protocol.codec import FrameError
from channels.protocol.schema import MESSAGES


class Forwarded(msgspec.Struct, frozen=True):
    """A frame for the connection of `session`, which lives on `node`."""

    node: str
    session: str
    frame: bytes


class _Envelope(msgspec.Struct, frozen=True):
    node: str = ""
    session: str = ""
    data: str = ""


def from_json(body: bytes) -> Forwarded:
    """`data` is a text with commands, one a line. Raises FrameError."""
    try:
        envelope = msgspec.json.decode(body, type=_Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise FrameError("not an emulation request") from problem
    return Forwarded(envelope.node, envelope.session, envelope.data.encode())


def from_protobuf(body: bytes) -> Forwarded:
    """`data` is a Protobuf frame. Raises FrameError."""
    try:
        envelope = MESSAGES["EmulationRequest"].FromString(body)
    except DecodeError as problem:
        raise FrameError("not an emulation request") from problem
    node, session, data = (getattr(envelope, name) for name in ("node", "session", "data"))
    return Forwarded(node, session, data)
