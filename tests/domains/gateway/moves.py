"""Random moves at the gateway, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import sqlalchemy as sa

from domains.gateway import permissions
from domains.gateway.commands.senders import ChangeSender
from domains.gateway.commands.taking import ReceiveMessage, ReplayMessage
from hub.caller import Caller
from hub.house import House
from tests.domains.gateway.his import adt, message, pid
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({},)
"""The parts beside the tenant of the channel names to watch."""


async def move(house: House, random: Random) -> None:
    """One random message, replay, or change of the sender; it may well be refused."""
    async with house.engine.connect() as db:
        query = sa.text("select id from gateway_messages where tenant = 'demo' order by id")
        rows = [row.id for row in await db.execute(query)]
        his = (await db.execute(sa.text("select id from gateway_senders where tenant = 'demo'"))).scalar_one()
    kind = random.randrange(4)
    if kind == 0:
        change = ChangeSender(sender_id=his, addresses=("127.0.0.1",), enabled=True, name=random.choice(("HIS", "甲")))
        await house.dispatch(person("operator"), change)
    elif kind == 1:
        await house.dispatch(person("operator"), ReplayMessage(message_id=random.choice(rows)))
    else:
        number, name = f"M{random.randrange(30)}", random.choice(("宋^玉兰", "郝^九"))
        block = adt(number, segment=pid(name=name)) if kind == 2 else message("SIU^S12", number).encode()
        system = Caller("demo", f"sender:{his}", frozenset({permissions.RECEIVE.name}), frozenset({"demo"}))
        await house.dispatch(system, ReceiveMessage(sender_id=his, block=block))
