"""Random moves with messages and deliveries, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import sqlalchemy as sa

from domains.messages.adapters.wire import open_wire
from domains.messages.commands.announcing import Announce
from domains.messages.commands.carrying import RetryDelivery
from domains.messages.commands.reading import MarkRead, MarkShown
from domains.messages.outbound import carry_next
from domains.messages.tables import deliveries, messages
from hub.house import House
from hub.levels import Level
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({"account": "doctor"}, {"account": "head"})
"""The parts beside the tenant of the channel names to watch; filled with logins, which no account has as its id."""


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it, or a step of the carrier; it may well be refused."""
    what = random.random()
    if what < 0.3:
        async with open_wire(house.clock) as wire:
            await carry_next(house, wire)
        return
    admin = person("admin")
    if what < 0.6:
        level = random.choice(list(Level))
        roles = (random.choice(("doctor", "head")),)
        await house.dispatch(
            admin, Announce(title="通知", text="请查看", roles=roles, level=level, ways=("sms", "webhook"))
        )
        return
    async with house.engine.connect() as db:
        rows = list(await db.execute(sa.select(messages).where(messages.c.tenant == "demo").order_by(messages.c.id)))
        sent = list((await db.execute(sa.select(deliveries.c.id).order_by(deliveries.c.id))).scalars())
    if what < 0.8:
        row = random.choice(rows)
        seen = random.choice((MarkRead, MarkShown))
        await house.dispatch(replace(admin, actor=row.account), seen(message_ids=(row.id,)))
    elif sent:
        await house.dispatch(admin, RetryDelivery(delivery_id=random.choice(sent)))
