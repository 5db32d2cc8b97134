"""One after the other, or not, within a time (followed by, not followed by)."""

from __future__ import annotations

import msgspec

from realtime_rules.triggers.step import Happening, Outcome, State, Step, came

MOST = 64
"""So many begun sequences are followed per key; the oldest gives way."""


class Next(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a sequence; ``never``: it must not happen before the step that follows it, or before the end."""

    never: bool = False


class Sequence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="sequence"):
    """Comes when the ``stages`` happened in this order within ``seconds`` of the first; other facts between do no harm.

    The first stage is one that happens. When the last is a ``never``, it comes at the end of the time. A match uses
    up everything that was begun before it (skip past last event). Memory: [[next stage, since, facts], ...].
    """

    stages: tuple[Next, ...]
    seconds: float

    def steps(self) -> tuple[Step, ...]:
        """One role per stage."""
        return self.stages

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """A fact that some stage waits for."""
        begun, moved = [], None
        for at_stage, since, events in state or []:
            if happening.at > since + self.seconds:
                begun.append([at_stage, since, events])
                continue
            stage = self._after(at_stage, role)
            if stage is None:
                continue
            if stage == at_stage:
                begun.append([at_stage, since, events])
            elif stage == len(self.stages):
                moved = moved or (since, [*events, happening.id])
            else:
                begun.append([stage, since, [*events, happening.id]])
        if moved is not None:
            since, events = moved
            return (None, None, came(events[0], happening.at, {"since": since}, tuple(events)))
        if role == 0:
            begun.append([1, happening.at, [happening.id]])
        return self._left(begun[-MOST:])

    def expire(self, state: State, now: float) -> Outcome:
        """A time is up: what must not have happened by then has not, or the rest came too late."""
        found = None
        begun = []
        for at_stage, since, events in state or []:
            if since + self.seconds > now:
                begun.append([at_stage, since, events])
            elif found is None and self._only_never_left(at_stage):
                found = came(events[0], since + self.seconds, {"since": since}, tuple(events))
        state, due, _ = self._left(begun)
        return state, due, found

    def _after(self, at_stage: int, role: int) -> int | None:
        """Where a sequence that waits at ``at_stage`` stands after a fact in ``role``; None: it is broken."""
        stage = at_stage
        while stage < len(self.stages) and self.stages[stage].never:
            if stage == role:
                return None
            stage += 1
        return stage + 1 if stage == role else at_stage

    def _only_never_left(self, at_stage: int) -> bool:
        return at_stage < len(self.stages) and all(s.never for s in self.stages[at_stage:])

    def _left(self, begun: list[list[object]]) -> Outcome:
        if not begun:
            return (None, None, None)
        return (begun, min(b[1] for b in begun) + self.seconds, None)  # type: ignore[type-var, operator]
