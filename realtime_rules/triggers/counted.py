"""So many within so long."""

from __future__ import annotations

from bisect import bisect_left, insort

import msgspec

from realtime_rules.triggers.step import Happening, Outcome, State, Step, came, went


class Counted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="counted"):
    """Comes when ``at_least`` facts happened within ``seconds``; goes when fewer are left in the window.

    Memory: [the last ``at_least`` facts as sorted [when, id], the first of those that made it come, or none].
    """

    on: Step
    at_least: int
    seconds: float

    def steps(self) -> tuple[Step, ...]:
        """0: one more."""
        return (self.on,)

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """One more."""
        del role
        kept, come = state if state is not None else ([], "")
        entry = [happening.at, happening.id]
        if not kept or kept[-1] < entry:
            kept.append(entry)
        else:
            insort(kept, entry)
        newest = kept[-1][0]
        first = bisect_left(kept, [newest - self.seconds, ""])
        # Only the last so many matter: whether the oldest of them is still inside the window.
        del kept[: max(first, len(kept) - self.at_least)]
        found = None
        if len(kept) >= self.at_least and not come:
            come = kept[0][1]
            found = came(come, newest, {"count": len(kept)}, tuple(i for _, i in kept))
        elif come and len(kept) < self.at_least:
            found, come = went(come, newest, {"count": len(kept)}, ()), ""
        return ([kept, come], kept[0][0] + self.seconds, found)

    def expire(self, state: State, now: float) -> Outcome:
        """The oldest leave the window."""
        if state is None:
            return (None, None, None)
        kept, come = state
        # An exact window's edge is still inside, as in ``take``.
        gone = bisect_left(kept, [now - self.seconds, ""])
        if gone == 0 and kept:
            return (state, max(kept[0][0] + self.seconds, _just_after(now)), None)
        left = kept[gone:]
        found = None
        if come and len(left) < self.at_least:
            found, come = went(come, now, {"count": len(left)}, ()), ""
        if not left:
            return (None, None, found)
        return ([left, come], left[0][0] + self.seconds, found)


def _just_after(now: float) -> float:
    """The edge of the window is inside, so look again a moment later."""
    return now + 0.001
