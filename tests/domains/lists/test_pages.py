"""What a page needs to draw itself, and what an account keeps about it."""

from __future__ import annotations

from typing import Any

import pytest

from domains.lists.commands import MOST_VIEWS, DropView, KeepColumns, SaveView
from domains.lists.errors import NoSuchPage, TooManyViews
from domains.lists.queries import DescribePage, DrawnPage, ListPages
from hub.caller import Caller
from hub.errors import Invalid, NotFound
from hub.house import House
from tests.kit.house import person

ADMIN, DOCTOR = person("admin"), person("doctor")
ITEMS = "catalog/exam-item"


async def drawn(house: House, caller: Caller = ADMIN, path: str = ITEMS) -> DrawnPage:
    page: DrawnPage = await house.dispatch.ask(caller, DescribePage(path=path))
    return page


async def test_a_page_tells_its_fields_filters_and_operations(house: House) -> None:
    page = (await drawn(house)).description
    fields = {f.name: f for f in page.fields}
    assert (page.label.zh, page.sort, page.channel) == ("检查项目", "-updated_at", "catalog-exam-item:demo")
    assert [f.field.label.zh for f in page.filters] == ["项目名称", "项目编码", "部位", "模态", "是否启用"]
    assert (fields["name"].required, fields["name"].longest) == (True, 50)
    assert (fields["fee"].kind, fields["fee"].sortable, fields["created_at"].editable) == ("money", True, False)
    target: Any = fields["modality_id"].target
    assert (target.list, target.searchable, target.label) == ("catalog/list-modalities", True, "modality_name")
    assert page.operations["enable"] == "catalog/enable-exam-items"
    assert page.ask.zh == "您好，确定要删除吗？"


async def test_a_reader_is_told_of_nothing_that_he_may_not_do(house: House) -> None:
    page = (await drawn(house, DOCTOR)).description
    assert page.may == ("view",)
    assert set(page.operations) == {"list", "view"}


async def test_who_may_not_look_is_told_that_there_is_no_page(house: House) -> None:
    somebody = Caller("demo", "somebody", frozenset({"lists.use"}), frozenset({"demo"}))
    for path, caller in ((ITEMS, somebody), ("catalog/nothing", ADMIN)):
        with pytest.raises(NoSuchPage):
            await drawn(house, caller, path)
    assert await house.dispatch.ask(somebody, ListPages()) == ()
    assert ITEMS in [p.path for p in await house.dispatch.ask(ADMIN, ListPages())]


async def test_saved_queries_are_ones_own(house: House) -> None:
    await house.dispatch(ADMIN, SaveView(path=ITEMS, name="CT", query={"name": "CT"}))
    await house.dispatch(ADMIN, SaveView(path=ITEMS, name="CT", query={"name": "ct"}))
    assert [(v.name, v.query) for v in (await drawn(house)).views] == [("CT", {"name": "ct"})]
    assert (await drawn(house, DOCTOR)).views == ()
    with pytest.raises(NotFound):
        await house.dispatch(DOCTOR, DropView(path=ITEMS, name="CT"))
    await house.dispatch(ADMIN, DropView(path=ITEMS, name="CT"))
    assert (await drawn(house)).views == ()


async def test_there_are_not_too_many_saved_queries_and_none_too_large(house: House) -> None:
    for number in range(MOST_VIEWS):
        await house.dispatch(ADMIN, SaveView(path=ITEMS, name=f"{number}", query={}))
    with pytest.raises(TooManyViews):
        await house.dispatch(ADMIN, SaveView(path=ITEMS, name="more", query={}))
    await house.dispatch(ADMIN, SaveView(path=ITEMS, name="3", query={"name": "x"}))
    with pytest.raises(Invalid):
        await house.dispatch(ADMIN, SaveView(path=ITEMS, name="3", query={"name": "x" * 5000}))


async def test_columns_are_remembered_per_account_and_page(house: House) -> None:
    assert (await drawn(house)).columns is None
    await house.dispatch(ADMIN, KeepColumns(path=ITEMS, columns=("fee", "name", "nonsense")))
    assert (await drawn(house)).columns == ("fee", "name")
    assert (await drawn(house, DOCTOR)).columns is None
    assert (await drawn(house, path="catalog/modality")).columns is None
    await house.dispatch(ADMIN, KeepColumns(path=ITEMS))
    assert (await drawn(house)).columns is None
