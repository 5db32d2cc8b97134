"""What changes at the door acts on open connections: facts become orders to all nodes, and each node looks anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from channels.broker.memory import MemoryBroker
from channels.fleet.fleet import Fleet
from channels.fleet.messages import Recheck, unpack
from channels.revocation import Revocation
from domains.access.commands.accounts import EnableAccount
from domains.access.commands.menus import EditMenu
from domains.access.commands.roles import EditRole
from domains.access.commands.security import SavePolicy
from domains.access.commands.tenants import EnableTenant
from domains.access.model.policy import Policy
from hub.commands import Command
from hub.house import House
from tests.domains.access.people import PLATFORM, account_id
from tests.kit.house import recorded
from tests.kit.live import Listening, connected, live_door


@pytest.fixture
async def fleet(house: House) -> AsyncIterator[Fleet]:
    async with live_door(house) as opened:
        yield opened


async def orders(house: House, command: Command) -> list[Recheck]:
    """What the nodes are told after a command."""
    last = (await recorded(house))[-1].seq
    await house.dispatch(PLATFORM, command)
    heard: list[Recheck] = []

    class Ear(MemoryBroker):
        async def tell(self, message: bytes, node: str | None = None) -> int:
            order = unpack(message).message
            assert isinstance(order, Recheck)
            heard.append(order)
            return await super().tell(message, node)

    await Revocation(house.registry, Ear(), house.clock).handle(await recorded(house, after=last))
    return heard


async def test_a_fact_of_one_person_one_institution_or_everybody_is_told_as_such(house: House) -> None:
    doctor = await account_id(house, "doctor")
    assert await orders(house, EnableAccount(account_id=doctor, enabled=False)) == [Recheck((doctor,))]
    assert await orders(house, EditRole(role_id="doctor", description="x")) == [Recheck((), ("demo",))]
    assert await orders(house, SavePolicy(policy=Policy())) == [Recheck((), ("demo",))]
    assert await orders(house, EnableTenant(institution_id="branch", enabled=False)) == [Recheck((), ("branch",))]
    assert await orders(house, EditMenu(menu_id="roles", zh="角色")) == [Recheck()]


async def ended(socket: Listening) -> tuple[int, str] | None:
    """How a socket was closed, once the looking is done."""
    for _ in range(200):
        if socket.closed is not None:
            return socket.closed
        await asyncio.sleep(0.01)
    return None


async def test_a_whole_institution_is_shown_out_and_nobody_else(house: House, fleet: Fleet) -> None:
    _, theirs = await connected(house, fleet, "branch-admin")
    _, ours = await connected(house, fleet, "doctor")
    await house.dispatch(PLATFORM, EnableTenant(institution_id="branch", enabled=False))
    fleet.node.recheck((), ("branch",))
    assert await ended(theirs) == (3500, "session ended: access.no_longer_valid")
    assert ours.closed is None


async def test_a_disabled_person_is_shown_out_at_the_order(house: House, fleet: Fleet) -> None:
    _, doctor = await connected(house, fleet, "doctor")
    _, other = await connected(house, fleet, "doctor2")
    await house.dispatch(PLATFORM, EnableAccount(account_id=await account_id(house, "doctor"), enabled=False))
    fleet.node.recheck([await account_id(house, "doctor")])
    assert await ended(doctor) == (3500, "session ended: access.no_longer_valid")
    assert other.closed is None
