"""The one door for change: idempotency, audit, and all or nothing."""

from __future__ import annotations

import asyncio
from datetime import date

import msgspec
import pytest
import sqlalchemy as sa

from domains.access.commands import SignIn
from domains.queue.commands.admission import AdmitTicket
from domains.queue.commands.calls import CallFirst
from domains.queue.errors import RoomBusy, RoomUnfit
from domains.queue.queries import ListRooms
from hub import replays
from hub.dispatch import AT_ONCE
from hub.errors import AlreadyDone, KeyReused
from hub.house import House, open_house
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded
from tests.kit.servers import PASSWORD

TECHNICIAN = person("technician")


async def test_a_repeated_key_gives_the_first_result_without_a_second_effect(house: House) -> None:
    first = await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k1")
    facts = len(await recorded(house))
    assert await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k1") == first
    assert len(await recorded(house)) == facts
    with pytest.raises(RoomBusy):
        await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k2")


async def test_the_same_key_at_the_same_moment_runs_once(house: House) -> None:
    calls = [house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k") for _ in range(8)]
    results = await asyncio.gather(*calls)
    assert len({r.ticket_id for r in results}) == 1
    assert await one(house, "select sum(calls) from queue_tickets") == 1


async def test_a_refused_command_does_not_use_up_its_key(house: House) -> None:
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))
    with pytest.raises(RoomBusy):
        await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k")
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct2"), key="k")


async def test_a_key_with_another_body_is_refused(house: House) -> None:
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k")
    with pytest.raises(KeyReused):
        await house.dispatch(TECHNICIAN, CallFirst(room_id="ct2"), key="k")


async def test_keys_of_two_people_do_not_meet(house: House) -> None:
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k")
    await house.dispatch(person("head"), CallFirst(room_id="ct2"), key="k")


async def test_a_secret_result_is_not_kept(house: House) -> None:
    sign_in = SignIn(account="doctor", password=PASSWORD)
    await house.dispatch(TECHNICIAN, sign_in, key="k")
    with pytest.raises(AlreadyDone):
        await house.dispatch(TECHNICIAN, sign_in, key="k")
    assert bytes(await one(house, "select result from hub_idempotency where key = 'k'")) == b"secret"


async def test_keys_are_forgotten_after_a_day(house: House, clock: StillClock) -> None:
    await house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"), key="k")
    clock.forward(hours=23)
    async with house.engine.begin() as db:
        assert await replays.purge(db, clock()) == 0
    clock.forward(hours=2)
    async with house.engine.begin() as db:
        assert await replays.purge(db, clock()) == 1


async def test_the_audit_says_who_did_what_without_private_fields(house: House) -> None:
    await house.dispatch(person("registrar"), _admission("ct1", "CT"))
    audit = "select body from hub_audit where command = 'queue/admit-ticket' and actor = 'registrar@demo'"
    body = msgspec.json.decode(await one(house, audit))
    assert body["room_id"] == "ct1"
    assert not {"name", "phone", "birth_date"} & set(body)


async def test_a_failing_command_leaves_nothing(house: House) -> None:
    facts = len(await recorded(house))
    audits = await one(house, "select count(*) from hub_audit")
    with pytest.raises(RoomUnfit):
        await house.dispatch(person("registrar"), _admission("ct1", "MR"))
    assert len(await recorded(house)) == facts
    assert await one(house, "select count(*) from hub_audit") == audits


async def test_numbers_rise_in_commit_order_within_a_shard(house: House) -> None:
    """While one transaction holds a shard, a later one cannot commit a higher number before it."""
    admissions = [house.dispatch(person("registrar"), _admission("ct1", "CT", f"p{i % 3}")) for i in range(30)]
    await asyncio.gather(*admissions)
    # With track_commit_timestamp the server itself says when each transaction committed.
    disorder = (
        "select count(*) from hub_facts a join hub_facts b on a.shard = b.shard and a.seq < b.seq"
        " where pg_xact_commit_timestamp(a.xmin) > pg_xact_commit_timestamp(b.xmin)"
    )
    assert await one(house, "select count(*) from hub_facts where type = 'queue.ticket_admitted'") >= 30
    assert await one(house, disorder) == 0


async def test_commands_that_wait_leave_connections_for_questions(house: House) -> None:
    async with open_house(house.settings, house.registry) as other, other.engine.begin() as db:
        await db.execute(sa.text("select 1 from queue_rooms where tenant = 'demo' and id = 'ct1' for update"))
        calls = [asyncio.ensure_future(house.dispatch(TECHNICIAN, CallFirst(room_id="ct1"))) for _ in range(40)]
        waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        async with asyncio.timeout(10):
            while await one(other, waiting) < AT_ONCE:  # noqa: ASYNC110 - the database has no event for a wait
                await asyncio.sleep(0.02)
            assert await house.dispatch.ask(TECHNICIAN, ListRooms())
        assert await one(other, waiting) == AT_ONCE
    ended = await asyncio.gather(*calls, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == [*["RoomBusy"] * 39, "TicketState"]


async def test_sealing_asks_a_new_connection_for_no_types(house: House) -> None:
    """It holds locks, and that question takes longer than all the rest."""
    async with open_house(house.settings, house.registry) as fresh:
        await fresh.dispatch(person("registrar"), _admission("ct1", "CT"))
        asked = await one(fresh, "select string_agg(statement, ';') from pg_prepared_statements")
    assert "hub_seal" in asked
    assert "typeinfo" not in asked


def _admission(room_id: str, exam_type: str, patient_id: str = "p1") -> AdmitTicket:
    return AdmitTicket(
        room_id=room_id,
        patient_id=patient_id,
        name="新患者",
        sex="unknown",
        birth_date=date(1990, 1, 1),
        phone="13800001234",
        exam_type=exam_type,
        items=("平扫",),
    )
