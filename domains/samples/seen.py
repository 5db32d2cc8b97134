"""A submission as its patient sees it, and what tells his page that there is a newer one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.samples import photos
from domains.samples.model import Review, State
from hub.files.keeping import KeptFile, files_of


class OwnSample(msgspec.Struct, frozen=True, kw_only=True):
    """The patient's own: how the review stands, the state (None: the materials have not passed), what he wrote.

    ``review_reason``: why the materials were rejected; ``rejection``: why the last change request was. The files are
    read with ``GET /api/files/{file_id}``.
    """

    v: int
    name: str
    phone: str
    review: Review
    review_reason: str
    materials_no: int
    state: State | None
    sample_type_id: str | None
    sample_type: str
    needs_return: bool
    return_recipient: str
    return_phone: str
    return_address: str
    report_email: str
    tracking_no: str
    consent_version: int | None
    consent_at: datetime | None
    submitted_at: datetime | None
    change_no: int
    change_reason: str
    asked_at: datetime | None
    rejection: str
    return_no: str
    returned_at: datetime | None
    identity: tuple[KeptFile, ...]
    documents: tuple[KeptFile, ...]
    signed: tuple[KeptFile, ...]
    photos: tuple[KeptFile, ...]


class SampleMark(msgspec.Struct, frozen=True, kw_only=True):
    """How far the patient's own submission is, and its version: nothing of what he wrote.

    Who holds an older version asks ``samples/show-my-sample``.
    """

    v: int
    review: Review
    state: State | None


FILES = {
    "identity": photos.IDENTITY,
    "documents": photos.DOCUMENT,
    "signed": photos.SIGNED,
    "photos": photos.FORM,
}


async def attachments(
    db: AsyncConnection, tenant: str, ids: Collection[str]
) -> dict[str, dict[str, tuple[KeptFile, ...]]]:
    """The files of submissions, by submission and field."""
    by_field = {name: await files_of(db, tenant, purpose, ids) for name, purpose in FILES.items()}
    return {one: {name: kept.get(one, ()) for name, kept in by_field.items()} for one in ids}


def own(row: Any, files: dict[str, tuple[KeptFile, ...]]) -> OwnSample:
    """An opened row with its files."""
    plain = {name: getattr(row, name) for name in OwnSample.__struct_fields__ if name not in FILES}
    return OwnSample(**{**plain, "review": Review(row.review), "state": _state(row), **files})


def mark(row: Any) -> SampleMark:
    """How far a row is; it need not be opened."""
    return SampleMark(v=row.v, review=Review(row.review), state=_state(row))


def _state(row: Any) -> State | None:
    return None if row.state is None else State(row.state)
