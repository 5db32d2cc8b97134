"""Who hears a channel on this node, each in their own way, and the fan-out to all of them.

A publication is put into words once for each way of hearing and the same bytes go to everyone who hears so. For those
who hear plainly, the many, they are also framed once and written straight to the sockets: what a room says costs one
system call per member and little else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os import write
from typing import TYPE_CHECKING

from channels.protocol.codec import Codec, UnspeakableError
from channels.protocol.codes import CLOSE_INAPPROPRIATE
from channels.wire import speech
from channels.wire.frames import frame

if TYPE_CHECKING:
    from channels.broker.base import Publication, Signal
    from channels.wire.counters import Counters
    from channels.wire.outflow import Member, Outflow

Wants = Callable[[Mapping[str, str]], bool]
"""A tags filter: whether a publication with these tags is wanted."""


@dataclass(frozen=True, slots=True)
class Ear:
    """How one subscription hears. `positioned`: it must be told when something is missing."""

    positioned: bool = True
    delta: bool = False
    signals: bool = False
    wants: Wants | None = None


Groups = dict[Codec, set["Member"]]


class Audience:
    """The live members of one channel, grouped by their way of hearing."""

    __slots__ = ("_before", "_channel", "_choosy", "_counters", "_loose", "_outflow", "_patched", "_pending", "_plain",
                 "_signals", "_whole")  # fmt: skip

    def __init__(self, channel: str, outflow: Outflow, counters: Counters) -> None:
        """Nobody is here."""
        self._channel, self._outflow, self._counters = channel, outflow, counters
        self._plain: Groups = {}
        self._pending: dict[Codec, list[bytes]] = {}
        """What the plain members of each codec will be told when this loop tick ends."""
        self._whole: Groups = {}
        """With delta compression, but their next publication must be complete."""
        self._patched: Groups = {}
        self._choosy: dict[Member, Wants] = {}
        self._signals: Groups = {}
        self._loose: set[Member] = set()
        self._before: Publication | None = None

    def __bool__(self) -> bool:
        """Whether anybody is here."""
        return bool(self._choosy) or any(self._unfiltered())

    def __len__(self) -> int:
        """How many are here. Counted when asked."""
        return len(self._choosy) + sum(map(len, self._unfiltered()))

    def add(self, member: Member, ear: Ear) -> None:
        """A member who has been told everything up to the present."""
        self._hand_over()
        if ear.wants is not None:
            self._choosy[member] = ear.wants
        else:
            (self._whole if ear.delta else self._plain).setdefault(member.codec, set()).add(member)
        if ear.signals:
            self._signals.setdefault(member.codec, set()).add(member)
        if not ear.positioned:
            self._loose.add(member)

    def discard(self, member: Member) -> None:
        """Forget a member. Harmless when it is not here."""
        for group in (self._plain, self._whole, self._patched, self._signals):
            members = group.get(member.codec)
            if members is not None:
                members.discard(member)
        self._choosy.pop(member, None)
        self._loose.discard(member)

    def positioned(self) -> list[Member]:
        """Those who must be told when something is missing."""
        everyone = [*self._choosy, *(member for members in self._unfiltered() for member in members)]
        return [member for member in everyone if member not in self._loose]

    def _unfiltered(self) -> Iterator[set[Member]]:
        return (members for group in (self._plain, self._whole, self._patched) for members in group.values())

    # fan-out

    def pass_on(self, publication: Publication) -> None:
        """Give a publication to everyone."""
        channel, key = self._channel, publication.key
        for codec, members in self._plain.items():
            if members:
                try:
                    message = speech.push(codec, channel, speech.plain(codec, publication), key)
                except UnspeakableError:
                    self._close(members)
                else:
                    self._gather(codec, message, len(members))
        if self._choosy:
            self._choose(publication)
        if self._whole or self._patched:
            self._pass_on_deltas(publication)

    def signal(self, word: Signal) -> None:
        """Give a join or leave to those who want to know."""
        for codec, members in self._signals.items():
            if members:
                try:
                    self._give(speech.signal(codec, self._channel, word), members)
                except UnspeakableError:
                    self._close(members)

    def flush(self) -> None:
        """Write to the plain members what has gathered for them."""
        pending, self._pending = self._pending, {}
        most = self._outflow.frame_messages
        for codec, messages in pending.items():
            for start in range(0, len(messages), most):
                self._write(codec, messages[start : start + most])

    def _hand_over(self) -> None:
        """Put what has gathered, which is older than a newcomer, behind what each member still has to write itself.

        Written to the sockets at once it would overtake the subscribe replies of those who came in the same tick.
        """
        pending, self._pending = self._pending, {}
        dirty = self._outflow.dirty
        for codec, messages in pending.items():
            for member in self._plain.get(codec, ()):
                if not member.outbox:
                    dirty.append(member)
                member.outbox.extend(messages)
        if pending:
            self._outflow.flush_soon()

    def _write(self, codec: Codec, messages: list[bytes]) -> None:
        framed = frame(codec.join(messages), binary=codec.binary)
        size = len(framed)
        for member in tuple(self._plain.get(codec, ())):
            fd = member.fd
            if fd < 0:
                member.take(messages)
                continue
            try:
                written = write(fd, framed)
            except BlockingIOError:
                member.rest(framed, 0)
            except OSError:
                member.rest(framed, -1)
            else:
                if written != size:
                    member.rest(framed, written)

    def _gather(self, codec: Codec, message: bytes, listeners: int) -> None:
        if not self._pending:
            self._outflow.spring(self)
        self._pending.setdefault(codec, []).append(message)
        self._counters.delivered += listeners

    def _give(self, message: bytes, members: set[Member]) -> None:
        dirty = self._outflow.dirty
        for member in members:
            if not member.outbox:
                dirty.append(member)
            member.outbox.append(message)
        self._counters.delivered += len(members)
        self._outflow.flush_soon()

    def _choose(self, publication: Publication) -> None:
        tags = publication.tags or {}
        chosen: Groups = {}
        for member, wants in self._choosy.items():
            if wants(tags):
                chosen.setdefault(member.codec, set()).add(member)
        for codec, members in chosen.items():
            try:
                message = speech.push(codec, self._channel, speech.plain(codec, publication), publication.key)
            except UnspeakableError:
                self._close(members)
            else:
                self._give(message, members)

    def _pass_on_deltas(self, publication: Publication) -> None:
        before, channel = self._before, self._channel
        for group, base in ((self._patched, before), (self._whole, None)):
            for codec, members in group.items():
                if not members:
                    continue
                try:
                    if base is None:
                        said = speech.whole(codec, publication)
                    else:
                        said = speech.patched(codec, publication, base)
                    # Without its row's key: the next patch rests on this one, so even a slow reader must get it.
                    self._give(speech.push(codec, channel, said), members)
                except UnspeakableError:
                    self._close(members)
        for codec, members in self._whole.items():
            self._patched.setdefault(codec, set()).update(members)
            members.clear()
        self._before = publication

    @staticmethod
    def _close(members: set[Member]) -> None:
        for member in list(members):
            member.close(CLOSE_INAPPROPRIATE)
