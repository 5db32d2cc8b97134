"""Patients in and out of their tables; what must not lie open is enciphered here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.patients.model import Details, Kind, normal
from domains.patients.tables import numbers, people
from hub.ciphers import keyed_digest, seal, unseal
from hub.errors import NotFound

PURPOSE: Final = "patients"


class _Sealed(msgspec.Struct, frozen=True):
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Patient:
    """A record as it is kept, with all its numbers."""

    id: str
    v: int
    details: Details
    numbers: tuple[tuple[Kind, str], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One institution's patients, over one connection."""

    db: AsyncConnection
    tenant: str
    secret: str

    async def owner(self, kind: Kind, number: str) -> str | None:
        """The id of the patient who has this number."""
        query = sa.select(numbers.c.patient_id).where(
            numbers.c.tenant == self.tenant, numbers.c.kind == kind, numbers.c.digest == self._digest(kind, number)
        )
        return (await self.db.execute(query)).scalar()

    async def patient(self, patient_id: str, *, lock: bool = False) -> Patient:
        """One patient who was not merged away; raises ``NotFound``."""
        query = sa.select(people).where(
            people.c.tenant == self.tenant, people.c.id == patient_id, people.c.merged_into.is_(None)
        )
        row = (await self.db.execute(query.with_for_update() if lock else query)).first()
        if row is None:
            raise NotFound
        return Patient(row.id, row.v, self._details(row), await self._numbers(patient_id))

    async def survivor(self, patient_id: str) -> str:
        """The id under which the patient is known now: his own, or that of the record he was merged into."""
        seen = patient_id
        while True:
            query = sa.select(people.c.merged_into).where(people.c.tenant == self.tenant, people.c.id == seen)
            into = (await self.db.execute(query)).scalar()
            if into is None:
                return seen
            seen = into

    async def records(self, patient_id: str) -> list[str]:
        """The ids under which the patient was ever known: his own, and those of records merged into it."""
        mine = (
            sa.select(people.c.id).where(people.c.tenant == self.tenant, people.c.id == patient_id).cte(recursive=True)
        )
        more = sa.select(people.c.id).where(people.c.tenant == self.tenant, people.c.merged_into == mine.c.id)
        return list((await self.db.execute(sa.select(mine.union(more).c.id))).scalars())

    async def take_back(self, patient_id: str, kind: Kind) -> None:
        """The patient has no number of this kind any more."""
        mine = sa.and_(numbers.c.tenant == self.tenant, numbers.c.patient_id == patient_id, numbers.c.kind == kind)
        await self.db.execute(sa.delete(numbers).where(mine))

    async def write(self, patient_id: str, v: int, details: Details, now: datetime) -> None:
        """Write what is known of the patient as version ``v``."""
        hidden = msgspec.json.encode(_Sealed(details.phone, details.address))
        values: dict[str, Any] = {
            "name": details.name,
            "pinyin": details.pinyin,
            "sex": details.sex,
            "birth_date": details.birth_date,
            "height": details.height,
            "weight": details.weight,
            "sealed": seal(self.secret, PURPOSE, hidden),
            "updated_at": now,
            "v": v,
        }
        new = insert(people).values(id=patient_id, tenant=self.tenant, **values)
        same = people.c.tenant == self.tenant
        await self.db.execute(new.on_conflict_do_update(index_elements=["id"], set_=values, where=same))

    async def give(self, patient_id: str, more: Mapping[Kind, str]) -> None:
        """Note numbers as this patient's; those that somebody has already are left alone."""
        rows = [
            {
                "tenant": self.tenant,
                "kind": kind,
                "digest": self._digest(kind, number),
                "patient_id": patient_id,
                "sealed": seal(self.secret, PURPOSE, normal(number).encode()),
            }
            for kind, number in more.items()
        ]
        if rows:
            await self.db.execute(insert(numbers).on_conflict_do_nothing(), rows)

    async def hand_over(self, patient_id: str, into: str, now: datetime, v: int) -> None:
        """All numbers of one record become another's, and the first is not shown any more."""
        mine = sa.and_(numbers.c.tenant == self.tenant, numbers.c.patient_id == patient_id)
        await self.db.execute(sa.update(numbers).where(mine).values(patient_id=into))
        gone = sa.and_(people.c.tenant == self.tenant, people.c.id == patient_id)
        await self.db.execute(sa.update(people).where(gone).values(merged_into=into, updated_at=now, v=v))

    async def lock_numbers(self, wanted: Iterable[tuple[Kind, str]]) -> None:
        """Let two messages about the same number come one after the other, also when nobody has it yet."""
        keys = sorted({int.from_bytes(self._digest(kind, number)[:7]) for kind, number in wanted})
        for key in keys:
            await self.db.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))

    async def _numbers(self, patient_id: str) -> tuple[tuple[Kind, str], ...]:
        mine = sa.and_(numbers.c.tenant == self.tenant, numbers.c.patient_id == patient_id)
        rows = await self.db.execute(sa.select(numbers.c.kind, numbers.c.sealed).where(mine))
        return tuple(sorted((Kind(row.kind), unseal(self.secret, PURPOSE, row.sealed).decode()) for row in rows))

    def _details(self, row: Any) -> Details:
        hidden = msgspec.json.decode(unseal(self.secret, PURPOSE, row.sealed), type=_Sealed)
        return Details(
            name=row.name, sex=row.sex, birth_date=row.birth_date, pinyin=row.pinyin, phone=hidden.phone,
            address=hidden.address, height=row.height, weight=row.weight,
        )  # fmt: skip

    def _digest(self, kind: Kind, number: str) -> bytes:
        return keyed_digest(self.secret, f"{PURPOSE}:{self.tenant}:{kind}", normal(number))
