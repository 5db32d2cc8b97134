"""What an administrator can do with rules and calendars."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domains.rules import permissions, store
from domains.rules.book import in_force, shipped
from domains.rules.checking import check
from domains.rules.errors import CalendarChangedElsewhere, ChangedElsewhere, NoHours, NoSuchRule
from domains.rules.events import CalendarChanged, RuleChanged
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from realtime_rules.calendars import Calendar
from realtime_rules.rule import Code, Rule

Comment = Annotated[str, Meta(max_length=200)]


class Saved(msgspec.Struct, frozen=True):
    """The version that holds from now on."""

    version: int


class SaveRule(Command, frozen=True, kw_only=True):
    """Change a shipped rule, or write one of the institution's own.

    ``edition`` is the version that was changed (0: a new rule).
    """

    needs: ClassVar[Permission] = permissions.EDIT
    rule: Rule
    edition: int
    comment: Comment = ""


class SwitchRule(Command, frozen=True, kw_only=True):
    """Have a rule work, or not."""

    needs: ClassVar[Permission] = permissions.EDIT
    code: Code
    enabled: bool
    comment: Comment = ""


class RestoreRule(Command, frozen=True, kw_only=True):
    """Go back to the shipped rule; a rule that the institution wrote itself is gone."""

    needs: ClassVar[Permission] = permissions.EDIT
    code: Code
    comment: Comment = ""


class SaveCalendar(Command, frozen=True, kw_only=True):
    """Say when time counts on a calendar; ``edition`` is the version that was changed (0: nobody has changed it)."""

    needs: ClassVar[Permission] = permissions.EDIT
    code: Code
    name: Annotated[str, Meta(min_length=1, max_length=30)]
    calendar: Calendar
    edition: int = 0


@handles(SaveRule)
async def save_rule(cmd: SaveRule, tx: Tx) -> Saved:
    """Check it and write a new version."""
    code = cmd.rule.code
    version = await _version(tx, code)
    if cmd.edition != version:
        raise ChangedElsewhere(rule=code, version=version)
    await check(tx.db, tx.caller.tenant, cmd.rule)
    return await _add(tx, code, version, cmd.rule, cmd.comment)


@handles(SwitchRule)
async def switch_rule(cmd: SwitchRule, tx: Tx) -> Saved:
    """Write a new version that works, or does not."""
    version = await _version(tx, cmd.code)
    rule = (await in_force(tx.db, tx.caller.tenant)).get(cmd.code)
    if rule is None:
        raise NoSuchRule(rule=cmd.code)
    if rule.enabled == cmd.enabled:
        return Saved(version)
    changed = msgspec.structs.replace(rule, enabled=cmd.enabled, disabled="")
    if cmd.enabled:
        await check(tx.db, tx.caller.tenant, changed)
    return await _add(tx, cmd.code, version, changed, cmd.comment)


@handles(RestoreRule)
async def restore_rule(cmd: RestoreRule, tx: Tx) -> Saved:
    """Write that the shipped rule holds again."""
    version = await _version(tx, cmd.code)
    if not version or (cmd.code not in shipped() and cmd.code not in await in_force(tx.db, tx.caller.tenant)):
        raise NoSuchRule(rule=cmd.code)
    return await _add(tx, cmd.code, version, None, cmd.comment)


@handles(SaveCalendar)
async def save_calendar(cmd: SaveCalendar, tx: Tx) -> Saved:
    """Write it; rules go by it within a second."""
    if not cmd.calendar.hours:
        raise NoHours
    await store.count_up(tx.db, tx.now)
    editions = {row.code: row.v for row in await store.calendars_of(tx.db, tx.caller.tenant)}
    if cmd.edition != editions.get(cmd.code, 0):
        raise CalendarChangedElsewhere(calendar=cmd.code)
    spec: Any = msgspec.to_builtins(cmd.calendar)
    v = await store.save_calendar(tx.db, tx.caller.tenant, cmd.code, cmd.name, spec)
    tx.record(CalendarChanged(v=v, code=cmd.code))
    return Saved(v)


async def _version(tx: Tx, code: str) -> int:
    """The newest version of the rule here, with nobody else writing one; 0: none was ever written here."""
    await store.count_up(tx.db, tx.now)
    rows = await store.history(tx.db, tx.caller.tenant, code)
    if rows:
        return int(rows[0].version)
    return shipped()[code].version if code in shipped() else 0


async def _add(tx: Tx, code: str, version: int, rule: Rule | None, comment: str) -> Saved:
    new = version + 1
    spec = None if rule is None else msgspec.to_builtins(msgspec.structs.replace(rule, version=new))
    values = {
        "tenant": tx.caller.tenant,
        "code": code,
        "version": new,
        "spec": spec,
        "by": tx.caller.actor,
        "at": tx.now,
        "comment": comment,
    }
    await store.add(tx.db, values)
    tx.record(RuleChanged(v=new, code=code))
    return Saved(new)
