"""Ways, templates, addresses and lists: what is entered holds, and no secret is ever seen again."""

from __future__ import annotations

import msgspec
import pytest

from domains.messages.adapters.every import ADAPTERS
from domains.messages.adapters.wire import Wire
from domains.messages.commands.personal import SaveMyAddress, SaveMyPreference
from domains.messages.commands.settings import (
    AlreadyListed,
    ListAddress,
    SaveTemplate,
    SaveWay,
    TryWay,
    WhiteNeedsWay,
)
from domains.messages.errors import ChangedElsewhere, NoAddress, WayIncomplete, WayOff, WrongAddress
from domains.messages.model import Preference, Quiet, Template
from domains.messages.queries.outgoing import ShowDelivery
from domains.messages.queries.personal import ShowMyReach
from domains.messages.queries.settings import ListTemplates, ListTemplateVersions, ListWays
from domains.messages.wording import filled
from hub.caller import Caller
from hub.house import House
from tests.domains.messages import vendors as v
from tests.domains.messages.desk import ADMIN, carried, doctor, emptied, reached, set_up, told
from tests.domains.messages.vendors import Vendors
from tests.kit.clock import StillClock
from tests.kit.house import one

Given = dict[str, str | int | bool]


def test_every_adapter_declares_what_its_settings_hold() -> None:
    assert set(ADAPTERS) == {"wecom", "wechat", "mini_program", "sms", "email", "webhook"}
    for adapter in ADAPTERS.values():
        assert {field.name for field in adapter.fields} == set(adapter.settings.__struct_fields__)
        assert adapter.secrets


async def test_a_secret_is_never_shown_again_nor_kept_in_clear(house: House, vendors: Vendors) -> None:
    await set_up(house, vendors, "sms", "wecom")
    shown = msgspec.json.encode(await house.dispatch.ask(ADMIN, ListWays())).decode()
    assert v.KEY_SECRET not in shown
    assert '"secrets":["access_key_secret"]' in shown
    for table in ("messages_ways", "hub_audit", "hub_facts"):
        dump = await one(house, f"select string_agg(x::text, ' ') from {table} x")
        for secret in (v.KEY_SECRET, v.CORP_SECRET):
            assert secret not in str(dump)
            assert secret.encode().hex() not in str(dump)


async def test_a_secret_that_is_left_empty_stays(house: House, vendors: Vendors, wire: Wire) -> None:
    who = await doctor(house)
    await emptied(house)
    await set_up(house, vendors, "wecom")
    changed: Given = {"corp_id": v.CORP_ID, "agent_id": v.AGENT, "endpoint": vendors.url}
    await house.dispatch(ADMIN, SaveWay(way="wecom", enabled=True, settings=changed, secrets={"secret": ""}))
    await reached(house, who, wecom="wu")
    await told(house, who, "wecom")
    await carried(house, wire)
    assert len(vendors.delivered) == 1


@pytest.mark.covers("ID-734", "ID-738")
async def test_what_is_switched_on_must_be_complete_and_is_kept_by_saving(house: House) -> None:
    mailing: Given = {"host": "mail.hospital.test", "sender": "hub@hospital.test"}
    with pytest.raises(WayIncomplete) as incomplete:
        await house.dispatch(ADMIN, SaveWay(way="email", enabled=True, settings={}, secrets={}))
    assert [error.field for error in incomplete.value.fields] == ["host", "sender"]
    await house.dispatch(ADMIN, SaveWay(way="email", enabled=True, settings=mailing, secrets={}))
    text: Given = {"access_key_id": v.KEY_ID, "sign_name": "示范医院", "endpoint": "https://dysmsapi.aliyuncs.com"}
    secrets = {"access_key_secret": v.KEY_SECRET}
    await house.dispatch(ADMIN, SaveWay(way="sms", enabled=True, settings=text, secrets=secrets))
    ways = {way.way: way for way in await house.dispatch.ask(ADMIN, ListWays())}
    assert (ways["email"].settings, ways["email"].enabled) == (mailing, True)
    assert (ways["sms"].settings, ways["sms"].secrets) == (text, ("access_key_secret",))


async def test_what_is_missing_or_does_not_fit_is_named(house: House) -> None:
    with pytest.raises(WayIncomplete) as refused:
        await house.dispatch(ADMIN, SaveWay(way="sms", enabled=True, settings={"sign_name": "示范医院"}, secrets={}))
    assert [error.field for error in refused.value.fields] == ["access_key_id", "access_key_secret"]
    wrong: Given = {"corp_id": "ww1", "agent_id": "not a number"}
    with pytest.raises(WayIncomplete):
        await house.dispatch(ADMIN, SaveWay(way="wecom", enabled=True, settings=wrong, secrets={"secret": "x"}))
    await house.dispatch(ADMIN, SaveWay(way="sms", enabled=False, settings={"sign_name": "示范医院"}, secrets={}))


