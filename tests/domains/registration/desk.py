"""What the tests of the rows do at the desk, and what they look at."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from channels.broker.memory import MemoryBroker
from channels.channel import Channel
from channels.feed import Feed, snapshot
from domains.gateway.commands.taking import Taken
from domains.gateway.public import RECEIVE, ReceiveMessage, senders
from domains.patients.public import Details, Kind
from domains.registration.channel import room_slots, today_list
from domains.registration.commands.desk import Registered, RegisterPatient
from domains.registration.commands.form import PatientForm, Request
from domains.registration.model import Item
from hub.caller import Caller
from hub.house import House
from tests.kit.house import person, recorded

REGISTRAR, TECHNICIAN, ADMIN = person("registrar"), person("technician"), person("admin")
THERE = person("registrar", "branch")
CT = Item("CT-002", price=26000)
MR = Item("MR-001", price=52000)


def form(name: str = "钱多多", born: date | None = date(1990, 5, 6), **more: Any) -> PatientForm:
    """A patient as the desk writes him down."""
    numbers = more.pop("numbers", {})
    patient_id = more.pop("patient_id", None)
    details = Details(name=name, birth_date=born, **{"sex": "female", **more})
    return PatientForm(details=details, numbers=numbers, patient_id=patient_id)


async def register(house: House, caller: Caller = REGISTRAR, **fields: Any) -> Registered:
    """Somebody for CT1, now; ``fields`` say what is particular."""
    usual: dict[str, Any] = {"patient": form(), "room_id": "ct1", "items": (CT,)}
    done: Registered = await house.dispatch(caller, RegisterPatient(**{**usual, **fields}))
    return done


def urgent(kind: Any) -> Request:
    """A request of this class."""
    return Request(patient_class=kind)


async def shown(house: House, channel: Channel = today_list, tenant: str = "demo", **params: str) -> list[Any]:
    """The rows of a list as a fresh page shows them, in their order."""
    async with house.engine.connect() as db:
        rows = await channel.rows(db, channel.place(tenant, params), house.clock(), None)
    found = [r["row"] for r in msgspec.json.decode(snapshot(rows))["rows"]]
    return sorted(found, key=lambda row: row.get("order", row.get("at")))


async def row_of(house: House, row_id: str, tenant: str = "demo") -> Any:
    """The row of today's list with this id, or None."""
    return next((row for row in await shown(house, tenant=tenant) if row["id"] == row_id), None)


async def deltas(house: House, channel: Channel, after: int, **params: str) -> list[Any]:
    """What the feed sends to the subscribers of a list for the facts after number ``after``."""
    name = channel.place("demo", params).name
    broker = MemoryBroker()
    await broker.start()
    try:
        await broker.history(name, None, 0)  # somebody joins: the feed leaves out what nobody hears
        await Feed(house.registry, house.source(), broker).handle(await recorded(house, after=after))
        log = await broker.history(name, None, 1000)
        return [msgspec.json.decode(p.data) for p in log.publications]
    finally:
        await broker.stop()


async def receive(house: House, block: bytes) -> Taken:
    """A message from the demo's hospital information system."""
    async with house.engine.connect() as db:
        sender = (await senders(db, "demo"))["HIS"]
    system = Caller("demo", f"sender:{sender}", frozenset({RECEIVE.name}), frozenset({"demo"}))
    taken: Taken = await house.dispatch(system, ReceiveMessage(sender_id=sender, block=block))
    return taken


CARD = {Kind.VISIT_CARD: "8800019999"}
SLOTS, TODAY = room_slots, today_list
