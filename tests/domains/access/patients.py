"""Patients for the tests of this room: they register, come in, and look at their phones."""

from __future__ import annotations

from typing import Any

import httpx
import sqlalchemy as sa

from domains.messages.codes import confided
from domains.messages.tables import messages
from hub.house import House
from tests.domains.access.people import ask

PHONE, OTHER = "13700000001", "13700000002"
SECRET_WORD = "Harbour-27"
TOPIC = "access.patient_code"


async def ask_code(client: httpx.AsyncClient, purpose: str = "register", **other: Any) -> tuple[int, Any]:
    fields = {"institution": "demo", "phone": PHONE, "purpose": purpose, **other}
    return await ask(client, "access/ask-patient-code", **fields)


async def received(house: House) -> list[tuple[str, str]]:
    """(phone, code) of every text message with a patient's code, in their order."""
    async with house.engine.connect() as db:
        rows = await db.execute(sa.select(messages).where(messages.c.topic == TOPIC).order_by(messages.c.id))
        letters = [confided(house.settings.secret, row) for row in rows]
    return [(letter.address, letter.values["code"]) for letter in letters if letter is not None]


async def newest_code(house: House) -> str:
    return (await received(house))[-1][1]


async def register(client: httpx.AsyncClient, code: str, **other: Any) -> tuple[int, Any]:
    fields = {
        "institution": "demo",
        "phone": PHONE,
        "code": code,
        "password": SECRET_WORD,
        "confirmation": SECRET_WORD,
        "agreed": True,
        **other,
    }
    return carry(client, await ask(client, "access/register-patient", **fields))


async def come(client: httpx.AsyncClient, **other: Any) -> tuple[int, Any]:
    """Sign in by password, unless a code is given."""
    proof = {} if "code" in other else {"password": SECRET_WORD}
    fields = {"institution": "demo", "phone": PHONE, "agreed": True, **proof, **other}
    return carry(client, await ask(client, "access/sign-in-patient", **fields))


def carry(client: httpx.AsyncClient, answer: tuple[int, Any]) -> tuple[int, Any]:
    """From now on the client sends the token, if there is one."""
    if answer[0] == 200:
        client.headers["Authorization"] = f"Bearer {answer[1]['token']}"
    return answer


async def registered(house: House, client: httpx.AsyncClient, **other: Any) -> dict[str, Any]:
    """A new patient, who is in; gives his session."""
    where = {name: other[name] for name in ("institution", "phone") if name in other}
    assert (await ask_code(client, **where))[0] == 200
    status, session = await register(client, await newest_code(house), **other)
    assert status == 200, session
    opened: dict[str, Any] = session
    return opened
