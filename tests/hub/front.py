"""The front door in the test's own process: what ``serve`` answers over HTTP, asked without a socket."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx

from hub.api import Api
from hub.app import create_app
from hub.house import House
from hub.identity import Identity, Resolver
from hub.operations import Operations
from hub.serving import sites_of
from tests.kit.servers import PASSWORD


def resolver_of(house: House) -> Resolver:
    """Who knows the people, as in ``serve``."""
    return house.registry.one(Identity).open(house)


@contextlib.asynccontextmanager
async def front(
    house: House, address: str = "127.0.0.1", *, resolver: Resolver | None = None, **settings: Any
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at ``address``, with a cookie jar of its own; ``settings`` differ from the house's."""
    changed = replace(house.settings, **settings)
    known = resolver or resolver_of(house)
    api = Api(Operations(house.dispatch), known, secure_cookies=not changed.loopback)
    app = create_app(changed, house.registry, api, [], lambda _path: None, sites_of(house, known))
    transport = httpx.ASGITransport(app, client=(address, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="https://hospital.test") as client:
        yield client


async def sign_in(client: httpx.AsyncClient, account: str = "technician") -> dict[str, Any]:
    """Open a session and carry its token from now on."""
    answer = await client.post("/api/access/sign-in", json={"account": account, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    session: dict[str, Any] = answer.json()
    client.headers["Authorization"] = f"Bearer {session['token']}"
    return session
