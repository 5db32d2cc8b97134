"""What is wrong with a rule is told at its place in the form, while it is written."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domains.rules.book import shipped
from domains.rules.checking import problems
from domains.rules.queries.checks import CheckRule, ReadText, WriteText, unread
from hub.house import House
from realtime_rules.rule import Grade, Grouping, Recipient, Wait
from realtime_rules.triggers.absent import Absent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.held import Held
from realtime_rules.triggers.scheduled import Scheduled
from realtime_rules.triggers.sequence import Next, Sequence
from realtime_rules.triggers.stacked import Stacked
from realtime_rules.triggers.step import Step
from realtime_rules.triggers.trend import Trend
from tests.domains.rules.desk import ADMIN, CALLED, changed

ON = Step(fact="queue.ticket_called")
WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"trigger": Happened(on=Step(fact="no.fact"))}, ["trigger.on.fact"]),
    ({"trigger": Happened(on=ON, over=(ON, Step(fact=ON.fact, when="event.nothing")))}, ["trigger.over.1.when"]),
    ({"trigger": Happened(on=Step(fact=ON.fact, when="?"))}, ["trigger.on.when"]),
    ({"trigger": Happened(on=Step(fact=""))}, ["trigger.on.fact"]),
    ({"trigger": Held(on=ON, off=Step(fact=ON.fact, when="event.calls"), seconds=0)}, ["trigger.off.when"]),
    ({"trigger": Counted(on=ON, at_least=0, seconds=0)}, ["trigger.at_least", "trigger.seconds"]),
    ({"trigger": Absent(after=ON, expected=(), seconds=60)}, ["trigger.expected"]),
    ({"trigger": Stacked(opens=ON, closes=ON, item="nothing", at_least=2)}, ["trigger.item"] * 2),
    ({"trigger": Trend(on=ON, value="nothing", worse="up", points=1)}, ["trigger.points", "trigger.value"]),
    ({"trigger": Sequence(stages=(Next(fact=ON.fact),), seconds=60)}, ["trigger.stages"]),
    ({"trigger": Scheduled(cron="often", measure="no.measure")}, ["trigger.cron", "trigger.measure"]),
    ({"trigger": Scheduled(cron="* * * * *", measure="alerts.piles", when="row.x")}, ["trigger.when"]),
    ({"key": ("nothing",)}, ["key"]),
    ({"grades": (Grade(when="event.calls >", level="high"),)}, ["grades.0.when"]),  # type: ignore[arg-type]
    ({"says_zh": "{event.nothing} {values.count} {key}"}, ["says_zh", "says_zh"]),
    ({"group": Grouping(by=("key", "nothing"))}, ["group.by"]),
    ({"to": (Recipient(kind="role", name="head"), Recipient(kind="role", name="nobody"))}, ["to.1.name"]),
    ({"otherwise": (Recipient(kind="field", name="nothing"),)}, ["otherwise.0.name"]),
    ({"to": (Recipient(kind="role", name="head", department="nothing"),)}, ["to.0.department"]),
    ({"escalation": (Wait(after=60, to=(Recipient(kind="role", name="nobody"),)),)}, ["escalation.0.to.0.name"]),
    ({"calendar": "no-calendar"}, ["calendar"]),
    ({"hours": "no-calendar"}, ["hours"]),
    ({"escalation": (Wait(after=60, calendar="no-calendar"),)}, ["escalation.0.calendar"]),
    ({"rounds": 1, "escalation": ()}, ["rounds"]),
]


async def test_each_mistake_is_told_at_its_place_in_both_languages(house: House) -> None:
    async with house.engine.connect() as db:
        for values, places in WRONG:
            found = await problems(db, "demo", changed(**_fitting(values)))
            assert [one.field for one in found] == places, values
            assert all(one.zh and one.en and one.zh != one.en for one in found)


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    """Words that fit the trigger, where the trigger is what is wrong."""
    return {"says_zh": "{key}", "says_en": "{key}", **values} if "trigger" in values else values


async def test_every_shipped_rule_can_work(house: House) -> None:
    assert len(shipped()) >= 8
    async with house.engine.connect() as db:
        for rule in shipped().values():
            assert await problems(db, "demo", rule) == [], rule.code


async def test_an_unfinished_rule_is_told_what_it_lacks(house: House) -> None:
    whole = msgspec.to_builtins(CALLED)
    assert (await house.dispatch.ask(ADMIN, CheckRule(rule=whole))).wrong == ()
    lacking = {name: value for name, value in whole.items() if name != "level"}
    (wrong,) = (await house.dispatch.ask(ADMIN, CheckRule(rule=lacking))).wrong
    assert (wrong.field, wrong.zh) == ("level", "必填")
    for field, value, told in (("zh", "", "必填"), ("code", "-", "以字母或数字开头，只能含字母、数字和 . _ -")):
        (wrong,) = (await house.dispatch.ask(ADMIN, CheckRule(rule={**whole, field: value}))).wrong
        assert (wrong.field, wrong.zh) == (field, told)
    shapeless = {**whole, "trigger": {"type": "counted", "on": {"fact": 7}, "at_least": 1, "seconds": 1}}
    (wrong,) = (await house.dispatch.ask(ADMIN, CheckRule(rule=shapeless))).wrong
    assert wrong.field == "trigger.on.fact"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Object missing required field `when` - at `$.grades[1]`", "grades.1.when"),
        ("Expected `str`, got `int` - at `$.to[0].name`", "to.0.name"),
        ("Object missing required field `code`", "code"),
        ("Something else", ""),
    ],
)
def test_places_are_those_of_the_form(said: str, field: str) -> None:
    assert unread(said).field == field


async def test_a_condition_goes_to_the_visual_editor_and_back(house: House) -> None:
    text = 'event.calls >= 3 && (event.room_id == "ct1" || event.room_id in ["mr1", "mr2"])'
    read = await house.dispatch.ask(ADMIN, ReadText(of=ON.fact, text=text))
    assert read.problems == ()
    assert [rule.get("field") for rule in read.tree["rules"]] == ["event.calls", None]
    back = await house.dispatch.ask(ADMIN, WriteText(of=ON.fact, tree=read.tree))
    assert (back.text, back.problems) == (text, ())


async def test_what_the_visual_editor_cannot_show_is_left_as_text(house: House) -> None:
    text = "event.room_id.matches('^ct') && at.getHours('Asia/Shanghai') >= 22"
    read = await house.dispatch.ask(ADMIN, ReadText(of=ON.fact, text=text))
    assert (read.tree, read.problems) == (None, ())
    finding = await house.dispatch.ask(ADMIN, ReadText(of="", text="values.count > 3"))
    assert (finding.tree, finding.problems) == (None, ())


async def test_what_is_wrong_with_a_condition_is_told_with_its_place(house: House) -> None:
    (problem,) = (await house.dispatch.ask(ADMIN, ReadText(of=ON.fact, text="event.call > 3"))).problems
    assert problem.code == "no_field"
    unfit = {"combinator": "and", "rules": [{"field": "event.calls", "operator": ">", "value": "many"}]}
    written = await house.dispatch.ask(ADMIN, WriteText(of=ON.fact, tree=unfit))
    assert written.text == ""
    assert [one.code for one in written.problems] == ["tree_value"]
    measured = await house.dispatch.ask(ADMIN, ReadText(of="rules.not_in_effect", text="row.minutes > 10"))
    assert measured.problems == ()
    assert measured.tree is not None
