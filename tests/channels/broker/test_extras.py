"""What every broker does with what goes beside the data, and with what is not kept."""

from __future__ import annotations

import asyncio

import pytest

from channels.broker.base import Broker, Extras, Position, Publication, Retention, Signal
from channels.protocol.people import ClientInfo
from tests.channels.broker.ear import Ear, eventually

pytestmark = pytest.mark.usefixtures("ear")

KEEP = Retention(size=5, ttl=60, meta_ttl=600)
ANNA = ClientInfo("安娜", "c-1", b'{"name":"a:b"}', b"\x00\xff")
NOWHERE = Position(0, "")


@pytest.fixture
async def ear(broker: Broker) -> Ear:
    listening = Ear()
    broker.listen(listening, "here")
    await broker.start()
    return listening


@pytest.mark.parametrize("keep", [KEEP, None])
async def test_key_tags_and_info_arrive_as_they_were_given(broker: Broker, ear: Ear, keep: Retention | None) -> None:
    all_extras = [
        Extras(key="行:1", tags={"ward": "3:西"}, info=ANNA),
        Extras(key="only"),
        Extras(tags={"a": "b"}),
        Extras(info=ClientInfo("", "c-2")),
        Extras(tags={}),
    ]
    await broker.subscribe("a")
    for extras in all_extras:
        await broker.publish("a", b'"x:y"', keep, extras)
    await eventually(lambda: len(ear.heard) == len(all_extras))
    heard = [item for _, item in ear.heard]
    assert [(item.key, item.tags, item.info) for item in heard] == [
        (extras.key, extras.tags or None, extras.info) for extras in all_extras
    ]
    assert {item.data for item in heard} == {b'"x:y"'}
    assert (await broker.history("a", None, 9)).publications == (tuple(heard) if keep else ())


async def test_a_key_alone_only_names_the_row(broker: Broker) -> None:
    assert all([(await broker.publish("a", b"1", KEEP, Extras(key="row"))).applied for _ in range(2)])
    assert (await broker.publish("a", b"1", KEEP, Extras(key="row", version=1))).applied


async def test_what_is_not_kept_is_delivered_and_forgotten(broker: Broker, ear: Ear) -> None:
    await broker.subscribe("a")
    sent = [await broker.publish("a", b"%d" % n, None) for n in range(3)]
    assert {(one.position, one.applied) for one in sent} == {(NOWHERE, True)}
    await eventually(lambda: len(ear.heard) == 3)
    assert [item for _, item in ear.heard] == [Publication(0, "", b"%d" % n) for n in range(3)]
    assert await broker.wanted(["a"]) == frozenset()
    top = (await broker.history("a", None, 9)).position
    assert top.offset == 0
    assert top.epoch != ""


async def test_what_is_not_kept_may_be_refused_too(broker: Broker, ear: Ear) -> None:
    await broker.subscribe("a")
    once = Extras(idempotency_key="once")
    assert [(await broker.publish("a", b"1", None, once)).applied for _ in range(2)] == [True, False]
    versions = [Extras(key="row", version=version) for version in (2, 1, 2, 3)]
    assert [(await broker.publish("a", b"2", None, one)).applied for one in versions] == [True, False, False, True]
    assert (await broker.publish("a", b"3", None)).applied
    await eventually(lambda: ear.data("a") == [b"1", b"2", b"2", b"3"])


async def test_an_idempotency_key_is_remembered_for_its_time(broker: Broker) -> None:
    brief = Extras(idempotency_key="once", idempotency_ttl=0.05)
    assert [(await broker.publish("a", b"1", KEEP, brief)).applied for _ in range(2)] == [True, False]
    await asyncio.sleep(0.1)
    assert (await broker.publish("a", b"1", KEEP, brief)).applied
    assert (await broker.publish("b", b"1", KEEP, brief)).applied


async def test_history_backwards(broker: Broker) -> None:
    for n in range(1, 8):
        await broker.publish("a", b"%d" % n, KEEP)
    top = (await broker.history("a", None, 0)).position

    async def offsets(since: int | None, limit: int) -> list[int]:
        place = None if since is None else Position(since, top.epoch)
        cut = await broker.history("a", place, limit, reverse=True)
        assert cut.position == top
        return [item.offset for item in cut.publications]

    assert await offsets(None, 3) == [7, 6, 5]
    assert await offsets(None, 99) == [7, 6, 5, 4, 3]
    assert await offsets(5, 99) == [4, 3]
    assert await offsets(7, 1) == [6]
    assert await offsets(0, 9) == await offsets(3, 9) == []
    assert await offsets(99, 2) == [7, 6]
    assert (await broker.history("a", Position(5, "elsewhere"), 9, reverse=True)).publications == ()


async def test_a_channel_is_remembered_as_long_as_the_reader_says(broker: Broker) -> None:
    first = await broker.history("a", None, 0, meta_ttl=0.05)
    longer = await broker.history("b", None, 0, meta_ttl=60)
    await asyncio.sleep(0.1)
    assert (await broker.history("a", None, 0)).position.epoch != first.position.epoch
    assert (await broker.history("b", None, 0)).position == longer.position


async def test_forgetting_keeps_the_numbering(broker: Broker) -> None:
    before = await broker.publish("a", b"1", KEEP)
    await broker.forget("a")
    await broker.forget("never seen")
    after = await broker.history("a", None, 9)
    assert (after.position, after.publications) == (before.position, ())
    assert (await broker.publish("a", b"2", KEEP)).position == Position(2, before.position.epoch)


async def test_joins_and_leaves_are_heard_in_their_channel_only(broker: Broker, ear: Ear) -> None:
    await broker.subscribe("a")
    signals = [Signal(joined=True, info=ANNA), Signal(joined=False, info=ClientInfo("", "c-2"))]
    for signal in signals:
        await broker.announce("b", signal)
        await broker.announce("a", signal)
    await eventually(lambda: len(ear.signals) == 2)
    assert ear.signals == [("a", signal) for signal in signals]
    assert ear.heard == []


async def test_words_between_nodes(broker: Broker, ear: Ear) -> None:
    await broker.tell(b"to all")
    await broker.tell(b"to another", "there")
    await broker.tell(b"to \x00\n this one", "here")
    await eventually(lambda: len(ear.orders) == 2)
    await asyncio.sleep(0.05)
    assert sorted(ear.orders) == [b"to \x00\n this one", b"to all"]


async def test_wanted_are_those_somebody_has_asked_about(broker: Broker) -> None:
    await broker.history("read", None, 0)
    await broker.publish("written", b"1", KEEP)
    assert await broker.wanted(["read", "written", "never"]) == {"read", "written"}
