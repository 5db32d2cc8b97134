"""The storm's client counts what it was never given and what it was given twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bench.load import frames
from bench.load.client import Client, LetDownError

SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


def said(*messages: dict[str, Any]) -> bytes:
    """One text frame of a server."""
    payload = "\n".join(json.dumps(message) for message in messages).encode()
    length = bytes([len(payload)]) if len(payload) < 126 else b"\x7e" + len(payload).to_bytes(2, "big")
    return b"\x81" + length + payload


def subscribed(**fields: Any) -> bytes:
    return said({"id": 1, "connect": {}}, {"id": 2, "subscribe": {"epoch": "e", **fields}})


def pub(offset: int) -> bytes:
    return said({"push": {"channel": "c", "pub": {"data": 1, "offset": offset}}})


def live(offset: int) -> Client:
    client = Client("c")
    client.opened(80)
    client.heard(SWITCHING)
    client.heard(subscribed(offset=offset))
    assert client.live
    return client


def counts(client: Client) -> tuple[int, int, int]:
    return client.lost, client.doubled, client.unrecovered


def asked(frame: bytes) -> dict[str, Any]:
    """The last command of a masked frame of ours."""
    command: dict[str, Any] = json.loads(frame[frame.index(b"{") :].split(b"\n")[-1])
    return command


def test_live_publications_in_order() -> None:
    client = live(4)
    client.heard(pub(5) + pub(6))
    assert (client.offset, counts(client)) == (6, (0, 0, 0))


def test_a_hole_is_counted_by_its_length() -> None:
    client = live(4)
    client.heard(pub(8))
    assert counts(client) == (3, 0, 0)


def test_a_repetition_is_counted() -> None:
    client = live(4)
    client.heard(pub(5) + pub(5))
    assert counts(client) == (0, 1, 0)


def test_it_recovers_from_what_it_has_seen() -> None:
    client = live(4)
    client.heard(pub(5))
    client.opened(80)
    assert not client.live
    wish = asked(client.heard(SWITCHING))
    assert wish["subscribe"] == {"channel": "c", "recover": True, "epoch": "e", "offset": 5}
    client.heard(subscribed(offset=5, recovered=True, publications=[{"offset": 6}, {"offset": 7}]))
    assert (client.offset, counts(client)) == (7, (0, 0, 0))


def test_what_could_not_be_recovered_is_lost() -> None:
    client = live(4)
    client.opened(80)
    client.heard(SWITCHING)
    client.heard(subscribed(offset=9))
    assert (client.offset, counts(client)) == (9, (5, 0, 1))


def test_a_new_epoch_counts_as_a_loss() -> None:
    client = live(4)
    client.opened(80)
    client.heard(SWITCHING)
    client.heard(said({"id": 2, "subscribe": {"epoch": "other", "offset": 1}}))
    assert counts(client) == (1, 0, 1)


def test_bytes_may_come_in_any_pieces() -> None:
    client = Client("c")
    client.opened(80)
    answers = b"".join(
        client.heard(bytes([one])) for one in SWITCHING + subscribed(offset=0, data="x" * 200) + pub(1) + said({})
    )
    assert (client.offset, client.live) == (1, True)
    assert answers.endswith(frames.text(b"{}")), "a ping wants its pong"


def test_a_refusal_is_no_silence() -> None:
    client = Client("c")
    client.opened(80)
    with pytest.raises(LetDownError, match="503"):
        client.heard(b"HTTP/1.1 503 not now\r\n\r\n")
    client.opened(80)
    client.heard(SWITCHING)
    with pytest.raises(LetDownError, match="102"):
        client.heard(said({"id": 2, "error": {"code": 102, "message": "unknown channel"}}))


def test_a_cut_subscription_is_asked_for_again() -> None:
    client = live(4)
    again = client.heard(said({"push": {"channel": "c", "unsubscribe": {"code": 2500, "reason": "x"}}}))
    assert not client.live
    assert asked(again)["subscribe"]["offset"] == 4
