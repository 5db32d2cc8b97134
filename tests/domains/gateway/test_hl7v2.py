"""Messages as bytes."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime

import hl7
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.gateway.errors import FieldMissing, Refusal, Unreadable, WrongValue
from domains.gateway.hl7v2 import acknowledgement, escaped, read
from tests.domains.gateway.his import adt, message, pid

NOW = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)


def test_fields_components_and_repetitions() -> None:
    found = read(adt("7", segment=pid("P1^^^HIS^PI~440^^^G^NI", "欧阳^若\\T\\兰"))).first("PID")
    assert [found.text(3, 1, n) for n in found.repetitions(3)] == ["P1", "440"]
    assert found.text(3, 5, 2) == "NI"
    assert found.text(5, 2) == "若&兰"
    assert (found.text(30), found.text(3, 9), found.text(3, 1, 9)) == ("", "", "")
    assert found.day(7) == date(1980, 1, 2)


def test_an_explicit_null_is_no_value() -> None:
    assert read(adt("7", segment='PID|1||P1||""')).first("PID").text(5) == ""


def test_segments_of_one_name_are_told_apart() -> None:
    found = read(message("ORU^R01", "1", "OBX|1|ST|A", "OBX|2|ST|B").encode())
    assert [segment.text(3) for segment in found.segments() if segment.name == "OBX"] == ["A", "B"]


@pytest.mark.parametrize("declared", ["GB 18030-2000", "GBK", ""])
def test_chinese_encodings(declared: str) -> None:
    block = message("ADT^A04", "1", pid(name="镕^喆"), charset=declared).encode("gb18030")
    found = read(block)
    assert found.first("PID").text(5) == "镕"
    assert "镕" in acknowledgement(found, NOW, "AE", error=("101", "镕")).decode("gb18030")


@pytest.mark.parametrize(
    "block", [b"", b"MSH", b"PID|1", b"MSH|^~\\&|A|B", b"MSH|^~\\&|A|B|||||ADT^A01|1|P|2.5||||||KOI8"]
)
def test_what_is_no_message(block: bytes) -> None:
    with pytest.raises((Unreadable, FieldMissing)):
        read(block)


def test_wrong_times_name_their_field() -> None:
    segment = read(adt("1", segment=pid(more="1980-01-02|F"))).first("PID")
    with pytest.raises(WrongValue) as wrong:
        segment.day(7)
    assert "PID-7" in wrong.value.detail("zh")
    with pytest.raises(WrongValue):
        segment.moment(7, "Asia/Shanghai")


def test_times_without_an_offset_are_the_institutions() -> None:
    segment = read(message("ORM^O01", "1", "ORC|NW||||||||202603020930").encode()).first("ORC")
    assert segment.moment(9, "Asia/Shanghai") == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def test_an_acknowledgement_is_a_message() -> None:
    found = hl7.parse(acknowledgement(read(adt("A|1".replace("|", "-"))), NOW, "AE", error=("101", "a|b^c")).decode())
    assert found.extract_field("MSA", 1, 1) == "AE"
    assert found.extract_field("MSA", 1, 2) == "A-1"
    assert found.extract_field("MSH", 1, 9, 1, 1) == "ACK"
    assert found.extract_field("ERR", 1, 3) == "101"
    assert found.unescape(found.extract_field("ERR", 1, 8)) == "a|b^c"


@given(st.text())
def test_no_text_breaks_an_acknowledgement(text: str) -> None:
    assert not set("|^&~\r\n") & set(escaped(text))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tail: bytes) -> None:
    for block in (tail, b"MSH|^~\\&|" + tail, adt("1") + tail):
        with contextlib.suppress(Refusal):
            assert read(block).control_id
