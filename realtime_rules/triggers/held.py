"""For at least so long, with separate limits and delays for coming and going (ISA-18.2 deadband and delay)."""

from __future__ import annotations

import msgspec

from realtime_rules.triggers.step import NOTHING, Happening, Outcome, State, Step, came, went

_PENDING, _ACTIVE, _LEAVING = 0, 1, 2


class Held(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="held"):
    """Comes when ``on`` has held for ``seconds`` without ``off`` between; goes when ``off`` has for ``off_seconds``.

    ``on`` and ``off`` usually look at the same fact with different limits; what meets neither changes nothing.
    Memory: [phase, since when, the first fact, due, its body].
    """

    on: Step
    off: Step
    seconds: float = 0.0
    off_seconds: float = 0.0

    def steps(self) -> tuple[Step, ...]:
        """0: it holds, 1: it holds no more."""
        return (self.on, self.off)

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """A value above or below."""
        return self._up(state, happening) if role == 0 else self._down(state, happening)

    def expire(self, state: State, now: float) -> Outcome:
        """A delay is over."""
        if state is None or state[3] is None or state[3] > now:
            return (state, state and state[3], None)
        phase, since, first, due, body = state
        if phase == _PENDING:
            return ([_ACTIVE, since, first, None, body], None, came(first, due, {"since": since}, (first,), body))
        return (None, None, went(first, due, {"since": since}, ()))

    def _up(self, state: State, happening: Happening) -> Outcome:
        if state is None:
            if not self.seconds:
                found = came(happening.id, happening.at, {"since": happening.at}, (happening.id,))
                return ([_ACTIVE, happening.at, happening.id, None, happening.body], None, found)
            due = happening.at + self.seconds
            return ([_PENDING, happening.at, happening.id, due, happening.body], due, None)
        if state[0] == _LEAVING:
            return ([_ACTIVE, state[1], state[2], None, state[4]], None, None)
        return (state, state[3], None)

    def _down(self, state: State, happening: Happening) -> Outcome:
        if state is None or state[0] == _PENDING:
            return NOTHING
        phase, since, first, due, body = state
        if phase == _LEAVING:
            return (state, due, None)
        if not self.off_seconds:
            return (None, None, went(first, happening.at, {"since": since}, (happening.id,)))
        due = happening.at + self.off_seconds
        return ([_LEAVING, since, first, due, body], due, None)
