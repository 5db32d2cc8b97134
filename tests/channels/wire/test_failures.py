"""A failure of our own in the middle of a socket's callback is told, once, and without its words."""

from __future__ import annotations

import contextlib
import logging
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from channels.wire.endpoint import HubListener
from tests.channels.stage import Raw, Stage


@pytest.mark.parametrize("where", ["on_ws_connected", "on_ws_frame", "on_ws_disconnected"])
async def test_it_is_logged(
    stage: Stage, where: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("张三's secret")

    caplog.set_level(logging.DEBUG)
    with monkeypatch.context() as patch:
        patch.setattr(HubListener, where, fail)
        async with connect(stage.url, compression=None) as ws:
            client = Raw(ws)
            if where == "on_ws_disconnected":
                await client.connect()
            else:
                # The first of the two has failed before anything can be said.
                with contextlib.suppress(ConnectionClosed):
                    await client.say({"id": 1, "connect": {"token": "anna"}})
                assert (await client.closed())[0] == 1011
    lines = [record.getMessage() for record in caplog.records if record.name == "carewire.wire.picows"]
    assert lines
    assert all("RuntimeError in fail" in line for line in lines)
    assert "secret" not in caplog.text


async def test_what_clients_do_wrong_is_not(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async with stage.raw() as client:
        await client.connect()
        await client.ws.send("x" * (64 * 1024 + 1))
        assert (await client.closed())[0] == 1009
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
