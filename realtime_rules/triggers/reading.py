"""A measured value that stays beyond its limit, judged by the measurements alone."""

from __future__ import annotations

from typing import Final

import msgspec

from realtime_rules.triggers.step import NOTHING, Happening, Outcome, State, Step, came, went

_PENDING, _ACTIVE, _LEAVING = 0, 1, 2
_ON, _OFF = 0, 1
BACK: Final = 60.0
"""A reading so many seconds older than the last is late; an older one says that the device's clock was set back."""


class Reading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="reading"):
    """Comes when ``on`` was true of every reading for ``seconds``; goes when ``until`` was for ``off_seconds``.

    ``on`` names one metric (``reading.heart_rate``); ``until`` is a condition on the same readings, with another limit
    against chattering (empty: ``on`` is not true). A reading that meets neither ends a wait, and changes nothing else.
    Two readings more than ``gap`` seconds apart are no stretch: nobody knows what was between. So no clock decides,
    only what was measured, and readings that come late and mixed up (within the rule's lateness) decide the same.
    A device whose clock was set back begins anew, and what came stays until it goes by the new time.
    Memory: [phase, since when, the first reading, the last one's moment, since when it leaves].
    """

    on: Step
    until: str = ""
    seconds: float = 0.0
    off_seconds: float = 0.0
    gap: float = 30.0

    def steps(self) -> tuple[Step, ...]:
        """0: beyond the limit, 1: back again, 2: neither; every reading is exactly one of them."""
        fact, on, until = self.on.fact, self.on.when or "true", self.until
        if not until:
            return (self.on, Step(fact=fact, when=f"!({on})"))
        return (
            self.on,
            Step(fact=fact, when=f"!({on}) && ({until})"),
            Step(fact=fact, when=f"!({on}) && !({until})"),
        )

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """One more reading; one that is not later than the last changes nothing."""
        if state is None:
            return self._first(happening) if role == _ON else NOTHING
        if happening.at <= state[3]:
            if happening.at >= state[3] - BACK:
                return (state, None, None)
            return self._set_back(state, role, happening)
        if state[0] == _PENDING:
            return self._pending(state, role, happening)
        return self._active(state, role, happening)

    def expire(self, state: State, now: float) -> Outcome:
        """Time alone changes nothing: a value that nobody measures any more is no recovery."""
        del now
        return (state, None, None)

    def _first(self, happening: Happening) -> Outcome:
        at = happening.at
        if self.seconds > 0:
            return ([_PENDING, at, happening.id, at, None], None, None)
        found = came(happening.id, at, {"since": at}, (happening.id,))
        return ([_ACTIVE, at, happening.id, at, None], None, found)

    def _set_back(self, state: State, role: int, happening: Happening) -> Outcome:
        if state[0] == _PENDING:
            return self._first(happening) if role == _ON else NOTHING
        return self._active([_ACTIVE, state[1], state[2], happening.at, None], role, happening)

    def _pending(self, state: State, role: int, happening: Happening) -> Outcome:
        _, since, first, last, _ = state
        if role != _ON:
            return NOTHING
        if happening.at - last > self.gap:
            return self._first(happening)
        if happening.at - since < self.seconds:
            return ([_PENDING, since, first, happening.at, None], None, None)
        found = came(first, happening.at, {"since": since}, (first, happening.id))
        return ([_ACTIVE, since, first, happening.at, None], None, found)

    def _active(self, state: State, role: int, happening: Happening) -> Outcome:
        phase, since, first, last, leaves = state
        at = happening.at
        if role != _OFF:
            return ([_ACTIVE, since, first, at, None], None, None)
        if phase == _ACTIVE or at - last > self.gap:
            leaves = at
        if at - leaves >= self.off_seconds:
            return (None, None, went(first, at, {"since": since}, (happening.id,)))
        return ([_LEAVING, since, first, at, leaves], None, None)
