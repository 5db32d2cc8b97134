"""What the tests of the rows do at the technician's desk, and what they look at."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from channels.broker.memory import MemoryBroker
from channels.channel import Channel
from channels.feed import Feed, snapshot
from domains.queue.channel import room_line, room_screen
from domains.queue.commands.admission import AdmittedTicket, AdmitTicket
from hub.firing import fire_next
from hub.house import House
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded

TECHNICIAN, REGISTRAR, HEAD = person("technician"), person("registrar"), person("head")
LINES, SCREENS = room_line, room_screen


async def admit(house: House, **fields: Any) -> AdmittedTicket:
    """Put somebody in CT1's line; ``fields`` say what is particular about him."""
    usual: dict[str, Any] = {
        "room_id": "ct1",
        "patient_id": "p-new",
        "name": "钱多多",
        "sex": "female",
        "birth_date": date(1990, 5, 6),
        "exam_type": "CT",
        "items": ("胸部平扫",),
    }
    admitted: AdmittedTicket = await house.dispatch(REGISTRAR, AdmitTicket(**{**usual, **fields}))
    return admitted


async def shown(house: House, channel: Channel, room_id: str = "ct1") -> list[Any]:
    """The rows of a room's list as a fresh page shows them, in their order."""
    async with house.engine.connect() as db:
        rows = await channel.rows(db, channel.place("demo", {"room_id": room_id}), house.clock(), None)
    found = [r["row"] for r in msgspec.json.decode(snapshot(rows))["rows"]]
    return sorted(found, key=lambda row: row["order"])


async def names(house: House, room_id: str = "ct1") -> list[str]:
    """Who stands in the room's list, in order."""
    return [row["name"] for row in await shown(house, LINES, room_id)]


async def row_of(house: House, ticket_id: str, channel: Channel = LINES, room_id: str = "ct1") -> Any:
    """The ticket's row in the room's list, or None."""
    rows = await shown(house, channel, room_id)
    return next((row for row in rows if row["ticket_id"] == ticket_id), None)


async def ticket_of(house: House, name: str) -> str:
    """The id of the demo patient's ticket."""
    return str(await one(house, "select id from queue_tickets where tenant = 'demo' and name = :name", name=name))


async def put(house: House, ticket_id: str, state: str) -> None:
    """Have the ticket stand in ``state``, whatever led there."""
    async with house.engine.begin() as db:
        change = sa.text("update queue_tickets set state = :state, v = v + 1 where id = :id")
        await db.execute(change, {"state": state, "id": ticket_id})


async def pass_time(house: House, clock: StillClock, **delta: float) -> None:
    """Let time go by, with everything that is due in it."""
    clock.forward(**delta)
    while await fire_next(house.dispatch):
        continue


async def newest(house: House) -> int:
    """The number of the newest fact."""
    return int(await one(house, "select max(seq) from hub_facts"))


async def deltas(house: House, channel: Channel, after: int, room_id: str = "ct1") -> list[Any]:
    """What the feed sends to the room's subscribers for the facts after number ``after``."""
    name = channel.place("demo", {"room_id": room_id}).name
    broker = MemoryBroker()
    await broker.start()
    try:
        await broker.history(name, None, 0)  # somebody joins: the feed leaves out what nobody hears
        await Feed(house.registry, house.source(), broker).handle(await recorded(house, after=after))
        log = await broker.history(name, None, 1000)
        return [msgspec.json.decode(p.data) for p in log.publications]
    finally:
        await broker.stop()
