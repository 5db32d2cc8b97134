"""What one subscriber was told of one channel, as it was told, in the order in which it came."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """A place in a channel's log."""

    epoch: str
    offset: int


@dataclass(slots=True)
class Join:
    """A successful subscribe and all publications until the next one.

    `asked` is the position from which the subscriber wanted to go on, None at its first subscribe. `at` is where the
    server says it stands; of a recovered join that is the asked one. Each publication is a number in `offsets` and one
    in `numbers`, which is its data.
    """

    asked: Place | None
    recovered: bool
    at: Place
    offsets: array[int] = field(default_factory=lambda: array("q"))
    numbers: array[int] = field(default_factory=lambda: array("q"))

    def see(self, offset: int, number: int) -> None:
        """A publication came."""
        self.offsets.append(offset)
        self.numbers.append(number)


@dataclass(slots=True)
class Witness:
    """All joins of one subscriber. Times are seconds of the loop's clock."""

    subscriber: str
    channel: str
    joins: list[Join] = field(default_factory=list)
    here: Place | None = None
    cuts: int = 0
    """How often the server ended the subscription with 2500."""
    unasked: list[str] = field(default_factory=list)
    """Publications that came while there was no subscription, in words."""
    quiet_since: float | None = None
    longest_silence: float = 0.0

    def join(self, epoch: str, offset: int, *, recovered: bool) -> None:
        """The server answered a subscribe."""
        self.joins.append(Join(self.here, recovered, Place(epoch, offset)))
        self.here = Place(epoch, self.here.offset if recovered and self.here else offset)

    def see(self, offset: int, number: int, now: float) -> None:
        """The server gave a publication, live or with the answer."""
        join = self.joins[-1]
        join.see(offset, number)
        self.here = Place(join.at.epoch, offset)
        if self.quiet_since is not None:
            self.longest_silence = max(self.longest_silence, now - self.quiet_since)
        self.quiet_since = now
