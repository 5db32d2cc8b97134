"""What was delivered: every message to every subscriber, once, in the same order for all of a channel."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Books on numbered messages.

    Publishers on several connections have no order among themselves; so the order of a channel is the one in which
    the first of its subscribers got the messages, and all others must see just that.
    """

    members: dict[str, int]
    channel_of: dict[int, str]
    sent: dict[int, float] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    received: int = 0
    wrong: int = 0
    each: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    def publish(self, number: int, channel: str, now: float) -> None:
        """A message is about to be sent."""
        self.sent[number] = now
        self.missing[number] = self.members[channel]

    def arrive(self, socket: int, numbers: list[bytes], now: float) -> None:
        """A subscriber got these messages."""
        order = self.orders.setdefault(self.channel_of[socket], [])
        place = self.places.get(socket, 0)
        for text in numbers:
            number = int(text)
            if place == len(order):
                order.append(number)
            elif order[place] != number:
                self.wrong += 1
            place += 1
            self._count(number, now)
        self.places[socket] = place
        self.received += len(numbers)

    def _count(self, number: int, now: float) -> None:
        since = self.sent.get(number)
        if since is None:
            self.wrong += 1
            return
        self.each.append(now - since)
        self.missing[number] -= 1
        if self.missing[number] == 0:
            del self.missing[number]
            del self.sent[number]
            self.whole.append(now - since)

    @property
    def lost(self) -> int:
        """Deliveries that have not come (yet)."""
        return sum(self.missing.values())

    def forget_times(self) -> None:
        """Begin to measure: what came before was warming up."""
        self.each.clear()
        self.whole.clear()
        self.received = 0
