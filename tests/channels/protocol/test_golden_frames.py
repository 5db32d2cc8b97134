"""JSON frames byte for byte, as the protocol's text gives them (section 25), and its zero-value rules (3.1)."""

from __future__ import annotations

import json

import pytest
from msgspec import Raw

from channels.protocol import codes
from channels.protocol.codec import JsonCodec, OneWayCodec, UnspeakableError, error
from channels.protocol.commands import Command
from channels.protocol.replies import (
    ClientInfo,
    ConnectResult,
    Cut,
    EmptyResult,
    Error,
    HistoryResult,
    Joined,
    Message,
    PresenceResult,
    PresenceStatsResult,
    Publication,
    Push,
    Refreshed,
    RefreshResult,
    Reply,
    RpcResult,
    SubRefreshResult,
    Subscribed,
    SubscribeResult,
)

CODEC = JsonCodec()
INFO = ClientInfo("42", "2f")
POSITION = {"recoverable": True, "positioned": True, "epoch": "AbCdEfGh"}


def commands(text: str) -> list[Command]:
    return list(CODEC.commands(text.encode()))


def published(data: bytes, offset: int) -> Publication:
    return Publication(CODEC.value(data), offset=offset)


def test_connect_and_subscribe_in_one_frame() -> None:
    first, second = commands(
        '{"connect":{"token":"t","name":"js"},"id":1}\n{"subscribe":{"channel":"room","flag":1},"id":2}'
    )
    assert first.connect is not None
    assert (first.id, first.connect.token, first.connect.name, bytes(first.connect.data)) == (1, "t", "js", b"")
    assert second.subscribe is not None
    assert (second.id, second.subscribe.channel, second.subscribe.flag) == (2, "room", 1)
    assert not second.is_pong


def test_recovery_fields() -> None:
    (command,) = commands('{"subscribe":{"channel":"room","recover":true,"epoch":"AbCdEfGh","offset":6},"id":6}')
    assert command.subscribe is not None
    assert (command.subscribe.recover, command.subscribe.epoch, command.subscribe.offset) == (True, "AbCdEfGh", 6)


def test_the_pong_is_an_empty_command() -> None:
    assert commands("{}")[0].is_pong
    assert not commands('{"send":{"data":1}}')[0].is_pong
    assert CODEC.ping == b"{}"


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (
            Reply(1, connect=ConnectResult("2f", "1.0", expires=True, ttl=600, ping=25, pong=True)),
            '{"id":1,"connect":{"client":"2f","version":"1.0","expires":true,"ttl":600,"ping":25,"pong":true}}',
        ),
        (
            Reply(2, subscribe=SubscribeResult(recoverable=True, positioned=True, epoch="AbCdEfGh", offset=5)),
            '{"id":2,"subscribe":{"recoverable":true,"epoch":"AbCdEfGh","offset":5,"positioned":true}}',
        ),
        (Reply(3, publish=EmptyResult()), '{"id":3,"publish":{}}'),
        (Reply(3, unsubscribe=EmptyResult()), '{"id":3,"unsubscribe":{}}'),
        (
            Reply(4, history=HistoryResult((published(b'{"a":1}', 1), published(b"2", 2)), "E", 6)),
            '{"id":4,"history":{"publications":[{"data":{"a":1},"offset":1},{"data":2,"offset":2}],"epoch":"E","offset":6}}',
        ),
        (Reply(4, history=HistoryResult((), "", 0)), '{"id":4,"history":{"publications":[],"epoch":"","offset":0}}'),
        (Reply(5, presence=PresenceResult({})), '{"id":5,"presence":{"presence":{}}}'),
        (
            Reply(5, presence=PresenceResult({"2f": ClientInfo("", "2f")})),
            '{"id":5,"presence":{"presence":{"2f":{"user":"","client":"2f"}}}}',
        ),
        (
            Reply(5, presence_stats=PresenceStatsResult(0, 0)),
            '{"id":5,"presence_stats":{"num_clients":0,"num_users":0}}',
        ),
        (Reply(6, rpc=RpcResult(Raw(b'{"a": 1}'))), '{"id":6,"rpc":{"data":{"a": 1}}}'),
        (Reply(6, rpc=RpcResult()), '{"id":6,"rpc":{}}'),
        (Reply(7, refresh=RefreshResult("2f")), '{"id":7,"refresh":{"client":"2f"}}'),
        (
            Reply(7, refresh=RefreshResult("2f", "1", expires=True, ttl=9)),
            '{"id":7,"refresh":{"client":"2f","version":"1","expires":true,"ttl":9}}',
        ),
        (Reply(8, sub_refresh=SubRefreshResult()), '{"id":8,"sub_refresh":{}}'),
        (
            Reply(8, sub_refresh=SubRefreshResult(expires=True, ttl=9)),
            '{"id":8,"sub_refresh":{"expires":true,"ttl":9}}',
        ),
        (
            Reply(2, error=error(codes.PERMISSION_DENIED)),
            '{"id":2,"error":{"code":103,"message":"permission denied"}}',
        ),
        (Reply(2, error=Error(100, temporary=True)), '{"id":2,"error":{"code":100,"temporary":true}}'),
    ],
)
def test_replies(reply: Reply, text: str) -> None:
    assert CODEC.reply(reply).decode() == text


