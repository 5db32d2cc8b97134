"""One record for each person: filled up, found by any number, merged; nothing personal lies open."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from domains.patients.commands import KeepPatient
from domains.patients.errors import NobodyFound, NumberTaken
from domains.patients.model import Details, Kind
from domains.patients.queries import FindPatient, PatientView
from hub.errors import NotFound
from hub.house import House
from tests.kit.house import one, person, recorded

REGISTRAR = person("registrar")
NUMBERS = {Kind.VISIT_CARD: "880077", Kind.IDENTITY: "11010119900307123x"}
DETAILS = Details(name="单雄信", sex="male", birth_date=date(1990, 3, 7), phone="13812345678", address="北京市东城区")


async def keep(house: House, details: Details = DETAILS, numbers: dict[Kind, str] | None = None) -> PatientView:
    kept: PatientView = await house.dispatch(REGISTRAR, KeepPatient(details=details, numbers=numbers or NUMBERS))
    return kept


async def find(house: House, kind: Kind, number: str, tenant: str = "demo") -> PatientView:
    found: PatientView = await house.dispatch.ask(person("registrar", tenant), FindPatient(kind=kind, number=number))
    return found


@pytest.mark.parametrize("kind", [Kind.VISIT_CARD, Kind.CHECKUP, Kind.IDENTITY])
async def test_a_patient_is_found_by_each_number(house: House, kind: Kind) -> None:
    numbers = {**NUMBERS, Kind.CHECKUP: "TJ-9"}
    kept = await keep(house, numbers=numbers)
    found = await find(house, kind, f" {numbers[kind].upper()} ")
    assert found == kept
    assert (found.name, found.birth_date, found.phone, found.address) == (
        "单雄信", date(1990, 3, 7), "13812345678", "北京市东城区",
    )  # fmt: skip
    with pytest.raises(NobodyFound):
        await find(house, kind, "0")
    with pytest.raises(NobodyFound):
        await find(house, kind, numbers[kind], "branch")


async def test_pinyin_is_added(house: House) -> None:
    assert (await keep(house)).pinyin == "dan xiong xin"
    assert (await keep(house, Details(name="单雄信", pinyin="shan xiong xin"))).pinyin == "shan xiong xin"


async def test_what_is_not_said_is_not_forgotten(house: House) -> None:
    first = await keep(house)
    later = await keep(house, Details(name="单雄信", height=181.5), {Kind.VISIT_CARD: "880077"})
    assert later.id == first.id
    assert (later.phone, later.sex, later.height) == ("13812345678", "male", 181.5)
    assert [fact.envelope.v for fact in await recorded(house, "patients.") if fact.envelope.key == first.id] == [1, 2]


async def test_nothing_new_is_no_change(house: House) -> None:
    first = await keep(house)
    assert (await keep(house)).v == first.v


async def test_a_number_belongs_to_one_patient(house: House) -> None:
    await keep(house)
    other = await keep(house, Details(name="罗成"), {Kind.VISIT_CARD: "880078"})
    with pytest.raises(NumberTaken) as taken:
        await keep(house, Details(name="罗成"), {Kind.VISIT_CARD: "880078", Kind.IDENTITY: NUMBERS[Kind.IDENTITY]})
    assert "身份证号" in taken.value.detail("zh") or "就诊卡号" in taken.value.detail("zh")
    changed = KeepPatient(patient_id=other.id, details=Details(name="罗成"), numbers={Kind.VISIT_CARD: "880077"})
    with pytest.raises(NumberTaken):
        await house.dispatch(REGISTRAR, changed)
    with pytest.raises(NotFound):
        await house.dispatch(person("registrar", "branch"), replace_numbers(changed))


def replace_numbers(command: KeepPatient) -> KeepPatient:
    """The same wish without numbers."""
    return KeepPatient(patient_id=command.patient_id, details=command.details)


async def test_many_who_tell_of_the_same_person_at_once_make_one_record(house: House) -> None:
    kept = await asyncio.gather(*(keep(house) for _ in range(6)))
    assert len({patient.id for patient in kept}) == 1


async def test_numbers_and_phone_lie_enciphered(house: House) -> None:
    await keep(house)
    dump = str(
        await one(house, "select string_agg(p::text || n::text, ' ') from patients_people p, patients_numbers n")
    )
    for text in ("13812345678", "880077", "11010119900307123", "东城"):
        assert text not in dump
        assert text.encode().hex() not in dump
    audited = str(await one(house, "select string_agg(convert_from(body, 'utf8'), ' ') from hub_audit"))
    assert "880077" not in audited
    assert "单雄信" not in audited


async def test_who_sees_masked_sees_masked(house: House) -> None:
    await keep(house)
    masked = replace(REGISTRAR, masked=True)
    found = await house.dispatch.ask(masked, FindPatient(kind=Kind.VISIT_CARD, number="880077"))
    assert (found.name, found.phone, found.address, found.pinyin) == ("单*信", "138****5678", "******", "")
    assert [number.number for number in found.numbers if number.kind is Kind.IDENTITY] == ["1101****123X"]
