"""The matching: facts and time drive the triggers of all rules; memory only, no input and no output."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from hub.events import Fact
from realtime_rules.armed import Armed, Holds, Variables
from realtime_rules.cel import EvaluationError
from realtime_rules.findings import Finding
from realtime_rules.readings import ANY, HEARD, ROOM, Batch, Measured
from realtime_rules.triggers.reading import BACK
from realtime_rules.triggers.step import Found, Happening, Outcome, State

Watcher = tuple[Armed, int, Any, Holds | None]
"""A rule, the role that something has in it, its condition's plain way, and its careful one."""
Memory = tuple[str, str, str, State, float | None]
"""One trigger's memory as it is kept: tenant, rule, key, memory (None: forgotten), due."""
_decode = msgspec.json.Decoder().decode
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Engine:
    """All rules of all tenants in one process."""

    rules: dict[tuple[str, str], Armed] = field(default_factory=dict)
    watchers: dict[tuple[str, str], list[Watcher]] = field(default_factory=dict)
    dues: list[tuple[float, str, str, str]] = field(default_factory=list)
    units: Mapping[str, str] = field(default_factory=dict)
    """The unit of each metric."""
    measuring: dict[tuple[str, str], list[Watcher]] = field(default_factory=dict)
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)
    late: int = 0
    """So many readings came after a later one of their device and metric."""

    def load(self, rules: Iterable[Armed]) -> list[Memory]:
        """Work by these rules from now on; a rule whose trigger is as before keeps its memory.

        Gives what is to be forgotten.
        """
        old, self.rules, self.watchers, self.measuring = self.rules, {}, {}, {}
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

    def measure(self, batches: Iterable[Batch]) -> list[Finding]:
        """This was measured, in this order; what is a little older than the last of its device and metric is late.

        Rules for which order matters do not see such a reading, unless they have a lateness of their own. What is much
        older comes from a device whose clock was set back, or that sends what it had kept: it is as good as any.
        """
        findings: list[Finding] = []
        for batch in batches:
            moment, at = -1, _EPOCH
            for one in batch.values:
                watching = self._watching(batch.tenant, one.metric)
                if watching:
                    if one.at != moment:
                        moment, at = one.at, _EPOCH + timedelta(milliseconds=one.at)
                    self._measured(batch, one, at, watching, findings)
            self._heard(batch, findings)
        return findings

    def _watching(self, tenant: str, metric: str) -> list[Watcher]:
        """Who watches a metric; put together once."""
        found = self.measuring.get((tenant, metric))
        if found is None:
            of = self.watchers.get((tenant, f"{ROOM}.{metric}"), [])
            found = self.measuring[tenant, metric] = of + self.watchers.get((tenant, ANY), [])
        return found

    def _measured(
        self, batch: Batch, one: Measured, moment: datetime, watching: list[Watcher], findings: list[Finding]
    ) -> None:
        at, metric, value = one
        place = (batch.tenant, batch.device_id, metric)
        last = self.seen.get(place, -1)
        late = last - BACK * 1000 <= at <= last
        if late:
            self.late += 1
        else:
            self.seen[place] = at
        body = {
            "type": f"{ROOM}.{metric}",
            "device_id": batch.device_id,
            "patient_id": batch.patient_id,
            "place": batch.place,
            "metric": metric,
            "value": value,
            "unit": self.units.get(metric, ""),
        }
        variables = {"event": body, "actor": batch.actor, "at": moment}
        own = batch.patient_id or batch.device_id
        happening = None
        for armed, role, quick, holds in watching:
            if late and armed.ordered:
                continue
            key = armed.key_of(own, body) if armed.rule.key else own
            # Most values are as they should be, and most rules remember nothing of them: then one condition decides.
            if role and armed.started and key not in armed.states:
                continue
            if quick is not None and not _asked(armed, quick, holds, variables):
                continue
            if happening is None:
                happening = Happening(f"{batch.device_id}.{metric}.{at}", at / 1000, body)
            self._happened(armed, key, role, happening, findings)

    def _heard(self, batch: Batch, findings: list[Finding]) -> None:
        watching = self.watchers.get((batch.tenant, HEARD))
        if not watching:
            return
        body = {
            "type": HEARD,
            "device_id": batch.device_id,
            "patient_id": batch.patient_id,
            "place": batch.place,
            "readings": len(batch.values),
        }
        at = datetime.fromtimestamp(batch.received_at, UTC)
        variables = {"event": body, "actor": batch.actor, "at": at}
        happening = Happening(f"{batch.device_id}.heard.{batch.n}", batch.received_at, body)
        for armed, role, _, holds in watching:
            if _holds(armed, holds, variables):
                self._happened(armed, armed.key_of(batch.device_id, body), role, happening, findings)

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
            if due is None and key not in armed.states:
                return  # nothing was remembered, and nothing is
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


def _asked(armed: Armed, quick: Callable[[Variables], Any], holds: Holds | None, variables: Variables) -> bool:
    """The plain answer where there is one, else the careful one."""
    try:
        answer = quick(variables)
    except Exception:  # noqa: BLE001 - whatever it is, the careful way tells
        answer = None
    return answer is True or (answer is not False and _holds(armed, holds, variables))


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
