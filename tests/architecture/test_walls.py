"""Nobody gets in without a right, and no institution sees or touches another: for everything that is declared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from channels.channel import Channel
from hub.caller import PUBLIC, Caller, Permission, nobody
from hub.commands import Answer, Handler, name_of
from hub.errors import Forbidden, HubError, NotFound, Unauthenticated
from hub.house import House
from hub.module import discover
from tests.kit.live import connected, live_door
from tests.kit.samples import sample
from tests.kit.walk import fingerprint, ids_of, inhabit, known, secrets_of

DECLARED: list[Handler[Any] | Answer[Any]] = [*discover().of(Handler), *discover().of(Answer)]
KINDS = {name_of(k.asks): k for k in DECLARED}
GUARDED = {name: kind for name, kind in KINDS.items() if kind.asks.needs is not PUBLIC}
EVERYTHING = frozenset(p.name for p in discover().of(Permission))
STRANGER = Caller("branch", "stranger", EVERYTHING, frozenset({"branch"}))


async def test_the_walks_know_a_real_id_for_every_id_that_is_asked_for(house: House) -> None:
    ids = await ids_of(house, "demo")
    for kind in DECLARED:
        wanted = {f.name for f in msgspec.structs.fields(kind.asks) if f.required and f.name.endswith("_id")}
        told = known(ids, kind)
        assert wanted <= set(told), f"{name_of(kind.asks)}: tests/domains/<x>/samples.py does not tell {wanted}"


async def test_every_command_and_query_refuses_nobody_and_the_unentitled(house: House) -> None:
    before = await fingerprint(house, "demo")
    ids = await ids_of(house, "demo")
    for kind in GUARDED.values():
        asked = sample(kind.asks, known(ids, kind))
        run = house.dispatch if isinstance(kind, Handler) else house.dispatch.ask
        with pytest.raises(Unauthenticated):
            await run(nobody(), asked)
        others = EVERYTHING - {kind.asks.needs.name}
        with pytest.raises(Forbidden):
            await run(Caller("demo", "somebody", others, frozenset({"demo"})), asked)
    assert await fingerprint(house, "demo") == before


@pytest.fixture(autouse=True)
async def inhabited(house: House) -> AsyncIterator[None]:
    """Somebody of each institution is connected, so that there would be something to see."""
    await inhabit(house)
    async with live_door(house) as fleet:
        for account in ("doctor", "branch-admin"):
            await connected(house, fleet, account)
        yield


async def test_no_query_shows_another_institution(house: House) -> None:
    theirs = await secrets_of(house, "demo") - await secrets_of(house, "branch")
    ids = await ids_of(house, "demo")
    leaks = []
    for name, kind in GUARDED.items():
        if isinstance(kind, Answer):
            try:
                answer = await house.dispatch.ask(STRANGER, sample(kind.asks, known(ids, kind)))
            except NotFound:
                continue
            shown = msgspec.json.encode(answer).decode()
            leaks += [(name, secret) for secret in theirs if secret in shown]
    assert leaks == []


async def test_no_command_changes_another_institution(house: House) -> None:
    ids = await ids_of(house, "demo")
    before = await fingerprint(house, "demo")
    for kind in GUARDED.values():
        if isinstance(kind, Handler):
            try:
                await house.dispatch(STRANGER, sample(kind.asks, known(ids, kind)))
            except HubError:
                continue
    assert await fingerprint(house, "demo") == before


async def test_no_channel_shows_another_institution(house: House) -> None:
    ids = await ids_of(house, "demo")
    for channel in discover().of(Channel):
        told = known(ids, channel)
        names = {k: v for k, v in told.items() if f"{{{k}}}" in channel.pattern}
        theirs = channel.place("demo", names)
        assert channel.match(theirs.name) == theirs
        assert not channel.admits(STRANGER, theirs), channel.pattern
        assert not channel.admits(Caller("demo", "somebody", frozenset(), frozenset({"demo"})), theirs), channel.pattern
        # Under the stranger's own roof, but asked for the other's rows by their keys.
        own = channel.place("branch", names)
        async with house.engine.connect() as db:
            every = [row.key for row in await channel.rows(db, theirs, house.clock(), None)]
            assert every, channel.pattern
            assert await channel.rows(db, own, house.clock(), every) == [], channel.pattern
