"""Monitors over MLLP, beside the laboratory: python-hl7's client, IHE PCD-01 messages."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from domains.gateway.commands.taking import ReceiveMessage, ReplayMessage
from domains.gateway.mllp import serve
from domains.vitals import store
from domains.vitals.resources import device as devices
from hub.caller import Caller
from hub.house import House, open_house
from hub.resources.shapes import shapes_of
from hub.settings import Settings
from tests.domains.critical_values.test_way import oru
from tests.domains.gateway.test_mllp import his
from tests.domains.vitals.ward import ADMIN, BEATS, HEART, MONITOR, PERCENT, SPO2, bind, device, gateway, obx, pcd
from tests.kit.clock import MORNING, StillClock
from tests.kit.house import one, person


async def receive(house: House, sender: Caller, block: bytes) -> Any:
    return await house.dispatch(sender, ReceiveMessage(sender_id=sender.actor.partition(":")[2], block=block))


async def kept(house: House) -> list[tuple[str, float]]:
    async with house.engine.connect() as db:
        return [(v.metric, v.value) for batch in await store.after(db, {}, 100) for v in batch.values]


@pytest.fixture
async def port(settings: Settings, clock: StillClock) -> AsyncIterator[tuple[House, int]]:
    """A house that takes messages, and the port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = probe.getsockname()[1]
    async with open_house(replace(settings, mllp_port=number), clock=clock) as house:
        task = asyncio.ensure_future(serve(house))
        yield house, number
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_monitor_and_the_laboratory_on_one_port(port: tuple[House, int]) -> None:
    house, number = port
    await gateway(house)
    values = (obx(1, HEART, "72", BEATS, f"{MONITOR}^^0012210000000001^EUI-64"), obx(2, SPO2, "97", PERCENT))
    async with his(number) as say:
        assert await say(pcd("P1", values)) == ("AA", "P1", "")
        assert await say(oru("L1", "6.8")) == ("AA", "L1", "")
        assert await say(pcd("P1", values)) == ("AA", "P1", ""), "the same message again is acknowledged again"
    assert sorted(await kept(house)) == [("heart_rate", 72), ("spo2", 97)]
    assert await one(house, "select count(*) from critical_values_values") == 1, "the laboratory's, and no other"
    assert await one(house, "select name from patients_people where name like '宋清%'") == "宋清"
    async with house.engine.connect() as db:
        (batch,) = await store.after(db, {}, 100)
    assert {value.at for value in batch.values} == {round(MORNING.timestamp() * 1000)}
    assert (batch.device_id, batch.actor.partition(":")[0]) == (await device(house), "sender")


async def test_an_unknown_device_is_refused_with_the_reason_and_replayed_once_it_is_registered(house: House) -> None:
    sender = await gateway(house)
    taken = await receive(house, sender, pcd("P1", [obx(1, HEART, "72", BEATS, "NEW-7")]))
    assert taken.answer == "AE"
    assert "NEW-7" in taken.error[1]
    assert await kept(house) == []
    more = {"name": "新监护仪", "kind": "monitor", "place": "", "note": ""}
    await house.dispatch(ADMIN, shapes_of(devices).create(code="NEW-7", **more))
    message = await one(house, "select id from gateway_messages where state = 'rejected'")
    assert (await house.dispatch(person("operator"), ReplayMessage(message_id=message))).answer == "AA"
    assert await kept(house) == [("heart_rate", 72)]


async def test_the_device_is_known_by_prt_or_by_the_bed_as_well(house: House) -> None:
    sender = await gateway(house)
    prt = f"PRT|1|UC||EQUIP^Equipment^HL70912||||||{MONITOR}^^0012^EUI-64"
    assert (await receive(house, sender, pcd("P1", [obx(1, HEART, "70", BEATS), prt]))).answer == "AA"
    later = MORNING.replace(second=1)
    bed = pcd("P2", [obx(1, HEART, "71", BEATS)], at=later, bed="ICU^1^01")
    assert (await receive(house, sender, bed)).answer == "AA"
    nowhere = await receive(house, sender, pcd("P3", [obx(1, HEART, "72", BEATS)], bed="ICU^9^09"))
    assert (nowhere.answer, "ICU-9-09" in nowhere.error[1]) == ("AE", True)
    assert await kept(house) == [("heart_rate", 70), ("heart_rate", 71)]


async def test_a_monitor_on_which_somebody_else_is_admitted_is_refused(house: House) -> None:
    sender = await gateway(house)
    values = [obx(1, HEART, "72", BEATS, MONITOR)]
    await bind(house)
    assert (await receive(house, sender, pcd("P1", values, pid="P10001^^^HIS^PI"))).answer == "AA"
    other = await receive(house, sender, pcd("P2", values, pid="P10002^^^HIS^PI"))
    assert (other.answer, "不一致" in other.error[1]) == ("AE", True)
    assert (await receive(house, sender, pcd("P3", values))).answer == "AA", "a monitor without a patient says nothing"


async def test_values_that_are_none_and_segments_that_are_no_values_are_passed_over(house: House) -> None:
    sender = await gateway(house)
    segments = (
        f"OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X|||||||{MONITOR}",
        obx(2, HEART, "---", BEATS),
        obx(3, SPO2, "97", PERCENT, status="X"),
        obx(4, "151562^MDC_RESP_RATE^MDC", "NaN", "264928^MDC_DIM_RESP_PER_MIN^MDC"),
        obx(5, "184327^MDC_ECG_STAT_RHY^MDC", "3", ""),
        obx(6, HEART, "75", BEATS, at="20260302010003+0000"),
    )
    assert (await receive(house, sender, pcd("P1", segments))).answer == "AA"
    assert await kept(house) == [("heart_rate", 75)]
    moment = await one(house, "select first from vitals_batches")
    assert moment == round(MORNING.timestamp() * 1000) + 3000


async def test_without_the_profile_the_codes_tell_that_devices_measured(house: House) -> None:
    sender = await gateway(house)
    block = pcd("P1", [obx(1, HEART, "72", BEATS, MONITOR)]).replace(b"IHE_PCD_001", b"LOCAL")
    assert (await receive(house, sender, block)).answer == "AA"
    assert await kept(house) == [("heart_rate", 72)]
