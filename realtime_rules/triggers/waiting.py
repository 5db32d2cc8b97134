"""Facts that wait for earlier ones, where order matters and a source is late now and then."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from typing import Any

from realtime_rules.triggers.step import Found, Happening, Outcome, State


@dataclass(frozen=True, slots=True)
class Waiting:
    """``trigger`` sees facts in the order in which they happened, ``lateness`` seconds after they did.

    A fact that comes after a later one was already seen is ignored; ``late`` tells. Memory: [the trigger's memory and
    due, the facts that wait, the last moment seen].
    """

    trigger: Any
    lateness: float

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """Keep it until its time has come."""
        inner, due, waiting, seen = state if state is not None else (None, None, [], 0.0)
        if happening.at >= seen:
            insort(waiting, [happening.at, happening.id, role, happening.body], key=_order)
        return self._outcome(inner, due, waiting, seen)

    def late(self, state: State, happening: Happening) -> bool:
        """Whether it came too late to be looked at."""
        return state is not None and happening.at < state[3]

    def expire(self, state: State, now: float) -> Outcome:
        """The first whose time has come is seen, or the trigger's own time is up; one thing at a time."""
        inner, due, waiting, seen = state
        first = waiting[0][0] if waiting else None
        if first is not None and first + self.lateness <= now and (due is None or due > first):
            at, name, role, body = waiting.pop(0)
            inner, due, found = self.trigger.take(inner, role, Happening(name, at, body))
            return self._outcome(inner, due, waiting, at, found)
        if due is not None and due + self.lateness <= now:
            reached = max(seen, due)
            inner, due, found = self.trigger.expire(inner, due)
            return self._outcome(inner, due, waiting, reached, found)
        return self._outcome(inner, due, waiting, seen)

    def _outcome(
        self, inner: State, due: float | None, waiting: list[Any], seen: float, found: Found | None = None
    ) -> Outcome:
        if inner is None and not waiting and due is None:
            return (None, None, found)
        moments = [m for m in (due, waiting[0][0] if waiting else None) if m is not None]
        return ([inner, due, waiting, seen], min(moments) + self.lateness if moments else None, found)


def _order(waiting: list[Any]) -> tuple[float, str]:
    return waiting[0], waiting[1]
