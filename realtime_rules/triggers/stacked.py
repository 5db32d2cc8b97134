"""Several open at once on one person, post or room."""

from __future__ import annotations

import msgspec

from realtime_rules.triggers.step import NOTHING, Happening, Outcome, State, Step, came, text, went


class Stacked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="stacked"):
    """Comes when ``at_least`` items are open, and again with each more; goes when fewer are.

    ``item`` is the field of both facts that names what is open. Memory: {item: when opened}, in order of opening.
    """

    opens: Step
    closes: Step
    item: str
    at_least: int

    def steps(self) -> tuple[Step, ...]:
        """0: one opens, 1: one closes."""
        return (self.opens, self.closes)

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """One more or one less."""
        name = text(happening.body, self.item)
        if role == 0:
            return self._opened(state or {}, name, happening)
        if state is None or name not in state:
            return NOTHING if state is None else (state, None, None)
        enough = len(state) >= self.at_least
        del state[name]
        if not (enough and len(state) < self.at_least):
            return (state or None, None, None)
        found = went(name, happening.at, {"open": len(state)}, (happening.id,))
        return (state or None, None, found)

    def expire(self, state: State, now: float) -> Outcome:
        """Time alone changes nothing."""
        del now
        return (state, None, None)

    def _opened(self, state: dict[str, float], name: str, happening: Happening) -> Outcome:
        if name in state:
            return (state, None, None)
        state[name] = happening.at
        if len(state) < self.at_least:
            return (state, None, None)
        found = came(happening.id, happening.at, {"open": len(state)}, (happening.id,))
        return (state, None, found)
