"""Writing down who is on duty, and taking a roster away that nothing names any more."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from domains.access.public import able
from domains.alerts import permissions, rotas
from domains.alerts.errors import RosterChangedElsewhere, RosterInUse, WrongRoster
from domains.alerts.events import RosterChanged
from domains.alerts.rotas import Rota
from domains.rules.public import rules_of
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import FieldError, NotFound
from realtime_rules.rule import Code


class SavedRoster(msgspec.Struct, frozen=True):
    """The version that holds from now on."""

    version: int


class SaveRoster(Command, frozen=True, kw_only=True):
    """Write a duty roster; rules name it by ``roster_id``. ``edition`` is the version that was changed (0: new)."""

    needs: ClassVar[Permission] = permissions.ROSTERS
    roster_id: Code
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    rota: Rota
    edition: Annotated[int, Meta(ge=0)] = 0


class DeleteRoster(Command, frozen=True, kw_only=True):
    """Take a duty roster away that no rule names; ``edition`` is the version that was looked at."""

    needs: ClassVar[Permission] = permissions.ROSTERS
    roster_id: Code
    edition: Annotated[int, Meta(ge=1)]


@handles(SaveRoster)
async def save_roster(cmd: SaveRoster, tx: Tx) -> SavedRoster:
    """Raises ``WrongRoster``, and ``RosterChangedElsewhere`` when somebody else was quicker."""
    tenant = tx.caller.tenant
    problems = _problems(cmd.rota)
    gone = cmd.rota.people - set(await able(tx.db, tenant, cmd.rota.people))
    if gone:
        problems.append(FieldError("rota", "有人员不存在或已停用 / somebody of it cannot sign in"))
    if problems:
        raise WrongRoster("; ".join(p.message for p in problems), tuple(problems))
    if await rotas.version(tx.db, tenant, cmd.roster_id) != cmd.edition:
        raise RosterChangedElsewhere
    v = await rotas.keep(tx.db, tenant, cmd.roster_id, cmd.name.strip(), cmd.rota)
    tx.record(RosterChanged(roster_id=cmd.roster_id, v=v))
    return SavedRoster(v)


@handles(DeleteRoster)
async def delete_roster(cmd: DeleteRoster, tx: Tx) -> None:
    """Raises ``NotFound``, ``RosterChangedElsewhere``, and ``RosterInUse`` with the names of the rules."""
    tenant = tx.caller.tenant
    version = await rotas.version(tx.db, tenant, cmd.roster_id)
    if version == 0:
        raise NotFound
    if version != cmd.edition:
        raise RosterChangedElsewhere
    used = rotas.naming((await rules_of(tx.db, tenant)).values(), cmd.roster_id)
    if used:
        raise RosterInUse(
            rules_zh="、".join(f"{rule.zh}（{rule.code}）" for rule in used),
            rules_en=", ".join(f"{rule.en} ({rule.code})" for rule in used),
        )
    v = await rotas.delete(tx.db, tenant, cmd.roster_id, tx.now)
    tx.record(RosterChanged(roster_id=cmd.roster_id, v=v))


def _problems(rota: Rota) -> list[FieldError]:
    words = "结束时间须晚于开始时间 / it must end after it begins"
    return [
        FieldError(f"rota.shifts.{number}", words)
        for number, shift in enumerate(rota.shifts)
        if shift.end <= shift.start
    ]
