"""Keeping alerts from people, and taking rules or objects out of service: always with an end and a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

from domains.alerts import permissions, store
from domains.alerts.errors import AlreadyOver, WrongTime
from domains.alerts.events import SilencesChanged
from domains.alerts.withholding import reconsider, silence_of
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from hub.ids import new_id
from realtime_rules.rule import Code

OVER: Final = "alerts.silence_over"
LONGEST: Final = timedelta(days=90)


class Silenced(msgspec.Struct, frozen=True):
    """The new silence."""

    silence_id: str


class CreateSilence(Command, frozen=True, kw_only=True):
    """Keep alerts of ``rules`` (none: all) about ``about`` (empty: everything) from people for at most 90 days.

    ``kind``: silence (they are recorded, nobody is told) or out_of_service (not even recorded: nobody watches).
    """

    needs: ClassVar[Permission] = permissions.SILENCE
    private: ClassVar[frozenset[str]] = frozenset({"about", "comment"})
    kind: Literal["silence", "out_of_service"]
    starts_at: datetime
    ends_at: datetime
    comment: Annotated[str, Meta(min_length=1, max_length=200)]
    rules: Annotated[tuple[Code, ...], Meta(max_length=50)] = ()
    about: Annotated[str, Meta(max_length=200)] = ""


class EndSilence(Command, frozen=True, kw_only=True):
    """End it before its time: what is still open is told at once."""

    needs: ClassVar[Permission] = permissions.SILENCE
    silence_id: Annotated[str, Meta(min_length=1, max_length=64)]


class SilenceOver(Command, frozen=True, kw_only=True):
    """The time of a silence is over."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    silence_id: str


@handles(CreateSilence)
async def create_silence(cmd: CreateSilence, tx: Tx) -> Silenced:
    """Whoever creates it is its author; nothing may be silenced for ever."""
    if not max(cmd.starts_at, tx.now) < cmd.ends_at <= max(cmd.starts_at, tx.now) + LONGEST:
        raise WrongTime("ends_at: ≤ 90 天 / 90 days")
    silence_id = new_id()
    row = {
        "tenant": tx.caller.tenant,
        "id": silence_id,
        "rules": list(dict.fromkeys(cmd.rules)),
        "key": cmd.about.strip(),
        "kind": cmd.kind,
        "starts_at": max(cmd.starts_at, tx.now),
        "ends_at": cmd.ends_at,
        "by": tx.caller.actor,
        "comment": cmd.comment.strip(),
        "v": 1,
    }
    await store.add_silence(tx.db, row)
    tx.arm(OVER, silence_id, cmd.ends_at, SilenceOver(silence_id=silence_id))
    tx.record(SilencesChanged(silence_id=silence_id, v=1))
    return Silenced(silence_id)


@handles(EndSilence)
async def end_silence(cmd: EndSilence, tx: Tx) -> None:
    """Raises ``AlreadyOver``; one that has not begun never will."""
    row = await store.silence(tx.db, tx.caller.tenant, cmd.silence_id)
    if row.ends_at <= tx.now:
        raise AlreadyOver
    await store.end_silence(tx.db, tx.caller.tenant, row.id, max(tx.now, row.starts_at))
    tx.disarm(OVER, row.id)
    await _over(tx, row, row.v + 1)


@handles(SilenceOver)
async def silence_over(cmd: SilenceOver, tx: Tx) -> None:
    """What it kept from people and is still open is told now."""
    row = await store.silence(tx.db, tx.caller.tenant, cmd.silence_id)
    await store.end_silence(tx.db, tx.caller.tenant, row.id, row.ends_at)
    await _over(tx, row, row.v + 1)


async def _over(tx: Tx, row: Any, v: int) -> None:
    tx.record(SilencesChanged(silence_id=row.id, v=v))
    that = silence_of(row)
    kept = await store.withheld(tx.db, tx.caller.tenant, "silenced")
    await reconsider(tx, [alert for alert in kept if that.matches(alert.rule, alert.key)])
