"""Random moves at the desk, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import ChangeRoom, FinishExam, PassTicket, StartExam
from domains.registration.commands.desk import EditRegistration, RegisterPatient
from domains.registration.commands.moves import CancelRegistration, PushRegistration
from domains.registration.demo import ORDERS, order_message
from hub.clock import day_of
from hub.commands import Command
from hub.house import House
from tests.domains.registration.desk import CT, form, receive, urgent
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({"room_id": "ct1"}, {"room_id": "ct2"})
_HEAD = person("head")
ROOMS = ("ct1", "ct2")


async def move(house: House, random: Random) -> None:
    """One random step of the desk, the room or the hospital's information system; it may well be refused."""
    async with house.engine.connect() as db:
        query = sa.text("select id, edition from registration_registrations where tenant = 'demo' and exam_type = 'CT'")
        rows = list(await db.execute(query))
    kind = random.randrange(12)
    if kind <= 1:
        await _order(house, random)
        return
    if not rows or kind <= 4:
        await house.dispatch(_HEAD, RegisterPatient(room_id=random.choice(ROOMS), **_common(house, random)))
        return
    row = random.choice(rows)
    await house.dispatch(_HEAD, _command(house, random, row, kind))


def _common(house: House, random: Random) -> dict[str, Any]:
    slot = house.clock().replace(minute=0, second=0, microsecond=0) + timedelta(hours=random.randint(1, 2))
    return {
        "patient": form(f"新{random.randrange(10)}"),
        "items": (CT,),
        "request": urgent(random.choice(("emergency", "vip", "normal"))),
        "slot_at": random.choice((None, slot)),
    }


def _command(house: House, random: Random, row: Any, kind: int) -> Command:
    if kind == 5:
        return CancelRegistration(registration_id=row.id)
    if kind == 6:
        return PushRegistration(registration_id=row.id)
    if kind <= 8:
        more = {"registration_id": row.id, "edition": row.edition, "room_id": random.choice((*ROOMS, None))}
        return EditRegistration(**more, **_common(house, random))
    if kind == 9:
        return ChangeRoom(ticket_id=row.id, room_id=random.choice(ROOMS))
    return random.choice((CallTicket, PassTicket, StartExam, FinishExam))(ticket_id=row.id)


async def _order(house: House, random: Random) -> None:
    day = day_of(house.clock(), "Asia/Shanghai")
    text = (
        order_message(random.choice(ORDERS), day).decode().replace("ORM_O01|", f"ORM_O01|{random.randrange(10**9)}", 1)
    )
    await receive(house, text.replace("ORC|NW", random.choice(("ORC|XO", "ORC|CA")), 1).encode())
