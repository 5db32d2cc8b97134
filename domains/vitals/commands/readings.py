"""Readings of wearables and of gateways that speak no HL7."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import Meta

from domains.vitals import permissions, store
from domains.vitals.errors import UnknownDevice
from domains.vitals.recording import Recorded, Value, record
from hub.caller import Permission
from hub.commands import CLI, REST, RPC, Command, Tx, handles

MOST: Final = 1000
"""Readings of one command."""


class Measurement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value. ``metric`` is a code of the house (``heart_rate``), an MDC code or an MDC reference id.

    ``unit``: UCUM (``/min``, ``%``, ``mm[Hg]``, ``Cel``, ``mmol/L``), or an MDC unit code.
    """

    device: Annotated[str, Meta(min_length=1, max_length=64)]
    metric: Annotated[str, Meta(min_length=1, max_length=64)]
    value: float
    unit: Annotated[str, Meta(max_length=40)]
    at: Annotated[datetime, Meta(tz=True)]


class RecordReadings(Command, frozen=True, kw_only=True):
    """Keep what devices of the institution have measured; the same reading again changes nothing."""

    needs: ClassVar[Permission] = permissions.RECORD
    exposed: ClassVar[frozenset[str]] = frozenset({REST, RPC, CLI})
    private: ClassVar[frozenset[str]] = frozenset({"readings"})
    readings: Annotated[tuple[Measurement, ...], Meta(min_length=1, max_length=MOST)]


@handles(RecordReadings)
async def record_readings(cmd: RecordReadings, tx: Tx) -> Recorded:
    """Raises ``UnknownDevice``: then nothing of the command is kept."""
    told: dict[str, list[Value]] = {}
    for one in cmd.readings:
        told.setdefault(one.device, []).append(Value(one.metric, one.value, one.unit, one.at))
    devices = await store.working(tx.db, tx.caller.tenant, told)
    for code in told:
        if code not in devices:
            raise UnknownDevice(device=code)
    return await record(tx, told, devices)
