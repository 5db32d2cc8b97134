"""The list of devices (监护设备)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.vitals.errors import StillBound
from domains.vitals.events import DeviceUnbound
from domains.vitals.tables import bindings, devices
from hub.commands import Tx
from hub.errors import HubError
from hub.resources.fields import Choice, Option, Text
from hub.resources.filters import Is, Like
from hub.resources.resource import Resource
from hub.resources.words import Words

MENU: Final = "vital-signs"
_CODE: Final = "[A-Za-z0-9._:-]*"
_CODE_HINT: Final = Words(
    "设备在报文中的标识（OBX-18、PRT-10），只能包含字母、数字和 . _ : -",
    "what the device calls itself in messages (OBX-18, PRT-10): letters, digits and . _ : - only",
)
_PLACE_HINT: Final = Words(
    "床位，如 ICU-2-07（与报文 PV1-3 的病区-房间-床一致）", "the bed, as ICU-2-07 (ward-room-bed of PV1-3)"
)


async def _measures_somebody(db: AsyncConnection, tenant: str, row: sa.Row[Any]) -> HubError | None:
    mine = (bindings.c.tenant == tenant, bindings.c.device_id == row.id, bindings.c.patient_id != "")
    bound = (await db.execute(sa.select(bindings.c.device_id).where(*mine))).first()
    return None if bound is None else StillBound(device=row.name)


async def _let_go(tx: Tx, operations: Sequence[str]) -> None:
    """A device that is switched off measures nobody any more, and is not missed when it is silent."""
    if "disabled" not in operations:
        return
    rows = sa.text(
        "update vitals_bindings b set patient_id = '', patient = '', since = :now, v = b.v + 1"
        " from vitals_bindings o, vitals_devices d where b.tenant = :tenant and b.patient_id <> ''"
        " and o.tenant = b.tenant and o.device_id = b.device_id and d.tenant = b.tenant and d.id = b.device_id"
        " and not d.enabled returning b.device_id, b.v, o.patient_id"
    )
    for row in await tx.db.execute(rows, {"tenant": tx.caller.tenant, "now": tx.now}):
        tx.record(DeviceUnbound(v=row.v, device_id=row.device_id, patient_id=row.patient_id))


device: Final = Resource(
    __name__,
    "device",
    "监护设备",
    "monitoring device",
    fields=(
        Text(
            "code",
            "设备标识",
            "Device identifier",
            required=True,
            longest=64,
            pattern=_CODE,
            hint=_CODE_HINT,
            width=180,
        ),
        Text("name", "设备名称", "Device name", required=True),
        Choice(
            "kind",
            "设备类型",
            "Kind",
            required=True,
            options=(
                Option("monitor", "床旁监护仪", "Bedside monitor"),
                Option("wearable", "可穿戴设备", "Wearable"),
                Option("portable", "便携设备", "Portable device"),
            ),
        ),
        Text("place", "位置", "Place", longest=60, hint=_PLACE_HINT),
        Text("note", "备注", "Note", longest=300, lines=3, listed=False),
    ),
    filters=(Like("code"), Like("name"), Like("place"), Is("kind")),
    sorts=("name", "created_at", "updated_at"),
    sort="name",
    unique=(("code",),),
    guards=(_measures_somebody,),
    also=_let_go,
    rows=devices,
    keepers=("admin", "head"),
    readers=("admin", "head", "doctor", "technician", "operator"),
    under=MENU,
    order=20,
    imports=True,
    exports=True,
)
