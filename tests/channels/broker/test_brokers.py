"""What every broker does."""

from __future__ import annotations

import asyncio

import pytest

from channels.broker.base import Broker, Extras, Position, Retention
from channels.broker.limits import MAX_DATA
from tests.channels.broker.ear import Ear, eventually

pytestmark = pytest.mark.usefixtures("ear")

KEEP = Retention(size=5, ttl=60, meta_ttl=600)


@pytest.fixture
async def ear(broker: Broker) -> Ear:
    listening = Ear()
    broker.listen(listening, "here")
    await broker.start()
    return listening


async def test_offsets_count_from_one_within_an_epoch(broker: Broker) -> None:
    answers = [await broker.publish("a", b'{"n":%d}' % n, KEEP) for n in range(3)]
    assert [answer.position.offset for answer in answers] == [1, 2, 3]
    assert all(answer.applied for answer in answers)
    assert len({answer.position.epoch for answer in answers}) == 1
    other = await broker.publish("b", b"1", KEEP)
    assert other.position.offset == 1
    assert other.position.epoch != answers[0].position.epoch


async def test_a_channel_never_seen_has_an_epoch_that_stays(broker: Broker) -> None:
    first = await broker.history("a", None, 10)
    assert (first.position.offset, first.publications) == (0, ())
    assert first.position.epoch not in ("", "_")
    assert (await broker.publish("a", b"1", KEEP)).position == Position(1, first.position.epoch)


async def test_history_is_a_consistent_cut(broker: Broker) -> None:
    for n in range(1, 8):
        await broker.publish("a", b"%d" % n, KEEP)
    newest = await broker.history("a", None, 3)
    assert [(item.offset, item.data) for item in newest.publications] == [(5, b"5"), (6, b"6"), (7, b"7")]
    epoch = newest.position.epoch
    assert newest.position.offset == 7
    since = await broker.history("a", Position(4, epoch), 2)
    assert [item.offset for item in since.publications] == [5, 6]
    assert all(item.epoch == epoch for item in since.publications)
    assert [item.offset for item in (await broker.history("a", None, 100)).publications] == [3, 4, 5, 6, 7]
    assert (await broker.history("a", Position(4, "elsewhere"), 9)).publications == ()
    assert (await broker.history("a", None, 0)).publications == ()
    assert (await broker.history("a", Position(2**53, epoch), 9)).publications == ()


async def test_publications_go_when_their_time_is_over_but_the_numbers_stay(broker: Broker) -> None:
    brief = Retention(size=5, ttl=0.05, meta_ttl=600)
    before = await broker.publish("a", b"1", brief)
    await asyncio.sleep(0.12)
    later = await broker.history("a", None, 10)
    assert later.publications == ()
    assert later.position == before.position
    assert (await broker.publish("a", b"2", brief)).position.offset == 2


async def test_a_forgotten_channel_begins_a_new_epoch(broker: Broker) -> None:
    before = await broker.publish("a", b"1", Retention(size=5, ttl=0.05, meta_ttl=0.05))
    await asyncio.sleep(0.12)
    after = await broker.publish("a", b"1", KEEP)
    assert after.position.offset == 1
    assert after.position.epoch != before.position.epoch
    assert [item.offset for item in (await broker.history("a", None, 10)).publications] == [1]


async def test_a_row_version_that_is_not_newer_is_refused(broker: Broker, ear: Ear) -> None:
    await broker.subscribe("a")
    first = await broker.publish("a", b'"v5"', KEEP, Extras(key="row", version=5))
    for version in (5, 4, 0):
        late = await broker.publish("a", b'"late"', KEEP, Extras(key="row", version=version))
        assert (late.applied, late.position) == (False, first.position)
    assert (await broker.publish("a", b'"other"', KEEP, Extras(key="another", version=1))).applied
    removed = await broker.publish("a", b'"removed"', KEEP, Extras(key="row", version=6))
    assert (removed.applied, removed.position.offset) == (True, 3)
    assert not (await broker.publish("a", b'"v6 again"', KEEP, Extras(key="row", version=6))).applied
    assert (await broker.publish("b", b'"elsewhere"', KEEP, Extras(key="row", version=1))).applied
    await eventually(lambda: len(ear.heard) == 3)
    assert [publication.data for _, publication in ear.heard] == [b'"v5"', b'"other"', b'"removed"']


async def test_large_versions_are_told_apart(broker: Broker) -> None:
    assert (await broker.publish("a", b"1", KEEP, Extras(key="row", version=2**53 - 1))).applied
    assert (await broker.publish("a", b"1", KEEP, Extras(key="row", version=2**53))).applied
    assert not (await broker.publish("a", b"1", KEEP, Extras(key="row", version=2**53 - 1))).applied


async def test_the_same_idempotency_key_changes_nothing(broker: Broker) -> None:
    first = await broker.publish("a", b"1", KEEP, Extras(idempotency_key="once"))
    await broker.publish("a", b"2", KEEP)
    again = await broker.publish("a", b"1", KEEP, Extras(idempotency_key="once"))
    assert (again.applied, again.position) == (False, first.position)
    assert (await broker.history("a", None, 0)).position.offset == 2


async def test_only_subscribed_channels_are_heard_and_in_order(broker: Broker, ear: Ear) -> None:
    await broker.publish("a", b"0", KEEP)
    await broker.subscribe("a")
    await asyncio.gather(*(broker.publish("a", b"%d" % n, KEEP) for n in range(1, 200)))
    await broker.publish("b", b"0", KEEP)
    await eventually(lambda: len(ear.heard) >= 199)
    assert ear.offsets("a") == list(range(2, 201))
    assert ear.offsets("b") == []


async def test_whoever_returns_at_once_keeps_hearing(broker: Broker, ear: Ear) -> None:
    await broker.subscribe("a")
    await broker.unsubscribe("a")
    await broker.subscribe("a")
    await asyncio.sleep(1.2)
    await broker.publish("a", b"1", KEEP)
    await eventually(lambda: ear.offsets("a") == [1])


async def test_names_and_data_of_any_script(broker: Broker, ear: Ear) -> None:
    channel, data = "队列:{CT1}:7", '{"name":"张三","note":"a:b:c"}'.encode()
    await broker.subscribe(channel)
    await broker.publish(channel, data, KEEP, Extras(key="行", version=1))
    await eventually(lambda: bool(ear.heard))
    assert ear.heard[0][0] == channel
    assert ear.heard[0][1].data == data
    assert (await broker.history(channel, None, 1)).publications[0].data == data


@pytest.mark.parametrize(
    ("data", "more"),
    [
        (b"", {}),
        (b"x" * (MAX_DATA + 1), {}),
        (b"1", {"version": 1}),
        (b"1", {"idempotency_key": "k", "idempotency_ttl": 0}),
        (b"1", {"key": "row", "version": -1}),
        (b"1", {"key": "row", "version": 2**53 + 1}),
    ],
)
async def test_what_no_broker_takes(broker: Broker, data: bytes, more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        await broker.publish("a", data, KEEP, Extras(**more))  # type: ignore[arg-type]
    assert (await broker.history("a", None, 0)).position.offset == 0


async def test_health_tells_whether_it_runs(broker: Broker) -> None:
    assert broker.health.healthy
    await broker.stop()
    assert not broker.health.healthy
