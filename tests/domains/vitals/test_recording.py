"""Readings in, each once, in the order of the commits; devices and whom they measure."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest

from domains.vitals import store
from domains.vitals.commands.binding import BindDevice, UnbindDevice
from domains.vitals.commands.readings import MOST, RecordReadings
from domains.vitals.errors import BoundElsewhere, StillBound, UnknownDevice
from domains.vitals.queries import ListMetrics, ListReadings
from domains.vitals.resources import device as devices
from hub.caller import Caller
from hub.errors import Invalid, NotFound
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.vitals.ward import ADMIN, BAND, DOCTOR, bind, device, patient, reading, record
from tests.kit.clock import MORNING, StillClock
from tests.kit.house import one, recorded


async def test_a_reading_is_kept_once_however_often_it_comes(house: House) -> None:
    first = await record(house, reading(0, 72), reading(1, 73), reading(1, 99))
    assert (first.taken, first.repeated, first.ignored) == (2, 0, {})
    again = await record(house, reading(1, 73), reading(2, 74), reading(1, 36.5, "temperature", "Cel"))
    assert (again.taken, again.repeated) == (2, 1)
    assert await one(house, "select sum(cardinality(measured)) from vitals_batches") == 4
    assert (await record(house, reading(0, 72))).taken == 0
    assert await one(house, "select count(*) from vitals_batches") == 2


async def test_what_cannot_be_relied_on_is_left_out_and_counted(house: House) -> None:
    got = await record(house, reading(0, 72), reading(1, 999), reading(2, 60, unit="%"), reading(9000, 60))
    assert (got.taken, got.ignored) == (1, {"value": 1, "unit": 1, "clock": 1})


async def test_an_unknown_or_switched_off_device_is_refused_and_nothing_is_kept(house: House) -> None:
    with pytest.raises(UnknownDevice) as refused:
        await record(house, reading(0, 72), reading(0, 72, code="NOBODY"))
    assert "NOBODY" in refused.value.detail("zh")
    enable = shapes_of(devices).enable
    assert enable is not None
    await house.dispatch(ADMIN, enable(device_ids=(await device(house),), enabled=False))
    with pytest.raises(UnknownDevice):
        await record(house, reading(0, 72))
    assert await one(house, "select count(*) from vitals_batches") == 0


async def test_another_institution_has_no_such_device_and_sees_nothing(house: House) -> None:
    await record(house, reading(0, 72))
    rights = frozenset({"vitals.record", "vitals.view"})
    stranger = Caller("branch", "stranger", rights, frozenset({"branch"}))
    with pytest.raises(UnknownDevice):
        await house.dispatch(stranger, RecordReadings(readings=(reading(0, 72),)))
    with pytest.raises(NotFound):
        await house.dispatch.ask(stranger, ListReadings(device_id=await device(house), metric="heart_rate"))


async def test_batches_of_a_lane_are_numbered_in_the_order_of_their_commits(house: House) -> None:
    await asyncio.gather(*(record(house, reading(second, 70), reading(second, 71, code=BAND)) for second in range(20)))
    async with house.engine.connect() as db:
        batches = await store.after(db, {}, 100)
        first = batches[0]
        rest = await store.after(db, {first.lane: first.n}, 100)
    by_lane: dict[int, list[int]] = {}
    for batch in batches:
        by_lane.setdefault(batch.lane, []).append(batch.n)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_lane.values())
    assert len(batches) == 40
    assert rest == batches[1:]
    assert first.values[0].value in {70, 71}


def test_a_command_takes_a_thousand_readings_and_no_more() -> None:
    values = [msgspec.to_builtins(reading(n, 60)) for n in range(MOST + 1)]
    msgspec.convert({"readings": values[:MOST]}, RecordReadings)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"readings": values}, RecordReadings)


async def test_readings_are_of_the_patient_whom_the_device_measured_then(house: House) -> None:
    await record(house, reading(0, 72))
    bound = await bind(house)
    assert (bound.patient, bound.v) == ("宋*", 1)
    await record(house, reading(1, 72))
    await house.dispatch(DOCTOR, UnbindDevice(device_id=await device(house)))
    await record(house, reading(2, 72))
    async with house.engine.connect() as db:
        whose = [batch.patient_id for batch in await store.after(db, {}, 10)]
    assert whose == ["", await patient(house), ""]
    types = [fact.envelope.type for fact in await recorded(house, "vitals.device_")]
    assert types[-2:] == ["vitals.device_bound", "vitals.device_unbound"]


async def test_a_bound_device_is_neither_taken_over_nor_deleted(house: House) -> None:
    await bind(house)
    again = await bind(house)
    assert again.v == 1, "the same binding again changes nothing"
    with pytest.raises(BoundElsewhere):
        await bind(house, name="罗永康")
    with pytest.raises(StillBound):
        await house.dispatch(ADMIN, shapes_of(devices).delete(device_ids=(await device(house),)))
    with pytest.raises(NotFound):
        await house.dispatch(DOCTOR, BindDevice(device_id="none", patient_id=await patient(house)))


async def test_a_device_that_is_switched_off_measures_nobody(house: House) -> None:
    await bind(house)
    enable = shapes_of(devices).enable
    assert enable is not None
    await house.dispatch(ADMIN, enable(device_ids=(await device(house),), enabled=False))
    assert await one(house, "select patient_id from vitals_bindings") == ""
    (fact,) = await recorded(house, "vitals.device_unbound")
    assert msgspec.json.decode(fact.envelope.body)["patient_id"] == await patient(house)


async def test_the_line_of_an_hour_is_put_together_on_the_server(house: House, clock: StillClock) -> None:
    clock.forward(minutes=10)
    await record(house, *(reading(second, 60 + second % 10) for second in range(600)))
    await record(house, reading(599, 98, "spo2", "%"))
    asked = ListReadings(device_id=await device(house), metric="heart_rate", points=60)
    line = await house.dispatch.ask(DOCTOR, asked)
    assert (line.step, len(line.points)) == (60, 10)
    assert {(p.least, p.most, p.mean, p.readings) for p in line.points} == {(60, 69, 64.5, 60)}
    assert [p.at for p in line.points][:2] == [MORNING, MORNING + timedelta(minutes=1)]
    narrow = msgspec.structs.replace(asked, since=MORNING, until=MORNING + timedelta(seconds=5), points=5)
    few = await house.dispatch.ask(DOCTOR, narrow)
    assert [p.mean for p in few.points] == [60, 61, 62, 63, 64]
    with pytest.raises(Invalid):
        await house.dispatch.ask(DOCTOR, msgspec.structs.replace(narrow, until=MORNING))
    assert {one.code for one in (await house.dispatch.ask(DOCTOR, ListMetrics())).metrics} >= {"heart_rate", "spo2"}


async def test_days_are_made_ahead_and_old_ones_go(house: House) -> None:
    await record(house, reading(0, 72))
    count = "select count(*) from pg_inherits where inhparent = 'vitals_batches'::regclass"
    before = await one(house, count)
    days = [MORNING + timedelta(days=n) for n in (40, 41, 42)]
    async with house.engine.begin() as db:
        await store.days(db, days[0], days[1:], MORNING - timedelta(days=1))
    assert await one(house, count) == before + 3
    assert await one(house, "select count(*) from vitals_batches") == 1
    async with house.engine.begin() as db:
        await store.days(db, days[0], (), MORNING + timedelta(days=41))
    assert await one(house, count) == before + 2
    assert await one(house, "select count(*) from vitals_batches") == 0
