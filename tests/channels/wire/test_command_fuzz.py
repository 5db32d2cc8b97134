"""Whatever clients say, in whatever order, while the server does its own things: no failure, no leak, no lie.

Two connections talk to a node without sockets, on a loop whose time the test moves.
"""

from __future__ import annotations

import gc
import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.wire.play import EXAMPLES, NAMES, PHASES, Play
from tests.channels.wire.still_loop import StillLoop, played

USERS = st.sampled_from(NAMES)
CHANNELS = st.sampled_from([
    *("a", "chat", "brief", "soon", "lasting") * 4, "b", "beds", "late", "#all", "secret", "unknown", "x" * 300
])  # fmt: skip
FILTERS = st.sampled_from([{"key": "ward", "cmp": "eq", "val": "3"}, {"op": "and"}, {"op": "nonsense"}])
POSITIONS = st.fixed_dictionaries({
    "recover": st.booleans(), "offset": st.integers(0, 7), "epoch": st.sampled_from(["", "_", "other"]),
    "flag": st.integers(0, 3),
})  # fmt: skip
NAMED = st.fixed_dictionaries({"channel": CHANNELS})


def merged(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda found: {name: value for part in found for name, value in part.items()})


SUBSCRIBE = merged(
    NAMED,
    st.one_of(st.just({}), POSITIONS),
    st.one_of(st.just({}), st.just({}), st.fixed_dictionaries({"tf": FILTERS})),
    st.sampled_from([{}, {}, {}, {"type": 1}, {"delta": "fossil"}, {"join_leave": True}]),
)
HISTORY = merged(
    NAMED,
    st.fixed_dictionaries({"limit": st.integers(-1, 9), "reverse": st.booleans()}),
    st.one_of(st.just({}), st.fixed_dictionaries({"since": st.fixed_dictionaries({"offset": st.integers(0, 9)})})),
)


def weighted(*choices: tuple[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """One of them, by weight; `one_of` has no weights."""
    numbers = [number for number, (weight, _) in enumerate(choices) for _ in range(weight)]
    return st.sampled_from(numbers).flatmap(lambda number: choices[number][1])


COMMANDS = weighted(
    (10, SUBSCRIBE.map(lambda said: {"subscribe": said})),
    (4, NAMED.map(lambda said: {"unsubscribe": said})),
    (3, NAMED.map(lambda said: {"publish": {**said, "data": {"n": 1}}})),
    (1, NAMED.map(lambda said: {"presence": said})),
    (1, NAMED.map(lambda said: {"presence_stats": said})),
    (2, HISTORY.map(lambda said: {"history": said})),
    (2, st.sampled_from(["echo", "slow", "conflict", "nothing"]).map(lambda name: {"rpc": {"method": name}})),
    (2, merged(NAMED, st.sampled_from([{"token": '"t"'}, {"token": ""}])).map(lambda said: {"sub_refresh": said})),
    (1, st.sampled_from([{"send": {"data": 1}}, {"ping": {}}])),
    (1, st.sampled_from([
        {}, {"connect": {"token": "anna"}}, {"refresh": {}}, {"subscribe": {"channel": ""}}, {"later": 1},
        {"sub_refresh": {"channel": "soon", "token": "expired"}}, {"refresh": {"token": "expired"}},
        {"publish": {"channel": "chat"}}, {"subscribe": {"channel": "a", "delta": "other"}},
        {"refresh": {"token": "anna"}},
    ])),
)  # fmt: skip
WHO = st.integers(0, 1)
ORDERS = st.sampled_from(["subscribe", "subscribe", "unsubscribe", "disconnect", "refresh", "expire"])
RUBBISH = st.sampled_from([b"", b"x", b"{", b"\n\n", b'{"id":1,"rpc":5}', b"[]", b"{}\n{}"])
STEPS = weighted(
    (20, st.tuples(st.just("frame"), WHO, st.lists(COMMANDS, min_size=1, max_size=6))),
    (8, st.tuples(st.just("publish"), CHANNELS, st.sampled_from([{}, {"ward": "3"}]))),
    (4, st.tuples(st.just("advance"), st.sampled_from([0.05, 0.5, 5.0, 30.0]))),
    (3, st.tuples(st.just("order"), USERS, ORDERS, CHANNELS)),
    (2, st.tuples(st.just("broker"), st.sampled_from(["away", "deaf"]), st.booleans())),
    (2, st.tuples(st.just("back_pressure"), WHO, st.booleans())),
    (2, st.tuples(st.just("gone"), WHO)),
    (1, st.tuples(st.just("mood"), WHO, st.booleans())),
    (1, st.tuples(st.just("bytes"), WHO, RUBBISH)),
    (1, st.tuples(st.just("forbid"), USERS, CHANNELS)),
    (1, st.tuples(st.just("gap"))),
    (1, st.tuples(st.just("lose_everything"))),
)
HELLO = [("frame", 0, [{"connect": {"token": "anna"}}]), ("frame", 1, [{"connect": {"token": "ben"}}])]
HELLOS: st.SearchStrategy[list[Any]] = st.one_of(
    st.just(HELLO),
    st.sampled_from(["expired", "invalid", ""]).map(lambda token: [("frame", 0, [{"connect": {"token": token}}])]),
)


PARTS = st.tuples(HELLOS, st.lists(STEPS, min_size=6, max_size=30))


def test_no_failure_no_leak_no_lie(caplog: pytest.LogCaptureFixture) -> None:
    complaints: list[str] = []

    @settings(max_examples=EXAMPLES, phases=PHASES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PARTS)
    def play(parts: tuple[list[Any], list[Any]]) -> None:
        hello, steps = parts
        loop = StillLoop(complaints)
        caplog.clear()
        played(Play(loop).act([*hello, *steps]), loop)
        assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
        assert complaints == []

    play()
    # A task whose failure nobody took complains when it is thrown away.
    gc.collect()
    assert complaints == []


def test_the_play_itself(caplog: pytest.LogCaptureFixture) -> None:
    """That it can fail: a lie is noticed."""
    loop = StillLoop([])
    play = Play(loop)
    subscribed = {"subscribe": {"channel": "a"}}
    played(play.act([*HELLO, ("frame", 0, [subscribed]), ("publish", "a", {})]), loop)
    ledger = play.peers[0].ledger
    assert (ledger.counting["a"], len(ledger.answered)) == (1, 2)
    with pytest.raises(AssertionError):
        ledger.read(b'{"push":{"channel":"a","pub":{"data":1,"offset":3}}}', {})
    assert not caplog.records
