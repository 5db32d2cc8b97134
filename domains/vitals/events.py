"""What happens to devices. Readings are no facts: they have a stream of their own (docs/decisions/0014)."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class DeviceBound(Event, frozen=True, kw_only=True, tag="vitals.device_bound"):
    """From now on the device measures this patient."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "device_id"
    device_id: str
    patient_id: str


class DeviceUnbound(Event, frozen=True, kw_only=True, tag="vitals.device_unbound"):
    """The device measures this patient no more."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "device_id"
    device_id: str
    patient_id: str
