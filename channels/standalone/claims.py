"""What tokens say (protocol section 15.1), as it stands in them."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NoBase64Error

from msgspec import Raw, Struct, field

from channels.server_api.words import Options


class Spoken(Struct, frozen=True):
    """What the application says along with a subscription: JSON, or any bytes in base64."""

    info: Raw = Raw()
    b64info: str = ""
    data: Raw = Raw()
    b64data: str = ""
    override: Options | None = None


class Registered(Struct, frozen=True):
    """The claims of every token. Times are unix seconds; `expire_at` 0 means never."""

    sub: str = ""
    exp: float | None = None
    nbf: float | None = None
    aud: str | tuple[str, ...] = ()
    iss: str = ""
    expire_at: float | None = None
    channel: str = ""


class ConnectionClaims(Registered, frozen=True):
    """Who connects, and which channels the server subscribes for them."""

    info: Raw = Raw()
    b64info: str = ""
    channels: tuple[str, ...] = ()
    subs: dict[str, Spoken] = field(default_factory=dict)


class SubscriptionClaims(Registered, frozen=True):
    """Who may hear which channel."""

    client: str = ""
    info: Raw = Raw()
    b64info: str = ""
    data: Raw = Raw()
    b64data: str = ""
    override: Options | None = None


def spoken(raw: Raw, b64: str) -> bytes | None:
    """One word of the application; None when there is none. Raises ValueError for what is not base64."""
    if b64:
        try:
            return b64decode(b64, validate=True)
        except NoBase64Error as problem:
            raise ValueError("not base64") from problem
    value = bytes(raw)
    return value if value not in {b"", b"null"} else None
