"""What is told together: when the time of a group has come, and again while nobody has taken it over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Final

from domains.alerts import permissions, store
from domains.alerts.events import AlertNoted
from domains.alerts.telling import news_of, tell
from domains.rules.public import rules_of
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from realtime_rules.rule import Rule

TELL: Final = "alerts.tell"
REPEAT: Final = "alerts.repeat"


class TellGroup(Command, frozen=True, kw_only=True):
    """The time of a group has come."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    rule: str
    grouped: str


class RepeatGroup(Command, frozen=True, kw_only=True):
    """What was told of a group is still open, and nobody has taken it over."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    rule: str
    grouped: str


@handles(TellGroup)
async def tell_of_group(cmd: TellGroup, tx: Tx) -> None:
    """Nothing happens when the rule is no more."""
    rule = (await rules_of(tx.db, tx.caller.tenant)).get(cmd.rule)
    if rule is not None:
        await tell_group(tx, rule, cmd.grouped)


@handles(RepeatGroup)
async def repeat_group(cmd: RepeatGroup, tx: Tx) -> None:
    """Told together once more, and so on until somebody has all of it."""
    rule = (await rules_of(tx.db, tx.caller.tenant)).get(cmd.rule)
    if rule is None or not rule.group.repeat:
        return
    rows = await store.still_open(tx.db, tx.caller.tenant, rule.code, cmd.grouped)
    if rows:
        # Each time is another occasion, or nobody would be told twice of the same.
        await _tell(tx, rule, rows, f"repeat-{tx.now:%Y%m%d%H%M%S}")
        await store.keep_groups(tx.db, [told_now(tx, rule, cmd.grouped)])


async def tell_group(tx: Tx, rule: Rule, grouped: str) -> None:
    """Tell of everything in a group that has not been told."""
    rows = await store.untold(tx.db, tx.caller.tenant, rule.code, grouped)
    if rows:
        await _tell(tx, rule, rows, "group", told_at=tx.now)
    await store.keep_groups(tx.db, [told_now(tx, rule, grouped)])


async def _tell(tx: Tx, rule: Rule, rows: list[store.Found], reason: str, **more: Any) -> None:
    tenant = tx.caller.tenant
    lines = await tell(tx, rule, [news_of(row) for row in rows], reason)
    await store.tell_story(tx.db, tenant, lines)
    await store.change(tx.db, tenant, {row.id: {"v": row.v + 1, **more} for row in rows})
    for row in rows:
        tx.record(AlertNoted(alert_id=row.id, rule=row.rule, level=row.level, v=row.v + 1))


def told_now(tx: Tx, rule: Rule, grouped: str) -> dict[str, Any]:
    """The row of a group that has been told at this moment; the clock of its repetition starts."""
    if rule.group.repeat:
        due = tx.now + timedelta(seconds=rule.group.repeat)
        tx.arm(REPEAT, place_of(rule.code, grouped), due, RepeatGroup(rule=rule.code, grouped=grouped))
    return {"tenant": tx.caller.tenant, "rule": rule.code, "grouped": grouped, "told_at": tx.now, "due_at": None}


def place_of(rule: str, grouped: str) -> str:
    """The key of a group's clocks."""
    return f"{rule}|{grouped}"[:200]
