"""The live wire under faults, in short; and the judge of it, who must notice every kind of wrong."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench import faults
from bench.trouble.ordeal import Crowd, Plan
from bench.trouble.topologies import Guarded
from bench.trouble.verdict import ROWS, Heard, Verdict, judge
from bench.trouble.witness import Place, Witness
from channels.broker.base import Publication
from channels.protocol.codec import Codec, JsonCodec
from channels.protocol.codes import CloseCode, CutCode
from channels.wire.audience import Audience, Ear
from channels.wire.counters import Counters
from channels.wire.frames import frame
from channels.wire.outflow import Outflow

FEW = Crowd(channels=1, sockets=4, streams=2, pause=0.05)
CHANNEL = "kept:0"
TOP = Place("e", 9)


@pytest.mark.slow
@pytest.mark.soak
def test_nothing_is_lost_unnoticed_over_one_valkey(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.json"
    kinds = ["node killed", "Valkey killed", "CLIENT KILL TYPE pubsub"]
    words = ["--minutes", "0.08", "--topology", "valkey", "--channels", "1", "--json", str(file), "--fault", *kinds]
    status = faults.main(words)
    said = capsys.readouterr().out
    assert status == 0, said
    head, row = (next(row for row in said.splitlines() if row.startswith(f"| {cell}")) for cell in ("topo", "one"))
    assert head.count("|") == row.count("|")
    figures = json.loads(file.read_text("utf-8"))["figures"]["one Valkey"]
    assert figures["lost"] == figures["order"] == figures["diverging"] == 0
    assert figures["deliveries"] >= figures["acknowledged"] > 50
    assert len(figures["misfortunes"]) == sum(figures["faults"].values()) >= 1


@pytest.mark.slow
@pytest.mark.soak
def test_nothing_is_lost_unnoticed_when_a_lagging_replica_takes_over() -> None:
    kind = "master killed, its replica lagging"
    outcome = faults.run(Guarded(), Plan(FEW, 0.1, seed=1, only=frozenset({kind})))
    assert (outcome.verdict.words, outcome.stuck) == ([], [])
    assert outcome.clean
    assert outcome.by_kind == {kind: 1}
    assert outcome.verdict.told_new_epoch > 0
    assert outcome.verdict.deliveries >= outcome.acknowledged > 50


# the judge

Story = Iterable[tuple[int, int]]


def witness(*runs: tuple[str, int, Story], name: str = "one") -> Witness:
    """Somebody who was given these (offset, number) after each position; a run without an epoch was recovered."""
    made = Witness(name, CHANNEL)
    for epoch, offset, story in runs:
        here = made.here
        recovered = not epoch and here is not None
        made.join(here.epoch if recovered and here else epoch, offset, recovered=recovered)
        for place, number in story:
            made.see(place, number, 0.0)
    return made


def numbers(first: int, last: int, shift: int = 0) -> list[tuple[int, int]]:
    return [(place, place + shift) for place in range(first, last + 1)]


def verdict(*witnesses: Witness, top: Place = TOP, rows: bool = False) -> Verdict:
    acknowledged = {place: Place(top.epoch, place) for place in range(1, top.offset + 1)}
    return judge(witnesses, {CHANNEL: Heard(acknowledged, top, rows=rows)})


def test_a_whole_history_is_clean() -> None:
    found = verdict(witness(("e", 0, numbers(1, 9))), witness(("e", 4, numbers(5, 9)), name="two"))
    assert found.clean
    assert (found.deliveries, found.words) == (14, [])


def test_a_recovered_history_is_clean() -> None:
    found = verdict(witness(("e", 0, numbers(1, 4)), ("", 4, numbers(5, 9))))
    assert found.clean
    assert found.told_new_epoch == found.told_trimmed == 0


def test_told_gaps_are_not_losses() -> None:
    found = verdict(witness(("old", 0, numbers(1, 2, 50)), ("e", 0, numbers(1, 3)), ("e", 7, numbers(8, 9))))
    assert found.clean
    assert (found.told_new_epoch, found.told_trimmed) == (1, 1)


@pytest.mark.parametrize(
    "story",
    [
        [("e", 0, [*numbers(1, 3), *numbers(6, 9)])],
        [("e", 0, numbers(1, 3)), ("", 3, numbers(6, 9))],
    ],
)
def test_a_hole_is_a_loss(story: list[tuple[str, int, Story]]) -> None:
    found = verdict(witness(*story))
    assert (found.lost, found.order, found.diverging) == (2, 0, 0)
    assert "number 4" in found.words[0]


def test_who_stops_short_has_lost_the_rest() -> None:
    assert verdict(witness(("e", 0, numbers(1, 6)))).lost == 3
    assert verdict(witness(("gone", 0, numbers(1, 9, 50)))).lost == 9
    assert verdict(witness()).lost == 9


def test_what_was_acknowledged_and_is_not_in_the_log_is_a_loss() -> None:
    acknowledged = {number: Place("e", number) for number in range(1, 11)}
    found = judge([witness(("e", 0, numbers(1, 9)))], {CHANNEL: Heard(acknowledged, Place("e", 9))})
    assert found.lost == 1


def test_a_doubled_publication_is_an_order_error() -> None:
    found = verdict(witness(("e", 0, [*numbers(1, 5), *numbers(5, 9)])))
    assert (found.lost, found.order) == (0, 1)


def test_a_publication_under_two_numbers_is_an_order_error() -> None:
    doubled = [*numbers(1, 9), (10, 9)]
    acknowledged = {number: Place("e", number) for number in range(1, 10)}
    found = judge([witness(("e", 0, doubled))], {CHANNEL: Heard(acknowledged, Place("e", 10))})
    assert (found.lost, found.order) == (0, 1)


def test_a_reordered_history_is_an_order_error() -> None:
    found = verdict(witness(("e", 0, [*numbers(1, 3), (5, 5), (4, 4), *numbers(6, 9)])))
    assert found.order == 1


def test_a_publication_without_a_subscription_is_an_order_error() -> None:
    one = witness(("e", 0, numbers(1, 9)))
    one.unasked.append("7 while not subscribed")
    assert verdict(one).order == 1


def test_turning_back_within_an_epoch_is_an_order_error() -> None:
    found = verdict(witness(("e", 0, numbers(1, 7)), ("e", 5, numbers(6, 9))))
    assert found.order == 1


def test_recovery_into_another_epoch_is_an_order_error() -> None:
    one = witness(("old", 0, numbers(1, 3, 50)), ("", 3, numbers(4, 9)))
    one.joins[1].at = Place("e", 3)
    assert verdict(one).order == 1


@pytest.mark.parametrize("who", ["a subscriber", "the log", "a publisher"])
def test_two_things_under_one_number_diverge(who: str) -> None:
    wrong = [(place, 77 if place == 4 else place) for place in range(1, 10)]
    acknowledged = {number: Place("e", place) for place, number in (wrong if who == "a publisher" else numbers(1, 9))}
    log = dict(wrong if who == "the log" else numbers(1, 9))
    second = witness(("e", 0, wrong if who == "a subscriber" else numbers(1, 9)), name="two")
    heard = {CHANNEL: Heard(acknowledged, Place("e", 9), log)}
    found = judge([witness(("e", 0, numbers(1, 9))), second], heard)
    assert found.diverging > 0
    assert not found.clean


def test_a_row_may_be_skipped_only_for_its_newer_version() -> None:
    top = Place("e", ROWS + 2)
    followed = [*numbers(1, 1), *numbers(3, ROWS + 2)]
    assert verdict(witness(("e", 0, followed)), top=top, rows=True).spared == 1
    assert verdict(witness(("e", 0, followed)), top=top).lost == 1
    assert verdict(witness(("e", 0, [*numbers(1, 2), *numbers(4, ROWS + 2)])), top=top, rows=True).lost == 1


# found by the bench


class Reader:
    """A connection on a real socket. It writes what is for it alone when its turn comes, as connections do."""

    def __init__(self) -> None:
        self.codec: Codec = JsonCodec()
        self.outbox: list[bytes] = []
        self._ours, self._theirs = socket.socketpair()
        self.fd = self._ours.fileno()

    def take(self, messages: list[bytes]) -> None:
        raise AssertionError(messages)

    def rest(self, frame: bytes, written: int) -> None:
        raise AssertionError((frame, written))

    def cut(self, channel: str, why: CutCode) -> None:
        raise AssertionError((channel, why))

    def close(self, why: CloseCode) -> None:
        raise AssertionError(why)

    def flush(self) -> None:
        for message in self.outbox:
            self._ours.send(frame(message, binary=False))
        self.outbox = []

    def read(self) -> bytes:
        """All that has come."""
        self._ours.close()
        with self._theirs:
            return self._theirs.recv(10_000)


async def test_a_reply_precedes_its_publications_though_others_join_at_once() -> None:
    """One has joined, a publication comes and another one joins, all before the reply to the first has gone out."""
    outflow = Outflow()
    audience = Audience("a", outflow, Counters())
    first, second = Reader(), Reader()
    first.outbox.append(b"the reply")
    outflow.dirty.append(first)
    audience.add(first, Ear())
    audience.pass_on(Publication(1, "e", b'"one"'))
    audience.add(second, Ear())
    audience.pass_on(Publication(2, "e", b'"two"'))
    outflow.flush()
    said = first.read()
    assert -1 < said.find(b"the reply") < said.find(b"one") < said.find(b"two")
    only = second.read()
    assert b"two" in only
    assert b"one" not in only
