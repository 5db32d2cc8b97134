"""A forgotten password: the code goes to the phone and nowhere else, and nobody learns who has an account."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import msgspec
import pytest
import sqlalchemy as sa

from domains.access.commands.accounts import EnableAccount
from domains.messages.adapters.wire import Wire
from domains.messages.commands.settings import SaveTemplate
from domains.messages.model import Template
from domains.messages.tables import messages
from hub.house import House
from tests.domains.access.people import ask, enter
from tests.domains.messages.desk import ADMIN, PHONE, carried, doctor, emptied, log, set_up
from tests.domains.messages.vendors import Vendors
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import recorded
from tests.kit.servers import PASSWORD

TOPIC = "access.password_code"
NEW = "Harbour-27x"


@pytest.fixture(autouse=True)
async def quiet_house(house: House) -> None:
    await emptied(house)


async def ready(house: House, vendors: Vendors) -> None:
    """The doctor has a phone, and the institution a template for codes."""
    await doctor(house)
    await set_up(house, vendors, "sms")
    template = Template(name="验证码", topic=TOPIC, way="sms", code="T2", params={"code": "{code}", "min": "{minutes}"})
    await house.dispatch(ADMIN, SaveTemplate(template=template, edition=0))


async def received(house: House, wire: Wire, vendors: Vendors) -> str:
    """The code that the phone shows."""
    await carried(house, wire)
    vendor, phone, what = vendors.delivered[-1]
    assert (vendor, phone, what["TemplateCode"]) == ("sms", PHONE, "T2")
    values = json.loads(what["TemplateParam"])
    assert values["min"] == "5"
    code: str = values["code"]
    return code


async def reset(client: httpx.AsyncClient, code: str, account: str = "doctor", **other: Any) -> tuple[int, Any]:
    fields = {"account": account, "code": code, "password": NEW, "confirmation": NEW, **other}
    return await ask(client, "access/reset-forgotten", **fields)


@pytest.mark.covers("SA-009")
async def test_a_code_to_the_phone_opens_the_way_to_a_new_password(house: House, wire: Wire, vendors: Vendors) -> None:
    await ready(house, vendors)
    async with front(house) as client, front(house) as open_elsewhere:
        await sign_in(open_elsewhere, "doctor")
        status, asked = await ask(client, "access/ask-password-code", account="doctor")
        assert (status, asked) == (200, {"wait": 60, "minutes": 5})
        status, refused = await ask(client, "access/ask-password-code", account="doctor")
        assert (status, refused["code"]) == (429, "access.too_many_codes")
        code = await received(house, wire, vendors)
        status, refused = await reset(client, code, confirmation="other")
        assert (status, [f["field"] for f in refused["errors"]]) == (422, ["confirmation"])
        assert (await reset(client, code))[0] == 200
        assert (await enter(client, "doctor", PASSWORD)).status_code == 401
        assert (await enter(client, "doctor", NEW)).status_code == 200
        assert (await ask(open_elsewhere, "access/my-menus"))[0] == 401
        status, refused = await reset(client, code, password=NEW + "y", confirmation=NEW + "y")
        assert (status, refused["code"], refused["errors"][0]["field"]) == (422, "access.wrong_phone_code", "code")


async def test_nobody_learns_whether_there_is_such_an_account(house: House, wire: Wire, vendors: Vendors) -> None:
    await ready(house, vendors)
    async with front(house) as client:
        for account in ("doctor", "no-such-one", "reviewer"):  # the reviewer has no phone
            answers = [await ask(client, "access/ask-password-code", account=account) for _ in range(2)]
            assert [status for status, _ in answers] == [200, 429]
            assert answers[0][1] == {"wait": 60, "minutes": 5}
        wrong = [(await reset(client, "000000x", account))[1] for account in ("doctor", "no-such-one")]
        for answer in wrong:
            del answer["trace_id"]
        assert wrong[0] == wrong[1]
    await carried(house, wire)
    assert [phone for _, phone, _ in vendors.delivered] == [PHONE]


async def test_a_code_is_good_for_five_minutes_and_only_the_newest(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    await ready(house, vendors)
    async with front(house) as client:
        codes = []
        for _ in range(2):
            await ask(client, "access/ask-password-code", account="doctor")
            codes.append(await received(house, wire, vendors))
            clock.forward(seconds=61)
        if codes[0] != codes[1]:
            assert (await reset(client, codes[0]))[0] == 422
        clock.forward(minutes=5)
        assert (await reset(client, codes[1]))[0] == 422


async def test_codes_are_asked_for_five_times_an_hour_and_guessed_five_times(
    house: House, wire: Wire, vendors: Vendors, clock: StillClock
) -> None:
    await ready(house, vendors)
    async with front(house) as client:
        for _ in range(5):
            assert (await ask(client, "access/ask-password-code", account="doctor"))[0] == 200
            clock.forward(seconds=61)
        assert (await ask(client, "access/ask-password-code", account="doctor"))[0] == 429
        code = await received(house, wire, vendors)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        assert [(await reset(client, wrong))[0] for _ in range(6)] == [422] * 5 + [429]
        assert (await reset(client, code))[0] == 429
    refused = await recorded(house, "access.sign_in_refused")
    assert {msgspec.json.decode(fact.envelope.body)["reason"] for fact in refused} == {"access.wrong_phone_code"}


async def test_who_was_disabled_gets_no_code(house: House, wire: Wire, vendors: Vendors) -> None:
    await ready(house, vendors)
    account = (await doctor(house)).actor
    await house.dispatch(ADMIN, EnableAccount(account_id=account, enabled=False))
    async with front(house) as client:
        assert (await ask(client, "access/ask-password-code", account="doctor"))[0] == 200
    await carried(house, wire)
    assert vendors.delivered == []


async def test_the_code_stands_nowhere_but_in_the_text_message(house: House, wire: Wire, vendors: Vendors) -> None:
    await ready(house, vendors)
    async with front(house) as client:
        await ask(client, "access/ask-password-code", account="doctor")
    code = await received(house, wire, vendors)
    async with house.engine.connect() as db:
        (row,) = (await db.execute(sa.select(messages).where(messages.c.topic == TOPIC))).all()
        facts = "select string_agg(convert_from(envelope, 'UTF8'), ' ') from hub_facts"
        kept = str((await db.execute(sa.text(facts))).scalar())
    assert code not in str(row)
    # Six digits may well be a part of some id.
    assert not re.search(rf"(?<![0-9a-f-]){code}(?![0-9a-f-])", kept)
    (line,) = await log(house, way="sms")
    assert (line.state, line.template, line.address) == ("sent", "验证码", "138****0002")
    assert code not in str(line)


async def test_words_for_everything_are_no_words_for_a_code(house: House, wire: Wire, vendors: Vendors) -> None:
    await doctor(house)
    await set_up(house, vendors, "sms")
    async with front(house) as client:
        await ask(client, "access/ask-password-code", account="doctor")
    await carried(house, wire)
    (line,) = await log(house, way="sms")
    assert (line.state, line.code) == ("skipped", "no_template")
    assert vendors.delivered == []
