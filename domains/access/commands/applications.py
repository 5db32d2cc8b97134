"""Applications opened for an institution, and their terms changed; who has to know is reminded before they end."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from domains.access import permissions
from domains.access.commands.checks import act_in, refuse
from domains.access.commands.tenants import below, managed
from domains.access.errors import AlreadyOpened, NotOpened, OverCeiling
from domains.access.events import ApplicationChanged, ApplicationExpired, ApplicationToRenew, InstitutionChanged
from domains.access.model.applications import Terms, Told, end_of, next_reminder, standing
from domains.access.rights import applications as declared
from domains.access.rights import rights_in_application
from domains.access.store import applications, institutions
from hub.applications import Application
from hub.caller import Permission
from hub.clock import day_of
from hub.commands import Command, Tx, handles
from hub.errors import NotFound


class OpenApplication(Command, frozen=True):
    """Open an application for an institution below the caller's: its menus and rights are there at once (AI-708)."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    institution_id: str
    application: str
    terms: Terms


class ChangeApplication(Command, frozen=True):
    """Have an opened application go on on other terms, longer or shorter (AI-710)."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    institution_id: str
    application: str
    terms: Terms


class RemindOfApplication(Command, frozen=True):
    """An application of the institution is to be renewed, or over: its administrators are told."""

    needs: ClassVar[Permission] = permissions.EDIT_TENANTS
    exposed: ClassVar[frozenset[str]] = frozenset()
    application: str


@handles(OpenApplication)
async def open_application(cmd: OpenApplication, tx: Tx) -> None:
    """At most what the caller's own institution has (AI-006). What was withheld of it is given again."""
    there, one = await _grantable(cmd, tx)
    if await applications.find(tx.db, there.id, one.code) is not None:
        raise AlreadyOpened(application=one.zh)
    own = await managed(tx, tx.caller.tenant)
    act_in(tx, there.id)
    kept = frozenset(there.withheld) - (rights_in_application(one.code) - frozenset(own.withheld))
    await _save(tx, there, one.code, cmd.terms)
    await _told_everybody(tx, {"withheld": sorted(kept)})


@handles(ChangeApplication)
async def change_application(cmd: ChangeApplication, tx: Tx) -> None:
    """The former terms stay in the history."""
    there, one = await _grantable(cmd, tx)
    if await applications.find(tx.db, there.id, one.code) is None:
        raise NotOpened(application=one.zh)
    act_in(tx, there.id)
    await _save(tx, there, one.code, cmd.terms)
    await _told_everybody(tx, {})


@handles(RemindOfApplication)
async def remind_of_application(cmd: RemindOfApplication, tx: Tx) -> None:
    """Each reminder is given once; the end itself takes the rights away, this tells the open pages."""
    tenant = tx.caller.tenant
    row = await applications.find(tx.db, tenant, cmd.application)
    if row is None:
        raise NotFound
    state = standing(row.ends_at, tx.now)
    if state in ("to_renew", "expired") and state != row.told:
        v = await applications.tell(tx.db, tenant, cmd.application, state)
        kind = ApplicationToRenew if state == "to_renew" else ApplicationExpired
        place = {"institution_id": tenant, "grant_id": _grant_id(tenant, cmd.application)}
        tx.record(kind(**place, application=cmd.application, ends_at=row.ends_at, v=v))
        await _told_everybody(tx, {})
        _arm(tx, cmd.application, row.ends_at, state)


async def _grantable(cmd: OpenApplication | ChangeApplication, tx: Tx) -> tuple[Any, Application]:
    """The institution, and an application that the caller's own one has."""
    there = await below(tx, cmd.institution_id)
    one = declared().get(cmd.application)
    if one is None:
        raise NotFound
    own = await managed(tx, tx.caller.tenant)
    if own.kind != "platform" and one.code not in await applications.opened(tx.db, own.id, tx.now):
        raise OverCeiling(rights=one.zh, permission="")
    return there, one


async def _save(tx: Tx, there: Any, code: str, terms: Terms) -> None:
    if terms.starts > day_of(tx.now, there.time_zone):
        refuse("terms.starts", "有效期的开始日期不能晚于今天", "the validity cannot begin later than today")
    if terms.ends is not None and terms.ends < terms.starts:
        refuse("terms.ends", "有效期的结束日期不能早于开始日期", "the validity cannot end before it begins")
    ends_at = end_of(terms.ends, there.time_zone)
    values = msgspec.structs.asdict(terms)
    v = await applications.save(tx.db, there.id, code, {**values, "ends_at": ends_at, "told": "", "opened_at": tx.now})
    place = {"tenant": there.id, "application": code, "v": v, "at": tx.now, "by": tx.caller.actor}
    await applications.note(tx.db, {**values, **place})
    grant_id = _grant_id(there.id, code)
    tx.record(ApplicationChanged(institution_id=there.id, grant_id=grant_id, application=code, v=v))
    _arm(tx, code, ends_at, "")


async def _told_everybody(tx: Tx, values: dict[str, Any]) -> None:
    """The open pages of the institution look at their rights anew."""
    tenant = tx.caller.tenant
    tx.record(InstitutionChanged(institution_id=tenant, v=await institutions.change(tx.db, tenant, values)))


def _grant_id(tenant: str, code: str) -> str:
    return f"{tenant}/{code}"


def _arm(tx: Tx, code: str, ends_at: datetime | None, told: Told) -> None:
    due = next_reminder(ends_at, told)
    if due is None:
        tx.disarm("access-application", code)
    else:
        tx.arm("access-application", code, due, RemindOfApplication(application=code))
