"""The chain is checked all the time, and a gap of the audit is told to who must know."""

from __future__ import annotations

import pytest

from domains.audit import flaws, gaps, rounds
from domains.audit.rounds import Rounds
from hub.house import House
from tests.domains.audit.test_chain import act, sealed, tamper
from tests.domains.rules.test_packs import alerts, told
from tests.kit.clock import StillClock
from tests.kit.house import one
from tests.kit.watching import work_off

RULE = "W-QC-36"
OURS = (
    "(select entry_id from audit_links l join hub_audit a on a.id = l.entry_id where a.tenant = 'demo'"
    " order by n limit 1)"
)


async def found(house: House, tenant: str = "demo") -> dict[str, int]:
    """The gaps of an institution: how many entries, by kind."""
    async with house.engine.connect() as db:
        rows = await gaps.measure.read(db, tenant, house.clock())
    return {row.key: row.fields["entries"] for row in rows}


@pytest.mark.slow
@pytest.mark.covers("W-QC-36", "QC-149")
async def test_an_audit_gap_warns_the_administrator_until_it_is_closed(house: House, clock: StillClock) -> None:
    await sealed(house)
    await Rounds(house).check()
    watch = await work_off(house)
    clock.forward(minutes=1)
    await sealed(house)
    await work_off(house, watch)
    assert await alerts(house, RULE) == [], "everything is sealed and fits"
    await tamper(house, f"update hub_audit set actor = 'somebody' where id = {OURS}")
    assert await Rounds(house).check() > 0
    await sealed(house)
    clock.forward(minutes=1)
    await work_off(house, watch)
    (says,) = await alerts(house, RULE)
    assert says.startswith("审计缺口（含质控、接待、私密操作）：1 条操作记录被删改或缺失")
    assert await told(house, RULE) == {"admin"}
    assert await one(house, "select level from alerts_alerts where rule = :rule", rule=RULE) == "medium"
    assert await one(house, "select count(*) from alerts_alerts where rule = :r and tenant <> 'demo'", r=RULE) == 0


@pytest.mark.slow
@pytest.mark.covers("W-QC-36", "QC-149")
async def test_actions_that_nobody_seals_for_a_minute_warn_until_they_are_sealed(
    house: House, clock: StillClock
) -> None:
    await sealed(house)
    watch = await work_off(house)
    await sealed(house)
    clock.forward(seconds=30)
    await act(house)
    clock.forward(seconds=30)
    await work_off(house, watch)
    assert await alerts(house, RULE) == [], "half a minute is not long"
    clock.forward(minutes=1)
    await work_off(house, watch)
    (says,) = await alerts(house, RULE)
    assert "条操作记录尚未封存，最早的已等待 90 秒" in says
    await sealed(house)
    clock.forward(minutes=1)
    await sealed(house)
    await work_off(house, watch)
    assert await alerts(house, RULE) == []


@pytest.mark.slow
async def test_a_clock_that_is_put_forward_makes_no_gap(house: House, clock: StillClock) -> None:
    await sealed(house)
    watch = await work_off(house)
    for _ in range(2):
        await act(house)
        clock.forward(minutes=30)
        await work_off(house, watch)  # before the sealer has had its next look
        await sealed(house)
    clock.forward(minutes=1)
    await work_off(house, watch)
    assert await one(house, "select count(*) from alerts_alerts where rule = :rule", rule=RULE) == 0


async def test_who_has_never_sealed_is_a_matter_of_health(house: House) -> None:
    assert await one(house, "select count(*) from hub_audit") > 0
    assert await found(house) == {}


@pytest.mark.parametrize(
    ("statement", "what", "everybody"),
    [
        (f"update hub_audit set actor = 'x' where id = {OURS}", "is not what was sealed", False),
        ("delete from hub_audit where id = (select entry_id from audit_links where n = 3)", "is gone", True),
        ("delete from audit_links where n = 3", "link 3 is missing", True),
        ("delete from audit_links where n = (select max(n) from audit_links)", "are gone", True),
        ("delete from audit_seals", "has no seal", True),
    ],
)
async def test_each_kind_of_flaw_is_found_and_told_to_whom_it_may_concern(
    house: House, statement: str, what: str, *, everybody: bool
) -> None:
    await sealed(house)
    check = Rounds(house).check
    assert await check() == 0
    await tamper(house, statement)
    assert await check() > 0
    assert what in await one(house, "select what from audit_flaws order by n limit 1")
    assert (await found(house))["broken"] > 0
    assert ("broken" in await found(house, "branch")) is everybody


async def test_rounds_go_on_where_they_were_and_take_back_what_was_put_right(
    house: House, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = await sealed(house)
    monkeypatch.setattr(rounds, "CHUNK", -(-entries // 3))
    monkeypatch.setattr(rounds, "NEW", 2)
    await tamper(house, f"update hub_audit set actor = 'x' || actor where id = {OURS}")
    for passed in (rounds.CHUNK, 2 * rounds.CHUNK, entries):
        await Rounds(house).check()  # another process each time
        async with house.engine.connect() as db:
            assert (await flaws.far(db)).passed == passed
    assert await found(house) == {"broken": 1}
    await tamper(house, f"update hub_audit set actor = substr(actor, 2) where id = {OURS}")
    for _ in range(3):
        await Rounds(house).check()
    clock.forward(seconds=1)
    assert await found(house) == {}


async def test_new_links_are_looked_at_though_the_round_is_elsewhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sealed(house)
    monkeypatch.setattr(rounds, "CHUNK", 1)
    await Rounds(house).check()
    await act(house)
    await sealed(house)
    newest = "(select entry_id from audit_links order by n desc limit 1)"
    await tamper(house, f"update hub_audit set actor = 'x' where id = {newest}")
    assert await Rounds(house).check() == 1
