"""Expected, and it did not come."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from realtime_rules.triggers.step import NOTHING, Happening, Outcome, State, Step, came, went

Later = Callable[[float, float], float]
"""The moment so many counted seconds after another, both in seconds of the epoch."""


def at_once(moment: float, seconds: float) -> float:
    """Every second counts."""
    return moment + seconds


class Absent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="absent"):
    """Comes when ``expected`` has not followed ``after`` within ``seconds``; goes when it does after all.

    ``seconds`` are counted on the rule's calendar: on a calendar of working hours, nights do not count. A second
    ``after`` changes nothing while one is waited for, unless ``restart``. A fact of ``updates`` says anew what the
    finding will tell (who has it by now): its fields are then those of the latest, and the time goes on.
    Memory: [since, first fact, due, came, the body].
    """

    after: Step
    expected: tuple[Step, ...]
    seconds: float
    restart: bool = False
    updates: tuple[Step, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """0: the wait begins, then those with which it is over, then those that only say it anew."""
        return (self.after, *self.expected, *self.updates)

    def take(self, state: State, role: int, happening: Happening, later: Later = at_once) -> Outcome:
        """The wait begins, is over, or is about the same by other words."""
        if role == 0:
            if state is not None and not (self.restart and not state[3]):
                return (state, None if state[3] else state[2], None)
            due = later(happening.at, self.seconds)
            return ([happening.at, happening.id, due, False, happening.body], due, None)
        if state is None:
            return NOTHING
        since, first, due, come, _ = state
        if role > len(self.expected):
            return (state, None, None) if come else ([since, first, due, False, happening.body], due, None)
        if not come:
            return NOTHING
        return (None, None, went(first, happening.at, {"since": since}, (happening.id,)))

    def expire(self, state: State, now: float) -> Outcome:
        """The time is up."""
        if state is None or state[3]:
            return (state, None, None)
        since, first, due, _, body = state
        if due > now:
            return (state, due, None)
        return ([since, first, due, True, body], None, came(first, due, {"since": since}, (first,), body))


class Silent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="silent"):
    """Comes when nothing was heard for ``seconds`` from what was heard before; goes with the next sound of it.

    With one of ``over`` nothing more is expected of it (a device was taken off): nothing comes, and what came goes,
    until it is heard again later. Memory: [last heard, its fact, came (None: over), its body].
    """

    on: Step
    seconds: float
    over: tuple[Step, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """0: heard, others: nothing more is expected."""
        return (self.on, *self.over)

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """Heard again, or given up; what was said earlier and arrives later does not set the clock back."""
        if state is not None and happening.at < state[0]:
            return (state, state[0] + self.seconds if state[2] is False else None, None)
        found = None
        if state is not None and state[2]:
            found = went(state[1], happening.at, {"since": state[0]}, (happening.id,))
        if role:
            return ([happening.at, happening.id, None, {}], None, found)
        return ([happening.at, happening.id, False, happening.body], happening.at + self.seconds, found)

    def expire(self, state: State, now: float) -> Outcome:
        """Too long."""
        if state is None or state[2] is not False:
            return (state, None, None)
        last, event, _, body = state
        due = last + self.seconds
        if due > now:
            return (state, due, None)
        return ([last, event, True, body], None, came(event, due, {"since": last}, (event,), body))