async def test_a_test_goes_to_oneself_through_the_same_door(house: House, vendors: Vendors, wire: Wire) -> None:
    me = await doctor(house)
    admin = Caller("demo", me.actor, ADMIN.permissions, ADMIN.reads)
    with pytest.raises(WayOff):
        await house.dispatch(admin, TryWay(way="wecom"))
    await set_up(house, vendors, "wecom")
    with pytest.raises(NoAddress):
        await house.dispatch(admin, TryWay(way="wecom"))
    await reached(house, me, wecom="wu")
    tried = await house.dispatch(admin, TryWay(way="wecom"))
    await carried(house, wire)
    assert (await house.dispatch.ask(admin, ShowDelivery(delivery_id=tried.delivery_id))).state == "sent"
    assert "测试消息" in vendors.delivered[0][2]["text"]["content"]


async def test_templates_have_versions_and_variables(house: House, vendors: Vendors, wire: Wire) -> None:
    who = await doctor(house)
    await emptied(house)
    await set_up(house, vendors, "sms")
    own = Template(
        name="危急值短信",
        topic="tests.thing",
        way="sms",
        code="SMS_9",
        params={"who": "{name}", "what": "[{level}]{title}"},
    )
    assert (await house.dispatch(ADMIN, SaveTemplate(template=own, edition=0))).version == 1
    with pytest.raises(ChangedElsewhere):
        await house.dispatch(ADMIN, SaveTemplate(template=own, edition=0))
    await told(house, who, "sms")
    await carried(house, wire)
    sent = vendors.delivered[0][2]
    assert (sent["TemplateCode"], sent["TemplateParam"]) == (
        "SMS_9",
        '{"who":"诊断医生小吴","what":"[紧急]危急值"}',
    )
    off = msgspec.structs.replace(own, enabled=False)
    await house.dispatch(ADMIN, SaveTemplate(template=off, edition=1))
    await told(house, who, "sms", once="2")
    await carried(house, wire)
    assert vendors.delivered[1][2]["TemplateCode"] == "T1"  # the one for every topic
    versions = await house.dispatch.ask(ADMIN, ListTemplateVersions(topic="tests.thing", way="sms"))
    assert [(row.version, row.template.enabled) for row in versions] == [(2, False), (1, True)]


@pytest.mark.covers("ID-735", "ID-739")
async def test_templates_are_found_by_name_code_and_status(house: House, clock: StillClock) -> None:
    made = (
        ("a.b", "预约短信", "sms", "SMS_1"),
        ("c.d", "危急值短信", "sms", "SMS_2"),
        ("c.d", "危急值邮件", "email", ""),
    )
    for topic, name, way, code in made:
        clock.forward(seconds=1)
        template = Template(name=name, topic=topic, way=way, code=code, enabled=topic == "a.b")  # type: ignore[arg-type]
        await house.dispatch(ADMIN, SaveTemplate(template=template, edition=0))

    async def found(**wanted: str) -> list[str]:
        rows = await house.dispatch.ask(ADMIN, ListTemplates(**wanted))  # type: ignore[arg-type]
        return [row.template.name for row in rows]

    assert await found() == ["危急值邮件", "危急值短信", "预约短信"]  # the newest first
    assert await found(way="sms", name="危急") == ["危急值短信"]
    assert await found(code="sms_1") == ["预约短信"]
    assert await found(way="sms", status="disabled") == ["危急值短信"]
    assert await found(way="sms", status="enabled") == ["预约短信"]
    assert await found(way="email", name="急") == ["危急值邮件"]
    assert await found(way="email", status="enabled") == []


async def test_one_enters_ones_own_addresses_and_wishes(house: House) -> None:
    who = await doctor(house)
    await reached(house, who, email="wu@hospital.test", wecom="wuxiao")
    wish = Preference(order=("email",), quiet=Quiet("22:00", "07:00"), language="en")
    await house.dispatch(who, SaveMyPreference(preference=wish))
    mine = await house.dispatch.ask(who, ShowMyReach())
    assert {way.way: way.address for way in mine.ways} == {
        "sms": "138****0002",
        "email": "w***@hospital.test",
        "wecom": "wu****",
        "wechat": "",
        "mini_program": "",
    }
    assert mine.preference == wish
    sealed = await one(house, "select string_agg(encode(sealed, 'hex'), ' ') from messages_addresses")
    assert b"hospital.test".hex() not in sealed
    await reached(house, who, email="")
    assert {w.address for w in (await house.dispatch.ask(who, ShowMyReach())).ways if w.way == "email"} == {""}
    with pytest.raises(WrongAddress):
        await house.dispatch(who, SaveMyAddress(way="email", address="not an address"))
    with pytest.raises(WrongAddress):
        await house.dispatch(who, SaveMyAddress(way="sms", address="13800000009"))


async def test_a_white_list_belongs_to_a_way_and_nobody_is_listed_twice(house: House) -> None:
    with pytest.raises(WhiteNeedsWay):
        await house.dispatch(ADMIN, ListAddress(kind="white", address="13800000001"))
    await house.dispatch(ADMIN, ListAddress(kind="black", address="A@b.test"))
    with pytest.raises(AlreadyListed):
        await house.dispatch(ADMIN, ListAddress(kind="black", address=" a@B.test"))


def test_what_a_template_does_not_know_stays_empty() -> None:
    assert filled("{title}：{about.alert_id}{nothing}", {"title": "危急值", "about.alert_id": "a1"}) == "危急值：a1"
    assert filled("{title}", {"title": "{text}", "text": "x"}) == "{text}"
