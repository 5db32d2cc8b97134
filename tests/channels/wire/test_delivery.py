"""Nothing missing, nothing doubled, nothing turned back: positions, recovery, gaps, races."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from channels.broker.base import Publication, Retention
from channels.wire.limits import Limits
from tests.channels.stage import LossyBroker, Raw, Stage, until


def where(subscribed: dict[str, Any]) -> dict[str, Any]:
    """What an SDK sends to continue after this subscribe reply."""
    return {"recover": True, "epoch": subscribed["epoch"], "offset": subscribed.get("offset", 0)}


def lossy(stage: Stage) -> LossyBroker:
    """The stage's broker, to mistreat."""
    assert isinstance(stage.broker, LossyBroker)
    return stage.broker


async def deaf(stage: Stage, channel: str, count: int) -> None:
    """Publications of which the node hears nothing."""
    lossy(stage).lossy = True
    for n in range(count):
        await stage.publish(channel, f"unheard {n}")
    lossy(stage).lossy = False


async def test_a_reconnect_gets_exactly_what_it_missed(stage: Stage) -> None:
    await stage.publish("a", 1)
    async with stage.raw() as client:
        await client.connect()
        before = (await client.subscribe("a"))["subscribe"]
    for n in (2, 3, 4):
        await stage.publish("a", n)
    async with stage.raw() as client:
        await client.connect()
        again = (await client.subscribe("a", 2, **where(before)))["subscribe"]
        assert again == {
            "recoverable": True, "positioned": True, "epoch": before["epoch"], "offset": 1, "recovered": True,
            "was_recovering": True, "publications": [{"data": n, "offset": n} for n in (2, 3, 4)],
        }  # fmt: skip
        await stage.publish("a", 5)
        assert (await client.pub())["offset"] == 5
    assert stage.desk.snapshots == 1


async def test_a_reconnect_that_missed_nothing(stage: Stage) -> None:
    await stage.publish("a", 1)
    async with stage.raw() as client:
        await client.connect()
        before = (await client.subscribe("a"))["subscribe"]
        await client.say({"id": 3, "unsubscribe": {"channel": "a"}})
        await client.reply(3)
        again = (await client.subscribe("a", 4, **where(before)))["subscribe"]
        assert (again["recovered"], again["offset"]) == (True, 1)
        assert not {"publications", "data"} & set(again)


@pytest.mark.parametrize(
    "wrong",
    [
        {"epoch": "elsewhere"},
        {"epoch": "_"},
        {"offset": 99},
        {"offset": 2**60},
    ],
)
async def test_a_position_that_cannot_be_continued_gets_a_fresh_snapshot(stage: Stage, wrong: dict[str, Any]) -> None:
    await stage.publish("a", 1)
    async with stage.raw() as client:
        await client.connect()
        epoch = (await stage.broker.history("a", None, 0)).position.epoch
        asked = {"recover": True, "epoch": epoch, "offset": 1, **wrong}
        answer = (await client.subscribe("a", 2, **asked))["subscribe"]
        assert answer["data"] == {"rows": [1]}
        assert (answer["was_recovering"], "recovered" in answer, "publications" in answer) == (True, False, False)
        assert (answer["offset"], answer["epoch"]) == (1, epoch)


async def test_who_knows_no_epoch_yet_continues_in_the_present_one(stage: Stage) -> None:
    await stage.publish("a", 1)
    async with stage.raw() as client:
        await client.connect()
        answer = (await client.subscribe("a", 2, recover=True, epoch="", offset=0))["subscribe"]
        assert answer["recovered"] is True
        assert [item["data"] for item in answer["publications"]] == [1]


@pytest.mark.parametrize("missed", [5, 6])
async def test_the_log_recovers_as_far_as_it_reaches(stage: Stage, missed: int) -> None:
    stage.desk.retention = Retention(size=5, ttl=60, meta_ttl=600)
    async with stage.raw() as client:
        await client.connect()
        before = (await client.subscribe("a"))["subscribe"]
    for n in range(missed):
        await stage.publish("a", n)
    async with stage.raw() as client:
        await client.connect()
        again = (await client.subscribe("a", 2, **where(before)))["subscribe"]
        assert again.get("recovered", False) is (missed <= 5)
        assert len(again.get("publications", [])) == (5 if missed <= 5 else 0)
        assert ("data" in again) is (missed > 5)


