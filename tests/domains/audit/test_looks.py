"""An account that looks at the personal data of far too many is told of."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from domains.access.queries.people import ShowAccount
from domains.audit.looks import measure
from hub.caller import Caller
from hub.house import House
from tests.domains.rules.test_packs import alerts, told
from tests.kit.clock import StillClock
from tests.kit.house import one, person
from tests.kit.watching import work_off

RULE = "W-QC-37"
NOTED = (
    "insert into hub_audit (id, tenant, actor, command, body, trace, at)"
    " select :mark || n, 'demo', :actor, :command, convert_to('{\"registration_id\":\"' || :kind || n % :different"
    " || '\"}', 'UTF8'), '', :at from generate_series(1, :count) n"
)


async def account(house: House, login: str) -> str:
    return str(await one(house, "select id from access_accounts where tenant = 'demo' and login = :login", login=login))


async def looked(house: House, login: str, count: int, different: int, command: str, mark: str) -> None:
    """Entries as they are noted of questions for personal data."""
    told_of = {"actor": await account(house, login), "command": command, "count": count, "different": different}
    async with house.engine.begin() as db:
        await db.execute(sa.text(NOTED), {**told_of, "mark": f"{mark}-", "kind": mark, "at": house.clock()})


async def records(house: House) -> dict[str, int]:
    async with house.engine.connect() as db:
        return {row.key: row.fields["records"] for row in await measure.read(db, "demo", house.clock())}


@pytest.mark.slow
@pytest.mark.covers("W-QC-37", "QC-147", "QC-149")
async def test_unusual_behaviour_warns_the_administrator(house: House, clock: StillClock) -> None:
    watch = await work_off(house)
    # A desk at work: many questions about a few patients, several of them about each.
    await looked(house, "registrar", 2000, 60, "registration/show-registration", "r1")
    await looked(house, "registrar", 2000, 60, "registration/show-order", "r2")
    await looked(house, "registrar", 2000, 60, "patients/find-patient", "r3")
    await looked(house, "registrar", 2000, 60, "registration/print-paper", "r4")
    await looked(house, "doctor", 200, 200, "registration/show-registration", "d1")
    clock.forward(minutes=5)
    await work_off(house, watch)
    assert await alerts(house, RULE) == [], "200 are not too many yet"
    await looked(house, "doctor", 1, 1, "registration/show-registration", "d2")
    clock.forward(minutes=5)
    await work_off(house, watch)
    assert await alerts(house, RULE) == ["诊断医生小吴 一小时内查看了 201 份不同的个人信息"]
    assert await told(house, RULE) == {"admin"}
    assert await one(house, "select level from alerts_alerts where rule = :rule", rule=RULE) == "medium"
    clock.forward(minutes=60)
    await work_off(house, watch)
    assert await alerts(house, RULE) == []


async def test_what_is_counted_is_what_the_audit_noted(house: House, clock: StillClock) -> None:
    doctor: Caller = replace(person("admin"), actor=await account(house, "doctor"))
    shown = [await account(house, login) for login in ("registrar", "technician", "head")]
    for account_id in [*shown, *shown]:
        await house.dispatch.ask(doctor, ShowAccount(account_id=account_id))
    assert await records(house) == {doctor.actor: 3}
    async with house.engine.connect() as db:
        assert await measure.read(db, "branch", house.clock()) == []
    clock.forward(minutes=61)
    assert await records(house) == {}
