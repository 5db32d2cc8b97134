"""What a declaration has to fit, and what follows from it without a database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hub.resources.fields import Choice, Option, Reference, Text
from hub.resources.navigation import menus_of
from hub.resources.resource import Resource
from hub.resources.shapes import shapes_of
from hub.resources.table import HOUSE

NAME = Text("name", "名称", "Name", required=True)


def declared(table: sa.Table | None = None, **more: object) -> Resource:
    return Resource("domains.zz.resources", "thing", "东西", "thing", fields=(NAME,), rows=table, **more)  # type: ignore[arg-type]


def table(*columns: str) -> sa.Table:
    return sa.Table("zz_things", sa.MetaData(), *(sa.Column(name, sa.Text) for name in columns))


def test_a_table_of_the_domains_own_has_what_every_row_has() -> None:
    assert declared(table(*HOUSE, "name", "more")).table.c.keys()[-1] == "more"
    with pytest.raises(ValueError, match=r"zz/thing: zz_things lacks \['deleted_at', 'name'\]"):
        declared(table(*(name for name in HOUSE if name != "deleted_at")))
    with pytest.raises(ValueError, match="what only shows needs rows"):
        declared(changes=False)
    shown = table("tenant", "id", "v", "name")
    assert not declared(shown, changes=False, sorts=("name",), sort="name").switch
    with pytest.raises(ValueError, match="what only shows has no source"):
        declared(shown, changes=False, sorts=("name",), sort="name", unique=(("name",),))


def test_a_page_stands_in_the_navigation_with_a_button_for_each_right_that_not_everybody_has() -> None:
    assert menus_of(declared(table(*HOUSE, "name"))) == ()
    menu, *buttons = menus_of(declared(table(*HOUSE, "name"), under="somewhere", order=7, switch=False))
    assert (menu.id, menu.parent, menu.page, menu.order) == ("list.zz.thing", "somewhere", "base/zz/thing", 7)
    assert [b.permission for b in buttons] == ["zz.thing.create", "zz.thing.edit", "zz.thing.delete"]
    assert {b.parent for b in buttons} == {menu.id}
    restricted = declared(table(*HOUSE, "name"), under="somewhere", readers=("admin",))
    assert "zz.thing.view" in {b.permission for b in menus_of(restricted)}


@pytest.mark.parametrize(
    "field",
    [
        Reference("way_id", "方式", "Way", required=True, later=True, to="zz/way"),
        Choice("way_id", "方式", "Way", required=True, later=True, options=(Option("a", "甲", "A"),)),
    ],
    ids=["reference", "choice"],
)
def test_what_came_later_is_asked_for_and_may_be_missing_in_old_rows(field: Reference | Choice) -> None:
    assert field.column().nullable
    assert field.annotation() == field.value_type() | None
    assert field.given() == field.value_type()
    resource = Resource("domains.zz.resources", f"late-{field.kind}", "东西", "thing", fields=(NAME, field))
    with pytest.raises(TypeError, match="way_id"):
        shapes_of(resource).create(name="x")


def test_who_sees_people_masked_sees_nothing_of_a_text_that_may_name_somebody() -> None:
    assert [Text("why", "原因", "Why", mask="whole").masked(text) for text in ("张三 已登记", "")] == ["***", ""]
