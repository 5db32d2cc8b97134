"""What came of back-tests."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from domains.rules import permissions, store
from domains.rules.trials.working import Tried
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from hub.errors import NotFound


class ShowTrial(Query, frozen=True, kw_only=True):
    """What came of the back-test that this job was."""

    needs: ClassVar[Permission] = permissions.EDIT
    personal: ClassVar[bool] = True
    job_id: Annotated[str, Meta(min_length=1, max_length=64)]


@answers(ShowTrial)
async def show_trial(caller: Caller, query: ShowTrial, look: Look) -> Tried:
    """Raises ``NotFound``: there is none, or it has not ended yet. Only who started it sees it."""
    row = await store.trial(look.db, caller.tenant, query.job_id)
    if row is None or row.by != caller.actor:
        raise NotFound
    return msgspec.convert(row.result, Tried)
