"""A bed of the demo hospital with its monitor, and what the monitor says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from domains.gateway.commands.senders import AllowSender
from domains.gateway.permissions import RECEIVE
from domains.vitals.commands.binding import BindDevice, Bound
from domains.vitals.commands.readings import Measurement, RecordReadings
from domains.vitals.recording import Recorded
from hub.caller import Caller
from hub.house import House
from tests.kit.clock import MORNING
from tests.kit.house import one, person
from tests.kit.watching import work_off

MONITOR, BAND = "DEMO-MON-01", "DEMO-BAND-01"
DOCTOR, ADMIN = person("doctor"), person("admin")


async def device(house: House, code: str = MONITOR) -> str:
    """The id of a demo device."""
    found: str = await one(house, "select id from vitals_devices where tenant = 'demo' and code = :code", code=code)
    return found


async def patient(house: House, name: str = "宋清") -> str:
    """The id of one of the demo hospital's people."""
    found: str = await one(house, "select id from patients_people where tenant = 'demo' and name = :name", name=name)
    return found


async def bind(house: House, code: str = MONITOR, name: str = "宋清") -> Bound:
    """The device measures this patient from now on."""
    command = BindDevice(device_id=await device(house, code), patient_id=await patient(house, name))
    bound: Bound = await house.dispatch(DOCTOR, command)
    return bound


def reading(
    second: float, value: float, metric: str = "heart_rate", unit: str = "/min", code: str = MONITOR
) -> Measurement:
    """A value, so many seconds after nine o'clock."""
    return Measurement(device=code, metric=metric, value=value, unit=unit, at=MORNING + timedelta(seconds=second))


async def record(house: House, *readings: Measurement) -> Recorded:
    """What a gateway without HL7 sends."""
    recorded: Recorded = await house.dispatch(ADMIN, RecordReadings(readings=readings))
    return recorded


async def watched(house: House, watch: Any = None) -> Any:
    """Everything measured so far and everything due by now has been looked at by the rules."""
    watch = await work_off(house, watch)
    while await watch.measure():
        continue
    return await work_off(house, watch)


async def gateway(house: House) -> Caller:
    """The monitors' gateway, allowed to send for the demo hospital; ``actor`` ends in its sender's id."""
    sender = await house.dispatch(
        person("operator"),
        AllowSender(name="监护网关", application="MONITORS", facility="DEMO", addresses=("127.0.0.1",)),
    )
    return Caller("demo", f"sender:{sender.id}", frozenset({RECEIVE.name}), frozenset({"demo"}))


HEART, SPO2 = "147842^MDC_ECG_HEART_RATE^MDC", "150456^MDC_PULS_OXIM_SAT_O2^MDC"
BEATS, PERCENT = "264864^MDC_DIM_BEAT_PER_MIN^MDC", "262688^MDC_DIM_PERCENT^MDC"


_PROFILE = "|||NE|AL||UNICODE UTF-8|||IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO"


def obx(number: int, code: str, value: str, unit: str, equipment: str = "", **more: str) -> str:
    """An OBX segment as PCD-01 has it; ``status`` and ``at`` may be others."""
    status, at = more.get("status", "R"), more.get("at", "")
    return f"OBX|{number}|NM|{code}|1.1.1.{number}|{value}|{unit}|||||{status}|||{at}||||{equipment}"


def pcd(control_id: str, segments: Iterable[str], *, at: datetime = MORNING, pid: str = "", bed: str = "") -> bytes:
    """ORU^R01 of IHE PCD-01; the structure around the values is that of the profile's own examples."""
    lines = (
        f"MSH|^~\\&|MONITORS|DEMO|CAREWIRE||{at:%Y%m%d%H%M%S}+0000||ORU^R01^ORU_R01|{control_id}|P|2.6{_PROFILE}",
        f"PID|||{pid}||宋^清^^^^^L",
        f"PV1||I|{bed}",
        f"OBR|1|{control_id}^GW|{control_id}^GW|182777000^monitoring of patient^SCT|||{at:%Y%m%d%H%M%S}+0000",
        *segments,
    )
    return "".join(f"{line}\r" for line in lines).encode()
