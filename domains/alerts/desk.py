"""Takes up a batch of findings: what is open about them, what the stages decide, what is written in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from domains.alerts import model, store
from domains.alerts.events import AlertClosed, AlertRaised, AlertRaisedAgain, AlertReturned
from domains.alerts.groups import told_now
from domains.alerts.hours import hours_of
from domains.alerts.model import Alert
from domains.alerts.telling import News, tell
from domains.alerts.withholding import ended, silence_of
from domains.messages.public import settle_alerts
from domains.rules.public import Names, graded, names_for, words_of
from hub.commands import Tx
from hub.ids import new_id
from hub.levels import Level
from realtime_rules.calendars import Calendar
from realtime_rules.findings import Finding
from realtime_rules.rule import Rule
from realtime_rules.stages import (
    EVERYTHING,
    FLOOD_SECONDS,
    Decision,
    Open,
    Silence,
    Surroundings,
    Told,
    Wish,
    decide,
    group_of,
    inhibitors_of,
)

Place = tuple[str, str]
KEPT_FIELDS: Final = 4_000
"""Characters of a fact that are kept as evidence."""


@dataclass(slots=True)
class Desk:
    """What is known while a batch is worked off; ``open`` and ``groups`` go along with what was decided."""

    tx: Tx
    rules: Mapping[str, Rule]
    open: dict[Place, Alert] = field(default_factory=dict)
    before: dict[str, Alert] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    """New alerts by id."""
    told: dict[Place, Told] = field(default_factory=dict)
    touched: set[Place] = field(default_factory=set)
    waiting: set[Place] = field(default_factory=set)
    """Groups that had untold alerts before."""
    groups: list[dict[str, Any]] = field(default_factory=list)
    recent: dict[str, int] = field(default_factory=dict)
    inhibitors: dict[str, set[str]] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    hours: dict[str, Calendar] = field(default_factory=dict)
    """By rule: when people are told of it."""
    known: set[tuple[str, str, str]] = field(default_factory=set)
    extra: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What else changes of an alert that was there."""
    lines: list[store.Step] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    """Alerts that are there no more."""
    rule_of: dict[str, Rule] = field(default_factory=dict)
    names: Names = field(default_factory=dict)

    @staticmethod
    async def load(tx: Tx, rules: Mapping[str, Rule], findings: Sequence[Finding]) -> Desk:
        """Read what is open about these findings, and lock it."""
        desk = Desk(tx, rules)
        tenant, db = tx.caller.tenant, tx.db
        places = {(f.rule, f.key) for f in findings}
        occasions = {(f.rule, f.key, f.window) for f in findings if f.holds}
        for row in await store.open_or_known(db, tenant, places, occasions):
            desk.known.add((row.rule, row.key, row.occasion))
            if row.closed_at is None:
                desk.open[row.rule, row.key] = desk.before[row.id] = store.life_of(row)
        inhibiting = {code for code, rule in rules.items() if rule.inhibits}
        if inhibiting:
            desk.inhibitors = await store.open_rules(db, tenant, inhibiting, {f.key for f in findings})
        since = tx.now - timedelta(seconds=FLOOD_SECONDS)
        named = [(f.rule, group_of(rules[f.rule], f, 0, Level.LOW)) for f in findings]
        groups = {*named, *((rule, EVERYTHING) for rule, _ in named)}
        for row in await store.groups_of(db, tenant, groups, {f.rule for f in findings}, since):
            if row.grouped is None:
                desk.recent[row.rule] = row.lately
            else:
                desk.told[row.rule, row.grouped] = Told(told_at=row.told_at, due_at=row.due_at)
        desk.waiting = {place for place, told in desk.told.items() if told.due_at is not None}
        desk.names = await names_for(db, tenant, ((rules[f.rule], f) for f in findings if f.holds))
        desk.silences = tuple(silence_of(row) for row in await store.silences_now(db, tenant, tx.now))
        for code in {f.rule for f in findings if rules[f.rule].hours}:
            desk.hours[code] = await hours_of(tx, rules[code].hours)
        return desk

    def came(self, rule: Rule, finding: Finding) -> None:
        """Something was found: opened, counted or kept from people, as the stages decide."""
        occasion = (rule.code, finding.key, finding.window)
        if occasion in self.known:
            return
        self.known.add(occasion)
        level = graded(rule, finding)
        group = group_of(rule, finding, self.recent.get(rule.code, 0), level)
        wish = Wish(finding=finding, rule=rule, level=level, group=group)
        wish, trace = decide(wish, self._around(rule, finding, group))
        if trace[-1][1].reason == "out_of_service":
            return
        alert = self._counted(wish) if (rule.code, finding.key) in self.open else self._opened(wish, trace)
        self._note(alert, trace)
        if wish.due is not None:
            self._wait(wish)

    def went(self, rule: Rule, finding: Finding) -> None:
        """What was found is there no more; nothing happens when nothing is open."""
        place = (rule.code, finding.key)
        alert = self.open.get(place)
        if alert is None or not alert.holds:
            return
        changed = model.went(alert, self.tx.now)
        self.open[place] = changed
        self.lines.append(self._line(alert.id, "returned"))
        fact = {"alert_id": alert.id, "rule": rule.code, "level": changed.level}
        self.tx.record(AlertReturned(**fact, v=changed.v))
        if changed.closed_at is not None:
            self.tx.record(AlertClosed(**fact, v=changed.v))
            self.over.append(alert.id)
            ended(self.tx, rule, finding.key)
            del self.open[place]
            self._keep(changed)

    def _opened(self, wish: Wish, trace: list[tuple[str, Decision]]) -> Alert:
        rule, finding, tx = wish.rule, wish.finding, self.tx
        alert = Alert(id=new_id(), level=wish.level, opened_at=tx.now, latched=rule.latched)
        says_zh, says_en = words_of(rule, finding, self.names)
        self.rows[alert.id] = {
            "tenant": tx.caller.tenant,
            "rule": rule.code,
            "rule_version": finding.version,
            "key": finding.key,
            "occasion": finding.window,
            "says_zh": says_zh,
            "says_en": says_en,
            "happened_at": datetime.fromtimestamp(finding.at, tx.now.tzinfo),
            "note": "",
            "grouped": wish.group,
            "told_at": None,
            "withheld": "" if wish.due is not None else trace[-1][1].reason,
            "evidence": {"event": finding.event, "values": finding.values, "events": list(finding.events)},
        }
        self.open[rule.code, finding.key] = alert
        self.rule_of[alert.id] = rule
        if rule.inhibits:
            self.inhibitors.setdefault(finding.key, set()).add(rule.code)
        tx.record(AlertRaised(alert_id=alert.id, rule=rule.code, level=alert.level, v=alert.v))
        return alert

    def _counted(self, wish: Wish) -> Alert:
        rule, finding = wish.rule, wish.finding
        alert = model.found_again(self.open[rule.code, finding.key], wish.level)
        self.open[rule.code, finding.key] = alert
        self.rule_of[alert.id] = rule
        if wish.due is not None:
            # A higher level: people are told again.
            again = {"told_at": None, "withheld": "", "grouped": wish.group}
            (self.rows.get(alert.id) or self.extra.setdefault(alert.id, {})).update(again)
        self.tx.record(AlertRaisedAgain(alert_id=alert.id, rule=rule.code, level=alert.level, v=alert.v))
        return alert

    def _around(self, rule: Rule, finding: Finding, group: str) -> Surroundings:
        alert = self.open.get((rule.code, finding.key))
        return Surroundings(
            now=self.tx.now,
            open=None if alert is None else Open(id=alert.id, level=alert.level, shelved=bool(alert.shelved_until)),
            inhibitors=inhibitors_of(self.rules, rule.code, self.inhibitors.get(finding.key, ())),
            silences=self.silences,
            told=self.told.get((rule.code, group), Told()),
            recent=self.recent.get(rule.code, 0),
            hours=self.hours.get(rule.code),
        )

    def _wait(self, wish: Wish) -> None:
        place = (wish.rule.code, wish.group)
        if wish.due is not None and wish.due <= self.tx.now and place not in self.touched:
            self.recent[wish.rule.code] = self.recent.get(wish.rule.code, 0) + 1
        self.told[place] = msgspec.structs.replace(self.told.get(place, Told()), due_at=wish.due)
        self.touched.add(place)

    def _note(self, alert: Alert, trace: list[tuple[str, Decision]]) -> None:
        for stage, decision in trace:
            self.lines.append(self._line(alert.id, stage, decision.reason, decision.detail))

    def _line(self, alert_id: str, step: str, reason: str = "", detail: Mapping[str, Any] | None = None) -> store.Step:
        who = self.tx.caller.actor
        return store.Step(
            alert_id=alert_id, at=self.tx.now, actor=who, step=step, reason=reason, detail=dict(detail or {})
        )

    def _keep(self, alert: Alert) -> None:
        if alert.id in self.rows:
            self.rows[alert.id] |= store.life(alert)
        else:
            self.extra.setdefault(alert.id, {}).update(store.life(alert))

    def is_news(self, place: Place) -> bool:
        """Whether all that is to be told of a group was opened just now."""
        graver = ((self.rule_of[id_].code, e.get("grouped")) for id_, e in self.extra.items() if id_ in self.rule_of)
        return place not in self.waiting and place not in graver

    def wait_for(self, place: Place, due: datetime) -> None:
        """The group is told when its time has come."""
        row = {"tenant": self.tx.caller.tenant, "rule": place[0], "grouped": place[1], "due_at": due}
        self.groups.append({**row, "told_at": self.told[place].told_at})

    async def tell(self, rule: Rule, grouped: str) -> None:
        """Tell of what was opened just now in this group; it is written as told."""
        news: list[News] = []
        for alert_id, row in self.rows.items():
            alert = self.open.get((row["rule"], row["key"]))
            if (row["rule"], row["grouped"]) != (rule.code, grouped) or row["withheld"]:
                continue
            if alert is None or alert.id != alert_id:
                continue
            row["told_at"] = self.tx.now
            news.append(
                News(
                    id=alert_id,
                    key=row["key"],
                    level=alert.level,
                    v=alert.v,
                    says_zh=row["says_zh"],
                    says_en=row["says_en"],
                    event=row["evidence"]["event"],
                )
            )
        if news:
            self.lines += await tell(self.tx, rule, news, "group")
        self.groups.append(told_now(self.tx, rule, grouped))

    async def write(self) -> None:
        """Write all of it."""
        for alert in self.open.values():
            if alert != self.before.get(alert.id):
                self._keep(alert)
        new = [{"id": alert_id, **values} for alert_id, values in self.rows.items()]
        await store.add(self.tx.db, new)
        await store.change(self.tx.db, self.tx.caller.tenant, self.extra)
        await store.tell_story(self.tx.db, self.tx.caller.tenant, self.lines, new=self.rows)
        await store.keep_groups(self.tx.db, self.groups)
        if self.over:
            await settle_alerts(self.tx, self.over, "")
