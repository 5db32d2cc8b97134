"""What time does to alerts that nobody has: people are reminded, the next ones told, what was put aside is back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, NamedTuple

from domains.alerts import model, permissions, store
from domains.alerts.events import AlertEscalated, AlertNoted, AlertShelved
from domains.alerts.hours import opens
from domains.alerts.telling import news_of, tell
from domains.rules.public import rules_of
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from realtime_rules.rule import Rule

REMIND: Final = "alerts.remind"
ESCALATE: Final = "alerts.escalate"
UNSHELVE: Final = "alerts.unshelve"


class RemindPeople(Command, frozen=True, kw_only=True):
    """Nobody has taken an alert over: the same people are told once more."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    alert_id: str
    n: int


class EscalateAlert(Command, frozen=True, kw_only=True):
    """Nobody has taken an alert over in time: the next ones are told."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    alert_id: str
    step: int


class EndShelf(Command, frozen=True, kw_only=True):
    """The time for which an alert was put aside is over."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    alert_id: str


@handles(RemindPeople)
async def remind_people(cmd: RemindPeople, tx: Tx) -> None:
    """Told again, and the next reminder armed, until somebody acts or it was said often enough."""
    row = await store.one(tx.db, tx.caller.tenant, cmd.alert_id, lock=True)
    rule = (await rules_of(tx.db, tx.caller.tenant)).get(row.rule)
    if rule is None or rule.remind is None or not store.life_of(row).unattended or row.withheld:
        return
    due = await opens(tx, rule.hours)
    if row.told_at is None:
        # Nobody is reminded of what he was not told yet.
        due = max(due, tx.now + timedelta(seconds=rule.remind.every))
    if due > tx.now:
        tx.arm(REMIND, row.id, due, cmd)
        return
    lines = await tell(tx, rule, [news_of(row)], f"reminder-{cmd.n}")
    await store.tell_story(tx.db, tx.caller.tenant, lines)
    v = row.v + 1
    await store.change(tx.db, tx.caller.tenant, {row.id: {"v": v}})
    tx.record(AlertNoted(alert_id=row.id, rule=row.rule, level=row.level, v=v))
    if cmd.n < rule.remind.most:
        due = tx.now + timedelta(seconds=rule.remind.every)
        tx.arm(REMIND, row.id, due, RemindPeople(alert_id=row.id, n=cmd.n + 1))


@handles(EscalateAlert)
async def escalate_alert(cmd: EscalateAlert, tx: Tx) -> None:
    """The next step of the chain; a step that somebody's action overtook does nothing."""
    tenant = tx.caller.tenant
    row = await store.one(tx.db, tenant, cmd.alert_id, lock=True)
    rule = (await rules_of(tx.db, tenant)).get(row.rule)
    before = store.life_of(row)
    following = next_step(rule, cmd.step - 1, before.opened_at) if rule else None
    if rule is None or following is None or not before.unattended or row.withheld:
        return
    step = rule.escalation[following.place]
    due = await opens(tx, step.calendar)
    if due > tx.now:
        tx.arm(ESCALATE, row.id, due, cmd)
        return
    alert = model.escalate(before, cmd.step, step.level)
    await store.change(tx.db, tenant, {row.id: store.life(alert)})
    row = await store.one(tx.db, tenant, cmd.alert_id)
    reason = f"escalation-{following.place + 1}" + (f"-{following.rounds}" if following.rounds else "")
    lines = await tell(tx, rule, [news_of(row)], reason, to=step.to, channels=step.channels)
    await store.tell_story(tx.db, tenant, lines)
    tx.record(AlertEscalated(alert_id=row.id, rule=row.rule, level=alert.level, v=alert.v))
    _arm_escalation(tx, rule, alert)


@handles(EndShelf)
async def end_shelf(cmd: EndShelf, tx: Tx) -> None:
    """It is there as before, and the clocks go on."""
    row = await store.one(tx.db, tx.caller.tenant, cmd.alert_id, lock=True)
    try:
        alert = model.unshelve(store.life_of(row))
    except model.NotPossible:
        return
    await store.change(tx.db, tx.caller.tenant, {row.id: store.life(alert)})
    line = store.Step(alert_id=row.id, at=tx.now, actor=tx.caller.actor, step="unshelved")
    await store.tell_story(tx.db, tx.caller.tenant, [line])
    tx.record(AlertShelved(alert_id=row.id, rule=row.rule, level=row.level, v=alert.v))
    rule = (await rules_of(tx.db, tx.caller.tenant)).get(row.rule)
    if rule is not None:
        arm(tx, rule, alert)


class Due(NamedTuple):
    """An escalation step whose turn it is: its number through all rounds, its place in one, and how many are over."""

    n: int
    place: int
    rounds: int
    at: datetime


def next_step(rule: Rule, after: int, opened_at: datetime) -> Due | None:
    """The escalation step that follows step number ``after``; None: there is none."""
    steps = rule.escalation
    if after >= len(steps) * (rule.rounds + 1):
        return None
    rounds, place = divmod(after, len(steps))
    at = opened_at + timedelta(seconds=rounds * steps[-1].after + steps[place].after)
    return Due(after + 1, place, rounds, at)


def arm(tx: Tx, rule: Rule, alert: model.Alert) -> None:
    """Start the clocks of an alert that nobody has."""
    if rule.remind is not None:
        due = tx.now + timedelta(seconds=rule.remind.every)
        tx.arm(REMIND, alert.id, due, RemindPeople(alert_id=alert.id, n=1))
    _arm_escalation(tx, rule, alert)


def _arm_escalation(tx: Tx, rule: Rule, alert: model.Alert) -> None:
    following = next_step(rule, alert.escalated, alert.opened_at)
    if following is not None:
        tx.arm(ESCALATE, alert.id, max(following.at, tx.now), EscalateAlert(alert_id=alert.id, step=following.n))


def disarm(tx: Tx, alert_id: str) -> None:
    """Somebody has it, or it has ended: nobody is reminded, nobody else is told."""
    tx.disarm(REMIND, alert_id)
    tx.disarm(ESCALATE, alert_id)
