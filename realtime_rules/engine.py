"""The matching: facts and time drive the triggers of all rules; memory only, no input and no output."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from hub.events import Fact
from realtime_rules.armed import Armed, Holds, Variables
from realtime_rules.cel import EvaluationError
from realtime_rules.findings import Finding
from realtime_rules.triggers.step import Found, Happening, Outcome, State

Memory = tuple[str, str, str, State, float | None]
"""One trigger's memory as it is kept: tenant, rule, key, memory (None: forgotten), due."""
_decode = msgspec.json.Decoder().decode


@dataclass(slots=True)
class Engine:
    """All rules of all tenants in one process."""

    rules: dict[tuple[str, str], Armed] = field(default_factory=dict)
    watchers: dict[tuple[str, str], list[tuple[Armed, int, Any, Holds | None]]] = field(default_factory=dict)
    dues: list[tuple[float, str, str, str]] = field(default_factory=list)

    def load(self, rules: Iterable[Armed]) -> list[Memory]:
        """Work by these rules from now on; a rule whose trigger is as before keeps its memory.

        Gives what is to be forgotten.
        """
        old, self.rules, self.watchers = self.rules, {}, {}
        for armed in rules:
            place = (armed.tenant, armed.rule.code)
            self.rules[place] = armed
            before = old.get(place)
            if before is not None and _same(before, armed):
                del old[place]
                armed.states, armed.dues, armed.awaited = before.states, before.dues, before.awaited
                armed.touched = before.touched
                armed.failures, armed.failure = before.failures, before.failure
            for role, (fact, holds) in enumerate(armed.roles):
                quick = None if holds is None else holds.quick
                self.watchers.setdefault((armed.tenant, fact), []).append((armed, role, quick, holds))
        return [(*place, key, None, None) for place, gone in old.items() for key in gone.states]

    def recall(self, memories: Iterable[Memory]) -> None:
        """Take up what was kept; of rules that are no more, nothing."""
        for tenant, code, key, state, due in memories:
            armed = self.rules.get((tenant, code))
            if armed is not None and state is not None:
                armed.states[key] = state
                if due is not None:
                    armed.dues[key] = due
                    self._await(armed, key, due)

    def take(self, facts: Sequence[Fact]) -> list[Finding]:
        """These facts happened, in this order."""
        findings: list[Finding] = []
        watchers = self.watchers
        for fact in facts:
            envelope = fact.envelope
            watching = watchers.get((envelope.tenant, envelope.type))
            if watching is None:
                continue
            body = _decode(envelope.body)
            variables = {"event": body, "actor": envelope.actor, "at": envelope.occurred_at}
            happening = None
            for armed, role, quick, holds in watching:
                if quick is not None:
                    # A condition of a rule is asked some hundred thousand times a second: the plain answer first.
                    try:
                        answer = quick(variables)
                    except Exception:  # noqa: BLE001 - whatever it is, the careful way tells
                        answer = None
                    if answer is False or (answer is not True and not _holds(armed, holds, variables)):
                        continue
                if happening is None:
                    happening = Happening(envelope.id, envelope.occurred_at.timestamp(), body)
                self._happened(armed, armed.key_of(envelope.key, body), role, happening, findings)
        return findings

    def tick(self, now: float, most: int = 1000) -> list[Finding]:
        """So late it is: what is due by then, in the order in which it was due; at most about ``most`` at a time."""
        findings: list[Finding] = []
        while self.dues and self.dues[0][0] <= now and len(findings) < most:
            looked, tenant, code, key = heapq.heappop(self.dues)
            armed = self.rules.get((tenant, code))
            if armed is None or armed.awaited.get(key) != looked:
                continue
            del armed.awaited[key]
            due = armed.dues.get(key)
            if due is None:
                continue
            if due > looked:
                self._await(armed, key, due)
                continue
            outcome = armed.expire(armed.states.get(key), now)
            self._settle(armed, key, outcome)
            if outcome[2] is not None:
                findings.append(_finding(armed, key, outcome[2], {}))
        return findings

    def next_due(self) -> float | None:
        """When time may change something next, at the earliest."""
        return self.dues[0][0] if self.dues else None

    def keep(self, armed: Armed, key: str, state: State | None) -> None:
        """Remember this for ``key`` from outside of the triggers."""
        self._settle(armed, key, (state, None, None))

    def kept(self) -> Iterator[Memory]:
        """What has changed since the last time, to be kept."""
        for (tenant, code), armed in self.rules.items():
            if armed.touched:
                touched, armed.touched = armed.touched, set()
                for key in touched:
                    yield tenant, code, key, armed.states.get(key), armed.dues.get(key)

    def everything(self) -> Iterator[Memory]:
        """All that is remembered."""
        for (tenant, code), armed in self.rules.items():
            for key, state in armed.states.items():
                yield tenant, code, key, state, armed.dues.get(key)

    def _happened(self, armed: Armed, key: str, role: int, happening: Happening, findings: list[Finding]) -> None:
        if armed.remembers:
            due = armed.dues.get(key)
            if due is not None and due < happening.at:
                self._catch_up(armed, key, happening.at, findings)
            outcome = armed.take(armed.states.get(key), role, happening)
            self._settle(armed, key, outcome)
        else:
            outcome = armed.take(None, role, happening)
        if outcome[2] is not None:
            findings.append(_finding(armed, key, outcome[2], happening.body))

    def _catch_up(self, armed: Armed, key: str, at: float, findings: list[Finding]) -> None:
        """What was due before a fact happened comes first, whether or not the clock has been looked at since."""
        due = armed.dues.get(key)
        while due is not None and due < at:
            outcome = armed.expire(armed.states.get(key), at)
            self._settle(armed, key, outcome)
            if outcome[2] is not None:
                findings.append(_finding(armed, key, outcome[2], {}))
            if outcome[1] == due:
                return
            due = outcome[1]

    def _settle(self, armed: Armed, key: str, outcome: Outcome) -> None:
        state, due, _ = outcome
        if state is None:
            armed.states.pop(key, None)
        else:
            armed.states[key] = state
        if due is None:
            armed.dues.pop(key, None)
        else:
            armed.dues[key] = due
            awaited = armed.awaited.get(key)
            if awaited is None or due < awaited:
                self._await(armed, key, due)
        armed.touched.add(key)

    def _await(self, armed: Armed, key: str, due: float) -> None:
        armed.awaited[key] = due
        heapq.heappush(self.dues, (due, armed.tenant, armed.rule.code, key))


def _holds(armed: Armed, holds: Holds | None, variables: Variables) -> bool:
    try:
        return holds is None or holds.holds(variables)
    except EvaluationError as error:
        armed.failed(error)
        return False


def _same(before: Armed, now: Armed) -> bool:
    return (
        before.rule.trigger == now.rule.trigger
        and before.rule.key == now.rule.key
        and before.rule.lateness == now.rule.lateness
    )


def _finding(armed: Armed, key: str, found: Found, body: dict[str, Any]) -> Finding:
    return Finding(
        tenant=armed.tenant,
        rule=armed.rule.code,
        version=armed.rule.version,
        key=key,
        window=found.window,
        holds=found.holds,
        at=found.at,
        event=body or found.body,
        values=found.values,
        events=found.events,
    )
