"""People for the tests of this room: an administrator of each institution, and shorthands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import sqlalchemy as sa

from domains.access.commands.accounts import AddAccount
from domains.access.commands.applications import OpenApplication
from domains.access.commands.tenants import CreateTenant, Tenant
from domains.access.model.applications import Terms
from domains.access.standing import caller_of, objection
from domains.access.store import sessions
from hub.caller import Caller
from hub.clock import day_of
from hub.house import House
from tests.kit.house import one, person

SIGN_IN = "/api/access/sign-in"
PLATFORM = replace(person("admin"), reads=frozenset({"demo", "branch"}))
"""The platform's administrator: reads everything."""
FIRST = "abc12345"


async def account_id(house: House, login: str) -> str:
    return str(await one(house, "select id from access_accounts where login = :login", login=login))


async def enter(client: httpx.AsyncClient, account: str, password: str, **more: Any) -> httpx.Response:
    """Try to sign in; carries the token from now on when it worked."""
    answer = await client.post(SIGN_IN, json={"account": account, "password": password, **more})
    if answer.status_code == 200:
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return answer


async def ask(client: httpx.AsyncClient, name: str, /, **fields: Any) -> tuple[int, Any]:
    """Status and answer of a command or query."""
    answer = await client.post(f"/api/{name}", json=fields)
    return answer.status_code, answer.json()


async def caller_of_login(house: House, login: str) -> Caller | None:
    """Who the newest session of this login stands for now; None when it is none any more."""
    query = "select id from access_sessions where account_id = :a order by id desc limit 1"
    session_id = await one(house, query, a=await account_id(house, login))
    async with house.engine.connect() as db:
        row = await sessions.session(db, session_id)
    assert row is not None
    return None if objection(row, house.clock()) else caller_of(row, house.clock())


async def found(house: House, caller: Caller = PLATFORM, /, **more: Any) -> Tenant:
    """A new tenant."""
    fields: dict[str, Any] = {
        "name": "新城医院",
        "short_name": "新城院",
        "kind": "ordinary",
        "login": "xincheng",
        "password": "abcdef",
    }
    tenant: Tenant = await house.dispatch(caller, CreateTenant(**{**fields, **more}))
    return tenant


async def opened(house: House, caller: Caller, institution: str, application: str) -> None:
    """Open an application for an institution, for good."""
    terms = Terms("free", 0, day_of(house.clock(), "Asia/Shanghai"))
    await house.dispatch(caller, OpenApplication(institution_id=institution, application=application, terms=terms))


async def add(house: House, caller: Caller = PLATFORM, /, **more: Any) -> str:
    """A new account."""
    fields: dict[str, Any] = {
        "login": "newcomer",
        "name": "王新来",
        "password": FIRST,
        "confirmation": FIRST,
        "roles": ("doctor",),
    }
    new: str = await house.dispatch(caller, AddAccount(**{**fields, **more}))
    return new


async def settle(house: House, login: str) -> None:
    """As if the person had chosen a password of his own."""
    async with house.engine.begin() as db:
        await db.execute(sa.text("update access_accounts set must_change = false where login = :l"), {"l": login})
