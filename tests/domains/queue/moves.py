"""Random moves in the queue, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

import sqlalchemy as sa

from domains.queue.commands.admission import AdmitTicket
from domains.queue.commands.calls import CallAgain, CallFirst, CallTicket
from domains.queue.commands.screens import ChangeScreen, RevokeScreen
from domains.queue.commands.steps import ChangeRoom, FinishExam, PassTicket, SignInAgain, StartExam
from domains.queue.resources import exam_room
from hub.commands import Command
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.kit.house import person

ROOMS = ("ct1", "ct2")
PLACES: tuple[Mapping[str, str], ...] = (
    {"room_id": "ct1", "code": "ct1"},
    {"room_id": "ct2", "code": "ct"},
)
"""The parts beside the tenant of the channel names to watch."""

ON_TICKETS = (CallTicket, CallAgain, PassTicket, SignInAgain, StartExam, FinishExam)


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it; it may well be refused."""
    if random.random() < 0.15:
        await _change_a_room(house, random)
        return
    async with house.engine.connect() as db:
        query = sa.text("select id from queue_tickets where tenant = 'demo' and exam_type = 'CT' order by id")
        ticket_id = random.choice([row.id for row in await db.execute(query)])
    command = _command(ticket_id, random)
    await house.dispatch(person("admin" if isinstance(command, ChangeScreen | RevokeScreen) else "head"), command)


async def _change_a_room(house: House, random: Random) -> None:
    """One more, one on or off, or one gone. (Another name resets the screens: ``test_exam_rooms``.)"""
    admin, shapes = person("admin"), shapes_of(exam_room)
    row = random.choice((await house.dispatch.ask(admin, shapes.list())).rows)
    kind = random.randrange(3)
    if kind == 0:
        name = f"新{random.randrange(100)}"
        await house.dispatch(admin, shapes.create(name=name, campus="本部", modality_id=row.modality_id))
    elif kind == 1 and shapes.enable is not None:
        await house.dispatch(admin, shapes.enable(exam_room_ids=(row.id,), enabled=not row.enabled))
    else:
        await house.dispatch(admin, shapes.delete(exam_room_ids=(row.id,)))


def _command(ticket_id: str, random: Random) -> Command:
    kind = random.randrange(10)
    if kind == 0:
        return CallFirst(room_id=random.choice(ROOMS))
    if kind == 1:
        return ChangeRoom(ticket_id=ticket_id, room_id=random.choice(ROOMS))
    if kind == 2:
        return AdmitTicket(
            room_id=random.choice(ROOMS),
            patient_id=f"p{random.randrange(100)}",
            name="新患者",
            sex="unknown",
            birth_date=date(1990, 1, 1),
            exam_type="CT",
            items=("胸部平扫",),
            patient_class=random.choice(("emergency", "vip", "normal")),
        )
    if kind == 3:
        code = random.choice(("ct1", "ct"))
        if random.random() < 0.2:
            return RevokeScreen(code=code)
        rooms = tuple(random.sample(("ct1", "ct2", "mr1"), random.randint(1, 3)))
        return ChangeScreen(code=code, name=random.choice(("大厅", "走廊")), room_ids=rooms)
    return random.choice(ON_TICKETS)(ticket_id=ticket_id)
