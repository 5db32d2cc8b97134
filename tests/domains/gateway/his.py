"""A hospital information system's messages."""

from __future__ import annotations


def message(
    kind: str, control_id: str, *segments: str, sender: str = "HIS|DEMO", charset: str = "UNICODE UTF-8"
) -> str:
    """A message of this kind, its segments ended as the standard says."""
    head = f"MSH|^~\\&|{sender}|CAREWIRE||20260302090000||{kind}|{control_id}|P|2.5.1||||||{charset}"
    return "".join(f"{line}\r" for line in (head, *segments))


def pid(numbers: str = "P2^^^HIS^PI~99002^^^HIS^VC", name: str = "宋^玉兰", more: str = "19800102|F") -> str:
    """A PID segment."""
    return f"PID|1||{numbers}||{name}||{more}"


def adt(control_id: str, event: str = "A04", segment: str | None = None, *more: str) -> bytes:
    """A message about a patient."""
    return message(f"ADT^{event}^ADT_A01", control_id, segment or pid(), "PV1|1|O", *more).encode()
