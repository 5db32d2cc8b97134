"""One step of a submission: the row, its flow line and the fact, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from domains.access.public import names
from domains.samples import model, store
from domains.samples.errors import AlreadyHandled, MaterialsNotWaiting, NotOpenYet, StepNotPossible
from domains.samples.errors import NoReturn as NothingReturns
from domains.samples.events import SampleEvent
from domains.samples.hidden import Found
from domains.samples.model import Sample
from hub.commands import Tx
from hub.errors import NotFound
from hub.masking import mask_name

Move = Callable[[Sample], Sample]


@dataclass(frozen=True, slots=True)
class Step:
    """What the flow and the fact tell of it; ``more`` are columns besides those of the rules, ``tells`` of the fact."""

    name: str
    kind: type[SampleEvent]
    reason: str = ""
    changes: list[dict[str, str]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    tells: dict[str, Any] = field(default_factory=dict)


async def locked(tx: Tx, sample_id: str) -> Found:
    """The institution's submission, until the end of the transaction; raises ``NotFound``."""
    row = await store.find(tx, tx.caller.tenant, sample_id, lock=True)
    if row is None:
        raise NotFound
    return row


async def take(tx: Tx, row: Found, move: Move, step: Step) -> Found:
    """Take the step; gives the row as it is now. Raises what speaks against it."""
    before = store.life_of(row)
    try:
        after = move(before)
    except model.NoReturnWanted as error:
        raise NothingReturns from error
    except model.NotPossible as error:
        raise _refusal(before) from error
    if after == before:
        return row
    now = await store.change(tx, after, step.more)
    await store.note(tx, before, after, step.name, step.reason, step.changes)
    told: dict[str, Any] = {
        "sample_id": after.id,
        "patient": mask_name(now.name),
        "needs_return": after.needs_return,
        "v": after.v,
    }
    tx.record(step.kind(**told, **step.tells))
    return now


def _refusal(before: Sample) -> Exception:
    if before.state is None:
        zh, en = model.REVIEWS[before.review]
        return MaterialsNotWaiting(review_zh=zh, review_en=en)
    zh, en = model.STATES[before.state]
    return StepNotPossible(state_zh=zh, state_en=en)


async def opened(tx: Tx, sample_id: str) -> Found:
    """The patient's own submission, once there is one to fill in; raises ``NotOpenYet``."""
    row = await store.find(tx, tx.caller.tenant, sample_id, lock=True)
    if row is None or row.state is None:
        raise NotOpenYet
    return row


async def handled_by(tx: Tx, actor: str) -> NoReturn:
    """Say who was first; raises ``AlreadyHandled``."""
    known = await names(tx.db, tx.caller.tenant, [actor])
    raise AlreadyHandled(who=known.get(actor, "其他审核人员 / another reviewer"))
