"""Random moves at the desk, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import ChangeRoom, FinishExam, PassTicket, StartExam
from domains.registration.commands.desk import EditRegistration, RegisterPatient
from domains.registration.commands.moves import CancelRegistration, PushRegistration
from domains.registration.demo import ORDERS, order_message
from hub.clock import day_of
from hub.house import House
from tests.domains.registration.desk import CT, form, receive, urgent
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({"room_id": "ct1"}, {"room_id": "ct2"})
_HEAD = person("head")


async def move(house: House, random: Random) -> None:
    """One random step of the desk, the room or the hospital's information system; it may well be refused."""
    slot = house.clock().replace(minute=0, second=0, microsecond=0) + timedelta(hours=random.randint(1, 2))
    async with house.engine.connect() as db:
        query = sa.text(
            "select r.id, r.edition, o.id as order_id from registration_registrations r left join registration_orders o"
            " on o.tenant = r.tenant and o.state = 'waiting' where r.tenant = 'demo' and r.exam_type = 'CT'"
        )
        rows = list(await db.execute(query))
    if not rows or random.random() < 0.35:
        await house.dispatch(
            _HEAD,
            RegisterPatient(
                patient=form(f"新{random.randrange(10)}"),
                room_id=random.choice(("ct1", "ct2")),
                items=(CT,),
                request=urgent(random.choice(("emergency", "vip", "normal"))),
                slot_at=random.choice((None, slot)),
            ),
        )
        return
    row = random.choice(rows)
    kind = random.randrange(10)
    if kind == 0:
        await house.dispatch(_HEAD, CancelRegistration(registration_id=row.id))
    elif kind == 1:
        await house.dispatch(_HEAD, PushRegistration(registration_id=row.id))
    elif kind <= 3:
        await house.dispatch(
            _HEAD,
            EditRegistration(
                registration_id=row.id,
                edition=row.edition,
                patient=form(f"改{random.randrange(10)}"),
                items=(CT,),
                room_id=random.choice(("ct1", "ct2")),
                slot_at=random.choice((None, slot)),
            ),
        )
    elif kind <= 5:
        order = random.choice(ORDERS)
        day = day_of(house.clock(), "Asia/Shanghai")
        text = order_message(order, day).decode().replace("ORM_O01|", f"ORM_O01|{random.randrange(10**9)}", 1)
        await receive(house, text.replace("ORC|NW", random.choice(("ORC|XO", "ORC|CA")), 1).encode())
    elif kind == 6:
        await house.dispatch(_HEAD, ChangeRoom(ticket_id=row.id, room_id=random.choice(("ct1", "ct2"))))
    else:
        await house.dispatch(_HEAD, random.choice((CallTicket, PassTicket, StartExam, FinishExam))(ticket_id=row.id))
