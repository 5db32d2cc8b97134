"""The books of the load notice what is lost, doubled or out of order."""

from __future__ import annotations

from bench.load.tally import Tally

ANNA, BORIS = 7, 8


def books() -> Tally:
    tally = Tally({"news": 2}, {ANNA: "news", BORIS: "news"}, every=True)
    for number in range(3):
        tally.publish(b"%08d" % number, "news", float(number))
    return tally


def test_everything_once_and_in_order() -> None:
    tally = books()
    tally.arrive(ANNA, [b"00000000", b"00000001", b"00000002"], 3.0)
    tally.arrive(BORIS, [b"00000000", b"00000001"], 3.0)
    tally.arrive(BORIS, [b"00000002"], 5.0)
    assert (tally.lost, tally.wrong, tally.received) == (0, 0, 6)
    assert tally.under_way == 0
    assert tally.whole == [3.0, 2.0, 3.0]
    assert sorted(tally.each) == [1.0, 2.0, 2.0, 3.0, 3.0, 3.0]


def test_a_message_that_does_not_come_is_lost() -> None:
    tally = books()
    tally.arrive(ANNA, [b"00000000", b"00000001", b"00000002"], 3.0)
    tally.arrive(BORIS, [b"00000000", b"00000001"], 3.0)
    assert (tally.lost, tally.under_way, tally.wrong) == (1, 1, 0)


def test_a_message_that_comes_twice_is_wrong() -> None:
    tally = books()
    tally.arrive(ANNA, [b"00000000", b"00000001"], 3.0)
    tally.arrive(BORIS, [b"00000000", b"00000000"], 3.0)
    assert (tally.wrong, tally.lost) == (1, 3)


def test_a_repetition_after_all_have_it_is_wrong() -> None:
    tally = books()
    tally.arrive(ANNA, [b"00000000"], 3.0)
    tally.arrive(BORIS, [b"00000000"], 3.0)
    tally.arrive(ANNA, [b"00000000"], 4.0)
    assert (tally.wrong, tally.lost) == (1, 4)


def test_what_nobody_sent_is_wrong() -> None:
    tally = books()
    tally.arrive(ANNA, [b"00000009"], 3.0)
    assert (tally.wrong, tally.lost) == (1, 6)


def test_another_order_than_that_of_the_first_is_wrong() -> None:
    tally = books()
    tally.arrive(ANNA, [b"00000001", b"00000000"], 3.0)
    assert tally.wrong == 0, "publishers on several connections have no order among themselves"
    tally.arrive(BORIS, [b"00000000", b"00000001"], 3.0)
    assert tally.wrong == 2


def test_measuring_begins_anew_without_forgetting_what_is_under_way() -> None:
    tally = books()
    tally.arrive(ANNA, [b"00000000"], 3.0)
    tally.forget_times()
    assert (tally.received, tally.each) == (0, [])
    assert tally.lost == 5
