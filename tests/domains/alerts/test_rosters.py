"""Duty rosters: who is on duty at a moment, in a week, and whom an alert then reaches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domains.alerts.commands.rostering import DeleteRoster, SaveRoster
from domains.alerts.errors import RosterChangedElsewhere, RosterInUse, WrongRoster, WrongTime
from domains.alerts.queries.duty import ListRosters
from domains.alerts.rotas import Rota, Shift, Turn, on_duty
from domains.rules.commands import SaveRule
from hub.errors import Forbidden, NotFound
from hub.house import House
from realtime_rules.rule import Recipient, Rule, Wait
from tests.domains.alerts.board import ADMIN, DOCTOR, HEAD, RULE, finding, found, save
from tests.kit.clock import MORNING, StillClock
from tests.kit.house import one

NIGHT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NIGHT + timedelta(hours=hours)


async def account(house: House, login: str) -> str:
    return str(await one(house, "select id from access_accounts where tenant = 'demo' and login = :login", login=login))


def test_turns_go_round_and_shifts_count_before_them() -> None:
    rota = Rota(
        turns=(Turn(since=NIGHT, hours=12, accounts=("a", "b", "c")),),
        shifts=(Shift(start=at(13), end=at(15), accounts=("x", "y")),),
        always=("z",),
    )
    moments = (-1, 0, 11.9, 12, 13, 15, 24, 36)
    assert [rota.on_duty(at(hours)) for hours in moments] == [
        ["z"], ["a"], ["a"], ["b"], ["x", "y"], ["b"], ["c"], ["a"],
    ]  # fmt: skip
    stretches = [(s.start, s.end, s.accounts) for s in rota.stretches(at(-2), at(24))]
    assert stretches == [
        (at(-2), at(0), ("z",)),
        (at(0), at(12), ("a",)),
        (at(12), at(13), ("b",)),
        (at(13), at(15), ("x", "y")),
        (at(15), at(24), ("b",)),
    ]


hours = st.integers(-60, 120)


@given(
    st.lists(st.tuples(hours, st.integers(1, 30), st.sampled_from("abc")), max_size=4),
    st.lists(st.tuples(hours, st.integers(1, 40), st.permutations("pqr")), max_size=2),
    st.booleans(),
)
def test_the_week_says_at_every_moment_who_is_on_duty(
    shifts: list[tuple[int, int, str]],
    turns: list[tuple[int, int, list[str]]],
    backed: bool,  # noqa: FBT001
) -> None:
    rota = Rota(
        shifts=tuple(Shift(start=at(start), end=at(start + long), accounts=(who,)) for start, long, who in shifts),
        turns=tuple(Turn(since=at(since), hours=each, accounts=tuple(who)) for since, each, who in turns),
        always=("z",) if backed else (),
    )
    stretches = rota.stretches(at(0), at(72))
    assert (stretches[0].start, stretches[-1].end) == (at(0), at(72))
    assert [s.end for s in stretches[:-1]] == [s.start for s in stretches[1:]]
    for half in range(144):
        moment = at(half / 2)
        (stretch,) = [s for s in stretches if s.start <= moment < s.end]
        assert list(stretch.accounts) == rota.on_duty(moment)


async def test_an_alert_reaches_who_is_on_duty_now(house: House, clock: StillClock) -> None:
    head, doctor = await account(house, "head"), await account(house, "doctor")
    turns = (Turn(since=MORNING, hours=1, accounts=(head, doctor)),)
    await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="夜班", rota=Rota(turns=turns)))
    await save(house, msgspec.structs.replace(RULE, to=(Recipient(kind="roster", name="night"),)))
    await found(house, finding("p1"))
    clock.forward(hours=1)
    await found(house, finding("p2"))
    told = "select string_agg(account, ',' order by id) from messages_messages where topic = 'alerts.alert'"
    assert await one(house, told) == f"{head},{doctor}"


async def test_the_list_has_names_who_is_on_duty_and_the_week(house: House, clock: StillClock) -> None:
    head = await account(house, "head")
    rota = Rota(shifts=(Shift(start=clock(), end=clock() + timedelta(hours=8), accounts=(head,)),))
    await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="夜班", rota=rota))
    asked = ListRosters(since=clock() - timedelta(hours=1), until=clock() + timedelta(days=7))
    listed = await house.dispatch.ask(HEAD, asked)
    (row,) = listed.rosters
    assert (row.name, row.v, row.now, row.rota) == ("夜班", 1, (head,), rota)
    assert [s.accounts for s in row.stretches] == [(), (head,), ()]
    assert listed.people[head] == await one(house, "select name from access_accounts where id = :id", id=head)
    with pytest.raises(WrongTime):
        await house.dispatch.ask(HEAD, ListRosters(since=clock(), until=clock() + timedelta(days=60)))


async def test_nobody_overwrites_what_somebody_else_saved_nor_writes_nonsense(house: House, clock: StillClock) -> None:
    await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="夜班", rota=Rota()))
    saved = await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="大夜班", rota=Rota(), edition=1))
    assert saved.version == 2
    for edition in (0, 1):
        with pytest.raises(RosterChangedElsewhere):
            await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="x", rota=Rota(), edition=edition))
    backwards = Rota(shifts=(Shift(start=clock(), end=clock(), accounts=(await account(house, "head"),)),))
    strangers = Rota(always=("somebody-else",))
    for wrong in (backwards, strangers):
        with pytest.raises(WrongRoster):
            await house.dispatch(ADMIN, SaveRoster(roster_id="day", name="x", rota=wrong))


async def listed(house: House, clock: StillClock) -> dict[str, list[str]]:
    """The rosters that are there, with the codes of the rules that name them."""
    window = ListRosters(since=clock(), until=clock() + timedelta(days=7))
    found_ones = await house.dispatch.ask(HEAD, window)
    return {row.roster_id: [rule.code for rule in row.rules] for row in found_ones.rosters}


async def test_a_roster_goes_and_what_is_written_anew_by_its_code_is_another_one(
    house: House, clock: StillClock
) -> None:
    head = await account(house, "head")
    for roster in ("night", "day"):
        await house.dispatch(ADMIN, SaveRoster(roster_id=roster, name=roster, rota=Rota(always=(head,))))
    with pytest.raises(Forbidden):
        await house.dispatch(DOCTOR, DeleteRoster(roster_id="night", edition=1))
    await house.dispatch(ADMIN, DeleteRoster(roster_id="night", edition=1))
    assert await listed(house, clock) == {"day": []}
    with pytest.raises(NotFound):
        await house.dispatch(ADMIN, DeleteRoster(roster_id="night", edition=2))
    saved = await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="夜班", rota=Rota()))
    assert saved.version == 3, "pages that showed the old one take it for newer"
    async with house.engine.connect() as db:
        assert await on_duty(db, "demo", "night", clock()) == []
        assert await on_duty(db, "demo", "day", clock()) == [head]


def naming(rule: Rule, roster: str) -> Rule:
    """The rule tells who is on duty by this roster."""
    return msgspec.structs.replace(rule, to=(Recipient(kind="roster", name=roster),))


async def test_a_roster_that_rules_name_stays_and_they_are_named(house: House, clock: StillClock) -> None:
    await house.dispatch(ADMIN, SaveRoster(roster_id="head", name="主任值班", rota=Rota()))
    roster = (Recipient(kind="roster", name="head"),)
    late = msgspec.structs.replace(RULE, code="T-LATER", zh="逾期升级", escalation=(Wait(after=60, to=roster),))
    off = msgspec.structs.replace(RULE, code="T-OFF", zh="停用规则", otherwise=roster, enabled=False)
    by_role = msgspec.structs.replace(RULE, code="T-ROLE", to=(Recipient(kind="role", name="head"),))
    await save(house, naming(RULE, "head"), late, off, by_role)
    assert await listed(house, clock) == {"head": ["T-LATE", "T-LATER", "T-OFF"]}
    with pytest.raises(RosterInUse) as refused:
        await house.dispatch(ADMIN, DeleteRoster(roster_id="head", edition=1))
    assert "检查超时预警（T-LATE）、逾期升级（T-LATER）、停用规则（T-OFF）" in refused.value.detail("zh")
    assert "Exam overdue (T-OFF)" in refused.value.detail("en")
    assert "T-ROLE" not in refused.value.detail("zh")
    for rule in (RULE, late, off):
        freed = msgspec.structs.replace(rule, to=RULE.to, escalation=(), otherwise=())
        await house.dispatch(ADMIN, SaveRule(rule=freed, edition=1))
    await house.dispatch(ADMIN, DeleteRoster(roster_id="head", edition=1))
    assert await listed(house, clock) == {}


async def test_nobody_deletes_what_somebody_else_has_just_changed(house: House, clock: StillClock) -> None:
    await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="夜班", rota=Rota()))
    await house.dispatch(ADMIN, SaveRoster(roster_id="night", name="大夜班", rota=Rota(), edition=1))
    with pytest.raises(RosterChangedElsewhere):
        await house.dispatch(ADMIN, DeleteRoster(roster_id="night", edition=1))
    assert await listed(house, clock) == {"night": []}
