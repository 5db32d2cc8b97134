"""HL7 v2 messages: from bytes, to bytes, and their fields by number. Source: HL7 v2.5.1, chapters 2 and 2.C."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import hl7

from domains.gateway.errors import FieldMissing, Unreadable, WrongValue

CHARSETS: Final = {
    "": "utf-8",
    "ASCII": "ascii",
    "UNICODE UTF-8": "utf-8",
    "UNICODE": "utf-8",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "GB 18030-2000": "gb18030",
    "GB18030": "gb18030",
    "GBK": "gb18030",
    "GB2312": "gb18030",
}
"""MSH-18 (HL7 table 0211, and what senders write instead) to Python's name."""
_MSH18: Final = 17
_TIME: Final = re.compile(r"(?P<digits>\d{8}(\d{2}){0,3})(\.\d{1,4})?(?P<offset>[+-]\d{4})?")
_HEAD: Final = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment; fields, repetitions and components count from 1, as in the standard's tables."""

    name: str
    _number: int
    _whole: hl7.Message

    def text(self, field: int, component: int = 1, repetition: int = 1) -> str:
        """The value without escapes and outer blanks; empty when it is not there, or is ``""`` (to be deleted)."""
        try:
            value = self._whole.extract_field(self.name, self._number, field, repetition, component, 1)
        except (IndexError, KeyError):
            return ""
        plain: str = self._whole.unescape(value or "").strip()
        return "" if plain == '""' else plain

    def needed(self, field: int, what: str, component: int = 1) -> str:
        """The same; raises ``FieldMissing`` when it is not there."""
        value = self.text(field, component)
        if not value:
            raise FieldMissing(field=f"{self.name}-{field}", what=what)
        return value

    def repetitions(self, field: int) -> range:
        """The numbers of a field's repetitions."""
        segment = self._whole.segments(self.name)[self._number - 1]
        return range(1, len(segment[field]) + 1) if field < len(segment) else range(0)

    def day(self, field: int) -> date | None:
        """A date (DT, or the day of a TS). Raises ``WrongValue``."""
        found = self._time(field)
        return None if found is None else found.date()

    def moment(self, field: int, time_zone: str) -> datetime | None:
        """A point in time (TS); without an offset it is the institution's. Raises ``WrongValue``."""
        found = self._time(field)
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(time_zone))).astimezone(UTC)

    def _time(self, field: int) -> datetime | None:
        value = self.text(field)
        parts = _TIME.fullmatch(value)
        if not value:
            return None
        if parts is not None:
            digits, offset = parts["digits"].ljust(14, "0"), parts["offset"] or ""
            with contextlib.suppress(ValueError):
                return datetime.strptime(digits + offset, "%Y%m%d%H%M%S%z" if offset else "%Y%m%d%H%M%S")  # noqa: DTZ007
        raise WrongValue(field=f"{self.name}-{field}", value=value, wanted="YYYYMMDD[HHMM[SS]][+ZZZZ]")


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed message with what every one has."""

    application: str
    facility: str
    kind: str
    """MSH-9: type and event, such as ``ADT^A01``."""
    control_id: str
    charset: str
    _whole: hl7.Message

    def segments(self) -> Iterator[Segment]:
        """All segments, in order."""
        seen: dict[str, int] = {}
        for raw in self._whole:
            name = str(raw[0])
            seen[name] = seen.get(name, 0) + 1
            yield Segment(name, seen[name], self._whole)

    def first(self, name: str) -> Segment:
        """The first segment of that name. Raises ``FieldMissing``."""
        for segment in self.segments():
            if segment.name == name:
                return segment
        raise FieldMissing(field=name, what="segment")


def of_devices(message: Message) -> bool:
    """Whether devices measured what the message tells (IHE PCD-01), and no laboratory.

    Either MSH-21 says so, or every numeric value bears a code of the device standard ISO/IEEE 11073 (MDC).
    """
    segments = list(message.segments())
    head = segments[0]
    if any(head.text(21, 1, n).upper().startswith("IHE_PCD") for n in head.repetitions(21)):
        return True
    systems = [s.text(3, 3).upper() for s in segments if s.name == "OBX" and s.text(2).upper() == "NM"]
    return bool(systems) and all(system == "MDC" for system in systems)


def named(block: bytes) -> tuple[str, str]:
    """Who sends (MSH-3, MSH-4), before one knows in which encoding. Raises ``Unreadable``."""
    head = _head(block)
    names = [part.split(block[4:5])[0] for part in (*head[2:4], b"", b"")[:2]]
    application, facility = (_decoded(name, "utf-8", sure=False)[0].strip() for name in names)
    return application, facility


def _head(block: bytes) -> list[bytes]:
    """The fields of MSH; the one numbered n stands at n - 1."""
    if block[:3] != b"MSH" or len(block) < _HEAD:
        raise Unreadable(why="MSH")
    return block.replace(b"\n", b"\r").split(b"\r", 1)[0].split(block[3:4])


def _declared(block: bytes) -> str:
    head = _head(block)
    return head[_MSH18].split(block[5:6])[0].decode("ascii", "replace").strip() if len(head) > _MSH18 else ""


def read(block: bytes, charset: str = "auto") -> Message:
    """Parse a message in the encoding that it declares, or in ``charset`` whatever it declares.

    Raises ``Unreadable`` and ``FieldMissing``.
    """
    declared = _declared(block)
    known = CHARSETS.get(declared.upper()) if charset == "auto" else charset
    if known is None:
        raise Unreadable(why=f"MSH-18 {declared}")
    text, charset = _decoded(block, known, sure=bool(declared) or charset != "auto")
    try:
        whole = hl7.parse("\r".join(line for line in text.replace("\n", "\r").split("\r") if line) + "\r")
    except (hl7.HL7Exception, IndexError, ValueError) as error:
        raise Unreadable(why=type(error).__name__) from error
    msh = Segment("MSH", 1, whole)
    kind = "^".join(part for part in (msh.needed(9, "message type"), msh.text(9, 2)) if part)
    return Message(msh.text(3), msh.text(4), kind, msh.needed(10, "message control id"), charset, whole)


def _decoded(block: bytes, charset: str, *, sure: bool) -> tuple[str, str]:
    for name in (charset,) if sure else (charset, "gb18030"):
        try:
            return block.decode(name), name
        except UnicodeDecodeError:
            continue
    raise Unreadable(why=charset)


def acknowledgement(
    message: Message | None, now: datetime, code: str, *, error: tuple[str, str] | None = None, number: str = ""
) -> bytes:
    """An ACK (chapter 2.14.1): ``code`` AA, AE or AR; ``error`` is a code of table 0357 and the reason in words."""
    stamp = f"{now:%Y%m%d%H%M%S}+0000"
    event = message.kind.partition("^")[2] if message else ""
    kind = f"ACK^{event}^ACK" if event else "ACK"
    to = (escaped(message.application), escaped(message.facility)) if message else ("", "")
    charset = "GB 18030-2000" if message and message.charset == "gb18030" else "UNICODE UTF-8"
    answered = escaped(message.control_id) if message else ""
    lines = [
        f"MSH|^~\\&|CAREWIRE||{to[0]}|{to[1]}|{stamp}||{kind}|{number}|P|2.5.1||||||{charset}",
        f"MSA|{code}|{answered}",
    ]
    if error is not None:
        lines.append(f"ERR|||{error[0]}^^HL70357|E||||{escaped(error[1])}")
    text = "".join(f"{line}\r" for line in lines)
    return text.encode(message.charset if message and message.charset != "ascii" else "utf-8")


_ESCAPES: Final = str.maketrans(
    {"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\", "\r": " ", "\n": " "}
)


def escaped(text: str) -> str:
    """Text with the delimiters of a message escaped (chapter 2.7)."""
    return text.translate(_ESCAPES)
