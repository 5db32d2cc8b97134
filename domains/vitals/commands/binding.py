"""Whom a device measures."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domains.patients.public import shelf
from domains.vitals import permissions, store
from domains.vitals.errors import BoundElsewhere
from domains.vitals.events import DeviceBound, DeviceUnbound
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import NotFound
from hub.masking import mask_name

Id = Annotated[str, Meta(min_length=1, max_length=64)]


class Bound(msgspec.Struct, frozen=True):
    """Whom the device measures, by his masked name, and since when; an empty ``patient_id``: nobody."""

    device_id: str
    patient_id: str
    patient: str
    since: datetime
    v: int


class BindDevice(Command, frozen=True, kw_only=True):
    """From now on this device measures this patient."""

    needs: ClassVar[Permission] = permissions.BIND
    device_id: Id
    patient_id: Id


class UnbindDevice(Command, frozen=True, kw_only=True):
    """The device measures nobody from now on, and is not missed when it is silent."""

    needs: ClassVar[Permission] = permissions.BIND
    device_id: Id


@handles(BindDevice)
async def bind_device(cmd: BindDevice, tx: Tx) -> Bound:
    """Raises ``NotFound`` for a device or patient that is not there, and ``BoundElsewhere``."""
    device = await _device(tx, cmd.device_id)
    kept = shelf(tx)
    patient = await kept.patient(await kept.survivor(cmd.patient_id))
    before = await store.binding(tx.db, tx.caller.tenant, cmd.device_id)
    if before is not None and before.patient_id == patient.id:
        return _bound(before)
    if before is not None and before.patient_id:
        raise BoundElsewhere(device=device.name)
    bound = await _write(tx, cmd.device_id, before, patient.id, mask_name(patient.details.name))
    tx.record(DeviceBound(v=bound.v, device_id=cmd.device_id, patient_id=patient.id))
    return bound


@handles(UnbindDevice)
async def unbind_device(cmd: UnbindDevice, tx: Tx) -> Bound:
    """Raises ``NotFound``; a device that is bound to nobody stays so."""
    await _device(tx, cmd.device_id)
    before = await store.binding(tx.db, tx.caller.tenant, cmd.device_id)
    if before is None or not before.patient_id:
        return Bound(cmd.device_id, "", "", tx.now, 0 if before is None else before.v)
    bound = await _write(tx, cmd.device_id, before, "", "")
    tx.record(DeviceUnbound(v=bound.v, device_id=cmd.device_id, patient_id=before.patient_id))
    return bound


async def _device(tx: Tx, device_id: str) -> Any:
    device = await store.one(tx.db, tx.caller.tenant, device_id)
    if device is None:
        raise NotFound
    return device


async def _write(tx: Tx, device_id: str, before: Any | None, patient_id: str, patient: str) -> Bound:
    bound = Bound(device_id, patient_id, patient, tx.now, 1 if before is None else before.v + 1)
    await store.bind(tx.db, {"tenant": tx.caller.tenant, **msgspec.structs.asdict(bound)})
    return bound


def _bound(row: Any) -> Bound:
    return Bound(row.device_id, row.patient_id, row.patient, row.since, row.v)
