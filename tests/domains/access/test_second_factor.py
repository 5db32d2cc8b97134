"""The second factor: enrolled by its own code, asked for at the door, each code good for once."""

from __future__ import annotations

from typing import Any

import httpx
import pyotp
import pytest

from domains.access.commands.credentials import RemoveSecondFactor
from domains.access.commands.security import SavePolicy
from domains.access.model.policy import Policy
from hub.house import House
from tests.domains.access.people import account_id, ask, enter
from tests.hub.front import front, sign_in
from tests.kit.clock import StillClock
from tests.kit.house import one, person
from tests.kit.servers import PASSWORD


async def enrol(client: httpx.AsyncClient, clock: StillClock) -> tuple[pyotp.TOTP, list[str]]:
    """Enrol whoever is signed in; the authenticator and the recovery codes."""
    _, begun = await ask(client, "access/begin-second-factor")
    totp = pyotp.parse_uri(begun["uri"])
    assert isinstance(totp, pyotp.TOTP)
    assert totp.secret == begun["secret"]
    status, confirmed = await ask(client, "access/confirm-second-factor", code=totp.at(clock()))
    assert status == 200
    return totp, confirmed["codes"]


async def test_the_code_is_asked_for_and_each_is_good_once(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        totp, _ = await enrol(client, clock)
        missing = await enter(client, "doctor", PASSWORD)
        assert (missing.status_code, missing.json()["code"]) == (401, "access.second_factor_needed")
        # Who does not know the password does not learn that there is a second factor.
        assert (await enter(client, "doctor", "wrong")).json()["code"] == "access.wrong_password"
        used = await enter(client, "doctor", PASSWORD, code=totp.at(clock()))
        assert used.json()["code"] == "access.wrong_code"
        clock.forward(seconds=30)
        code = totp.at(clock())
        assert (await enter(client, "doctor", PASSWORD, code=code)).status_code == 200
        assert (await enter(client, "doctor", PASSWORD, code=code)).json()["code"] == "access.wrong_code"


async def test_codes_cannot_be_guessed(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        totp, _ = await enrol(client, clock)
        clock.forward(minutes=5)
        wrong = f"{(int(totp.at(clock())) + 1) % 1_000_000:06d}"
        answers = [await enter(client, "doctor", PASSWORD, code=wrong) for _ in range(6)]
        assert [a.status_code for a in answers] == [401] * 5 + [429]
        assert (await enter(client, "doctor", PASSWORD, code=totp.at(clock()))).status_code == 429


async def test_a_code_that_is_a_step_late_is_good_an_older_one_is_not(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        totp, _ = await enrol(client, clock)
        clock.forward(minutes=5)
        code = totp.at(clock())
        clock.forward(seconds=60)
        assert (await enter(client, "doctor", PASSWORD, code=code)).status_code == 401
        code = totp.at(clock())
        clock.forward(seconds=30)
        assert (await enter(client, "doctor", PASSWORD, code=code)).status_code == 200


async def test_a_recovery_code_is_good_once(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        _, codes = await enrol(client, clock)
        assert len(set(codes)) == 10
        assert (await enter(client, "doctor", PASSWORD, code=codes[3].upper())).status_code == 200
        assert (await enter(client, "doctor", PASSWORD, code=codes[3])).status_code == 401
        assert (await enter(client, "doctor", PASSWORD, code=codes[4])).status_code == 200


async def test_secrets_do_not_lie_open(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        totp, codes = await enrol(client, clock)
    row = await one(
        house,
        "select encode(totp, 'escape') || array_to_string(recovery, ' ') from access_accounts where totp is not null",
    )
    assert totp.secret not in str(row)
    audit = "select string_agg(convert_from(body, 'UTF8'), ' ') from hub_audit where command like 'access/%second%'"
    kept = str(await one(house, audit))
    for secret in (totp.secret, totp.at(clock()), *codes):
        assert secret not in kept


@pytest.mark.parametrize("first", ["000000", "not-a-code"])
async def test_a_wrong_first_code_switches_nothing_on(house: House, first: str) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        early: tuple[int, Any] = await ask(client, "access/confirm-second-factor", code=first)
        assert early[1]["code"] == "access.nothing_to_confirm"
        await ask(client, "access/begin-second-factor")
        assert (await ask(client, "access/confirm-second-factor", code=first))[1]["code"] == "access.wrong_first_code"
        assert (await enter(client, "doctor", PASSWORD)).status_code == 200


async def test_where_it_is_required_nothing_else_goes_before_it(house: House, clock: StillClock) -> None:
    await house.dispatch(person("admin"), SavePolicy(policy=Policy(second_factor=True)))
    async with front(house) as client:
        session = await sign_in(client, "doctor")
        assert session["must"] == ["enrol_second_factor"]
        assert (await ask(client, "queue/list-rooms"))[0] == 403
        totp, _ = await enrol(client, clock)
        clock.forward(minutes=1)
        session = (await enter(client, "doctor", PASSWORD, code=totp.at(clock()))).json()
        assert "must" not in session
        assert (await ask(client, "queue/list-rooms"))[0] == 200


async def test_an_administrator_takes_a_lost_one_off(house: House, clock: StillClock) -> None:
    async with front(house) as client:
        await sign_in(client, "doctor")
        await enrol(client, clock)
        await house.dispatch(person("admin"), RemoveSecondFactor(account_id=await account_id(house, "doctor")))
        assert (await enter(client, "doctor", PASSWORD)).status_code == 200
