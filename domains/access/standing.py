"""What a session may do at this moment, from the row that tells everything about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from domains.access.errors import AddressRefused, LeftAlone, NoLongerValid, PasswordWasChanged, SignedInElsewhere
from domains.access.model import patients
from domains.access.model.policy import Policy, admits, days_left, idle_too_long
from domains.access.model.roles import PATIENT
from domains.access.rights import Role, ceiling, everybodys, patients_in, widest
from hub.caller import Caller
from hub.errors import Unauthenticated

Must = Literal["change_password", "enrol_second_factor"]

ELSEWHERE: Final = "elsewhere"
IDLE: Final = "idle"

_ENDED: Final[dict[str, type[Unauthenticated]]] = {
    ELSEWHERE: SignedInElsewhere,
    IDLE: LeftAlone,
    "disabled": NoLongerValid,
    "deleted": NoLongerValid,
    "password": PasswordWasChanged,
}


def policy_of(saved: Any) -> Policy:
    """The policy as it was saved; the default one when it never was."""
    return Policy() if saved is None else msgspec.convert(saved, Policy)


def policy_for(row: Any) -> Policy:
    """The policy that holds for the person of a session."""
    return patients.POLICY if is_patient(row) else policy_of(row.policy)


def is_patient(row: Any) -> bool:
    """Whether it is a patient's session."""
    return bool(row.person == PATIENT)


def past(until: datetime | None, now: datetime) -> bool:
    """Whether a validity is over."""
    return until is not None and until <= now


def objection(row: Any, now: datetime) -> Unauthenticated | None:
    """Why this session is not, or no longer, one; None when it is."""
    if row.ended_at is not None:
        return _ENDED.get(row.ended_why, Unauthenticated)()
    if row.expires_at <= now:
        return Unauthenticated()
    if not row.enabled or row.institution_deleted is not None or past(row.institution_until, now):
        return NoLongerValid()
    return None if row.account_id is None else _personal(row, now)


def _personal(row: Any, now: datetime) -> Unauthenticated | None:
    """What speaks against the person of the session, where and how he is in."""
    if row.disabled or row.deleted_at is not None or past(row.valid_until, now):
        return NoLongerValid()
    policy = policy_for(row)
    if not admits(policy, row.address):
        return AddressRefused()
    if row.terminal == "web" and idle_too_long(policy, row.active_at or row.opened_at, now):
        return LeftAlone()
    return None


def duties(row: Any, now: datetime) -> tuple[Must, ...]:
    """What has to be done before anything else can be."""
    policy = policy_for(row)
    must: list[Must] = []
    if row.must_change or days_left(policy, row.password_at, now) == 0:
        must.append("change_password")
    if policy.second_factor and not row.has_totp:
        must.append("enrol_second_factor")
    return tuple(must)


def roles_of(row: Any) -> Sequence[Role]:
    """The enabled roles of the session's account."""
    return msgspec.convert(row.held, list[Role])


def rights_now(row: Any, now: datetime) -> frozenset[str]:
    """What the session's account may do: what its roles hold, within what its institution has."""
    if is_patient(row):
        return patients_in(row.kind, row.withheld, opened(row, now))
    if duties(row, now):
        return everybodys()
    held: frozenset[str] = frozenset().union(*(role.rights for role in roles_of(row)))
    return (held & ceiling(row.kind, row.withheld, row.menus, opened(row, now))) | everybodys()


class _Grant(msgspec.Struct, frozen=True):
    application: str
    ends_at: datetime | None


def opened(row: Any, now: datetime) -> Sequence[str]:
    """The codes of the applications that the session's institution has at this moment."""
    return [one.application for one in msgspec.convert(row.granted, list[_Grant]) if not past(one.ends_at, now)]


def caller_of(row: Any, now: datetime) -> Caller:
    """The caller that the session stands for."""
    scope = None if row.scope is None else frozenset(row.scope)
    own = frozenset({row.tenant})
    if row.account_id is None:
        return Caller(row.tenant, f"device:{row.device}", frozenset(row.permissions), own, scope, row.id)
    extent = "own" if is_patient(row) else widest(roles_of(row))
    reads = own.union(row.below or ()) if extent == "descendants" else own
    return Caller(
        row.tenant,
        row.account_id,
        rights_now(row, now),
        reads,
        scope,
        row.id,
        masked=row.masked,
        department=row.department_id,
        extent=extent,
    )
