"""Random moves of an administrator, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import sqlalchemy as sa

from domains.access.commands.accounts import AddAccount, EnableAccount, GrantRoles, MaskAccount
from domains.access.commands.institution import SaveInstitution
from domains.access.commands.roles import AddRole, EditRole
from domains.access.commands.security import SavePolicy
from domains.access.model.policy import Policy
from hub.commands import Command
from hub.house import House
from tests.kit.house import person

PLACES: tuple[Mapping[str, str], ...] = ({},)


async def move(house: House, random: Random) -> None:
    """One random command by the administrator; it may well be refused."""
    async with house.engine.connect() as db:
        people = await db.execute(sa.text("select id from access_accounts where tenant = 'demo' order by id"))
        roles = await db.execute(sa.text("select id from access_roles where tenant = 'demo' order by id"))
        command = _command(random.choice([p.id for p in people]), random.choice([r.id for r in roles]), random)
    await house.dispatch(person("admin"), command)


def _command(account_id: str, role_id: str, random: Random) -> Command:
    number = random.randrange(1000)
    moves: tuple[Command, ...] = (
        EnableAccount(account_id=account_id, enabled=random.random() < 0.5),
        MaskAccount(account_id=account_id, masked=random.random() < 0.5),
        GrantRoles(account_id=account_id, roles=(role_id,)),
        EditRole(role_id=role_id, description=f"{number}"),
        AddRole(name=f"角色{number}", permissions=("queue.view",)),
        AddAccount(login=f"p{number}", name="某人", password="abc123", confirmation="abc123", roles=("doctor",)),
        SaveInstitution(address=f"人民路 {number} 号", phone="02112345678"),
        SavePolicy(policy=Policy(password_days=random.randint(1, 90))),
    )
    return random.choice(moves)
