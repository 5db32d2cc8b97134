"""A composite of several values, each fresh enough, as NEWS2 is."""

from __future__ import annotations

from typing import Any

import msgspec

from realtime_rules.triggers.step import Happening, Outcome, State, Step, came, number, text, went


class Band(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``points`` for values from ``low`` to ``high``, both inside (None: without end), or for one of the ``words``."""

    points: int
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()


class Input(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value of the composite: where it stands in its fact, for how long it counts, and its points.

    ``decimals``: rounded to so many before it is looked up, for bands leave no gaps at that precision.
    """

    name: str
    value: str
    seconds: float
    bands: tuple[Band, ...]
    decimals: int = 6

    def points(self, value: float | str) -> int | None:
        """The points of ``value``; None when no band has it."""
        for band in self.bands:
            if isinstance(value, str):
                if value in band.words:
                    return band.points
            elif not band.words and _within(round(value, self.decimals), band):
                return band.points
        return None


class Score(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="score"):
    """Comes when the sum reaches ``total`` or one input alone ``single``; goes when it does not any more.

    A missing, stale or unknown input means no score, never 0 points: nothing comes and nothing goes.
    Memory: [{input: [when, value, fact]}, the occasion's first fact or none, the score at which it came].
    """

    inputs: tuple[Input, ...]
    total: int
    single: int | None = None

    def steps(self) -> tuple[Step, ...]:
        """One role per input."""
        return self.inputs

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """A new value of one input; an older one than what is known changes nothing."""
        known, come, before = state if state is not None else ({}, "", 0)
        wanted = self.inputs[role]
        value: float | str | None = number(happening.body, wanted.value)
        if value is None:
            value = text(happening.body, wanted.value) or None
        last = known.get(wanted.name)
        if value is None or (last is not None and last[0] > happening.at):
            return (state, None, None)
        known[wanted.name] = [happening.at, value, happening.id]
        points = self.scored(known, happening.at)
        if points is None:
            return ([known, come, before], None, None)
        total = sum(points.values())
        holds = total >= self.total or (self.single is not None and max(points.values()) >= self.single)
        events = tuple(k[2] for k in known.values())
        seen = {"score": total, "points": points, "inputs": {name: k[1] for name, k in known.items()}}
        if holds and (not come or total > before):
            found = came(happening.id, happening.at, seen, events)
            return ([known, come or happening.id, total], None, found)
        if come and not holds:
            return ([known, "", 0], None, went(come, happening.at, seen, (happening.id,)))
        return ([known, come, before], None, None)

    def expire(self, state: State, now: float) -> Outcome:
        """Time alone changes nothing: a score that cannot be told any more is no recovery."""
        del now
        return (state, None, None)

    def scored(self, known: dict[str, list[Any]], now: float) -> dict[str, int] | None:
        """The points of every input; None when one is missing, stale or in no band."""
        points = {}
        for wanted in self.inputs:
            found = known.get(wanted.name)
            if found is None or found[0] < now - wanted.seconds:
                return None
            earned = wanted.points(found[1])
            if earned is None:
                return None
            points[wanted.name] = earned
        return points


def _within(value: float, band: Band) -> bool:
    return (band.low is None or value >= band.low) and (band.high is None or value <= band.high)
