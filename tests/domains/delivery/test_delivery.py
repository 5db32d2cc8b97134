"""What operators see of live delivery and what they can end: only the own institution's people, and nothing stale."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Sequence

import pytest

from channels.fleet.fleet import Fleet
from channels.revocation import Revocation
from channels.wire.connection import Connection
from domains.delivery.commands import DisconnectUser
from domains.delivery.queries import ConnectionList, ListConnections, Overview, ShowOverview
from domains.queue.commands.rooms import OpenScreen
from hub.caller import Caller, nobody
from hub.errors import Forbidden, NotFound, Unavailable
from hub.house import House
from tests.channels.stage import until
from tests.kit.clock import StillClock
from tests.kit.house import one, person, recorded
from tests.kit.live import Listening, connected, live_door

OPERATOR = person("operator")
ROOM = "queue-room:demo:ct1"
FACT = "delivery.user_disconnected"


@pytest.fixture
async def fleet(house: House) -> AsyncIterator[Fleet]:
    async with live_door(house) as opened:
        yield opened


async def seen(house: House, caller: Caller = OPERATOR, /, **wanted: str) -> ConnectionList:
    answer: ConnectionList = await house.dispatch.ask(caller, ListConnections(**wanted))
    return answer


def people(found: ConnectionList) -> list[str]:
    return [connection.user_name for connection in found.connections]


async def id_of(house: House, login: str) -> str:
    return str(await one(house, "select id from access_accounts where login = :login", login=login))


async def follow(connection: Connection, channel: str) -> None:
    connection.receive(json.dumps({"id": 2, "subscribe": {"channel": channel}}).encode())
    await until(lambda: channel in connection.conversation.seats.channels())


async def carried_out(house: House, fleet: Fleet, clock: StillClock) -> None:
    """What the revocation group does with the recorded orders."""
    facts = await recorded(house, FACT)
    assert facts
    await Revocation(house.registry, fleet.node.broker, clock).handle(facts)


async def test_an_operator_sees_the_own_institutions_connections_only(house: House, fleet: Fleet) -> None:
    for account in ("technician", "doctor", "branch-admin"):
        await connected(house, fleet, account)
    assert sorted(people(await seen(house))) == sorted(["技师小周", "诊断医生小吴"])
    assert people(await seen(house, person("admin", "branch"))) == ["东院管理员"]
    stranger = await id_of(house, "branch-admin")
    for wanted in ({"user_id": stranger}, {"person": "东院"}, {"person": stranger}):
        assert await seen(house, OPERATOR, **wanted) == ConnectionList((), complete=True)


async def test_a_connection_tells_who_from_where_and_what_it_follows(house: House, fleet: Fleet) -> None:
    technician, _ = await connected(house, fleet, "technician")
    await follow(technician, ROOM)
    (found,) = (await seen(house)).connections
    assert (found.id, found.user_id, found.node) == (technician.id, await id_of(house, "technician"), "test")
    assert (found.address, found.sdk, found.subscriptions, found.channels) == ("192.0.2.7", "test", 1, (ROOM,))
    assert found.opened_at == house.clock()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"person": "小周"}, ["技师小周"]),
        ({"person": "小"}, ["技师小周", "诊断医生小吴"]),
        ({"person": "不存在"}, []),
        ({"channel": ROOM}, ["技师小周"]),
        ({"channel": "queue-room:demo:ct"}, []),
        ({"person": "小吴", "channel": ROOM}, []),
    ],
    ids=str,
)
async def test_the_search_narrows_it_down(
    house: House, fleet: Fleet, wanted: dict[str, str], found: Sequence[str]
) -> None:
    technician, _ = await connected(house, fleet, "technician")
    await follow(technician, ROOM)
    await connected(house, fleet, "doctor")
    assert sorted(people(await seen(house, OPERATOR, **wanted))) == sorted(found)


async def test_slow_readers_come_first_then_the_longest_connected(
    house: House, fleet: Fleet, clock: StillClock
) -> None:
    for account in ("doctor", "head"):
        await connected(house, fleet, account)
        clock.forward(seconds=1)
    slow, _ = await connected(house, fleet, "technician")
    slow.pause()
    await follow(slow, ROOM)
    await until(lambda: slow.queued > 0)
    assert people(await seen(house)) == ["技师小周", "诊断医生小吴", "科室主任老马"]
    assert (await seen(house)).connections[0].queued == slow.queued > 0


async def test_a_list_that_may_lack_somebody_says_so(
    house: House, fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domains.delivery.queries.MOST", 2)
    for account in ("technician", "doctor", "head"):
        await connected(house, fleet, account)
    cut = await seen(house)
    assert (len(cut.connections), cut.complete) == (2, False)
    assert await seen(house, person="诊断") == await seen(house, user_id=await id_of(house, "doctor"))
    assert (await seen(house, person="诊断")).complete


async def test_the_overview_shows_nodes_and_their_last_troubles(house: House, fleet: Fleet) -> None:
    technician, _ = await connected(house, fleet, "technician")
    await follow(technician, ROOM)
    for text in ("an earlier trouble", "a later one"):
        logging.getLogger("carewire.fleet").warning(text)
    shown: Overview = await house.dispatch.ask(OPERATOR, ShowOverview())
    (node,) = shown.nodes
    assert (node.id, node.name, node.healthy) == (fleet.node.id, "test", True)
    assert (node.connections, node.users, node.channels, node.subscriptions) == (1, 1, 1, 1)
    told = [(one.level, one.node, one.message) for one in shown.troubles[:2]]
    assert told == [("warning", "test", "a later one"), ("warning", "test", "an earlier trouble")]


@pytest.mark.parametrize(("again", "close"), [(False, 3503), (True, 3011)])
async def test_a_disconnected_person_is_cut_and_nobody_else(
    house: House, fleet: Fleet, clock: StillClock, *, again: bool, close: int
) -> None:
    mine = [(await connected(house, fleet, "technician"))[1] for _ in range(2)]
    others = [(await connected(house, fleet, account))[1] for account in ("doctor", "branch-admin")]
    await house.dispatch(OPERATOR, DisconnectUser(user_id=await id_of(house, "technician"), again=again))
    assert _closed(mine) == [None, None]
    await carried_out(house, fleet, clock)
    await until(lambda: None not in _closed(mine))
    assert _closed(mine) == [close, close]
    assert _closed(others) == [None, None]


async def test_nobody_ends_another_institutions_connections(house: House, fleet: Fleet) -> None:
    _, socket = await connected(house, fleet, "branch-admin")
    for user_id in (await id_of(house, "branch-admin"), "nobody", "device:screen-nowhere"):
        with pytest.raises(NotFound):
            await house.dispatch(OPERATOR, DisconnectUser(user_id=user_id))
    assert await recorded(house, FACT) == []
    assert socket.closed is None


async def test_a_lobby_screen_can_be_disconnected_by_its_own_institution_only(house: House, fleet: Fleet) -> None:
    session = await house.dispatch(nobody("127.0.0.1"), OpenScreen(code="ct1"))
    socket = Listening()
    screen = fleet.node.open(socket)
    screen.receive(json.dumps({"id": 1, "connect": {"token": session.connection_token}}).encode())
    await screen.conversation.settled()
    (found,) = (await seen(house, person="screen-ct1")).connections
    with pytest.raises(NotFound):
        await house.dispatch(person("operator", "branch"), DisconnectUser(user_id=found.user_id))
    await house.dispatch(OPERATOR, DisconnectUser(user_id=found.user_id))
    await carried_out(house, fleet, StillClock())
    await until(lambda: socket.closed is not None)
    assert socket.closed == (3503, "force disconnect")


async def test_an_order_older_than_five_minutes_is_void(house: House, fleet: Fleet, clock: StillClock) -> None:
    await house.dispatch(OPERATOR, DisconnectUser(user_id=await id_of(house, "technician")))
    clock.forward(minutes=5)
    await house.dispatch(OPERATOR, DisconnectUser(user_id=await id_of(house, "doctor")))
    (_, spared), (_, cut) = [await connected(house, fleet, account) for account in ("technician", "doctor")]
    await carried_out(house, fleet, clock)
    await until(lambda: cut.closed is not None)
    assert spared.closed is None


@pytest.mark.parametrize("asked", [ShowOverview(), ListConnections()], ids=lambda query: type(query).__name__)
async def test_without_the_permission_nothing_is_shown(
    house: House, fleet: Fleet, asked: ShowOverview | ListConnections
) -> None:
    assert fleet.nodes()
    for role in ("technician", "head", "doctor"):
        with pytest.raises(Forbidden):
            await house.dispatch.ask(person(role), asked)
    with pytest.raises(Forbidden):
        await house.dispatch(person("head"), DisconnectUser(user_id=await id_of(house, "technician")))


@pytest.mark.parametrize("asked", [ShowOverview(), ListConnections()], ids=lambda query: type(query).__name__)
async def test_a_process_without_live_connections_says_so(house: House, asked: ShowOverview | ListConnections) -> None:
    with pytest.raises(Unavailable):
        await house.dispatch.ask(OPERATOR, asked)


def _closed(sockets: Sequence[Listening]) -> list[int | None]:
    return [None if socket.closed is None else socket.closed[0] for socket in sockets]
