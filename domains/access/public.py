"""What other domains may use of this room."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.commands.founding import CreateAccount, CreateInstitution
from domains.access.commands.patients import CreatePatient
from domains.access.commands.sign_in import Institution
from domains.access.devices import DeviceSession, pair_device, rescope_device, unpair_device
from domains.access.events import AccountChanged, PatientRegistered
from domains.access.menus import ASSETS, BUSINESS, CONFIGURATION, DATA, MONITORING
from domains.access.permissions import SIGNED_IN, STAFF
from domains.access.store import accounts, applications, institutions, sessions, staff
from domains.access.store import patients as patient_accounts
from hub.commands import Tx
from hub.errors import NotFound

__all__ = [
    "ASSETS",
    "BUSINESS",
    "CONFIGURATION",
    "DATA",
    "MONITORING",
    "SIGNED_IN",
    "STAFF",
    "Colleague",
    "CreateAccount",
    "CreateInstitution",
    "CreatePatient",
    "DeviceSession",
    "Institution",
    "Patient",
    "PatientRegistered",
    "Place",
    "Reach",
    "able",
    "account_of",
    "colleagues",
    "has_application",
    "holders",
    "institution",
    "institution_names",
    "is_known",
    "name_patient",
    "names",
    "neighbours",
    "pair_device",
    "patients",
    "reach",
    "rescope_device",
    "role_names",
    "unpair_device",
    "working_institutions",
]


REMEMBERED: Final = 5.0
"""Seconds: an institution may get another name."""

_KNOWN: dict[tuple[URL, str], tuple[float, Institution]] = {}


async def institution(db: AsyncConnection, tenant: str) -> Institution:
    """The institution with this id; ``NotFound`` if there is none. At most five seconds old."""
    place, now = (db.engine.url, tenant), asyncio.get_running_loop().time()
    at, known = _KNOWN.get(place, (0.0, None))
    if known is None or not 0 <= now - at < REMEMBERED:
        row = await institutions.find(db, [tenant], tenant)
        if row is None:
            raise NotFound
        known = Institution(row.id, row.name, row.time_zone)
        _KNOWN[place] = (now, known)
    return known


async def institution_names(db: AsyncConnection, tenants: Collection[str]) -> dict[str, str]:
    """The names of institutions by id, also of those that are no more."""
    return await institutions.names(db, tenants)


async def has_application(db: AsyncConnection, tenant: str, application: str, now: datetime) -> bool:
    """Whether the institution has an application at this moment; the platform has all of them."""
    row = await institutions.find(db, [tenant], tenant)
    if row is None:
        raise NotFound
    return row.kind == "platform" or application in await applications.opened(db, tenant, now)


async def neighbours(db: AsyncConnection, tenant: str) -> dict[str, tuple[str, str]]:
    """The institutions right above, right below and beside this one: id -> (name, id of the superior they share).

    These form its groups (机构组); it may refer patients to them.
    """
    found = await institutions.beside(db, tenant)
    own = await institutions.find(db, [tenant], tenant)
    above = None if own is None else own.parent
    return {row.id: (row.name, row.id if row.id == above else row.parent) for row in found}


async def names(db: AsyncConnection, tenant: str, actors: Iterable[str]) -> dict[str, str]:
    """Display names of accounts by id."""
    return await accounts.names(db, tenant, actors)


async def is_known(db: AsyncConnection, tenant: str, actor: str) -> bool:
    """Whether ``actor`` is a person or a paired device of the institution."""
    kind, _, device = actor.partition(":")
    if kind == "device" and device:
        return await sessions.has_device(db, tenant, device)
    return await accounts.is_there(db, tenant, actor)


class Patient(NamedTuple):
    """Somebody with an account for patients; ``name`` is made of his phone until he is called otherwise."""

    id: str
    name: str
    phone: str
    created_at: datetime


class Place(NamedTuple):
    """An institution that is enabled."""

    id: str
    name: str
    time_zone: str


class Colleague(NamedTuple):
    """Somebody of the institution, by name."""

    id: str
    name: str


class Reach(NamedTuple):
    """How somebody is reached."""

    id: str
    name: str
    phone: str


async def working_institutions(db: AsyncConnection) -> list[Place]:
    """Every institution that is enabled, for what the house does for all of them."""
    return [Place(row.id, row.name, row.time_zone) for row in await staff.working(db)]


async def holders(db: AsyncConnection, tenant: str, role: str, department: str | None = None) -> list[str]:
    """The accounts that can sign in and have this role (its id or preset), of one department if it is named."""
    return await staff.holders(db, tenant, role, department)


async def account_of(db: AsyncConnection, tenant: str, number: str) -> str | None:
    """The account whose login another system writes as somebody's number; None where there is none."""
    return await staff.by_login(db, tenant, number)


async def colleagues(db: AsyncConnection, tenant: str) -> list[Colleague]:
    """Everybody of the institution who can sign in, by name."""
    return [Colleague(row.id, row.name) for row in await staff.colleagues(db, tenant)]


async def role_names(db: AsyncConnection, tenant: str) -> dict[str, str]:
    """What the roles of an institution are called, by their ids and by the presets that they come from."""
    rows = await staff.role_names(db, tenant)
    presets = {row.preset: row.name for row in rows if row.preset is not None}
    return presets | {row.id: row.name for row in rows}


async def able(db: AsyncConnection, tenant: str, account_ids: Collection[str]) -> list[str]:
    """Those of the accounts that can sign in."""
    return await staff.able(db, tenant, account_ids)


async def reach(db: AsyncConnection, tenant: str, account_ids: Collection[str]) -> dict[str, Reach]:
    """How these people are reached, by id; who cannot sign in any more is not."""
    return {row.id: Reach(row.id, row.name, row.phone) for row in await staff.reach(db, tenant, account_ids)}


async def patients(db: AsyncConnection, tenant: str, account_ids: Collection[str]) -> dict[str, Patient]:
    """The patients of the institution among these accounts, by id, disabled ones too."""
    rows = await patient_accounts.of(db, tenant, account_ids)
    return {row.id: Patient(row.id, row.name, row.phone, row.created_at) for row in rows}


async def name_patient(tx: Tx, account_id: str, name: str) -> None:
    """From now on a patient of the caller's institution is called so: somebody has seen who he is."""
    if account_id not in await patients(tx.db, tx.caller.tenant, [account_id]):
        raise NotFound
    v = await accounts.change(tx.db, tx.caller.tenant, account_id, {"name": name})
    tx.record(AccountChanged(account_id=account_id, v=v))
