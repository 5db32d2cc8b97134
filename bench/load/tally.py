"""What was delivered: every message to every subscriber, once, in the same order for all of a channel."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class _Channel:
    """The books of one channel. `standing` says how many subscribers have got as far as each place of the order."""

    members: int
    published: int = 0
    order: list[bytes] = field(default_factory=list)
    index: dict[bytes, int] = field(default_factory=dict)
    standing: list[int] = field(default_factory=list)
    whole: int = 0

    def __post_init__(self) -> None:
        self.standing = [self.members]


@dataclass(slots=True)
class Tally:
    """Books on messages whose names are numbers, as cheap as can be: the load must not be what is slow.

    Publishers on several connections have no order among themselves; so the order of a channel is the one in which
    the first of its subscribers got the messages, and all others must see just that. `wrong` counts what came twice,
    out of order, or was never sent. `members` is the number of subscribers of each channel; with `every` the time of
    each delivery is kept, not only that of the last one of a message. Times in seconds.
    """

    members: dict[str, int]
    channel_of: dict[int, str]
    every: bool = False
    under_way: int = 0
    received: int = 0
    wrong: int = 0
    each: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    _sent: dict[bytes, float] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)
    _channels: dict[str, _Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nobody has got anything."""
        self._channels = {name: _Channel(count) for name, count in self.members.items()}
        self._places = dict.fromkeys(self.channel_of, 0)

    def publish(self, number: bytes, channel: str, now: float) -> None:
        """A message is about to be sent."""
        self._sent[number] = now
        self._channels[channel].published += 1
        self.under_way += 1

    def arrive(self, socket: int, numbers: list[bytes], now: float) -> None:
        """A subscriber got these messages."""
        channel = self._channels[self.channel_of[socket]]
        before = self._places[socket]
        after = before + len(numbers)
        if channel.order[before:after] != numbers:
            after = self._compare(channel, before, numbers)
        if self.every:
            self.each += [now - self._sent.get(number, now) for number in numbers]
        self.received += len(numbers)
        self._places[socket] = after
        channel.standing[before] -= 1
        channel.standing[after] += 1
        while not channel.standing[channel.whole]:
            self.whole.append(now - self._sent[channel.order[channel.whole]])
            channel.whole += 1
            self.under_way -= 1

    def _compare(self, channel: _Channel, place: int, numbers: list[bytes]) -> int:
        """One by one; the subscriber's place afterwards."""
        for number in numbers:
            if channel.index.get(number, place) < place or number not in self._sent:
                self.wrong += 1  # has had it, or nobody ever sent it
                continue
            if place == len(channel.order):
                channel.index[number] = place
                channel.order.append(number)
                channel.standing.append(0)
            elif channel.order[place] != number:
                self.wrong += 1
            place += 1
        return place

    @property
    def lost(self) -> int:
        """Deliveries that have not come (yet)."""
        places = sum(self._places.values())
        return sum(channel.published * channel.members for channel in self._channels.values()) - places

    def forget_times(self) -> None:
        """Begin to measure: what came before was warming up."""
        self.each.clear()
        self.whole.clear()
        self.received = 0
