"""Frames byte for byte, as the protocol's text gives them."""

from __future__ import annotations

import json

import pytest

from channels.protocol import codes
from channels.protocol.codec import FrameError, JsonCodec, embedded, error, listed
from channels.protocol.commands import Command
from channels.protocol.replies import (
    ConnectResult,
    EmptyResult,
    RefreshResult,
    Reply,
    RpcResult,
    SubscribeResult,
)

CODEC = JsonCodec()


def commands(text: str) -> list[Command]:
    return list(CODEC.commands(text.encode()))


def test_a_pipelined_frame() -> None:
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


def test_raw_values_keep_their_bytes() -> None:
    (command,) = commands('{"id":3,"rpc":{"method":"m","data":{"b": 1.0,  "a":"\\u4e2d"}}}')
    assert command.rpc is not None
    assert bytes(command.rpc.data) == b'{"b": 1.0,  "a":"\\u4e2d"}'


@pytest.mark.parametrize("text", ["", "x", "[]", "1", '{"id":"1"}', '{"connect":[]}', "{}\n\n{}", "{} {}"])
def test_what_is_no_frame(text: str) -> None:
    with pytest.raises(FrameError):
        commands(text)


def test_invalid_utf8_is_no_frame() -> None:
    with pytest.raises(FrameError):
        list(CODEC.commands(b'{"id":1,"rpc":{"method":"\xff"}}'))


def test_replies() -> None:
    connect = Reply(1, connect=ConnectResult("c", "1.0", expires=True, ttl=600, ping=25, pong=True))
    assert CODEC.reply(connect) == (
        b'{"id":1,"connect":{"client":"c","version":"1.0","expires":true,"ttl":600,"ping":25,"pong":true}}'
    )
    subscribe = SubscribeResult(recoverable=True, positioned=True, epoch="AbCdEfGh", offset=5)
    assert CODEC.reply(Reply(2, subscribe=subscribe)) == (
        b'{"id":2,"subscribe":{"recoverable":true,"positioned":true,"epoch":"AbCdEfGh","offset":5}}'
    )
    assert CODEC.reply(Reply(3, unsubscribe=EmptyResult())) == b'{"id":3,"unsubscribe":{}}'
    assert CODEC.reply(Reply(4, rpc=RpcResult(embedded(b'{"a": 1}')))) == b'{"id":4,"rpc":{"data":{"a": 1}}}'
    assert CODEC.reply(Reply(5, refresh=RefreshResult("c"))) == b'{"id":5,"refresh":{"client":"c"}}'
    assert CODEC.reply(Reply(2, error=error(codes.PERMISSION_DENIED))) == (
        b'{"id":2,"error":{"code":103,"message":"permission denied"}}'
    )
    assert json.loads(CODEC.reply(Reply(2, error=error(codes.INTERNAL))))["error"]["temporary"] is True


def test_a_recovered_reply() -> None:
    result = SubscribeResult(
        recoverable=True, positioned=True, epoch="E", offset=6, recovered=True, was_recovering=True,
        publications=(listed(7, "E", b'{"a":7}'), listed(8, "E", b"8")),
    )  # fmt: skip
    assert json.loads(CODEC.reply(Reply(6, subscribe=result)))["subscribe"] == {
        "recoverable": True, "positioned": True, "epoch": "E", "offset": 6, "recovered": True, "was_recovering": True,
        "publications": [{"data": {"a": 7}, "offset": 7}, {"data": 8, "offset": 8}],
    }  # fmt: skip


def test_pushes() -> None:
    assert CODEC.publication("room", 6, "E", b'{"x":1}') == (
        b'{"push":{"channel":"room","pub":{"data":{"x":1},"offset":6}}}'
    )
    assert json.loads(CODEC.publication('a"b\\队', 1, "E", b"null")) == {
        "push": {"channel": 'a"b\\队', "pub": {"data": None, "offset": 1, "epoch": "E"}}
    }
    assert CODEC.cut("room", codes.CUT_INSUFFICIENT) == (
        b'{"push":{"channel":"room","unsubscribe":{"code":2500,"reason":"insufficient state"}}}'
    )
    assert CODEC.join([b"{}", b'{"id":1}']) == b'{}\n{"id":1}'
    assert CODEC.ping == b"{}"


def test_line_feeds_inside_a_value_do_not_break_the_frame() -> None:
    frame = CODEC.reply(Reply(1, rpc=RpcResult(embedded(b'{\n "a": 1\n}'))))
    assert b"\n" not in frame
    assert json.loads(frame)["rpc"]["data"] == {"a": 1}


def test_close_reasons_fit_and_are_no_json() -> None:
    closes = [value for value in vars(codes).values() if isinstance(value, codes.CloseCode)]
    assert len(closes) > 8
    assert all(len(close.reason.encode()) <= 123 and not close.reason.startswith(("{", "[")) for close in closes)
