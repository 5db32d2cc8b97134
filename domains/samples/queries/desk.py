"""What staff ask besides the list: one submission with its flow, and how much waits."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domains.access.public import names
from domains.samples import permissions, store
from domains.samples.masks import MASKS
from domains.samples.model import State
from domains.samples.seen import OwnSample, attachments, own
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.masking import mask_name, mask_phone


class FlowChange(msgspec.Struct, frozen=True):
    """A field that a step changed; files are told by their number."""

    field: str
    before: str
    after: str


class FlowLine(msgspec.Struct, frozen=True):
    """One step (流转日志): ``who`` did it, the state before and after, and what changed."""

    n: int
    at: datetime
    who: str
    step: str
    state_before: State | None
    state_after: State | None
    reason: str
    changes: tuple[FlowChange, ...]


class SampleDetail(OwnSample, frozen=True, kw_only=True):
    """All of one submission; ``reviewed_by`` and ``decided_by`` are names, ``decided_no`` the request decided last.

    ``flow``: the newest first.
    """

    sample_id: str
    reviewed_no: int
    reviewed_by: str
    reviewed_at: datetime | None
    decided_no: int
    decided_by: str
    decided_at: datetime | None
    updated_at: datetime
    flow: tuple[FlowLine, ...]


class OpenSample(Query, frozen=True, kw_only=True):
    """One patient's submission with its flow (患者详情)."""

    needs: ClassVar[Permission] = permissions.VIEW
    personal: ClassVar[bool] = True
    sample_id: Annotated[str, Meta(min_length=1, max_length=64)]


class WaitingSamples(msgspec.Struct, frozen=True):
    """How many materials and change requests wait for staff."""

    materials: int
    changes: int


class CountWaitingSamples(Query, frozen=True, kw_only=True):
    """How much waits for a review (去审核)."""

    needs: ClassVar[Permission] = permissions.VIEW


@answers(OpenSample)
async def open_sample(caller: Caller, query: OpenSample, look: Look) -> SampleDetail:
    """Raises ``NotFound`` and ``SealedOtherwise``. The list's channel ``samples-sample:<tenant>`` tells of changes."""
    db, tenant = look.db, caller.tenant
    row = await store.one(look, tenant, query.sample_id)
    lines = await store.flow_of(look, tenant, row.id)
    people = await names(db, tenant, {row.reviewed_by, row.decided_by, *(line.actor for line in lines)})
    people[row.id] = row.name
    seen = own(row, (await attachments(db, tenant, [row.id]))[row.id])
    detail = SampleDetail(
        **msgspec.structs.asdict(seen),
        sample_id=row.id,
        reviewed_no=row.reviewed_no,
        reviewed_by=people.get(row.reviewed_by, ""),
        reviewed_at=row.reviewed_at,
        decided_no=row.decided_no,
        decided_by=people.get(row.decided_by, ""),
        decided_at=row.decided_at,
        updated_at=row.updated_at,
        flow=tuple(_line(line, people.get(line.actor, "")) for line in lines),
    )
    return _masked(detail, row.id, lines) if caller.masked else detail


def _line(line: Any, who: str) -> FlowLine:
    return FlowLine(
        n=line.n,
        at=line.at,
        who=who,
        step=line.step,
        state_before=None if line.state_before is None else State(line.state_before),
        state_after=None if line.state_after is None else State(line.state_after),
        reason=line.reason,
        changes=tuple(FlowChange(**change) for change in line.changes),
    )


def _masked(detail: SampleDetail, patient: str, lines: list[Any]) -> SampleDetail:
    """As it is shown to those who see people masked."""
    name = mask_name(detail.name)
    return msgspec.structs.replace(
        detail,
        name=name,
        phone=mask_phone(detail.phone),
        **{field: mask(getattr(detail, field)) for field, mask in MASKS.items()},
        flow=tuple(
            msgspec.structs.replace(
                seen,
                who=name if line.actor == patient else seen.who,
                changes=tuple(_masked_change(change) for change in seen.changes),
            )
            for seen, line in zip(detail.flow, lines, strict=True)
        ),
    )


def _masked_change(change: FlowChange) -> FlowChange:
    mask = MASKS.get(change.field)
    return change if mask is None else FlowChange(change.field, mask(change.before), mask(change.after))


@answers(CountWaitingSamples)
async def count_waiting_samples(caller: Caller, query: CountWaitingSamples, look: Look) -> WaitingSamples:
    """To be asked again when the list has changed."""
    del query
    materials, changes = await store.waiting(look.db, caller.tenant)
    return WaitingSamples(materials, changes)
