"""One channel on this node: who hears it, up to which position they have heard it, and how gaps are repaired.

The room passes on numbered publications strictly in offset order, each once. All members of its audience are at the
room's position, so order and gaps are judged once per channel and not once per socket. A member whose own read was
further than the room is *ahead* and skips what it has; a *joiner* has what arrives kept back until its reply is
written. Publications without an offset are given to the audience as they come.

A gap (a hole in the offsets, a lost PUB/SUB connection, the regular check) is repaired from the broker's log: members
get what was missed, in order. Only when the log cannot tell (new epoch, trimmed) are the positioned ones cut with
2500, upon which SDKs subscribe again and learn that something is missing.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING

from channels.broker.base import BrokerUnavailableError, History, Position, Publication
from channels.protocol.codes import CUT_INSUFFICIENT
from channels.wire.audience import Audience
from channels.wire.recovery import is_run, tail_of
from channels.wire.shared import SharedRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from channels.broker.base import Broker, Signal
    from channels.wire.audience import Ear
    from channels.wire.counters import Counters
    from channels.wire.desk import Grant
    from channels.wire.limits import Limits
    from channels.wire.outflow import Member, Outflow

REPAIR_WAITS = (0.1, 0.2, 0.5, 1.0, 2.0)


class Room:
    """See the module's text. Everything runs in one event loop; only `hearing`, `cut_at` and `snapshot` wait."""

    def __init__(self, channel: str, broker: Broker, outflow: Outflow, limits: Limits, counters: Counters) -> None:
        """Nobody is here yet and no position is known."""
        self.channel = channel
        self.position: Position | None = None
        self.good_at = 0.0
        """When (loop time) the position was last known to be right."""
        self._broker, self._limits, self._counters = broker, limits, counters
        self._audience = Audience(channel, outflow, counters)
        self._ahead: dict[Member, tuple[int, Ear]] = {}
        self._joiners: dict[Member, list[Publication]] = {}
        self._held: list[Publication] = []
        self._repair: asyncio.Future[None] | None = None
        self._repair_again = False
        self._subscribe: SharedRead[None, None] = SharedRead(self._read_subscribe)
        self._subscribed = False
        self._cuts: SharedRead[Position | None, History] = SharedRead(self._read_cut)
        self._snapshots: dict[str, SharedRead[Grant, bytes]] = {}

    @property
    def empty(self) -> bool:
        """True when nobody is here or on the way in."""
        return not (self._joiners or self._ahead or self._audience)

    @property
    def members(self) -> int:
        """How many hear the channel. Counted when asked."""
        return len(self._ahead) + len(self._audience)

    def close(self) -> None:
        """Stop what is under way; the room is not used any more."""
        if self._repair is not None:
            self._repair.cancel()

    # joining

    def expect(self, member: Member) -> None:
        """Begin to keep back publications for a connection that is on the way in."""
        self._joiners[member] = []

    async def hearing(self) -> None:
        """Return once the broker delivers this channel to the node. Raises BrokerUnavailableError."""
        if not self._subscribed:
            await self._subscribe.ask(None)
            self._subscribed = True

    async def cut_at(self, since: Position | None) -> History:
        """A cut of the log made after this call began: the top, and what came after `since` unless it is None."""
        return await self._cuts.ask(since)

    async def snapshot(self, grant: Grant) -> bytes:
        """What the channel shows, read after this call began and shared with those who ask at the same time."""
        if grant.snapshot is None:
            raise ValueError("this grant has no snapshot")
        if grant.share is None:
            return await grant.snapshot()
        read = self._snapshots.get(grant.share)
        if read is None:
            read = self._snapshots[grant.share] = SharedRead(_read_snapshot)
        return await read.ask(grant)

    def tail(self, member: Member, top: Position) -> tuple[Publication, ...] | None:
        """What a joiner at `top` still has to get, or None when it has to read again."""
        kept = self._joiners[member]
        if len(kept) > self._limits.joining_buffer:
            raise BrokerUnavailableError("too many publications while the snapshot was read")
        tail = tail_of(top, kept)
        here = self.position
        if tail is None or (here and here.epoch == top.epoch and here.offset > top.offset + len(tail)):
            return None
        return tail

    def settle(self, member: Member, at: Position | None, ear: Ear) -> None:
        """A joiner hears live from now on. It has been told everything up to `at`, which `tail` found good.

        None: it does not count positions.
        """
        del self._joiners[member]
        here = self.position
        if at is not None:
            if here is None or here.epoch != at.epoch:
                # The cut was made after the room's last publication, so the room is the one that is behind an epoch.
                self._cut_everyone(at)
            elif at.offset > here.offset:
                self._ahead[member] = (at.offset, ear)
                asyncio.get_running_loop().call_later(self._limits.settle, self._check_behind)
                return
        self._audience.add(member, ear)

    def leave(self, member: Member) -> None:
        """Forget a member or joiner. Harmless when it is neither."""
        self._joiners.pop(member, None)
        self._ahead.pop(member, None)
        self._audience.discard(member)

    # hearing

    def hear(self, publication: Publication) -> None:
        """Take a publication from the broker."""
        here = self.position
        if not publication.offset:
            self._audience.pass_on(publication)
        elif self._repair is not None:
            if len(self._held) < self._limits.joining_buffer:
                self._held.append(publication)
        elif here is None or (publication.epoch == here.epoch and publication.offset == here.offset + 1):
            self._pass_on(publication)
        elif publication.epoch != here.epoch:
            self._cut_everyone(here)
            self._pass_on(publication)
        elif publication.offset > here.offset:
            self._held.append(publication)
            self.check()

    def signal(self, word: Signal) -> None:
        """Take a join or leave from the broker."""
        self._audience.signal(word)

    def check(self) -> None:
        """Compare with the broker's log at once and repair what is missing."""
        if self._repair is not None:
            # What is being read may have been read before the reason for this check arose.
            self._repair_again = True
        elif self.position is not None:
            self._repair = asyncio.ensure_future(self._compare())

    def _check_behind(self) -> None:
        if self._ahead:
            self.check()

    def _pass_on(self, publication: Publication) -> None:
        self.position = Position(publication.offset, publication.epoch)
        self.good_at = asyncio.get_running_loop().time()
        for kept in self._joiners.values():
            kept.append(publication)
        self._audience.pass_on(publication)
        if self._ahead:
            self._catch_up(publication.offset)

    def _catch_up(self, offset: int) -> None:
        for member, (floor, ear) in list(self._ahead.items()):
            if floor <= offset:
                del self._ahead[member]
                self._audience.add(member, ear)

    def _cut_everyone(self, new_position: Position) -> None:
        """Tell all who count positions that they must subscribe again. Joiners find out by themselves."""
        self.position = new_position
        members = [*self._ahead, *self._audience.positioned()]
        self._ahead.clear()
        for member in members:
            self._audience.discard(member)
            member.cut(self.channel, CUT_INSUFFICIENT)
        self._counters.insufficient += len(members)

    # repairing

    async def _compare(self) -> None:
        history = await self._read_missing()
        self._repair = None
        held, self._held = self._held, []
        self._absorb(history)
        for publication in held:
            self.hear(publication)
        if self._repair_again:
            self._repair_again = False
            self.check()

    async def _read_missing(self) -> History:
        """What the log has beyond the room's position; asks until the broker answers."""
        for wait in itertools.chain(REPAIR_WAITS, itertools.repeat(REPAIR_WAITS[-1])):
            try:
                return await self._broker.history(self.channel, self.position, self._limits.recovery)
            except BrokerUnavailableError:
                await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    def _absorb(self, history: History) -> None:
        here, top = self.position, history.position
        if here is None:
            return
        missing = history.publications
        if here.epoch != top.epoch or top.offset < here.offset or not is_run(missing, here.offset, top.offset):
            self._cut_everyone(top)
            return
        self.good_at = asyncio.get_running_loop().time()
        self._counters.repaired += len(missing)
        for publication in missing:
            self._pass_on(publication)

    async def _read_subscribe(self, _askers: Sequence[None]) -> None:
        await self._broker.subscribe(self.channel)

    async def _read_cut(self, wishes: Sequence[Position | None]) -> History:
        """One read for all: from the oldest position that the limit lets recover at all."""
        asked = [wish for wish in wishes if wish is not None]
        if not asked:
            return await self._broker.history(self.channel, None, 0)
        limit = self._limits.recovery
        since = min(asked, key=lambda wish: wish.offset)
        history = await self._broker.history(self.channel, since, limit)
        top = history.position
        reached = history.publications[-1].offset if history.publications else since.offset
        current = [wish.offset for wish in asked if wish.epoch == top.epoch]
        if not current or (since.epoch == top.epoch and reached >= top.offset):
            return history
        nearer = Position(max(min(current), top.offset - limit), top.epoch)
        return await self._broker.history(self.channel, nearer, 2 * limit)


async def _read_snapshot(grants: Sequence[Grant]) -> bytes:
    read = grants[-1].snapshot
    if read is None:
        raise ValueError("this grant has no snapshot")
    return await read()
