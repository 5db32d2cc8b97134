"""What happens to critical values. No names: who may see the patient reads them from the value."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class ValueEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to one critical value."""

    key: ClassVar[str] = "patient_id"
    aggregate: ClassVar[str] = "value_id"
    value_id: str
    patient_id: str
    level: int
    item: str
    item_name: str
    value: str
    unit: str
    patient: str
    """Masked."""
    department: str
    doctor_id: str | None


class CriticalValueDetected(ValueEvent, frozen=True, kw_only=True, tag="critical_values.detected"):
    """A result is beyond a limit, or another doctor has become responsible."""


class CriticalValueDelivered(ValueEvent, frozen=True, kw_only=True, tag="critical_values.delivered"):
    """It has reached somebody's screen or telephone."""


class CriticalValueRead(ValueEvent, frozen=True, kw_only=True, tag="critical_values.read"):
    """Somebody responsible has opened it."""


class CriticalValueConfirmed(ValueEvent, frozen=True, kw_only=True, tag="critical_values.confirmed"):
    """It was read back."""


class CriticalValueHandled(ValueEvent, frozen=True, kw_only=True, tag="critical_values.handled"):
    """It was dealt with."""


class CriticalValueClosed(ValueEvent, frozen=True, kw_only=True, tag="critical_values.closed"):
    """The reporting department has seen what was done."""


class CriticalValueCancelled(ValueEvent, frozen=True, kw_only=True, tag="critical_values.cancelled"):
    """A repeated test says otherwise."""


class CriticalValueCalled(ValueEvent, frozen=True, kw_only=True, tag="critical_values.called"):
    """Somebody was called, or tried to be; or a remark was made."""


EVENTS = (
    CriticalValueDetected,
    CriticalValueDelivered,
    CriticalValueRead,
    CriticalValueConfirmed,
    CriticalValueHandled,
    CriticalValueClosed,
    CriticalValueCancelled,
    CriticalValueCalled,
)
