"""Where samples go (送检信息配置)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from domains.samples.commands.settings import ConfigureReceiving
from domains.samples.errors import EditedMeanwhile, WrongContent
from domains.samples.queries.patient import ShowSampleDesk
from domains.samples.settled import Receiving
from hub.house import House
from tests.domains.samples.desk import HEAD, patient
from tests.kit.house import recorded


async def settle(house: House, **changes: Any) -> Receiving:
    now = (await house.dispatch.ask(HEAD, ShowSampleDesk())).receiving
    given = {"address": "健康路 1 号", "recipient": "样本室", "phone": "13800000088", "platform_phone": "", **changes}
    done: Receiving = await house.dispatch(HEAD, ConfigureReceiving(**{"v": now.v, **given}))
    return done


@pytest.mark.covers("SS-004", "SS-006", "SS-027")
async def test_address_recipient_and_phone_are_required_and_hold_for_every_patient_at_once(house: House) -> None:
    with pytest.raises(WrongContent) as refused:
        await settle(house, address=" ", recipient="", phone="")
    assert [wrong.field for wrong in refused.value.fields] == ["address", "recipient", "phone"]
    for wrong in ({"address": "路" * 201}, {"recipient": "室" * 51}, {"phone": "1380000008"}, {"phone": "88886666"}):
        with pytest.raises(WrongContent) as refused:
            await settle(house, **wrong)
        assert [one.field for one in refused.value.fields] == list(wrong)
    await settle(house, phone="010-88886666")
    for phone in ("13900000001", "13900000002"):
        seen = (await house.dispatch.ask(await patient(house, phone), ShowSampleDesk())).receiving
        assert (seen.address, seen.recipient, seen.phone) == ("健康路 1 号", "样本室", "010-88886666")
    # What it was before stays in the audit.
    kept = "select convert_from(body, 'utf8') from hub_audit where command = 'samples/configure-receiving' order by id"
    async with house.engine.connect() as db:
        bodies = list((await db.execute(sa.text(kept))).scalars())
    assert "健康路 1 号" in bodies[-1]
    assert "示范市示范区健康路 88 号" in bodies[0]
    assert [fact.envelope.key for fact in await recorded(house, "samples.receiving_changed")][-1] == "demo"


@pytest.mark.covers("SS-005", "SS-041", "SS-053")
async def test_the_platform_phone_is_optional_and_apart_from_what_is_copied(house: House) -> None:
    seen = await settle(house, platform_phone="400-000-0088")
    assert (seen.phone, seen.platform_phone) == ("13800000088", "400-000-0088")
    with pytest.raises(WrongContent):
        await settle(house, platform_phone="ring us")
    await settle(house, platform_phone="")
    told = (await house.dispatch.ask(await patient(house), ShowSampleDesk())).receiving
    assert told.platform_phone == ""


async def test_nobody_saves_over_somebody_elses_change(house: House) -> None:
    before = (await house.dispatch.ask(HEAD, ShowSampleDesk())).receiving
    await settle(house)
    with pytest.raises(EditedMeanwhile):
        await settle(house, v=before.v)


async def test_an_institution_that_has_settled_nothing_shows_nothing(house: House) -> None:
    stranger = type(HEAD)("branch", "x", HEAD.permissions, frozenset({"branch"}))
    seen = await house.dispatch.ask(stranger, ShowSampleDesk())
    assert (seen.receiving.v, seen.receiving.address, seen.receiving.phone) == (0, "", "")
