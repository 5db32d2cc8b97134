"""A fact is enough."""

from __future__ import annotations

import msgspec

from realtime_rules.triggers.step import NOTHING, Happening, Outcome, State, Step, came, went


class Happened(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="happened"):
    """Comes with each fact of ``on``; goes with each of ``over``. Remembers nothing."""

    on: Step
    over: tuple[Step, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """The facts that drive it; their places are the roles."""
        return (self.on, *self.over)

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """A fact in this role."""
        del state
        found = went if role else came
        return (None, None, found(happening.id, happening.at, {}, (happening.id,)))

    def expire(self, state: State, now: float) -> Outcome:
        """Time alone changes nothing."""
        del state, now
        return NOTHING
