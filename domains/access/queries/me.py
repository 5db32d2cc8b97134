"""What somebody who is signed in is told of himself, and patients before they are."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.access import permissions
from domains.access.model.platform import Settings
from domains.access.model.roles import PATIENT
from domains.access.patient_door import InstitutionCode, admitting
from domains.access.store import accounts, institutions, patients, platform
from hub.caller import PUBLIC, Caller, Permission
from hub.commands import REST, Look, Query, answers
from hub.errors import NotFound
from hub.mini_programs import MiniPrograms
from hub.module import discover


class Me(msgspec.Struct, frozen=True):
    """One's own account. ``login``: a patient's is his phone; ``wechat``: he has bound a WeChat user."""

    id: str
    patient: bool
    login: str
    name: str
    phone: str
    institution_id: str
    institution: str
    wechat: bool


class PatientDoorSheet(msgspec.Struct, frozen=True):
    """What the patient app shows before sign-in; ``wechat``: one can sign in by WeChat."""

    institution: str
    name: str
    site: str
    notice: str
    privacy: str
    agreement: str
    wechat: bool


class ShowMe(Query, frozen=True):
    """One's own account."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN


class ShowPatientDoor(Query, frozen=True):
    """The institution that a patient comes to by its code, and what he agrees to."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    institution: InstitutionCode


@answers(ShowMe)
async def show_me(caller: Caller, _: ShowMe, look: Look) -> Me:
    """A device has no account."""
    account = await accounts.find(look.db, [caller.tenant], caller.actor)
    there = await institutions.find(look.db, [caller.tenant], caller.tenant)
    if account is None or there is None:
        raise NotFound
    patient = account.kind == PATIENT
    return Me(
        id=account.id,
        patient=patient,
        login=account.phone if patient else account.login,
        name=account.name,
        phone=account.phone,
        institution_id=there.id,
        institution=there.name,
        wechat=patient and await patients.is_bound(look.db, caller.tenant, account.id),
    )


@answers(ShowPatientDoor)
async def show_patient_door(_: Caller, query: ShowPatientDoor, look: Look) -> PatientDoorSheet:
    """Raises ``PatientDoorShut``. The texts are the platform's."""
    there = await admitting(look.db, query.institution, look.now)
    settings = await platform.current(look.db) or Settings()
    program = await discover().one(MiniPrograms).of(look.db, there.id, look.secret)
    return PatientDoorSheet(
        institution=there.id,
        name=there.name,
        site=settings.site,
        notice=settings.patient_notice,
        privacy=settings.patient_privacy,
        agreement=settings.patient_agreement,
        wechat=program is not None,
    )
