"""What people do with alerts: take over, give back, deal with, put aside, remark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, NamedTuple

import msgspec
from msgspec import Meta

from domains.alerts import model, permissions, store, timers
from domains.alerts.errors import AlreadyClosed, StepNotPossible, WrongTime
from domains.alerts.events import (
    AlertAcknowledged,
    AlertClosed,
    AlertEvent,
    AlertGivenBack,
    AlertNoted,
    AlertShelved,
)
from domains.alerts.settling import settle
from domains.alerts.withholding import ended
from domains.rules.public import rules_of
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.errors import HubError
from realtime_rules.rule import Rule

MOST: Final = 200
LONGEST_SHELF: Final = timedelta(days=7)
Ids = Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=64)], ...], Meta(min_length=1, max_length=MOST)]
Note = Annotated[str, Meta(max_length=500)]


class Outcome(msgspec.Struct, frozen=True):
    """What became of each: done, and by id why not."""

    done: tuple[str, ...]
    refused: dict[str, str]


class AcknowledgeAlerts(Command, frozen=True, kw_only=True):
    """Take alerts over: everybody sees who has them, and nobody is reminded any more."""

    needs: ClassVar[Permission] = permissions.HANDLE
    alert_ids: Ids


class GiveBackAlerts(Command, frozen=True, kw_only=True):
    """Nobody has them any more; the clocks go on."""

    needs: ClassVar[Permission] = permissions.HANDLE
    alert_ids: Ids


class CloseAlerts(Command, frozen=True, kw_only=True):
    """They have been dealt with; ``note`` says how. ``nuisance``: they should not have come, statistics count that."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note"})
    alert_ids: Ids
    note: Note = ""
    nuisance: bool = False


class ShelveAlerts(Command, frozen=True, kw_only=True):
    """Put alerts aside until a moment, at most seven days ahead; ``note`` says why."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note"})
    alert_ids: Ids
    until: datetime
    note: Note = ""


class UnshelveAlerts(Command, frozen=True, kw_only=True):
    """Take alerts out again before their time."""

    needs: ClassVar[Permission] = permissions.HANDLE
    alert_ids: Ids


class NoteAlert(Command, frozen=True, kw_only=True):
    """Add a remark to an alert's story, also when it is closed."""

    needs: ClassVar[Permission] = permissions.HANDLE
    private: ClassVar[frozenset[str]] = frozenset({"note"})
    alert_id: Annotated[str, Meta(min_length=1, max_length=64)]
    note: Annotated[str, Meta(min_length=1, max_length=500)]


Move = Callable[[model.Alert], model.Alert]


class Deed(NamedTuple):
    """One thing that people do: how an alert moves, how that is told, and what is written besides."""

    move: Move
    step: str
    fact: type[AlertEvent]
    note: str = ""
    result: Mapping[str, Any] = MappingProxyType({})


@handles(AcknowledgeAlerts)
async def acknowledge_alerts(cmd: AcknowledgeAlerts, tx: Tx) -> Outcome:
    """Each by itself; one that is closed is told of."""
    deed = Deed(lambda a: model.acknowledge(a, tx.caller.actor, tx.now), "acknowledged", AlertAcknowledged)
    return await _each(tx, cmd.alert_ids, deed)


@handles(GiveBackAlerts)
async def give_back_alerts(cmd: GiveBackAlerts, tx: Tx) -> Outcome:
    """Each by itself."""
    return await _each(tx, cmd.alert_ids, Deed(model.give_back, "given_back", AlertGivenBack))


@handles(CloseAlerts)
async def close_alerts(cmd: CloseAlerts, tx: Tx) -> Outcome:
    """Each by itself."""
    result = {"note": cmd.note, "nuisance": cmd.nuisance}
    deed = Deed(lambda a: model.close(a, tx.caller.actor, tx.now), "closed", AlertClosed, cmd.note, result)
    return await _each(tx, cmd.alert_ids, deed)


@handles(ShelveAlerts)
async def shelve_alerts(cmd: ShelveAlerts, tx: Tx) -> Outcome:
    """Each by itself; a clock takes them out again."""
    if not tx.now < cmd.until <= tx.now + LONGEST_SHELF:
        raise WrongTime("until: ≤ 7 天 / 7 days")
    deed = Deed(lambda a: model.shelve(a, cmd.until, tx.now), "shelved", AlertShelved, cmd.note)
    done = await _each(tx, cmd.alert_ids, deed)
    for alert_id in done.done:
        tx.arm(timers.UNSHELVE, alert_id, cmd.until, timers.EndShelf(alert_id=alert_id))
    return done


@handles(UnshelveAlerts)
async def unshelve_alerts(cmd: UnshelveAlerts, tx: Tx) -> Outcome:
    """Each by itself."""
    done = await _each(tx, cmd.alert_ids, Deed(model.unshelve, "unshelved", AlertShelved))
    for alert_id in done.done:
        tx.disarm(timers.UNSHELVE, alert_id)
    return done


@handles(NoteAlert)
async def note_alert(cmd: NoteAlert, tx: Tx) -> None:
    """Write it down."""
    row = await store.one(tx.db, tx.caller.tenant, cmd.alert_id, lock=True)
    await store.change(tx.db, tx.caller.tenant, {row.id: {"v": row.v + 1}})
    await store.tell_story(tx.db, tx.caller.tenant, [_line(tx, row.id, "noted", cmd.note)])
    tx.record(AlertNoted(alert_id=row.id, rule=row.rule, level=row.level, v=row.v + 1))


async def _each(tx: Tx, alert_ids: tuple[str, ...], deed: Deed) -> Outcome:
    """Move each alert in one order of locking; a single one that cannot be moved is refused as such."""
    done: list[str] = []
    refused: dict[str, HubError] = {}
    rules = await rules_of(tx.db, tx.caller.tenant)
    lines = []
    for alert_id in sorted(set(alert_ids)):
        row = await store.one(tx.db, tx.caller.tenant, alert_id, lock=True)
        try:
            alert = deed.move(store.life_of(row))
        except model.NotPossible:
            refused[alert_id] = AlreadyClosed() if row.closed_at is not None else StepNotPossible()
            continue
        await store.change(tx.db, tx.caller.tenant, {alert_id: {**store.life(alert), **deed.result}})
        lines.append(_line(tx, alert_id, deed.step, deed.note))
        tx.record(deed.fact(alert_id=alert_id, rule=row.rule, level=row.level, v=alert.v))
        if alert.closed_at is not None and deed.fact is not AlertClosed:
            tx.record(AlertClosed(alert_id=alert_id, rule=row.rule, level=row.level, v=alert.v))
        _clocks(tx, rules.get(row.rule), row, alert)
        done.append(alert_id)
    if not done:
        raise next(iter(refused.values()))
    await store.tell_story(tx.db, tx.caller.tenant, lines)
    if deed.fact in (AlertAcknowledged, AlertClosed):
        await settle(tx, done)
    return Outcome(tuple(done), {alert_id: error.code for alert_id, error in refused.items()})


def _clocks(tx: Tx, rule: Rule | None, row: store.Found, alert: model.Alert) -> None:
    """What runs on while nobody has it, and what waited for its end."""
    if alert.closed_at is not None:
        ended(tx, rule, row.key)
    if not alert.unattended:
        timers.disarm(tx, alert.id)
    elif rule is not None and not row.withheld:
        timers.arm(tx, rule, alert)


def _line(tx: Tx, alert_id: str, step: str, note: str) -> store.Step:
    detail = {"note": note} if note else {}
    return store.Step(alert_id=alert_id, at=tx.now, actor=tx.caller.actor, step=step, detail=detail)
