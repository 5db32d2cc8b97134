"""Where a patient lives and how he is reached lies nowhere in the open; he himself and staff see it all the same."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from channels.broker.connect import broker as open_broker
from channels.feed import Feed
from domains.samples.channel import own
from domains.samples.commands.desk import CorrectSample
from domains.samples.commands.patient import AskForChange
from domains.samples.errors import SealedOtherwise
from domains.samples.hidden import FIELDS, sealed
from domains.samples.queries.desk import OpenSample
from domains.samples.queries.patient import ShowMySample
from hub.caller import Caller
from hub.house import House, open_house
from hub.relay import Relay
from hub.settings import Settings
from tests.domains.samples.desk import HEAD, content, detail, mine, patient, submitted
from tests.kit.house import recorded

WRITTEN = {
    "return_recipient": "慕容回寄甲",
    "return_phone": "13655550101",
    "return_address": "示范市密云路 77 号",
    "report_email": "ruolan@example.com",
}
CORRECTED = {
    "return_recipient": "慕容回寄乙",
    "return_phone": "13655550202",
    "return_address": "示范市松林路 66 号",
    "report_email": "ruolan.ouyang@example.com",
}
SECRETS = [*WRITTEN.values(), *CORRECTED.values()]
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}")


async def through(house: House, who: Caller) -> None:
    """He submits, staff correct it, he asks to change it."""
    await submitted(house, who, **WRITTEN)
    seen = await detail(house, who)
    photos = tuple(file.file_id for file in seen.photos)
    wanted = await content(house, HEAD, photos=photos, **CORRECTED)
    await house.dispatch(HEAD, CorrectSample(sample_id=who.actor, v=seen.v, content=wanted))
    await house.dispatch(who, AskForChange(reason="单号填错了"))


def laid_open(value: object) -> bytes:
    """The bytes of a value, and what is written in it in base64, as the bodies of facts are."""
    if isinstance(value, memoryview | bytes | bytearray):
        raw = bytes(value)
    else:
        raw = value.encode() if isinstance(value, str) else repr(value).encode()
    inner = [base64.b64decode(found[: len(found) // 4 * 4]) for found in _BASE64.findall(raw)]
    return b"\n".join((raw, *inner))


async def in_tables(house: House) -> dict[str, bytes]:
    """All that lies in the database, by table."""
    found: dict[str, bytes] = {}
    query = "select tablename from pg_tables where schemaname = 'public'"
    async with house.engine.connect() as db:
        for name in (await db.execute(sa.text(query))).scalars().all():
            rows = await db.execute(sa.text(f'select * from "{name}"'))
            found[name] = b"\n".join(laid_open(value) for row in rows for value in row if value is not None)
    return found


async def in_redis(redis: Any) -> bytes:
    """All that lies in Redis; the client's own types leave open how it decodes."""
    found: list[object] = []
    async for key in redis.scan_iter():
        match (await redis.type(key)).decode():
            case "stream":
                found += [value for _, entry in await redis.xrange(key) for value in entry.values()]
            case "hash":
                found += (await redis.hgetall(key)).values()
            case "string":
                found.append(await redis.get(key))
            case "zset":
                found += await redis.zrange(key, 0, -1)
            case other:
                raise AssertionError(other)
    return b"\n".join(laid_open(value) for value in found)


def revealed(lying: bytes) -> list[str]:
    """Which of the secrets are in it."""
    return [secret for secret in SECRETS if secret.encode() in lying]


async def test_the_database_has_neither_the_fields_nor_what_changed_of_them(house: House) -> None:
    await through(house, await patient(house))
    tables = await in_tables(house)
    assert {name: revealed(lying) for name, lying in tables.items() if revealed(lying)} == {}
    # What is looked for would be found: the change request's reason lies open, and facts and audit name the patient.
    assert "单号填错了".encode() in tables["samples_records"]
    assert "王*明".encode() in tables["hub_facts"]
    assert b"sample_id" in tables["hub_audit"]


async def test_nor_do_the_streams_in_redis(house: House) -> None:
    who = await patient(house)
    broker = open_broker(house.settings.redis_url)
    await broker.start()
    try:
        for name in (own.place("demo", {"account": who.actor}).name, "samples-sample:demo"):
            await broker.history(name, None, 0)  # somebody has the page open: the feed leaves out what nobody hears
        await through(house, who)
        async with house.engine.connect() as db:
            relay = Relay(house.bus)
            await relay.load(db)
            while await relay.publish_new(db):
                continue
        await Feed(house.registry, house.source(), broker).handle(await recorded(house))
    finally:
        await broker.stop()
    lying = await in_redis(house.redis)
    assert revealed(lying) == []
    assert "王*明".encode() in lying  # the facts are there,
    assert b'"row":{"v":5,"review":"passed","state":"change_waiting"}' in lying  # and what the page hears


async def test_the_patient_and_staff_see_what_was_written_and_what_changed(house: House) -> None:
    who = await patient(house)
    await through(house, who)
    seen = await detail(house, who)
    for whole in (seen, await mine(house, who)):
        assert {name: getattr(whole, name) for name in FIELDS} == CORRECTED
    flow = {line.step: {told.field: (told.before, told.after) for told in line.changes} for line in seen.flow}
    for name in FIELDS:
        assert flow["submitted"][name] == ("", WRITTEN[name])
        assert flow["edited"][name] == (WRITTEN[name], CORRECTED[name])
    assert flow["change_asked"] == {}


async def test_what_another_secret_sealed_is_refused_and_left_alone(house: House, settings: Settings) -> None:
    who = await patient(house)
    await submitted(house, who, **WRITTEN)
    wanted = await content(house, HEAD, **CORRECTED)
    async with open_house(replace(settings, secret="another-installations-secret"), clock=house.clock) as other:
        for caller, query in ((who, ShowMySample()), (HEAD, OpenSample(sample_id=who.actor))):
            with pytest.raises(SealedOtherwise) as refused:
                await other.dispatch.ask(caller, query)
            assert "CAREWIRE_SECRET" in refused.value.detail("zh")
        correct = CorrectSample(sample_id=who.actor, v=3, content=wanted)
        for caller, command in ((who, AskForChange(reason="错了")), (HEAD, correct)):
            with pytest.raises(SealedOtherwise):
                await other.dispatch(caller, command)
        async with house.engine.begin() as db:
            await db.execute(sa.text("update samples_records set sealed = null"))
        with pytest.raises(SealedOtherwise):  # the flow has its own
            await other.dispatch.ask(HEAD, OpenSample(sample_id=who.actor))
    assert (await mine(house, who)).v == 3


async def test_what_was_changed_in_the_database_is_refused(house: House) -> None:
    who = await patient(house)
    await submitted(house, who, **WRITTEN)
    async with house.engine.begin() as db:
        changed = "update samples_records set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)"
        await db.execute(sa.text(changed))
    with pytest.raises(SealedOtherwise):
        await mine(house, who)


def test_the_fields_are_sealed_together_or_not_at_all() -> None:
    assert sealed("secret", {"tracking_no": "SF000001"}) == {"tracking_no": "SF000001"}
    with pytest.raises(TypeError):
        sealed("secret", {"return_phone": "13655550101"})