def test_a_recovered_reply() -> None:
    result = SubscribeResult(
        recoverable=True, positioned=True, epoch="AbCdEfGh", offset=6, recovered=True, was_recovering=True,
        publications=(published(b'{"a":7}', 7), published(b"8", 8)),
    )  # fmt: skip
    assert json.loads(CODEC.reply(Reply(6, subscribe=result)))["subscribe"] == {
        **POSITION, "offset": 6, "recovered": True, "was_recovering": True,
        "publications": [{"data": {"a": 7}, "offset": 7}, {"data": 8, "offset": 8}],
    }  # fmt: skip


def test_a_server_side_subscription_in_the_connect_reply() -> None:
    subs = {"news": SubscribeResult(recoverable=True, positioned=True, epoch="AbCdEfGh", data=Raw(b"[]"))}
    reply = json.loads(CODEC.reply(Reply(1, connect=ConnectResult("2f", subs=subs, session="s", node="n"))))
    assert reply["connect"] == {
        "client": "2f", "session": "s", "node": "n", "subs": {"news": {**POSITION, "data": []}},
    }  # fmt: skip


PUSHES = [
    (Push("room", join=Joined(INFO)), '"channel":"room","join":{"info":{"user":"42","client":"2f"}}'),
    (Push("room", leave=Joined(INFO)), '"channel":"room","leave":{"info":{"user":"42","client":"2f"}}'),
    (
        Push("room", join=Joined(ClientInfo("", "2f", Raw(b"1"), Raw(b"{}")))),
        '"channel":"room","join":{"info":{"user":"","client":"2f","conn_info":1,"chan_info":{}}}',
    ),
    (
        Push("room", pub=Publication(Raw(b'{"x":1}'), INFO, 6)),
        '"channel":"room","pub":{"data":{"x":1},"info":{"user":"42","client":"2f"},"offset":6}',
    ),
    (Push("room", pub=Publication(Raw(b"null"))), '"channel":"room","pub":{"data":null}'),
    (
        Push("room", pub=Publication(Raw(b"1"), offset=1, tags={"t": "A"}, epoch="E")),
        '"channel":"room","pub":{"data":1,"offset":1,"tags":{"t":"A"},"epoch":"E"}',
    ),
    (
        Push("room", unsubscribe=Cut(2500, "insufficient state")),
        '"channel":"room","unsubscribe":{"code":2500,"reason":"insufficient state"}',
    ),
    (
        Push("news", subscribe=Subscribed(recoverable=True, epoch="E", offset=3, positioned=True, data=Raw(b"{}"))),
        '"channel":"news","subscribe":{"recoverable":true,"epoch":"E","offset":3,"positioned":true,"data":{}}',
    ),
    (Push("news", subscribe=Subscribed()), '"channel":"news","subscribe":{}'),
    (Push(message=Message(Raw(b'"hi"'))), '"message":{"data":"hi"}'),
    (Push(connect=ConnectResult("2f", ping=25)), '"connect":{"client":"2f","ping":25}'),
    (Push(disconnect=Cut(3001, "shutdown")), '"disconnect":{"code":3001,"reason":"shutdown"}'),
    (Push(refresh=Refreshed(expires=True, ttl=60)), '"refresh":{"expires":true,"ttl":60}'),
]


@pytest.mark.parametrize(("push", "body"), PUSHES)
def test_pushes(push: Push, body: str) -> None:
    assert CODEC.push(push).decode() == '{"push":{' + body + "}}"


@pytest.mark.parametrize(("push", "body"), PUSHES)
def test_one_way_pushes_have_no_wrapper(push: Push, body: str) -> None:
    assert OneWayCodec().push(push).decode() == "{" + body + "}"


def test_delta_data_is_a_text() -> None:
    payload = b'{"v":1,"name":"\xe5\x8c\xbb\xe7\x94\x9f"}'
    assert json.loads(bytes(CODEC.text(payload))) == payload.decode()
    patched = Push("d", pub=Publication(CODEC.text(b'18\n6:{"v":2j@6,luhq7;'), offset=2, delta=True))
    assert CODEC.push(patched) == (
        rb'{"push":{"channel":"d","pub":{"data":"18\n6:{\"v\":2j@6,luhq7;","offset":2,"delta":true}}}'
    )
    with pytest.raises(UnspeakableError):
        CODEC.text(b"\xe5\x8c")


def test_names_are_escaped() -> None:
    push = Push('a"b\\队\n', pub=Publication(Raw(b"1")))
    assert json.loads(CODEC.push(push))["push"]["channel"] == 'a"b\\队\n'
    assert b"\n" not in CODEC.push(push)


def test_messages_are_joined_by_line_feeds() -> None:
    assert CODEC.join([b"{}", b'{"id":1}']) == b'{}\n{"id":1}'
    assert CODEC.join([b"{}"]) == b"{}"
