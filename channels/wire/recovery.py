"""The decisions of joining a channel, as pure functions (protocol sections 10.3 and 10.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from channels.broker.base import History, Position, Publication


def missed_since(history: History, asked: Position, limit: int) -> tuple[Publication, ...] | None:
    """Exactly what a client at `asked` has missed, or None when it cannot be told and needs a fresh snapshot.

    A client without an epoch has seen nothing yet of a channel whose epoch it will learn now.
    """
    top = history.position
    if (asked.epoch and asked.epoch != top.epoch) or asked.offset > top.offset or asked.offset < 0:
        return None
    missed = tuple(publication for publication in history.publications if publication.offset > asked.offset)
    if len(missed) > limit or not is_run(missed, asked.offset, top.offset):
        return None
    return missed


def is_run(publications: Sequence[Publication], after: int, until: int) -> bool:
    """True when the publications are after+1, after+2, ... until, none missing and none twice."""
    return [publication.offset for publication in publications] == list(range(after + 1, until + 1))


def tail_of(top: Position, buffered: Iterable[Publication]) -> tuple[Publication, ...] | None:
    """What came live after the cut at `top`; None when the buffer does not continue it and the cut is to be redone."""
    buffered = tuple(buffered)
    if buffered and buffered[-1].epoch != top.epoch:
        return None
    tail = tuple(item for item in buffered if item.epoch == top.epoch and item.offset > top.offset)
    return tail if is_run(tail, top.offset, top.offset + len(tail)) else None
