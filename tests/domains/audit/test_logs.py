"""The logs as their pages ask for them: whose, since when, done or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from domains.access.queries.people import ShowAccount
from domains.audit.commands import NoteVisit
from domains.audit.queries import ListOperations, ListSignIns, ListVisits, LogPage
from hub.caller import Caller
from hub.house import House
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, person

ADMIN = person("admin")
WIDE = replace(ADMIN, reads=frozenset({"demo", "branch"}))


async def sign_ins(house: House, caller: Caller = ADMIN, **asked: Any) -> LogPage:
    page: LogPage = await house.dispatch.ask(caller, ListSignIns(**asked))
    return page


async def operations(house: House, caller: Caller = ADMIN, **asked: Any) -> LogPage:
    page: LogPage = await house.dispatch.ask(caller, ListOperations(**asked))
    return page


@pytest.mark.covers("AI-733", "OP-705")
async def test_sign_ins_and_outs_are_logged_newest_first_with_address_and_result(
    house: House, clock: StillClock
) -> None:
    async with front(house, "192.0.2.7") as client:
        await sign_in(client, "doctor")
        clock.forward(minutes=1)
        await client.post("/api/access/sign-out", json={})
        clock.forward(minutes=1)
        await client.post("/api/access/sign-in", json={"account": "doctor", "password": "wrong"})
    rows = (await sign_ins(house)).rows
    told = [(r.operation, r.name, r.address, r.done, r.outcome) for r in rows]
    assert told == [
        ("access/sign-in", "诊断医生小吴", "192.0.2.7", False, "access.wrong_password"),
        ("access/sign-out", "诊断医生小吴", "192.0.2.7", True, ""),
        ("access/sign-in", "诊断医生小吴", "192.0.2.7", True, ""),
    ]


@pytest.mark.covers("ID-730", "AI-734")
async def test_the_sign_in_log_is_asked_by_institution_and_time(house: House, clock: StillClock) -> None:
    before = clock()
    async with front(house) as client:
        await sign_in(client, "doctor")
        await sign_in(client, "branch-admin")
    assert {r.institution_id for r in (await sign_ins(house)).rows} == {"demo"}
    named = await sign_ins(house, WIDE, institution_name="东院")
    assert [(r.institution, r.name) for r in named.rows] == [("示范医院东院区", "东院管理员")]
    assert {r.institution_id for r in (await sign_ins(house, WIDE, institution="*")).rows} == {"demo", "branch"}
    assert (await sign_ins(house, institution="branch")).rows == ()
    for days, spans in ((8, {"1m", "3m"}), (31, {"3m"}), (91, set())):
        clock.moment = before
        clock.forward(days=days)
        # The bounds count only when they are one's own choice.
        shown = {s for s in ("7d", "1m", "3m") if (await sign_ins(house, span=s, since=before)).rows}
        assert shown == spans
        assert (await sign_ins(house, span="custom", since=before, until=before)).rows


@pytest.mark.covers("AI-735", "ID-731", "AI-736")
async def test_operations_are_told_with_their_event_and_their_result(house: House, clock: StillClock) -> None:
    clock.forward(days=10)
    doctor = await one(house, "select id from access_accounts where login = 'doctor'")
    async with front(house) as client:
        await sign_in(client, "admin")
        await client.post("/api/access/mask-account", json={"account_id": doctor, "masked": True})
        await client.post("/api/access/delete-account", json={"account_id": doctor})
    rows = (await operations(house)).rows
    assert [(r.operation, r.done, r.outcome, r.name) for r in rows] == [
        ("access/delete-account", False, "access.disable_first", "系统管理员"),
        ("access/mask-account", True, "", "系统管理员"),
    ]
    assert len((await operations(house, span="1m")).rows) > 2
    assert (await operations(house, WIDE, institution_name="没有")).rows == ()


@pytest.mark.covers("OP-704")
async def test_additions_changes_queries_and_attempts_beyond_ones_rights_are_told(house: House) -> None:
    doctor = await one(house, "select id from access_accounts where login = 'doctor'")
    async with front(house) as client:
        await sign_in(client, "admin")
        await client.post("/api/access/add-department", json={"name": "核医学科", "number": "HY"})
        await client.post("/api/access/show-account", json={"account_id": doctor})
    async with front(house) as client:
        await sign_in(client, "doctor")
        refused = await client.post("/api/access/add-department", json={"name": "某科", "number": "M"})
    assert refused.status_code == 403
    rows = (await operations(house, size=3)).rows
    assert [(r.operation, r.name, r.outcome) for r in reversed(rows)] == [
        ("access/add-department", "系统管理员", ""),
        ("access/show-account", "系统管理员", ""),
        ("access/add-department", "诊断医生小吴", "forbidden"),
    ]
    assert doctor in rows[1].body


async def test_who_saw_whose_data_is_kept(house: House) -> None:
    doctor = await one(house, "select id from access_accounts where login = 'doctor'")
    await house.dispatch.ask(ADMIN, ShowAccount(account_id=doctor))
    seen = (await operations(house, size=1)).rows[0]
    assert (seen.operation, seen.actor, doctor in seen.body) == ("access/show-account", ADMIN.actor, True)


async def test_pages_of_the_log_follow_each_other(house: House) -> None:
    every = (await operations(house, span="3m", size=200)).rows
    first = await operations(house, span="3m", size=3)
    assert first.cursor is not None
    second = await operations(house, span="3m", size=3, cursor=first.cursor)
    assert first.rows + second.rows == every[:6]


@pytest.mark.covers("OP-706")
async def test_visits_tell_page_stay_and_frequency(house: House, clock: StillClock) -> None:
    doctor = replace(person("doctor"), actor=await one(house, "select id from access_accounts where login = 'doctor'"))
    for seconds in (30, 90):
        clock.forward(minutes=5)
        await house.dispatch(doctor, NoteVisit(page="accounts", seconds=seconds))
    await house.dispatch(doctor, NoteVisit(page="roles", seconds=5))
    rows = (await house.dispatch.ask(ADMIN, ListVisits())).rows
    assert [(r.name, r.page, r.visits, r.seconds) for r in rows] == [
        ("诊断医生小吴", "accounts", 2, 120),
        ("诊断医生小吴", "roles", 1, 5),
    ]
    last: datetime = rows[0].last
    assert last == clock()
