"""One rule over facts of the past, with a clock that follows them; memory only, no input and no output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from domains.rules.grading import graded
from hub.events import Fact
from hub.levels import Level
from realtime_rules.armed import Armed
from realtime_rules.engine import Engine
from realtime_rules.findings import Finding
from realtime_rules.readings import Batch

SHOWN: Final = 200
"""Occasions that are kept whole; the others are counted."""
MOST_KEYS: Final = 10


class Count(msgspec.Struct, frozen=True):
    """How often the rule came in the hour or day that begins ``at``, by level."""

    at: datetime
    high: int = 0
    medium: int = 0
    low: int = 0
    info: int = 0


class KeyCount(msgspec.Struct, frozen=True):
    """For whom or what it came, and how often."""

    key: str
    count: int


@dataclass(slots=True)
class Trial:
    """A rule at work on the past, from ``since`` on; what it found is counted, the first occasions are kept.

    ``step`` is the length of the pieces of time by which it counts.
    """

    armed: Armed
    since: datetime
    step: timedelta
    engine: Engine = field(default_factory=Engine)
    facts: int = 0
    fired: int = 0
    first: list[Finding] = field(default_factory=list)
    gone: dict[tuple[str, str], float] = field(default_factory=dict)
    pieces: Counter[tuple[int, Level]] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Have the rule at work."""
        self.engine.load([self.armed])

    def take(self, facts: Sequence[Fact]) -> None:
        """These happened next, in the order in which they happened; what was due before a fact comes before it."""
        for fact in facts:
            self.until(fact.envelope.occurred_at)
            self.facts += 1
            self._found(self.engine.take((fact,)))

    def measure(self, batches: Sequence[Batch]) -> None:
        """These batches of readings came next, in the order in which they were received."""
        for batch in batches:
            self.until(_moment(batch.received_at, self.since))
            self.facts += len(batch.values)
            self._found(self.engine.measure((batch,)))

    def until(self, moment: datetime) -> None:
        """So late it was: what was due by then comes."""
        now = moment.timestamp()
        due = self.engine.next_due()
        while due is not None and due <= now:
            self._found(self.engine.tick(due))
            due = self.engine.next_due()

    def counts(self) -> tuple[Count, ...]:
        """The pieces of time in which it came, in order."""
        by_piece: dict[int, dict[str, int]] = {}
        for (piece, level), count in sorted(self.pieces.items()):
            by_piece.setdefault(piece, {})[level.value] = count
        return tuple(Count(self.since + piece * self.step, **levels) for piece, levels in by_piece.items())

    def levels(self) -> dict[str, int]:
        """How often it came with each level."""
        return {level.value: sum(n for (_, one), n in self.pieces.items() if one == level) for level in Level}

    def top(self) -> tuple[KeyCount, ...]:
        """For whom or what it came most often."""
        ranked = sorted(self.keys.items(), key=lambda one: (-one[1], one[0]))
        return tuple(KeyCount(key, count) for key, count in ranked[:MOST_KEYS])

    def ended(self, finding: Finding) -> datetime | None:
        """When what came then went; None: it was still there at the end, or goes by itself."""
        at = self.gone.get((finding.key, finding.window))
        return None if at is None else _moment(at, self.since)

    def came(self, finding: Finding) -> datetime:
        """When it came."""
        return _moment(finding.at, self.since)

    def _found(self, findings: list[Finding]) -> None:
        for finding in findings:
            if not finding.holds:
                self._went(finding)
                continue
            # What was measured before the first piece of time and came in it counts as its own.
            piece = max(0, int((finding.at - self.since.timestamp()) // self.step.total_seconds()))
            self.fired += 1
            self.pieces[piece, graded(self.armed.rule, finding)] += 1
            self.keys[finding.key] += 1
            if len(self.first) < SHOWN:
                self.first.append(finding)

    def _went(self, finding: Finding) -> None:
        """The last occasion of the key that was still there has ended."""
        for one in reversed(self.first):
            place = (one.key, one.window)
            if one.key == finding.key and place not in self.gone:
                self.gone[place] = finding.at
                return


def _moment(at: float, like: datetime) -> datetime:
    return datetime.fromtimestamp(at, like.tzinfo)


def values_of(finding: Finding) -> dict[str, Any]:
    """What the trigger saw, as JSON has it."""
    made: dict[str, Any] = msgspec.to_builtins(finding.values)
    return made
