"""Subscriptions that the server begins and ends, and how long they last."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from channels.protocol.codes import CutCode
from channels.protocol.commands import SubscribeRequest
from channels.wire.desk import Grant
from channels.wire.limits import Limits
from channels.wire.node import Whose
from tests.channels.stage import FakeDesk, Stage
from tests.channels.wire.lively import KEPT, LIVELY, ask


@pytest.fixture
def limits() -> Limits:
    """Short times."""
    return Limits(close_wait=1.0, refresh_grace=0.1, history=5)


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
