"""The wall: tiles follow devices, bindings and readings; old snapshot + deltas == fresh snapshot."""

from __future__ import annotations

from typing import Any

import msgspec

from channels.broker.memory import MemoryBroker
from channels.feed import Feed, snapshot
from domains.vitals.commands.binding import UnbindDevice
from domains.vitals.latest import publish, step
from domains.vitals.resources import device as devices
from domains.vitals.wall import WALL
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.vitals.ward import ADMIN, DOCTOR, bind, device, reading, record
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded
from tests.kit.reducer import Rows

PLACE = WALL.place("demo", {})


async def fresh(house: House) -> Any:
    async with house.engine.connect() as db:
        return msgspec.json.decode(snapshot(await WALL.rows(db, PLACE, house.clock(), None)))


async def tiles(house: House) -> dict[str, Any]:
    """The tiles by the device's code."""
    return {row["row"]["code"]: row["row"] for row in (await fresh(house))["rows"]}


async def test_a_tile_shows_the_device_whom_it_measures_and_its_last_values(house: House, clock: StillClock) -> None:
    await bind(house)
    clock.forward(seconds=9)
    await record(house, reading(5, 97.4, "spo2", "%"), reading(5, 72), reading(3, 71))
    await record(house, reading(4, 70))
    await step(house)
    tile = (await tiles(house))["DEMO-MON-01"]
    assert (tile["patient"], tile["place"], tile["heard_at"]) == ("宋*", "ICU-1-01", "2026-03-02T01:00:09Z")
    values = {one["metric"]: (one["value"], one["at"]) for one in tile["values"]}
    assert list(values) == ["heart_rate", "spo2"], "in the order of the house"
    assert values["heart_rate"] == (72, "2026-03-02T01:00:05Z"), "what came late is not the newest"
    assert values["spo2"][0] == 97
    assert (await tiles(house))["DEMO-BAND-01"]["values"] == []


async def test_what_was_taken_up_is_not_taken_up_again(house: House) -> None:
    await record(house, reading(0, 72))
    assert await step(house) == {"demo": {await device(house)}}
    assert await step(house) == {}
    assert await one(house, "select max(told) from vitals_lanes") == 1


async def test_whatever_happens_the_deltas_lead_to_the_fresh_snapshot(house: House, clock: StillClock) -> None:
    broker = MemoryBroker()
    await broker.start()
    await broker.history(PLACE.name, None, 0)
    rows = Rows(await fresh(house))
    last = (await recorded(house))[-1].seq
    enable, band = shapes_of(devices).enable, await device(house, "DEMO-BAND-01")
    assert enable is not None
    for second in range(4):
        clock.forward(seconds=1)
        await record(house, reading(second, 70 + second))
        await publish(house, broker, await step(house))
    await bind(house)
    await house.dispatch(ADMIN, enable(device_ids=(band,), enabled=False))
    await house.dispatch(DOCTOR, UnbindDevice(device_id=await device(house)))
    facts = await recorded(house, after=last)
    await Feed(house.registry, house.source(), broker).handle(facts[::-1])
    await record(house, reading(10, 99))
    await publish(house, broker, await step(house))
    log = await broker.history(PLACE.name, None, 10_000)
    for publication in log.publications:
        rows.apply(msgspec.json.decode(publication.data))
    assert rows.present() == Rows(await fresh(house)).present()
    assert list(await tiles(house)) == ["DEMO-MON-01"]
    await broker.stop()
