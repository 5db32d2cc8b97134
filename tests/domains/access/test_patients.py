"""Patients make themselves accounts by their phones, and come in as nothing but patients."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from domains.access.model.patients import weaknesses
from domains.access.rights import everybodys, patients
from hub.house import House
from tests.domains.access.patients import (
    OTHER,
    PHONE,
    SECRET_WORD,
    ask_code,
    come,
    newest_code,
    received,
    register,
    registered,
)
from tests.domains.access.people import ask
from tests.hub.front import front
from tests.kit.clock import StillClock
from tests.kit.house import one, recorded
from tests.kit.servers import PASSWORD

NEW = "Lantern=9"


def told(answer: tuple[int, Any]) -> tuple[int, dict[str, Any]]:
    """The answer without what differs each time."""
    return answer[0], {name: value for name, value in answer[1].items() if name != "trace_id"}


async def execute(house: House, statement: str, **params: Any) -> None:
    async with house.engine.begin() as db:
        await db.execute(sa.text(statement), params)


async def test_a_phone_becomes_an_account_and_is_in_at_once(house: House) -> None:
    async with front(house) as client:
        assert await ask_code(client) == (200, {"wait": 60, "minutes": 5})
        ((phone, code),) = await received(house)
        assert (phone, len(code)) == (PHONE, 6)
        status, session = await register(client, code)
        assert status == 200
        assert session["institution"]["id"] == "demo"
        assert (session["account"]["login"], session["account"]["roles"]) == (PHONE, ["patient"])
        status, me = await ask(client, "access/show-me")
        assert (status, me["phone"], me["name"], me["patient"]) == (200, PHONE, "用户0001", True)
        assert (me["institution_id"], me["wechat"]) == ("demo", False)
        assert (await ask(client, "messages/list-messages"))[0] == 200
    facts = [f.envelope.type for f in await recorded(house, "access.patient")]
    assert facts[-2:] == ["access.patient_registered", "access.patient_signed_in"]
    # What watches how staff sign in does not hear of patients.
    assert await recorded(house, "access.signed_in") == []


async def test_a_patient_has_no_right_of_the_staff(house: House) -> None:
    async with front(house) as client:
        session = await registered(house, client)
        assert set(session["account"]["permissions"]) == patients()
        for name in ("access/my-menus", "access/list-accounts", "jobs/list-jobs", "lists/list-pages"):
            assert (await ask(client, name))[0] == 403, name
    base = {"access.signed_in", "files.upload", "files.read", "messages.centre"}
    assert patients() & everybodys() == base


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("Abcd123", True),
        ("12345678", True),
        ("abcdefgh", True),
        ("!@#$%^&*", True),
        ("a" * 16 + "1", True),
        ("密码abc12345", True),
        ("abcd1234", False),
        ("abcd!efg", False),
        ("1234567-", False),
        ("a" * 15 + "1", False),
    ],
)
def test_a_password_has_8_to_16_characters_of_two_kinds(password: str, *, weak: bool) -> None:
    assert bool(weaknesses(password)) is weak


async def test_what_is_wrong_is_told_of_its_field_and_uses_no_code_up(house: House) -> None:
    async with front(house) as client:
        await ask_code(client)
        code = await newest_code(house)
        wrong = {
            "password": {"password": "short1", "confirmation": "short1"},
            "confirmation": {"confirmation": NEW},
            "phone": {"phone": "1390000"},
            "code": {"code": "000000x"},
        }
        for field, fields in wrong.items():
            status, refused = await register(client, **{"code": code, **fields})
            assert (status, [f["field"] for f in refused["errors"]]) == (422, [field])
        status, refused = await register(client, code, agreed=False)
        assert (status, refused["code"]) == (422, "access.agreements_missing")
        assert (await register(client, code))[0] == 200
        assert (await ask(client, "access/ask-patient-code", institution="demo", phone="x", purpose="reset"))[0] == 422


@pytest.mark.slow
async def test_nobody_learns_which_phones_are_registered(house: House, clock: StillClock) -> None:
    async with front(house) as client, front(house) as stranger:
        await registered(house, client)
        before = len(await received(house))
        for purpose in ("register", "sign_in", "reset"):
            clock.forward(hours=2)
            answers = [[await ask_code(stranger, purpose, phone=p) for _ in range(2)] for p in (PHONE, OTHER)]
            assert [told(a) for a in answers[0]] == [told(a) for a in answers[1]]
            assert [status for status, _ in answers[0]] == [200, 429]
        # Who registers proves his phone first; other codes go to registered phones only.
        assert [p for p, _ in (await received(house))[before:]] == [PHONE, OTHER, PHONE, PHONE]
        for fields in ({"password": "wrong-word1"}, {"code": "000000x"}):
            tries = [told(await come(stranger, phone=p, **fields)) for p in (PHONE, OTHER)]
            assert tries[0] == tries[1]
            assert tries[0][0] == (401 if "password" in fields else 422)
        fields = {"institution": "demo", "code": "000000x", "password": NEW, "confirmation": NEW}
        tries = [told(await ask(stranger, "access/reset-patient-password", phone=p, **fields)) for p in (PHONE, OTHER)]
        assert tries[0] == tries[1]


@pytest.mark.slow
@pytest.mark.parametrize("phone", [PHONE, OTHER], ids=["registered", "unknown"])
async def test_five_wrong_passwords_shut_the_door(house: House, clock: StillClock, phone: str) -> None:
    async with front(house) as client:
        await registered(house, client)
        tries = [await come(client, phone=phone, password="wrong-word1") for _ in range(6)]
        assert [status for status, _ in tries] == [401] * 5 + [429]
        assert tries[-1][1]["code"] == "access.too_many_phone_tries"
        assert (await come(client, phone=phone))[0] == 429
        clock.forward(minutes=16)
        assert (await come(client, phone=phone))[0] == (200 if phone == PHONE else 401)


async def test_codes_are_asked_for_five_times_an_hour_and_guessed_five_times(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        for place in ("demo", "branch", "demo", "demo", "demo"):  # a phone is a phone, whatever the institution
            assert (await ask_code(client, institution=place))[0] == 200
            clock.forward(seconds=61)
        assert (await ask_code(client))[0] == 429
        code = await newest_code(house)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        assert [(await register(client, wrong))[0] for _ in range(6)] == [422] * 5 + [429]
        assert (await register(client, code))[0] == 429


async def test_a_code_is_for_one_purpose_one_institution_one_phone_and_one_time(house: House) -> None:
    async with front(house) as client, front(house) as other:
        await registered(house, client)
        spent = await newest_code(house)
        await ask_code(other, "register", phone=OTHER)
        code = await newest_code(house)
        assert (await register(other, code, institution="branch", phone=OTHER))[0] == 422
        assert (await register(other, code, phone="13700000003"))[0] == 422
        assert (await come(other, phone=OTHER, code=code))[0] == 422
        assert (await register(other, code, phone=OTHER))[0] == 200
        assert (await register(other, spent))[0] == 422


async def test_a_code_is_good_for_five_minutes_and_not_kept_longer(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await ask_code(client)
        code = await newest_code(house)
        clock.forward(minutes=5)
        assert (await register(client, code))[0] == 422
        clock.forward(seconds=1)
        await ask_code(client, phone=OTHER)
    assert await one(house, "select count(*) from access_codes") == 1


async def test_a_phone_is_registered_once_in_an_institution(house: House, clock: StillClock) -> None:
    async with front(house) as client, front(house) as again:
        mine = await registered(house, client)
        clock.forward(seconds=61)
        assert (await ask_code(again))[0] == 200
        status, refused = await register(again, await newest_code(house))
        assert (status, refused["code"]) == (409, "access.phone_registered")
        clock.forward(seconds=61)
        theirs = await registered(house, again, institution="branch")
        assert theirs["account"]["id"] != mine["account"]["id"]
        assert theirs["institution"]["id"] == "branch"
        assert (await ask(client, "access/show-me"))[1]["institution_id"] == "demo"
    assert await one(house, "select count(*) from access_accounts where phone = :p", p=PHONE) == 2


async def test_in_by_password_or_by_code_never_by_both_or_neither(house: House, clock: StillClock) -> None:
    async with front(house) as client, front(house) as again:
        first = await registered(house, client)
        status, session = await come(again)
        assert (status, session["account"]["id"]) == (200, first["account"]["id"])
        status, refused = await ask(client, "access/show-me")
        assert (status, refused["code"]) == (401, "access.signed_in_elsewhere")
        clock.forward(seconds=61)
        await ask_code(client, "sign_in")
        code = await newest_code(house)
        assert (await come(client, code=code, password=SECRET_WORD))[0] == 422
        assert (await come(client, code="", password=""))[0] == 422
        assert (await come(client, code=code, agreed=False))[0] == 422
        assert (await come(client, code=code))[0] == 200


async def test_a_forgotten_password_is_set_anew_by_a_code_and_ends_all_sessions(
    house: House, clock: StillClock
) -> None:
    async with front(house) as client, front(house) as elsewhere:
        await registered(house, elsewhere)
        clock.forward(seconds=61)
        await ask_code(client, "reset")
        fields = {"institution": "demo", "phone": PHONE, "code": await newest_code(house)}
        status, refused = await ask(
            client, "access/reset-patient-password", **fields, password="weakweak", confirmation="weakweak"
        )
        assert (status, refused["errors"][0]["field"]) == (422, "password")
        assert (await ask(client, "access/reset-patient-password", **fields, password=NEW, confirmation=NEW))[0] == 200
        assert (await ask(elsewhere, "access/show-me"))[0] == 401
        assert (await come(client))[0] == 401
        assert (await come(client, password=NEW))[0] == 200


async def test_a_patient_changes_his_password_by_his_own_rule(house: House) -> None:
    async with front(house) as client:
        await registered(house, client)
        for password, status in (("abcdefgh", 422), ("sixteen-letters9", 200)):
            fields = {"old": SECRET_WORD, "password": password, "confirmation": password}
            assert (await ask(client, "access/change-password", **fields))[0] == status
        assert (await come(client, password="sixteen-letters9"))[0] == 200


async def test_the_institutions_rules_for_its_staff_are_not_for_patients(house: House) -> None:
    async with front(house) as client:
        strict = '{"second_factor": true, "addresses_on": true, "password_days": 1, "idle_minutes": 1}'
        await execute(house, f"insert into access_policies (tenant, policy) values ('demo', '{strict}')")
        session = await registered(house, client)
        assert "must" not in session
        assert "idle_minutes" not in session
        assert (await ask(client, "access/refresh-patient"))[0] == 200


async def _public(client: httpx.AsyncClient, institution: str) -> list[tuple[int, str]]:
    proof = {"institution": institution, "phone": PHONE, "code": "123456"}
    words = {"password": SECRET_WORD, "confirmation": SECRET_WORD}
    answers = [
        await ask(client, "access/show-patient-door", institution=institution),
        await ask_code(client, institution=institution),
        await ask(client, "access/register-patient", **proof, **words, agreed=True),
        await ask(client, "access/sign-in-patient", **proof, agreed=True),
        await ask(client, "access/reset-patient-password", **proof, **words),
        await ask(client, "access/sign-in-patient-wechat", institution=institution, code="x"),
    ]
    return [(status, str(body["code"])) for status, body in answers]


@pytest.mark.parametrize(
    "change",
    [
        "enabled = false",
        "valid_until = '2020-01-01'",
        "deleted_at = now()",
        "withheld = :patients",
    ],
)
async def test_an_institution_that_is_closed_or_has_nothing_for_patients_lets_none_in(
    house: House, change: str
) -> None:
    refused = [(404, "access.patient_door_shut")] * 6
    async with front(house) as client:
        assert await _public(client, "no-such-one") == refused
        assert (await ask(client, "access/show-patient-door", institution="branch"))[0] == 200
        bound = {"patients": sorted(patients() - everybodys())} if "patients" in change else {}
        await execute(house, f"update access_institutions set {change} where id = 'branch'", **bound)
        assert await _public(client, "branch") == refused


async def test_before_signing_in_one_reads_where_one_is_and_what_one_agrees_to(house: House) -> None:
    async with front(house) as client:
        status, door = await ask(client, "access/show-patient-door", institution="branch")
    assert (status, door["name"], door["wechat"]) == (200, "示范医院东院区", False)
    assert "您主动提交的身份信息" in door["privacy"]
    assert "本人的手机号码" in door["agreement"]


async def test_phone_code_and_password_stand_in_no_fact_and_no_audit(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await registered(house, client)
        clock.forward(seconds=61)
        await ask_code(client, "sign_in")
        await come(client, code=await newest_code(house))
        token = client.cookies["carewire_patient_refresh_token"]
    audit = "select string_agg(convert_from(body, 'UTF8') || command, ' ') from hub_audit where command like 'access/%'"
    text = str(await one(house, audit))
    assert text.count("access/register-patient") == text.count("access/sign-in-patient") == 1
    facts = str(await one(house, "select string_agg(convert_from(envelope, 'UTF8'), ' ') from hub_facts"))
    hidden = [PHONE, SECRET_WORD, token, *(code for _, code in await received(house))]
    assert not [secret for secret in hidden if secret in text or secret in facts]


async def test_the_demos_patients_come_in(house: House) -> None:
    async with front(house) as client:
        for phone in ("13800000001", "13800000002"):
            status, session = await come(client, phone=phone, password=PASSWORD)
            assert (status, session["account"]["login"]) == (200, phone)


async def test_an_outlived_session_is_over(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await registered(house, client)
        clock.forward(hours=1, seconds=1)
        assert (await ask(client, "access/show-me"))[1]["code"] == "token_expired"
        assert (await ask(client, "access/refresh-patient"))[0] == 200
        clock.forward(seconds=timedelta(days=30).total_seconds())
        assert (await ask(client, "access/refresh-patient"))[0] == 401
