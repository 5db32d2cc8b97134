"""Changing rules: who changed what when, back to what was shipped, and nobody over somebody else's change."""

from __future__ import annotations

import pytest

from domains.rules.commands import RestoreRule, SaveRule, SwitchRule
from domains.rules.errors import ChangedElsewhere, NoSuchRule, WrongRule
from domains.rules.queries.listing import ListRules, RuleRow
from domains.rules.queries.showing import RuleDetail, ShowRule
from hub.house import House
from hub.levels import Level
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step
from tests.domains.rules.desk import ADMIN, CALLED, HEAD, changed, save
from tests.kit.house import one


async def listed(house: House, code: str) -> RuleRow:
    book = await house.dispatch.ask(HEAD, ListRules())
    row: RuleRow = next(row for row in book.rules if row.code == code)
    return row


async def shown(house: House, code: str = CALLED.code) -> RuleDetail:
    detail: RuleDetail = await house.dispatch.ask(HEAD, ShowRule(code=code))
    return detail


async def test_the_list_tells_where_each_rule_comes_from(house: House) -> None:
    await save(house)
    shipped = (await shown(house, "W-QC-04")).rule
    await save(house, changed(shipped, level=Level.MEDIUM), edition=1)
    rows = [await listed(house, code) for code in ("W-QC-01", "W-QC-04", CALLED.code)]
    assert [(row.origin, row.version, row.level) for row in rows] == [
        ("shipped", 1, "high"),
        ("changed", 2, "medium"),
        ("own", 1, "low"),
    ]
    assert (rows[0].changed_at, rows[1].changed_at) == (None, house.clock())
    assert (rows[2].trigger, rows[2].facts) == ("happened", ("queue.ticket_called",))


async def test_the_history_tells_who_changed_what_and_why(house: House) -> None:
    await save(house, comment="新规则")
    every = Happened(on=Step(fact="queue.ticket_called"))
    await save(house, changed(trigger=every), 1, "每次")
    await house.dispatch(ADMIN, SwitchRule(code=CALLED.code, enabled=False, comment="太多"))
    history = (await shown(house)).history
    assert [(change.version, change.comment, change.enabled) for change in history] == [
        (3, "太多", False),
        (2, "每次", True),
        (1, "新规则", True),
    ]
    assert [(d.field, d.before, d.after) for d in history[0].differences] == [("enabled", True, False)]
    assert [(d.field, d.before, d.after) for d in history[1].differences] == [
        ("trigger.on.when", "event.calls >= 3", "")
    ]
    assert {d.field for d in history[2].differences} >= {"code", "zh", "trigger", "level"}
    assert {change.at for change in history} == {house.clock()}


async def test_a_changed_rule_goes_back_to_what_was_shipped_and_an_own_one_goes(house: House) -> None:
    shipped = (await shown(house, "W-QC-04")).rule
    await save(house, changed(shipped, zh="改过"), edition=1)
    await house.dispatch(ADMIN, RestoreRule(code="W-QC-04", comment="还是原来的好"))
    detail = await shown(house, "W-QC-04")
    assert (detail.rule.zh, detail.row.origin, detail.edition) == (shipped.zh, "shipped", 3)
    assert detail.history[0].restored
    assert [(d.field, d.after) for d in detail.history[0].differences] == [("zh", shipped.zh)]
    await save(house)
    await house.dispatch(ADMIN, RestoreRule(code=CALLED.code))
    with pytest.raises(NoSuchRule):
        await shown(house)
    assert await save(house, edition=2) == 3


async def test_nobody_overwrites_what_somebody_else_saved(house: House) -> None:
    await save(house)
    for edition in (0, 2):
        with pytest.raises(ChangedElsewhere):
            await save(house, changed(zh="另一个"), edition=edition)
    assert await save(house, changed(zh="另一个"), edition=1) == 2


async def test_switching_to_what_it_is_already_writes_nothing(house: House) -> None:
    await house.dispatch(ADMIN, SwitchRule(code="W-QC-04", enabled=True))
    assert await one(house, "select count(*) from rules_own where code = 'W-QC-04'") == 0
    with pytest.raises(NoSuchRule):
        await house.dispatch(ADMIN, SwitchRule(code="T-NONE", enabled=True))


async def test_a_rule_that_cannot_work_is_not_saved(house: House) -> None:
    with pytest.raises(WrongRule) as refused:
        await house.dispatch(ADMIN, SaveRule(rule=changed(calendar="none", key=("no_field",)), edition=0))
    assert [one.field for one in refused.value.fields] == ["key", "calendar"]
    assert await one(house, "select count(*) from rules_own where code = 'T-CALLED'") == 0
