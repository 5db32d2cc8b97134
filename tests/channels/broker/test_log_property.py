"""Any sequence of publishes leaves the same log as a plain list would."""

from __future__ import annotations

import asyncio
import itertools
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.broker.base import Broker, Extras, History, Position, Publication, Retention
from channels.broker.memory import MemoryBroker
from channels.broker.redis import RedisBroker
from channels.wire.recovery import is_run, missed_since, tail_of
from tests.channels.valkey import ValkeyServer

KEEP = Retention(size=4, ttl=60, meta_ttl=600)

publishes = st.lists(
    st.tuples(st.sampled_from([None, "row1", "row2"]), st.integers(0, 5), st.sampled_from([None, None, "k1", "k2"])),
    max_size=25,
)


class Model:
    """The rules said simply."""

    def __init__(self) -> None:
        self.log: list[bytes] = []
        self.versions: dict[str, int] = {}
        self.results: dict[str, int] = {}

    def publish(self, data: bytes, key: str | None, version: int, idempotency: str | None) -> tuple[int, bool]:
        if idempotency in self.results:
            return self.results[idempotency], False
        if key is not None and self.versions.get(key, -1) >= version:
            return len(self.log), False
        if key is not None:
            self.versions[key] = version
        self.log.append(data)
        if idempotency is not None:
            self.results[idempotency] = len(self.log)
        return len(self.log), True


async def replay(broker: Broker, steps: list[tuple[str | None, int, str | None]]) -> None:
    await broker.start()
    model = Model()
    try:
        for number, (key, version, idempotency) in enumerate(steps):
            data = b"%d" % number
            row = {} if key is None else {"key": key, "version": version}
            extras = Extras(idempotency_key=idempotency, **row)  # type: ignore[arg-type]
            got = await broker.publish("a", data, KEEP, extras)
            assert (got.position.offset, got.applied) == model.publish(data, key, version, idempotency)
        epoch = (await broker.history("a", None, 0)).position.epoch
        for since in range(len(model.log) + 2):
            cut = await broker.history("a", Position(since, epoch), 100)
            assert cut.position == Position(len(model.log), epoch)
            expected = list(enumerate(model.log, 1))[-KEEP.size :]
            assert [(item.offset, item.data) for item in cut.publications] == [
                (offset, data) for offset, data in expected if offset > since
            ]
    finally:
        await broker.stop()


@given(publishes)
@settings(deadline=None, max_examples=100)
def test_the_memory_log_follows_the_rules(steps: list[tuple[str | None, int, str | None]]) -> None:
    asyncio.run(replay(MemoryBroker(), steps))


def test_the_redis_log_follows_the_rules(shared_valkey: ValkeyServer) -> None:
    names = itertools.count()
    run = secrets.token_hex(4)

    @given(publishes)
    @settings(deadline=None, max_examples=40)
    def check(steps: list[tuple[str | None, int, str | None]]) -> None:
        asyncio.run(replay(RedisBroker(shared_valkey.url, prefix=f"{run}.{next(names)}"), steps))

    check()


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(1, 12))
def test_recovery_is_exact_or_refused(top: int, kept: int, asked: int, limit: int) -> None:
    everything = [Publication(offset, "E", b"%d" % offset) for offset in range(1, top + 1)]
    log = everything[max(0, top - kept) :]
    newer = tuple(item for item in log if item.offset > asked)[: limit + 1]
    missed = missed_since(History(Position(top, "E"), newer), Position(asked, "E"), limit)
    possible = asked <= top and top - asked <= min(kept, limit)
    assert (missed is not None) is possible
    if missed is not None:
        assert list(missed) == everything[asked:]
    assert missed_since(History(Position(top, "E"), newer), Position(asked, "F"), limit) is None


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_the_tail_continues_the_cut(top: int, first: int, count: int) -> None:
    buffered = [Publication(offset, "E", b"1") for offset in range(first, first + count)]
    tail = tail_of(Position(top, "E"), buffered)
    after = [item for item in buffered if item.offset > top]
    if after and after[0].offset > top + 1:
        assert tail is None
    else:
        assert tail is not None
        assert list(tail) == after
        assert is_run(tail, top, top + len(tail))


@pytest.mark.parametrize("epochs", ["EF", "F"])
def test_a_buffer_of_another_epoch_redoes_the_cut(epochs: str) -> None:
    buffered = [Publication(1, epoch, b"1") for epoch in epochs]
    assert tail_of(Position(0, "E"), buffered) is None
