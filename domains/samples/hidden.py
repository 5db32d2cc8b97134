"""What says where a patient lives and how he is reached, and what the flow says of it: it lies enciphered (SM4-GCM).

Sealed and opened here only. A submission's row keeps those fields together in its column ``sealed`` (NULL: nothing is
written down yet), a flow line keeps all its changes in ``changes``. Everybody else sees plain attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from domains.samples.errors import SealedOtherwise
from hub.ciphers import Unreadable, seal, unseal

WRITTEN: Final = "samples-written"
CHANGES: Final = "samples-changes"
Found = SimpleNamespace
"""A row with what was hidden of it."""


class Written(msgspec.Struct, frozen=True):
    """What a patient wrote that must not lie open."""

    return_recipient: str
    return_phone: str
    return_address: str
    report_email: str


FIELDS: Final = Written.__struct_fields__
NOTHING: Final = Written("", "", "", "")


def sealed(secret: str, values: dict[str, Any]) -> dict[str, Any]:
    """The columns to write for these values: all of the hidden fields are among them, or none."""
    given = {name: values[name] for name in FIELDS if name in values}
    if not given:
        return values
    plain = {name: value for name, value in values.items() if name not in given}
    return {**plain, "sealed": seal(secret, WRITTEN, msgspec.json.encode(Written(**given)))}


def opened(secret: str, row: sa.Row[Any]) -> Found:
    """A submission as it was written; raises ``SealedOtherwise``."""
    plain = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    text = plain.pop("sealed")
    written = NOTHING if text is None else msgspec.json.decode(_plain(secret, WRITTEN, text), type=Written)
    return Found(**plain, **msgspec.structs.asdict(written))


def sealed_changes(secret: str, changes: Sequence[dict[str, str]]) -> bytes:
    """What a flow line says has changed, as it lies in its row."""
    return seal(secret, CHANGES, msgspec.json.encode(changes))


def opened_line(secret: str, row: sa.Row[Any]) -> Found:
    """A flow line with its changes; raises ``SealedOtherwise``."""
    plain = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    changes = _plain(secret, CHANGES, plain.pop("changes"))
    return Found(**plain, changes=msgspec.json.decode(changes, type=list[dict[str, str]]))


def _plain(secret: str, purpose: str, text: bytes) -> bytes:
    try:
        return unseal(secret, purpose, text)
    except Unreadable as error:
        raise SealedOtherwise from error
