"""The wire on a real Valkey, driven by the official Python SDK, while the server is mistreated."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest
from centrifuge import (
    Client,
    PublicationContext,
    SubscribedContext,
    SubscriptionEventHandler,
)

from channels.broker.base import BrokerUnavailableError, Extras, Retention
from channels.broker.redis import RedisBroker
from channels.protocol.codes import CLOSE_FORCE_RECONNECT
from channels.wire.limits import Limits
from channels.wire.node import Whose
from tests.channels.stage import Stage, until
from tests.channels.valkey import ValkeyServer

pytestmark = pytest.mark.slow

LIMITS = Limits(close_wait=1.0, shutdown_pause=0.001, position_check=1.0)


class Screen(SubscriptionEventHandler):
    """A client as the web app is one: a snapshot, then deltas; rows carry their version (here: their own value)."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.joins: list[bool] = []

    async def on_subscribed(self, ctx: SubscribedContext) -> None:
        self.joins.append(ctx.recovered)
        if ctx.data is not None:
            self.rows = list(ctx.data["rows"])

    async def on_publication(self, ctx: PublicationContext) -> None:
        row = ctx.pub.data
        if not self.rows or row > self.rows[-1]:
            self.rows.append(row)


@pytest.fixture
async def stage(mortal_valkey: ValkeyServer) -> AsyncIterator[Stage]:
    broker = RedisBroker(mortal_valkey.url, probe_seconds=0.2)
    async with Stage.open(broker, LIMITS) as opened:
        yield opened


@pytest.fixture
async def screen(stage: Stage) -> AsyncIterator[Screen]:
    logging.getLogger("centrifuge").setLevel(logging.CRITICAL)
    screen = Screen()
    client = Client(stage.url, min_reconnect_delay=0.05, max_reconnect_delay=0.2)
    subscription = client.new_subscription("a", events=screen, min_resubscribe_delay=0.05, max_resubscribe_delay=0.2)
    await client.connect()
    await subscription.subscribe()
    await subscription.ready(5)
    yield screen
    await client.disconnect()


async def publish(stage: Stage, value: int) -> None:
    """Until the broker has it, as a feed does."""
    stage.desk.rows.setdefault("a", []).append(value)
    while True:
        try:
            await stage.broker.publish("a", json.dumps(value).encode(), Retention(), Extras(f"row{value}", 1))
        except BrokerUnavailableError:
            await asyncio.sleep(0.02)
        else:
            return


def all_until(last: int) -> list[int]:
    return list(range(1, last + 1))


async def test_the_sdk_gets_snapshot_and_deltas(stage: Stage, screen: Screen) -> None:
    for n in range(1, 21):
        await publish(stage, n)
    await until(lambda: screen.rows == all_until(20))
    assert screen.joins == [False]


async def test_the_sdk_recovers_after_a_lost_connection(stage: Stage, screen: Screen) -> None:
    await publish(stage, 1)
    await until(lambda: screen.rows == [1])
    snapshots = stage.desk.snapshots
    assert stage.node.disconnect(Whose("nobody"), CLOSE_FORCE_RECONNECT) == 1
    for n in (2, 3):
        await publish(stage, n)
    await until(lambda: screen.rows == [1, 2, 3] and len(screen.joins) == 2)
    assert screen.joins == [False, True]
    assert stage.desk.snapshots == snapshots


@pytest.mark.parametrize("kind", ["pubsub", "normal"])
async def test_client_kill_loses_nothing(stage: Stage, screen: Screen, mortal_valkey: ValkeyServer, kind: str) -> None:
    for n in range(1, 61):
        await publish(stage, n)
        if n % 20 == 0:
            with mortal_valkey.client() as client:
                client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
    await until(lambda: screen.rows == all_until(60))
    assert screen.joins == [False]


async def test_a_killed_server_leads_to_a_fresh_snapshot(
    stage: Stage, screen: Screen, mortal_valkey: ValkeyServer
) -> None:
    for n in range(1, 11):
        await publish(stage, n)
    mortal_valkey.kill()
    waiting = asyncio.gather(*(publish(stage, n) for n in range(11, 13)))
    await asyncio.sleep(0.2)
    assert not stage.broker.health.healthy
    mortal_valkey.start()
    await waiting
    await until(lambda: screen.rows == all_until(12))
    await until(lambda: len(screen.joins) == 2)
    assert screen.joins == [False, False]
    await publish(stage, 13)
    await until(lambda: screen.rows == all_until(13))


async def test_a_flushed_server_leads_to_a_fresh_snapshot(
    stage: Stage, screen: Screen, mortal_valkey: ValkeyServer
) -> None:
    await publish(stage, 1)
    with mortal_valkey.client() as client:
        client.flushall()
    await publish(stage, 2)
    await until(lambda: screen.rows == [1, 2] and len(screen.joins) == 2)
    assert screen.joins == [False, False]


async def test_subscribing_while_the_broker_is_down_is_tried_again(stage: Stage, mortal_valkey: ValkeyServer) -> None:
    async with stage.raw() as client:
        await client.connect()
        mortal_valkey.kill()
        await until(lambda: not stage.broker.health.healthy)
        error = (await client.subscribe("b"))["error"]
        assert (error["code"], error["temporary"]) == (100, True)
        mortal_valkey.start()
        await until(lambda: stage.broker.health.healthy)
        assert "subscribe" in await client.subscribe("b", 3)
