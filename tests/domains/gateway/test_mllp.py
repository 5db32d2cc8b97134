"""The port, talked to by a client that is not ours: python-hl7's."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from hl7.mllp import open_hl7_connection

from domains.gateway.mllp import serve
from hub.house import House, open_house
from hub.settings import Settings
from tests.domains.gateway.his import adt, message, pid
from tests.kit.clock import StillClock
from tests.kit.house import one


@pytest.fixture
async def gateway(settings: Settings, clock: StillClock) -> AsyncIterator[tuple[House, int]]:
    """A house that takes messages, and the port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    async with open_house(replace(settings, mllp_port=port), clock=clock) as house:
        task = asyncio.ensure_future(serve(house))
        yield house, port
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def his(port: int, encoding: str = "utf-8") -> AsyncIterator[Any]:
    """Says a message and gives the answer's MSA-1, MSA-2 and ERR-3."""
    reader, writer = await _connected(port, encoding)

    async def say(text: str | bytes) -> tuple[str, ...]:
        if isinstance(text, bytes):
            writer.writeblock(text)
        else:
            writer.writemessage(text)
        await writer.drain()
        answer = await asyncio.wait_for(reader.readmessage(), 5)
        error = answer.extract_field("ERR", 1, 3) if "ERR" in str(answer) else ""
        return answer.extract_field("MSA", 1, 1), answer.extract_field("MSA", 1, 2), error

    yield say
    writer.close()
    await writer.wait_closed()


async def test_a_conversation(gateway: tuple[House, int]) -> None:
    house, port = gateway
    async with his(port) as say:
        assert await say(adt("X1")) == ("AA", "X1", "")
        assert await one(house, "select count(*) from patients_people where name = '宋玉兰'") == 1
        assert await say(adt("X1")) == ("AA", "X1", "")
        assert await say(adt("X2", segment="PID|1")) == ("AE", "X2", "101")
        assert await say(message("SIU^S12", "X3")) == ("AR", "X3", "200")
        assert await say(message("ADT^A04", "X4", pid(), sender="LIS|NOWHERE")) == ("AR", "X4", "207")
        assert await say(b"no message") == ("AR", "", "100")
        assert await say(adt("X5", segment=pid("P9^^^HIS^PI", "郝^九"))) == ("AA", "X5", "")
    assert await one(house, "select count(*) from patients_people where name in ('宋玉兰', '郝九')") == 2


async def test_gb18030(gateway: tuple[House, int]) -> None:
    house, port = gateway
    block = message("ADT^A04", "G1", pid(name="镕^喆"), charset="GB 18030-2000").encode("gb18030")
    async with his(port, "gb18030") as say:
        assert await say(block) == ("AA", "G1", "")
    assert await one(house, "select count(*) from patients_people where name = '镕喆'") == 1


@pytest.mark.parametrize("declared", ["", "UNICODE UTF-8", "8859/1"])
async def test_a_sender_writes_as_was_set_up_whatever_it_declares(gateway: tuple[House, int], declared: str) -> None:
    """In UTF-8 the bytes of this name would be another one, and nobody would notice."""
    house, port = gateway
    await _run(house, "update gateway_senders set charset = 'gb18030'")
    block = message("ADT^A04", "G2", pid(name="陆^伟"), charset=declared).encode("gb18030")
    async with his(port, "gb18030") as say:
        assert await say(block) == ("AA", "G2", "")
    assert await one(house, "select count(*) from patients_people where name = '陆伟'") == 1


async def test_a_sender_that_was_shut_out_is_refused_at_once(gateway: tuple[House, int]) -> None:
    house, port = gateway
    async with his(port) as say:
        assert (await say(adt("S1")))[0] == "AA"
        await _run(house, "update gateway_senders set addresses = '10.1.0.0/16 10.0.0.0/8'")
        assert await say(adt("S2")) == ("AR", "S2", "207")
        await _run(house, "update gateway_senders set addresses = '10.0.0.0/8 127.0.0.0/8', enabled = false")
        assert await say(adt("S3")) == ("AR", "S3", "207")


async def test_while_the_database_is_away_nothing_is_answered(gateway: tuple[House, int]) -> None:
    house, port = gateway
    async with his(port) as say:
        assert (await say(adt("O1")))[0] == "AA"
        await _run(house, "alter table gateway_messages rename to away")
        with pytest.raises(asyncio.IncompleteReadError):
            await say(adt("O2"))
    await _run(house, "alter table away rename to gateway_messages")
    async with his(port) as say:
        assert (await say(adt("O2", segment=pid("P9^^^HIS^PI"))))[0] == "AA"


async def _connected(port: int, encoding: str) -> Any:
    async with asyncio.timeout(5):
        while True:
            with contextlib.suppress(ConnectionRefusedError):
                return await open_hl7_connection("127.0.0.1", port, encoding=encoding)
            await asyncio.sleep(0.02)


async def _run(house: House, statement: str) -> None:
    async with house.engine.begin() as db:
        await db.exec_driver_sql(statement)
