"""What a patient asks: his own submission, where it goes, and what he agrees to."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from domains.samples import permissions, store
from domains.samples.seen import OwnSample, attachments, own
from domains.samples.settled import NOTHING_YET, Receiving, consent_text, receiving
from domains.samples.tables import types
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound


class ShowMySample(Query, frozen=True, kw_only=True):
    """The caller's own submission; None before he has sent anything."""

    needs: ClassVar[Permission] = permissions.SUBMIT


class SampleType(msgspec.Struct, frozen=True):
    """A type to choose; ``iced``: the courier adds an ice bag."""

    id: str
    name: str
    iced: bool


class SampleDesk(msgspec.Struct, frozen=True):
    """Where samples go, the types to choose from (those that are offered), and the present patient notice."""

    receiving: Receiving
    types: tuple[SampleType, ...]
    consent: str


class ShowSampleDesk(Query, frozen=True, kw_only=True):
    """Where samples go, what may be sent, and what patients agree to (《患者告知书》)."""

    needs: ClassVar[Permission] = permissions.RECEIVING


class ConsentText(msgspec.Struct, frozen=True):
    """A version of the patient notice, as plain text."""

    version: int
    text: str


class ShowConsent(Query, frozen=True, kw_only=True):
    """A version of the patient notice, also an earlier one that somebody agreed to."""

    needs: ClassVar[Permission] = permissions.RECEIVING
    version: Annotated[int, Meta(ge=0)]


@answers(ShowMySample)
async def show_my_sample(caller: Caller, query: ShowMySample, look: Look) -> OwnSample | None:
    """Raises ``SealedOtherwise``. The channel ``samples-own:<tenant>:<account>`` tells when there is a newer one."""
    del query
    row = await store.find(look, caller.tenant, caller.actor)
    if row is None:
        return None
    return own(row, (await attachments(look.db, caller.tenant, [row.id]))[row.id])


@answers(ShowSampleDesk)
async def show_sample_desk(caller: Caller, query: ShowSampleDesk, look: Look) -> SampleDesk:
    """The channel ``samples-receiving:<tenant>`` tells when it has changed."""
    del query
    row = await store.settings_of(look.db, caller.tenant)
    settled = NOTHING_YET if row is None else receiving(row)
    offered = sa.select(types.c.id, types.c.name, types.c.iced).where(
        types.c.tenant == caller.tenant, types.c.enabled, types.c.deleted_at.is_(None)
    )
    found = await look.db.execute(offered.order_by(types.c.created_at, types.c.id))
    return SampleDesk(
        settled,
        tuple(SampleType(one.id, one.name, one.iced) for one in found),
        await consent_text(look.db, caller.tenant, settled.consent_version),
    )


@answers(ShowConsent)
async def show_consent(caller: Caller, query: ShowConsent, look: Look) -> ConsentText:
    """Raises ``NotFound`` for a version that never was; 0 is the house's own text."""
    found = await store.consent(look.db, caller.tenant, query.version)
    if found is None and query.version:
        raise NotFound
    return ConsentText(query.version, found or await consent_text(look.db, caller.tenant, 0))