async def test_flag_two_wants_an_error_instead(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        answer = await client.subscribe("a", 2, recover=True, epoch="gone", offset=3, flag=2)
        assert answer["error"] == {"code": 112, "message": "unrecoverable position"}
        assert stage.node.subscriptions == 0
        assert "subscribe" in await client.subscribe("a", 3)


async def test_a_lost_log_cuts_and_the_next_subscribe_starts_afresh(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        before = (await client.subscribe("a"))["subscribe"]
        await stage.publish("a", 1)
        await client.pub()
        lossy(stage).flush()
        await stage.publish("a", 2)
        cut = (await client.next())["push"]
        assert cut == {"channel": "a", "unsubscribe": {"code": 2500, "reason": "insufficient state"}}
        again = (await client.subscribe("a", 3, **where({**before, "offset": 1})))["subscribe"]
        assert again["data"] == {"rows": [1, 2]}
        assert again["epoch"] != before["epoch"]
        assert "recovered" not in again


async def test_a_hole_is_repaired_from_the_log(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.subscribe("a")
        await deaf(stage, "a", 3)
        await stage.publish("a", "heard")
        got = [await client.pub() for _ in range(4)]
        assert [pub["offset"] for pub in got] == [1, 2, 3, 4]
        assert [pub["data"] for pub in got] == ["unheard 0", "unheard 1", "unheard 2", "heard"]
        assert stage.node.counters.insufficient == 0


async def test_a_hole_that_the_log_cannot_fill_is_a_cut(stage: Stage) -> None:
    stage.desk.retention = Retention(size=2, ttl=60, meta_ttl=600)
    async with stage.raw() as client:
        await client.connect()
        await client.subscribe("a")
        await deaf(stage, "a", 3)
        await stage.publish("a", "heard")
        assert (await client.next())["push"]["unsubscribe"]["code"] == 2500
        assert stage.node.counters.insufficient == 1


async def test_repeated_and_late_publications_are_dropped(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        epoch = (await client.subscribe("a"))["subscribe"]["epoch"]
        await stage.publish("a", 1)
        await stage.publish("a", 2)
        lossy(stage).deliver("a", Publication(2, epoch, b"2"))
        lossy(stage).deliver("a", Publication(1, epoch, b"1"))
        await stage.publish("a", 3)
        assert [(await client.pub())["offset"] for _ in range(3)] == [1, 2, 3]


async def test_a_gap_signal_brings_what_was_lost_at_once(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.subscribe("a")
        await stage.publish("a", "first")
        await client.pub()
        await deaf(stage, "a", 2)
        lossy(stage).gap(None)
        assert [(await client.pub())["data"] for _ in range(2)] == ["unheard 0", "unheard 1"]


class TestPositionCheck:
    """A short round."""

    @pytest.fixture
    def limits(self) -> Limits:
        """Check each 80 ms."""
        return Limits(position_check=0.08, close_wait=0.5)

    async def test_silent_losses_are_found_by_the_check(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect()
            await client.subscribe("a")
            await deaf(stage, "a", 1)
            assert (await client.pub())["data"] == "unheard 0"

    async def test_a_silent_loss_of_everything_is_found_too(self, stage: Stage) -> None:
        async with stage.raw() as client:
            await client.connect()
            await client.subscribe("a")
            lossy(stage).flush()
            assert (await client.next())["push"]["unsubscribe"]["code"] == 2500


class TestAhead:
    """A newcomer's own read can be further than what the node has heard."""

    @pytest.fixture
    def limits(self) -> Limits:
        """Look into the log soon."""
        return Limits(settle=0.05, close_wait=0.5)

    async def test_nobody_gets_anything_twice_and_the_others_catch_up(self, stage: Stage) -> None:
        async with stage.raw() as early, stage.raw() as late:
            for client in (early, late):
                await client.connect()
            await early.subscribe("a")
            await stage.publish("a", "one")
            assert (await early.pub())["offset"] == 1
            await deaf(stage, "a", 2)
            assert (await late.subscribe("a"))["subscribe"]["offset"] == 3
            assert [(await early.pub())["offset"] for _ in range(2)] == [2, 3]
            await stage.publish("a", "four")
            assert (await early.pub())["offset"] == 4
            assert (await late.pub())["offset"] == 4

    async def test_a_newcomer_of_a_new_epoch_cuts_the_others(self, stage: Stage) -> None:
        async with stage.raw() as early, stage.raw() as late:
            for client in (early, late):
                await client.connect()
            await early.subscribe("a")
            await stage.publish("a", 1)
            await early.pub()
            lossy(stage).flush()
            assert "subscribe" in await late.subscribe("a")
            assert (await early.next())["push"]["unsubscribe"]["code"] == 2500
            await stage.publish("a", 2)
            assert (await late.pub())["offset"] == 1


async def test_what_comes_while_the_snapshot_is_read_follows_the_reply(stage: Stage) -> None:
    stage.desk.snapshot_gate = asyncio.Event()
    async with stage.raw() as client:
        await client.connect()
        await client.say({"id": 2, "subscribe": {"channel": "a"}})
        await until(lambda: stage.desk.snapshots == 1)
        await stage.publish("a", 1)
        await stage.publish("a", 2)
        stage.desk.snapshot_gate.set()
        reply = await client.next()
        assert (reply["id"], reply["subscribe"].get("offset", 0)) == (2, 0)
        assert [(await client.pub())["offset"] for _ in range(2)] == [1, 2]


async def test_simultaneous_joins_share_reads_but_not_older_ones(stage: Stage) -> None:
    stage.desk.snapshot_gate = asyncio.Event()
    clients = [await stack_client(stage) for _ in range(6)]
    try:
        await clients[0].say({"id": 2, "subscribe": {"channel": "a"}})
        await until(lambda: stage.desk.snapshots == 1)
        for client in clients[1:]:
            await client.say({"id": 2, "subscribe": {"channel": "a"}})
        await asyncio.sleep(0.05)
        assert stage.desk.snapshots == 1
        stage.desk.snapshot_gate.set()
        for client in clients:
            assert "subscribe" in await client.reply(2)
        assert stage.desk.snapshots == 2
    finally:
        for client in clients:
            await client.ws.close()


async def stack_client(stage: Stage) -> Raw:
    client = Raw(await stage.connect())
    await client.connect()
    return client


class Visitor:
    """Comes and goes, keeps its position, and holds what it has been shown."""

    def __init__(self, stage: Stage, dice: random.Random) -> None:
        self._stage, self._dice = stage, dice
        self._position: dict[str, Any] = {}
        self._offset = 0
        self.seen: list[int] = []

    async def visit(self, last: int) -> None:
        client = await stack_client(self._stage)
        reply = (await client.subscribe("a", 2, **self._position))["subscribe"]
        if "data" in reply:
            self.seen = list(reply["data"]["rows"])
        self._offset = reply.get("offset", 0)
        for pub in reply.get("publications", []):
            self._take(pub)
        for _ in range(self._dice.randrange(40)):
            if self._offset < last:
                self._take(await client.pub())
        assert self.seen == list(range(1, len(self.seen) + 1))
        self._position = {"recover": True, "epoch": reply["epoch"], "offset": self._offset}
        await client.ws.close()

    def _take(self, pub: dict[str, Any]) -> None:
        assert pub["offset"] == self._offset + 1
        self._offset, self.seen = pub["offset"], merged(self.seen, pub["data"])


async def test_a_publisher_racing_with_subscribers(stage: Stage) -> None:
    """Snapshot plus deltas is the whole truth for whoever comes and goes at any moment."""
    dice = random.Random(7)
    last = 599

    async def publisher() -> None:
        for n in range(1, last + 1):
            await stage.publish("a", n)
            await asyncio.sleep(dice.choice([0, 0, 0.001]))

    async def visitor() -> None:
        guest = Visitor(stage, dice)
        while len(guest.seen) < last:
            await guest.visit(last)

    await asyncio.gather(publisher(), *(visitor() for _ in range(5)))


def merged(seen: list[int], row: int) -> list[int]:
    """Rows have versions: what the snapshot holds already is dropped."""
    return seen if seen and row <= seen[-1] else [*seen, row]


async def test_publications_of_one_tick_share_a_frame(stage: Stage) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.subscribe("a")
        for n in range(40):
            await stage.publish("a", n)
        sizes = [str(await client.ws.recv()).count("\n") + 1 for _ in range(3)]
        assert sizes == [16, 16, 8]
