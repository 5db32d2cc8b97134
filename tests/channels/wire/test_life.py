"""Pings, expiry, permissions, slowness and the end of connections."""

from __future__ import annotations

import asyncio

import pytest

from channels.wire.limits import Limits
from channels.wire.node import Whose
from hub.clock import system_clock
from tests.channels.stage import Stage


def in_seconds(seconds: float) -> float:
    return system_clock().timestamp() + seconds


class TestPings:
    """Short intervals."""

    @pytest.fixture
    def limits(self) -> Limits:
        """Ping each 100 ms, pong within 60 ms."""
        return Limits(ping=0.1, pong=0.06, stale=0.2, close_wait=0.5, failed_checks=3)

    async def test_whoever_answers_stays(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.next(), 0.45)
            assert client.pings >= 2

    async def test_whoever_is_silent_goes(self, stage: Stage) -> None:
        async with stage.raw() as client:
            client.pongs = False
            await client.connect()
            assert await client.closed() == (3012, "no pong")

    async def test_other_traffic_is_no_pong(self, stage: Stage) -> None:
        async with stage.raw() as client:
            client.pongs = False
            await client.connect()
            for n in range(2, 40):
                await client.say({"id": n, "rpc": {"method": "echo"}})
            assert await client.closed() == (3012, "no pong")

    async def test_a_slow_call_does_not_hold_up_the_pong(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect()
            await client.say({"id": 2, "rpc": {"method": "slow"}})
            assert (await client.reply(2))["rpc"] == {"data": "slow"}
            assert client.pings >= 2

    async def test_a_second_pong_is_one_too_many(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect()
            assert await client.ws.recv() == "{}"
            await client.ws.send("{}\n{}")
            assert await client.closed() == (3501, "bad request")

    async def test_silence_from_the_start_is_stale(self, stage: Stage) -> None:
        async with stage.raw() as client:
            assert await client.closed() == (3502, "stale")

    async def test_a_lost_permission_cuts_that_subscription(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect("anna")
            await client.subscribe("a", 2)
            await client.subscribe("b", 3)
            stage.desk.forbidden.add(("anna", "a"))
            cut = await client.next()
            assert cut == {"push": {"channel": "a", "unsubscribe": {"code": 2000, "reason": "server unsubscribe"}}}
            await stage.publish("a", 1)
            await stage.publish("b", 2)
            assert (await client.next())["push"]["channel"] == "b"
            assert (await client.subscribe("a", 4))["error"]["code"] == 103

    async def test_an_ended_session_closes(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect("anna")
            stage.desk.ended.add("anna")
            assert await client.closed() == (3500, "session ended")

    async def test_rights_that_cannot_be_read_are_not_believed_for_long(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect("anna")
            stage.desk.check_failures = 2
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.next(), 0.45)
            assert stage.desk.check_failures == 0
            stage.desk.check_failures = 3
            assert await client.closed() == (3004, "internal server error")


class TestExpiry:
    """Tokens end."""

    @pytest.fixture
    def limits(self) -> Limits:
        """Little grace."""
        return Limits(refresh_grace=0.2, close_wait=0.5)

    async def test_without_refresh_the_connection_expires(self, stage: Stage) -> None:
        stage.desk.expires_at = in_seconds(0.2)
        async with stage.raw() as client:
            connected = (await client.connect())["connect"]
            assert (connected["expires"], connected["ttl"]) == (True, 1)
            assert await client.closed() == (3005, "connection expired")

    async def test_a_refresh_after_the_time_but_in_grace_goes_on(self, stage: Stage) -> None:
        stage.desk.expires_at = in_seconds(0.1)
        async with stage.raw() as client:
            connected = (await client.connect("anna"))["connect"]
            await asyncio.sleep(0.15)
            await client.say({"id": 2, "refresh": {"token": "anna"}})
            refreshed = (await client.reply(2))["refresh"]
            assert refreshed["client"] == connected["client"]
            assert (refreshed["expires"], 3590 < refreshed["ttl"] <= 3600) == (True, True)
            await asyncio.sleep(0.3)
            await client.say({"id": 3, "rpc": {"method": "echo"}})
            assert "rpc" in await client.reply(3)

    @pytest.mark.parametrize(
        ("token", "end"), [("expired", (3005, "connection expired")), ("eve", (3500, "invalid token"))]
    )
    async def test_a_bad_refresh_ends_it(self, stage: Stage, token: str, end: tuple[int, str]) -> None:
        async with stage.raw() as client:
            await client.connect("anna")
            await client.say({"id": 2, "refresh": {"token": token}})
            assert await client.closed() == end


async def test_recheck_asks_at_once(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect("anna")
        await client.subscribe("a")
        stage.desk.forbidden.add(("anna", "a"))
        stage.node.recheck(["anna"])
        assert (await client.next())["push"]["unsubscribe"]["code"] == 2000
        assert stage.desk.forgotten == [frozenset({"anna"})]


async def test_disconnect_closes_all_of_one_user(stage: Stage) -> None:
    async with stage.raw() as one, stage.raw() as two, stage.raw() as other:
        await one.connect("anna")
        await two.connect("anna")
        await other.connect("bert")
        assert stage.node.disconnect(Whose("anna")) == 2
        assert await one.closed() == (3503, "force disconnect")
        assert await two.closed() == (3503, "force disconnect")
        await other.say({"id": 2, "rpc": {"method": "echo"}})
        assert "rpc" in await other.reply(2)


async def test_shutdown_tells_everyone_to_come_back(stage: Stage) -> None:
    async with stage.raw() as one, stage.raw() as two:
        await one.connect()
        await one.subscribe("a")
        ends = asyncio.gather(one.closed(), two.closed())
        await stage.node.shutdown()
        assert list(await ends) == [(3001, "shutdown"), (3001, "shutdown")]
        assert (stage.node.connections, stage.node.channels) == (0, 0)


class TestSlow:
    """One reader that does not read."""

    @pytest.fixture
    def limits(self) -> Limits:
        """A small queue."""
        return Limits(queue=256 * 1024, close_wait=0.5)

    async def test_a_slow_reader_is_closed_and_nobody_waits_for_it(self, stage: Stage) -> None:
        # max_queue: the library stops reading from the socket when nobody takes the frames.
        async with stage.raw(max_queue=2) as slow, stage.raw() as quick:
            for client in (slow, quick):
                await client.connect()
                await client.subscribe("a")
            count = 0
            while stage.node.counters.slow_closes == 0:
                count += 1
                assert count < 2000
                await stage.publish("a", "x" * 20_000)
                assert (await quick.pub())["offset"] == count
            assert stage.node.subscriptions == 1
            assert (await slow.closed())[0] in (3008, 1006)
            await stage.publish("a", "still")
            assert (await quick.pub())["data"] == "still"

    async def test_a_reader_that_catches_up_gets_everything_in_order(self, stage: Stage) -> None:
        async with stage.raw(max_queue=1) as client:
            await client.connect()
            await client.subscribe("a")
            count = 0
            while not stage.node.queued:
                count += 1
                assert count < 5000
                await stage.publish("a", "x" * 10_000)
                await asyncio.sleep(0)
            await stage.publish("a", "last")
            offsets = [(await client.pub())["offset"] for _ in range(count + 1)]
            assert offsets == list(range(1, count + 2))
            assert stage.node.counters.slow_closes == 0
