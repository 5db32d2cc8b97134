"""Lists that only show rows of another table, and personal fields that are masked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from channels.resources import channel_of
from domains.queue.events import DayBegan
from hub.commands import Look
from hub.db import Moment
from hub.house import House
from hub.resources.description import describe
from hub.resources.fields import Choice, Instant, Option, Text
from hub.resources.filters import Between, Exact, Is, Like
from hub.resources.parts import parts_of
from hub.resources.reading import listing, showing
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from tests.kit.house import person

visits = sa.Table(
    "test_visits",
    sa.MetaData(),
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger),
    sa.Column("name", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("state", sa.Text),
    sa.Column("came_at", Moment),
    sa.Column("deleted_at", Moment),
)

visit = Resource(
    __name__,
    "visit",
    "就诊",
    "visit",
    fields=(
        Text("name", "姓名", "Name", mask="name"),
        Text("number", "号码", "Number", mask="phone"),
        Choice("state", "状态", "State", options=(Option("open", "开", "Open"), Option("done", "完", "Done"))),
        Instant("came_at", "时间", "Came", required=True),
    ),
    filters=(Between("came_at", days=1), Is("state"), Exact("number"), Like("name")),
    sorts=("came_at",),
    sort="-came_at",
    changes=False,
    rows=visits,
    told_by=((DayBegan, "institution_id"),),
)

WHO = ("张三丰", "李四", "张无忌")


@pytest.fixture
async def filled(house: House) -> House:
    """Three visits here, one elsewhere, one deleted."""
    async with house.engine.begin() as db:
        await db.run_sync(visits.metadata.create_all)
        rows = [
            {"tenant": "demo", "id": f"v{i}", "v": 1, "name": name, "number": f"1380000000{i}", "state": "open"}
            | {"came_at": datetime(2026, 3, i + 1, tzinfo=UTC), "deleted_at": None}
            for i, name in enumerate(WHO)
        ]
        gone = {**rows[0], "id": "gone", "deleted_at": datetime(2026, 3, 1, tzinfo=UTC)}
        await db.execute(sa.insert(visits), [*rows, {**rows[0], "tenant": "branch"}, gone])
    return house


async def names(house: House, *, masked: bool = False, **asked: Any) -> list[str]:
    caller = replace(person("admin"), masked=masked)
    async with house.engine.connect() as db:
        page = await listing(visit).run(caller, shapes_of(visit).list(**asked), Look(db, house.clock()))
    return [row.name for row in page.rows]


async def test_it_filters_and_pages_as_every_list_does(filled: House) -> None:
    assert await names(filled) == ["张无忌", "李四", "张三丰"]
    assert await names(filled, name="张") == ["张无忌", "张三丰"]
    assert await names(filled, number="13800000001") == ["李四"]
    assert await names(filled, number="1380000000") == []
    assert await names(filled, came_at_from=datetime(2026, 3, 2, tzinfo=UTC)) == ["张无忌", "李四"]
    assert await names(filled, state="done") == []


async def test_masked_accounts_see_people_masked(filled: House) -> None:
    assert await names(filled, masked=True) == ["张*忌", "李*", "张*丰"]
    caller = replace(person("admin"), masked=True)
    async with filled.engine.connect() as db:
        shown = await showing(visit).run(caller, shapes_of(visit).show(visit_id="v0"), Look(db, filled.clock()))
    assert (shown.rows[0].name, shown.rows[0].number) == ("张*丰", "138****0000")


def test_it_has_a_right_to_look_and_nothing_else() -> None:
    assert set(visit.rights) == {"view"}
    page = describe(visit, replace(person("admin"), permissions=frozenset({visit.rights["view"].name})))
    assert (page.may, set(page.operations), page.switch) == (("view",), {"list", "view"}, False)
    assert [f.name for f in page.fields] == ["name", "number", "state", "came_at"]
    assert not [f for f in page.fields if f.editable]
    assert [f.days for f in page.filters] == [1, 0, 0, 0]
    assert len([p for p in parts_of(visit) if hasattr(p, "run")]) == 2


async def test_its_channel_tells_versions_of_what_the_facts_name(filled: House) -> None:
    channel = channel_of(visit)
    assert channel.facts == (DayBegan,)
    touched = list(channel.touches(DayBegan(institution_id="v1", room_ids=(), v=1)))
    assert [touch.key for touch in touched] == ["v1"]  # type: ignore[union-attr]
    async with filled.engine.connect() as db:
        place = channel.place("demo", {})
        rows = await channel.rows(db, place, filled.clock(), None)
        assert [row.key for row in rows] == ["v2", "v1", "v0"]
        (gone,) = await channel.rows(db, place, filled.clock(), ["gone"])
        assert gone.row is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"changes": True},
        {"rows": None},
        {"unique": (("name",),)},
        {"fields": (Text("other", "x", "x"),), "shows": "other"},
    ],
)
def test_what_does_not_go_together_is_refused(wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"fields": visit.fields, "changes": False, "rows": visits, "sorts": (), "sort": "came_at"}
    with pytest.raises(ValueError, match="tests/visit"):
        Resource(__name__, "visit", "就诊", "visit", **{**given, **wrong})
