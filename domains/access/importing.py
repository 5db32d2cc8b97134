"""Taking people from a workbook (医生批量导入), as a job: part after part, each in one transaction.

They become accounts by the rules of an account that is added by hand. All get the same first password, which each has
to change at his first sign-in; only its hash is kept with the job.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Final

import msgspec
import sqlalchemy as sa

from domains.access import passwords, permissions
from domains.access.commands.accounts import FROM_PAGES, add_person
from domains.access.commands.checks import check_password
from domains.access.errors import LoginTaken
from domains.access.roster import FIELDS, TAKEN, TWICE, Person, known, person
from domains.access.standing import policy_of
from domains.access.store import accounts, institutions
from hub.caller import Permission
from hub.commands import Command, Tx, handles
from hub.files.keeping import claim
from hub.files.made import storage_of
from hub.files.purpose import MEGABYTE, XLSX, FilePurpose
from hub.files.storage import BlobMissing, blob_path
from hub.ids import new_id
from hub.jobs.job import Job
from hub.jobs.kind import JobKind, Outcome
from hub.jobs.model import KEPT
from hub.jobs.starting import StartedJob, start
from hub.jobs.table import notes
from hub.resources.sheets.importing import FileGone
from hub.resources.sheets.mistakes import error_file, note_of
from hub.resources.sheets.opened import Line, Opened, opened

BATCH: Final = 100
ERRORS: Final = "医生-导入错误.xlsx"

PEOPLE: Final = FilePurpose(
    "access.account.import",
    permissions.EDIT_ACCOUNTS,
    frozenset({XLSX}),
    10 * MEGABYTE,
    personal=True,
    own=True,
)


class ImportAccounts(Command, frozen=True):
    """Make an account of every right row of an uploaded workbook, all with one first password (SA-853)."""

    needs: ClassVar[Permission] = permissions.EDIT_ACCOUNTS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"password", "confirmation"})
    file_id: str
    password: str
    confirmation: str


class Wanted(msgspec.Struct, frozen=True):
    """Which file, and the hash of the first password."""

    file_id: str
    password: str


async def _work(job: Job, wanted: Wanted) -> Outcome:
    """Raises what is wrong with the workbook as a whole."""
    try:
        content = await storage_of(job.house).read(blob_path(job.caller.tenant, wanted.file_id))
    except BlobMissing as error:
        raise FileGone from error
    sheet = await asyncio.to_thread(opened, content, FIELDS)
    taking = _Taking(job, wanted, sheet)
    for part in sheet.parts(job.checkpoint, BATCH):
        await taking.take(part)
    made = await error_file(job, sheet.headings, ERRORS, PEOPLE) if taking.counts["wrong"] else None
    return Outcome(taking.counts, made)


class _Taking:
    """One import under way."""

    def __init__(self, job: Job, wanted: Wanted, sheet: Opened) -> None:
        self.job = job
        self.wanted = wanted
        self.sheet = sheet
        self.done = sum(line.number <= job.checkpoint for line in sheet.lines)
        self.counts = {"added": 0, "kept": 0, "wrong": 0, **job.counts}

    async def take(self, part: Sequence[Line]) -> None:
        """One part, in one transaction."""
        counts = dict(self.counts)

        async def effect(tx: Tx) -> None:
            for name, more in (await self._written(tx, part)).items():
                counts[name] = self.counts[name] + more

        self.done += len(part)
        come = {"done": self.done, "total": len(self.sheet.lines), "checkpoint": part[-1].number}
        await self.job.step(effect, **come, counts=counts)
        self.counts = counts

    async def _written(self, tx: Tx, part: Sequence[Line]) -> dict[str, int]:
        among = await known(tx.db, tx.caller.tenant)
        people = [person(line, self.sheet.places, among) for line in part]
        kept = await self._compared(tx, people)
        added = 0
        for one in people:
            if one.wrong or one.login in kept:
                continue
            try:
                await add_person(tx, {**one.values, "password": self.wanted.password})
                added += 1
            except LoginTaken:  # somebody was quicker
                one.refuse_login(TAKEN)
        wrong = [one for one in people if one.wrong]
        if wrong:
            rows = [note_of(tx, self.job, one.line, one.told()) for one in wrong]
            await tx.db.execute(sa.insert(notes), rows)
        return {"added": added, "kept": len(kept), "wrong": len(wrong)}

    async def _compared(self, tx: Tx, people: Sequence[Person]) -> frozenset[str]:
        """Mark logins that are taken or come twice; gives those that are this institution's same person already."""
        there = await accounts.with_logins(tx.db, [one.login for one in people])
        seen: set[str] = set()
        kept: set[str] = set()
        for one in people:
            row = there.get(one.login)
            if one.wrong:
                continue
            if one.login in seen:
                one.refuse_login(TWICE)
            elif row is not None and (row.tenant, row.name) == (tx.caller.tenant, one.values["name"]):
                kept.add(one.login)
            elif row is not None:
                one.refuse_login(TAKEN)
            seen.add(one.login)
        return frozenset(kept)


KIND: Final = JobKind(
    "access.account.import", "医生批量导入", "Import doctors", permissions.EDIT_ACCOUNTS, Wanted, _work
)


@handles(ImportAccounts)
async def import_accounts(cmd: ImportAccounts, tx: Tx) -> StartedJob:
    """Starts the job; the password is checked by the institution's policy at once."""
    policy = policy_of((await institutions.policy(tx.db, tx.caller.tenant))[0])
    check_password(cmd.password, cmd.confirmation, policy)
    job_id = new_id()
    await claim(tx, cmd.file_id, PEOPLE, job_id, "file_id", tx.now + KEPT)
    return await start(tx, KIND, Wanted(cmd.file_id, await passwords.hashed(cmd.password)), job_id)


PARTS: Final = (PEOPLE, KIND, import_accounts)
