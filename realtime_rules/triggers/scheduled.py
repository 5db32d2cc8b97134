"""At set times: a look at a count or a list of what is open."""

from __future__ import annotations

import msgspec

from realtime_rules.triggers.step import NOTHING, Happening, Outcome, State, Step


class Scheduled(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="scheduled"):
    """At each time of ``cron`` (five fields, the institution's time zone) looks at ``measure``.

    A measure is declared by a domain and gives rows with a key; for each row for which ``when`` (CEL over ``row``)
    holds it comes, and it goes for a key for which it does not any more. Memory: one per key, whether it came.
    """

    cron: str
    measure: str
    when: str = ""

    def steps(self) -> tuple[Step, ...]:
        """No fact drives it."""
        return ()

    def take(self, state: State, role: int, happening: Happening) -> Outcome:
        """No fact drives it."""
        del role, happening
        return (state, None, None)

    def expire(self, state: State, now: float) -> Outcome:
        """Its times are the calendar's, not its memory's."""
        del state, now
        return NOTHING
