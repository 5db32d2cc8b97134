"""What clients do besides listening: publish, presence, history, messages; joins and leaves; server-side channels."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from centrifuge.fossil import apply_delta

from channels.broker.base import Extras, Retention
from channels.protocol.codes import CutCode
from channels.wire.desk import Grant, Terms
from channels.wire.limits import Limits
from channels.wire.node import Whose
from tests.channels.stage import FakeDesk, Raw, Stage, until

KEPT = Terms(Retention(size=10, ttl=60, meta_ttl=600))
LIVELY = Grant(Terms(Retention(size=10, ttl=60, meta_ttl=600), presence=True, signals=True), hears_signals=True)


@pytest.fixture
def limits() -> Limits:
    """Short times."""
    return Limits(close_wait=1.0, refresh_grace=0.1, history=5)


@pytest.fixture
async def lively(stage: Stage) -> Stage:
    """A stage with a channel `chat` in which everything is offered, and `brief`, which keeps nothing."""
    stage.desk.offers["chat"] = LIVELY
    stage.desk.offers["brief"] = Grant(Terms(None), positioned=False, recoverable=False)
    return stage


async def ask(client: Raw, name: str, number: int = 9, **fields: Any) -> dict[str, Any]:
    """One command and its reply."""
    await client.say({"id": number, name: fields})
    return await client.reply(number)


class TestPublish:
    """Section 8.4."""

    async def test_everyone_hears_it_with_its_author(self, lively: Stage) -> None:
        async with lively.raw() as anna, lively.raw() as ben:
            client = (await anna.connect("anna"))["connect"]["client"]
            await ben.connect("ben")
            await anna.subscribe("chat")
            await ben.subscribe("chat")
            assert await ask(anna, "publish", channel="chat", data={"x": 1}) == {"id": 9, "publish": {}}
            assert await ben.pub() == {
                "data": {"x": 1},
                "offset": 1,
                "epoch": (await lively.broker.history("chat", None, 0)).position.epoch,
                "info": {"user": "anna", "client": client},
            }

    async def test_one_hears_oneself(self, lively: Stage) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            await anna.subscribe("brief")
            await anna.say({"id": 3, "publish": {"channel": "brief", "data": 7}})
            pub = await anna.pub()
            assert pub["data"] == 7
            assert "offset" not in pub

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"channel": "chat"}, 107),
            ({"channel": "a", "data": 1}, 103),
            ({"channel": "chat", "data": 1, "type": 1}, 108),
        ],
    )
    async def test_what_is_refused(self, lively: Stage, fields: dict[str, Any], code: int) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            assert (await ask(anna, "publish", **fields))["error"]["code"] == code

    async def test_the_author_of_a_recovered_publication_is_known_too(self, lively: Stage) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            joined = (await anna.subscribe("chat"))["subscribe"]
            await ask(anna, "publish", channel="chat", data=1)
            again = await ask(anna, "unsubscribe", channel="chat")
            assert again == {"id": 9, "unsubscribe": {}}
            recovered = await anna.subscribe("chat", 4, recover=True, epoch=joined["epoch"], offset=0)
            assert recovered["subscribe"]["publications"][0]["info"]["user"] == "anna"


class TestPresence:
    """Sections 8.5 and 12."""

    async def test_who_is_there(self, lively: Stage) -> None:
        async with lively.raw() as anna:
            client = (await anna.connect("anna"))["connect"]["client"]
            await anna.subscribe("chat")
            assert (await ask(anna, "presence", channel="chat"))["presence"] == {
                "presence": {client: {"user": "anna", "client": client}}
            }
            assert (await ask(anna, "presence_stats", channel="chat"))["presence_stats"] == {
                "num_clients": 1,
                "num_users": 1,
            }
            assert (await ask(anna, "presence", channel="elsewhere"))["error"]["code"] == 108

    async def test_the_own_join_is_heard_and_the_own_leave_is_not(self, lively: Stage) -> None:
        async with lively.raw() as anna, lively.raw() as ben:
            client = (await anna.connect("anna"))["connect"]["client"]
            await anna.subscribe("chat")
            info = {"info": {"user": "anna", "client": client}}
            assert (await anna.next())["push"] == {"channel": "chat", "join": info}
            await ben.connect("ben")
            await ben.subscribe("chat")
            assert (await anna.next())["push"]["join"]["info"]["user"] == "ben"
            assert (await ben.next())["push"]["join"]["info"]["user"] == "ben"
            await anna.say({"id": 5, "unsubscribe": {"channel": "chat"}})
            assert (await ben.next())["push"] == {"channel": "chat", "leave": info}
            assert await anna.next() == {"id": 5, "unsubscribe": {}}
            assert list(await lively.broker.present("chat")) != [client]

    async def test_a_lost_connection_leaves(self, lively: Stage) -> None:
        ws = await lively.connect()
        anna = Raw(ws)
        await anna.connect()
        await anna.subscribe("chat")
        ws.transport.abort()

        await until(lambda: lively.node.connections == 0)
        await lively.node.attendance.settled()
        assert not await lively.broker.present("chat")

    async def test_presence_is_said_again_with_each_tick(self) -> None:
        desk = FakeDesk(offers={"chat": LIVELY})
        limits = Limits(ping=0.05, pong=0.04, presence_ttl=0.01, close_wait=0.5)
        async with Stage.open_memory(limits, desk) as stage, stage.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            for _ in range(8):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(anna.next_but(("join",)), 0.05)
                assert await stage.broker.present("chat")


class TestHistory:
    """Section 8.6."""

    @pytest.fixture
    async def told(self, lively: Stage) -> Stage:
        for n in range(1, 8):
            await lively.broker.publish("chat", b"%d" % n, LIVELY.terms.retention)
        return lively

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, []),
            ({"limit": 2}, [1, 2]),
            ({"limit": 2, "since": {"offset": 2}}, [3, 4]),
            ({"limit": 2, "reverse": True}, [7, 6]),
            ({"limit": 2, "reverse": True, "since": {"offset": 4}}, [3, 2]),
            ({"limit": -1}, [1, 2, 3, 4, 5]),
            ({"limit": 1000}, [1, 2, 3, 4, 5]),
        ],
    )
    async def test_what_is_returned(self, told: Stage, fields: dict[str, Any], expected: list[int]) -> None:
        epoch = (await told.broker.history("chat", None, 0)).position.epoch
        if "since" in fields:
            fields = {**fields, "since": {**fields["since"], "epoch": epoch}}
        async with told.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            result = (await ask(anna, "history", channel="chat", **fields))["history"]
            assert [publication["data"] for publication in result["publications"]] == expected
            assert (result["offset"], result["epoch"]) == (7, epoch)

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"channel": "chat", "since": {"offset": 1, "epoch": "other"}, "limit": 1}, 112),
            ({"channel": "chat", "since": {"offset": 0, "epoch": ""}, "reverse": True, "limit": 1}, 107),
            ({"channel": "brief", "limit": 1}, 108),
            ({"channel": "a", "limit": 1}, 108),
        ],
    )
    async def test_what_is_refused(self, told: Stage, fields: dict[str, Any], code: int) -> None:
        async with told.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            await anna.subscribe("brief", 3)
            assert (await ask(anna, "history", **fields))["error"]["code"] == code


class TestServerSide:
    """Sections 8.1, 9 and 10 for subscriptions that the server begins."""

    async def test_they_stand_in_the_connect_reply_and_recover(self, lively: Stage) -> None:
        lively.desk.subs["#anna"] = Grant(KEPT)
        await lively.broker.publish("#anna", b"1", KEPT.retention)
        async with lively.raw() as anna:
            first = (await anna.connect())["connect"]["subs"]["#anna"]
            assert (first["offset"], first["recoverable"], first["positioned"]) == (1, True, True)
            await lively.broker.publish("#anna", b"2", KEPT.retention)
            assert (await anna.pub())["data"] == 2
        await lively.broker.publish("#anna", b"3", KEPT.retention)
        async with lively.raw() as anna:
            position = {"recover": True, "epoch": first["epoch"], "offset": 2}
            await anna.say({"id": 1, "connect": {"token": "anna", "subs": {"#anna": position, "gone": position}}})
            subs = (await anna.reply(1))["connect"]["subs"]
            assert list(subs) == ["#anna"]
            assert subs["#anna"]["recovered"] is True
            assert [item["data"] for item in subs["#anna"]["publications"]] == [3]
            assert (await anna.subscribe("#anna"))["error"]["code"] == 105

    async def test_insufficient_state_ends_the_connection(self, lively: Stage) -> None:
        lively.desk.subs["#anna"] = Grant(KEPT)
        async with lively.raw() as anna:
            await anna.connect()
            lively.node.rooms.room("#anna").position = None
            lively.broker.flush()  # type: ignore[attr-defined]  # the memory broker's
            await lively.broker.publish("#anna", b"1", KEPT.retention)
            lively.node.rooms.gap(None)
            await lively.broker.publish("#anna", b"2", KEPT.retention)
            lively.broker.flush()  # type: ignore[attr-defined]
            await lively.broker.publish("#anna", b"3", KEPT.retention)
            assert await anna.closed() == (3010, "insufficient state")

    async def test_more_than_the_limit(self, limits: Limits) -> None:
        desk = FakeDesk(subs={"a": Grant(KEPT), "b": Grant(KEPT)})
        async with Stage.open_memory(replace(limits, channels=1), desk) as stage, stage.raw() as anna:
            await anna.say({"id": 1, "connect": {"token": "anna"}})
            assert await anna.closed() == (3505, "channel limit")

    async def test_begun_and_ended_while_connected(self, lively: Stage) -> None:
        async with lively.raw() as anna, lively.raw() as ben:
            await anna.connect("anna")
            await ben.connect("ben")
            from channels.protocol.commands import SubscribeRequest  # noqa: PLC0415 - used once

            assert lively.node.subscribe(Whose("anna"), SubscribeRequest("ward"), Grant(KEPT, data=b'{"n":1}')) == 1
            push = (await anna.next())["push"]
            assert push["channel"] == "ward"
            assert push["subscribe"]["data"] == {"n": 1}
            assert push["subscribe"]["recoverable"] is True
            await lively.broker.publish("ward", b"1", KEPT.retention)
            assert (await anna.pub())["offset"] == 1
            assert lively.node.unsubscribe(Whose("anna"), "ward", CutCode(2001, "moved")) == 1
            assert (await anna.next())["push"] == {"channel": "ward", "unsubscribe": {"code": 2001, "reason": "moved"}}
            assert ben.ws.state.name == "OPEN"

    async def test_a_newer_token_with_other_channels(self, lively: Stage) -> None:
        lively.desk.subs["#anna"] = Grant(KEPT)
        async with lively.raw() as anna:
            await anna.connect("anna")
            lively.desk.subs["#ward"] = Grant(KEPT)
            await anna.say({"id": 2, "refresh": {"token": "anna"}})
            assert await anna.closed() == (3010, "insufficient state")


class TestExpiry:
    """Section 15.3, and orders of the server."""

    async def test_a_subscription_that_is_not_refreshed(self, lively: Stage) -> None:
        soon = lively.desk.now().timestamp() + 0.2
        lively.desk.offers["chat"] = replace(LIVELY, hears_signals=False, expires_at=soon)
        async with lively.raw() as anna:
            await anna.connect()
            result = (await anna.subscribe("chat"))["subscribe"]
            assert (result["expires"], result["ttl"]) == (True, 1)
            cut = {"channel": "chat", "unsubscribe": {"code": 2501, "reason": "subscription expired"}}
            assert (await anna.next())["push"] == cut

    async def test_one_that_is(self, lively: Stage) -> None:
        soon = lively.desk.now().timestamp() + 0.2
        lively.desk.offers["chat"] = replace(LIVELY, hears_signals=False, expires_at=soon)
        async with lively.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            result = (await ask(anna, "sub_refresh", channel="chat", token='"newer"'))["sub_refresh"]
            assert result["expires"] is True
            assert result["ttl"] > 3000
            await asyncio.sleep(0.4)
            await lively.broker.publish("chat", b"1", LIVELY.terms.retention)
            assert (await anna.pub())["data"] == 1
            present = list((await lively.broker.present("chat")).values())
            assert present[0].user == "anna"

    @pytest.mark.parametrize(
        ("fields", "code"), [({"channel": "a", "token": "x"}, 103), ({"channel": "chat", "token": ""}, 107)]
    )
    async def test_refused_refreshes(self, lively: Stage, fields: dict[str, Any], code: int) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            assert (await ask(anna, "sub_refresh", **fields))["error"]["code"] == code

    async def test_an_expired_token_ends_the_connection(self, lively: Stage) -> None:
        async with lively.raw() as anna:
            await anna.connect()
            await anna.subscribe("chat")
            await anna.say({"id": 3, "sub_refresh": {"channel": "chat", "token": "expired"}})
            assert await anna.closed() == (3006, "subscription expired")

    async def test_a_server_side_one_ends_the_connection(self, lively: Stage) -> None:
        lively.desk.subs["#anna"] = Grant(KEPT, expires_at=lively.desk.now().timestamp() + 0.1)
        async with lively.raw() as anna:
            await anna.connect()
            assert await anna.closed() == (3006, "subscription expired")

    async def test_the_server_prolongs_and_ends(self, lively: Stage) -> None:
        lively.desk.expires_at = lively.desk.now().timestamp() + 0.2
        async with lively.raw() as anna:
            await anna.connect()
            assert lively.node.refresh(Whose("anna"), lively.desk.now().timestamp() + 3600) == 1
            await asyncio.sleep(0.5)
            assert (await ask(anna, "rpc", method="echo", data=1))["rpc"]["data"] == 1
            lively.node.refresh(Whose("anna"), 0.0)
            assert await anna.closed() == (3005, "connection expired")


class TestMessages:
    """Sections 8.7 and 8.8."""

    async def test_a_message_is_not_answered(self, lively: Stage) -> None:
        lively.desk.heard = []
        async with lively.raw() as anna:
            await anna.connect()
            await anna.say({"send": {"data": {"hello": 1}}}, {"id": 4, "rpc": {"method": "echo", "data": 1}})
            assert await anna.next() == {"id": 4, "rpc": {"data": 1}}
            assert lively.desk.heard == [b'{"hello": 1}']

    async def test_slow_calls_do_not_wait_for_each_other_where_allowed(self, limits: Limits) -> None:
        async with Stage.open_memory(replace(limits, concurrency=4), FakeDesk()) as stage, stage.raw() as anna:
            await anna.connect()
            await anna.say({"id": 2, "rpc": {"method": "slow"}}, {"id": 3, "rpc": {"method": "echo", "data": 1}})
            assert [(await anna.next())["id"] for _ in range(2)] == [3, 2]


class TestFilters:
    """Section 14 in a live subscription."""

    async def test_hidden_publications_count(self, lively: Stage) -> None:
        lively.desk.filters = True
        lively.desk.offers["chat"] = Grant(KEPT)
        wanted = {"key": "ward", "cmp": "eq", "val": "3"}

        async def publish(n: int, ward: str) -> None:
            await lively.broker.publish("chat", b"%d" % n, KEPT.retention, Extras(tags={"ward": ward}))

        async with lively.raw() as anna:
            await anna.connect()
            joined = (await anna.subscribe("chat", tf=wanted))["subscribe"]
            for n, ward in enumerate("3433", 1):
                await publish(n, ward)
            assert [(await anna.pub())["data"] for _ in range(3)] == [1, 3, 4]
            assert lively.node.counters.insufficient == 0
        async with lively.raw() as anna:
            await anna.connect()
            again = await anna.subscribe("chat", tf=wanted, recover=True, epoch=joined["epoch"], offset=0)
            assert [item["data"] for item in again["subscribe"]["publications"]] == [1, 3, 4]
            assert again["subscribe"]["recovered"] is True

    @pytest.mark.parametrize("tf", [{"op": "and"}, {"cmp": "eq", "key": "a"}, {"op": "nonsense"}])
    async def test_a_malformed_filter(self, lively: Stage, tf: dict[str, Any]) -> None:
        lively.desk.filters = True
        async with lively.raw() as anna:
            await anna.connect()
            assert (await anna.subscribe("chat", tf=tf))["error"]["code"] == 107
            assert lively.node.rooms.counts() == {}

    async def test_not_together_with_delta(self, lively: Stage) -> None:
        lively.desk.filters = True
        lively.desk.offers["chat"] = Grant(KEPT, delta=True)
        async with lively.raw() as anna:
            await anna.connect()
            tf = {"key": "ward", "cmp": "ex"}
            assert (await anna.subscribe("chat", tf=tf, delta="fossil"))["error"]["code"] == 107


def patched(before: bytes, patch: bytes) -> bytes:
    """What the official SDK makes of a patch."""
    after: bytes = apply_delta(before, patch)  # type: ignore[no-untyped-call]
    return after


class TestDelta:
    """Section 13."""

    ROW = '{"v":%d,"name":"monitor","bed":"三病区 12 床","hr":72,"spo2":98,"rr":14,"note":"без изменений 😀"}'

    async def test_the_first_is_whole_and_the_next_are_patches(self, lively: Stage) -> None:
        lively.desk.offers["beds"] = Grant(KEPT, delta=True)
        async with lively.raw() as anna:
            await anna.connect()
            joined = (await anna.subscribe("beds", delta="fossil"))["subscribe"]
            assert joined["delta"] is True
            for n in (1, 2, 3):
                await lively.broker.publish("beds", (self.ROW % n).encode(), KEPT.retention)
            pubs = [await anna.pub() for _ in range(3)]
        assert [pub.get("delta", False) for pub in pubs] == [False, True, True]
        text = pubs[0]["data"].encode()
        for n, pub in enumerate(pubs[1:], 2):
            text = patched(text, pub["data"].encode())
            assert json.loads(text)["v"] == n

    async def test_a_recovered_chain_begins_whole(self, lively: Stage) -> None:
        lively.desk.offers["beds"] = Grant(KEPT, delta=True)
        epoch = (await lively.broker.history("beds", None, 0)).position.epoch
        for n in (1, 2, 3):
            await lively.broker.publish("beds", (self.ROW % n).encode(), KEPT.retention)
        async with lively.raw() as anna:
            await anna.connect()
            again = await anna.subscribe("beds", delta="fossil", recover=True, epoch=epoch, offset=1)
            first, second = again["subscribe"]["publications"]
            assert (first.get("delta", False), second["delta"]) == (False, True)
            assert json.loads(patched(first["data"].encode(), second["data"].encode()))["v"] == 3

    async def test_only_if_asked(self, lively: Stage) -> None:
        lively.desk.offers["beds"] = Grant(KEPT, delta=True)
        async with lively.raw() as anna:
            await anna.connect()
            assert "delta" not in (await anna.subscribe("beds"))["subscribe"]
            await lively.broker.publish("beds", b'{"v":1}', KEPT.retention)
            assert (await anna.pub())["data"] == {"v": 1}


class TestLimits:
    """Section 18 and beyond."""

    async def test_too_many_commands_are_told_so(self, limits: Limits) -> None:
        few = replace(limits, commands_per_second=0.001, commands_at_once=2)
        async with Stage.open_memory(few, FakeDesk()) as stage, stage.raw() as anna:
            await anna.connect()
            answers = [await ask(anna, "rpc", 2 + n, method="echo", data=n) for n in range(3)]
            assert [answer.get("error") for answer in answers] == [
                None,
                None,
                {"code": 111, "message": "too many requests", "temporary": True},
            ]

    async def test_all_connections_of_a_user_share_a_budget(self, limits: Limits) -> None:
        few = replace(limits, user_commands_per_second=0.001, user_commands_at_once=2)
        async with Stage.open_memory(few, FakeDesk()) as stage, stage.raw() as one, stage.raw() as other:
            await one.connect("anna")
            await other.connect("anna")
            assert "rpc" in await ask(one, "rpc", method="echo")
            assert "rpc" in await ask(other, "rpc", method="echo")
            assert (await ask(one, "rpc", method="echo"))["error"]["code"] == 111

    async def test_connections_of_one_user(self, limits: Limits) -> None:
        one_each = Stage.open_memory(replace(limits, user_connections=1), FakeDesk())
        async with one_each as stage, stage.raw() as one, stage.raw() as other, stage.raw() as third:
            await one.connect("anna")
            await third.connect("ben")
            await other.say({"id": 1, "connect": {"token": "anna"}})
            assert await other.closed() == (3504, "connection limit")

    async def test_an_abundance_of_newcomers_is_turned_away_for_a_while(self, limits: Limits) -> None:
        async with Stage.open_memory(replace(limits, arriving=1), FakeDesk()) as stage, stage.raw() as first:
            await until(lambda: stage.node.connections == 1)
            status, headers = await stage.refused()
            assert status == 503
            assert 1 <= int(headers["Retry-After"]) <= 10
            await first.connect()
            async with stage.raw() as second:
                assert "connect" in await second.connect()
