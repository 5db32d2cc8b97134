"""Taking a message: all of it or nothing, once."""

from __future__ import annotations

import logging
from typing import Annotated, Any, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

from domains.gateway import permissions, store
from domains.gateway.errors import ControlIdReused, NothingToReplay, Refusal, UnknownKind
from domains.gateway.events import MessageAccepted, MessageRejected
from domains.gateway.hl7v2 import Message, read
from domains.gateway.intakes import Intake
from hub.caller import Permission
from hub.ciphers import seal, sm3, unseal
from hub.commands import INSIDE, REST, RPC, Command, Tx, handles
from hub.errors import HubError
from hub.ids import new_id
from hub.module import discover
from hub.outages import is_outage

log = logging.getLogger(__name__)

PURPOSE: Final = "gateway"
Id = Annotated[str, Meta(min_length=1, max_length=64)]


class Taken(msgspec.Struct, frozen=True):
    """What became of a message: ``answer`` AA, AE or AR; ``error`` a code of HL7 table 0357 and the reason in words."""

    message_id: str
    answer: Literal["AA", "AE", "AR"]
    error: tuple[str, str] | None = None


class ReceiveMessage(Command, frozen=True):
    """Do what a sender's message asks for."""

    needs: ClassVar[Permission] = permissions.RECEIVE
    exposed: ClassVar[frozenset[str]] = INSIDE
    private: ClassVar[frozenset[str]] = frozenset({"block"})
    sender_id: Id
    block: bytes


class ReplayMessage(Command, frozen=True):
    """Try a refused message once more, now that its reason is mended."""

    needs: ClassVar[Permission] = permissions.OPERATE
    exposed: ClassVar[frozenset[str]] = frozenset({REST, RPC})
    message_id: Id


@handles(ReceiveMessage)
async def receive_message(cmd: ReceiveMessage, tx: Tx) -> Taken:
    """A message that was accepted is only acknowledged again; one that was refused is tried again.

    Raises ``NotFound`` for a sender of somebody else.
    """
    digest, tenant = sm3(cmd.block), tx.caller.tenant
    message = read(cmd.block, (await store.sender(tx.db, tenant, cmd.sender_id)).charset)
    before = await store.earlier(tx.db, tenant, cmd.sender_id, message.control_id)
    if before is not None and before.digest != digest:
        return _taken("", ControlIdReused(control_id=message.control_id))
    if before is not None and before.state == "accepted":
        return Taken(before.id, "AA")
    refusal = await _apply(message, tx)
    message_id = new_id() if before is None else before.id
    told = _told(tx, refusal, 1 if before is None else before.attempts + 1, 1 if before is None else before.v + 1)
    if before is None:
        first = {
            "id": message_id,
            "tenant": tenant,
            "sender_id": cmd.sender_id,
            "control_id": message.control_id,
            "kind": message.kind,
            "digest": digest,
            "sealed": seal(tx.secret, PURPOSE, cmd.block),
            "received_at": tx.now,
        }
        await store.add_message(tx.db, first | told)
    else:
        await store.change_message(tx.db, tenant, message_id, told)
    _record(tx, message_id, cmd.sender_id, message.kind, refusal, told["v"])
    return _taken(message_id, refusal)


@handles(ReplayMessage)
async def replay_message(cmd: ReplayMessage, tx: Tx) -> Taken:
    """Raises ``NotFound`` and ``NothingToReplay``."""
    kept = await store.message(tx.db, tx.caller.tenant, cmd.message_id, lock=True)
    if kept.state == "accepted":
        raise NothingToReplay
    sender = await store.sender(tx.db, tx.caller.tenant, kept.sender_id)
    message = read(unseal(tx.secret, PURPOSE, kept.sealed), sender.charset)
    refusal = await _apply(message, tx)
    told = _told(tx, refusal, kept.attempts + 1, kept.v + 1)
    await store.change_message(tx.db, tx.caller.tenant, kept.id, told)
    _record(tx, kept.id, kept.sender_id, kept.kind, refusal, told["v"])
    return _taken(kept.id, refusal)


async def _apply(message: Message, tx: Tx) -> HubError | None:
    """Let every domain take the message; if one refuses, nothing of it remains. Gives the refusal."""
    facts, alarms = len(tx.recorded), len(tx.alarms)
    wanting = [intake for intake in discover().of(Intake) if intake.wants(message)]
    if not wanting:
        return UnknownKind(kind=message.kind)
    try:
        async with tx.db.begin_nested():
            for intake in wanting:
                await intake.take(message, tx)
    except Exception as error:
        if is_outage(error):
            raise
        del tx.recorded[facts:], tx.alarms[alarms:]
        if isinstance(error, HubError):
            return error
        log.exception("an intake failed", extra={"kind": message.kind})
        return HubError()
    return None


def _told(tx: Tx, refusal: HubError | None, attempts: int, v: int) -> dict[str, Any]:
    return {
        "state": "accepted" if refusal is None else "rejected",
        "reason": "" if refusal is None else refusal.code,
        "reason_zh": "" if refusal is None else refusal.detail("zh"),
        "reason_en": "" if refusal is None else refusal.detail("en"),
        "attempts": attempts,
        "handled_at": tx.now,
        "v": v,
    }


def _record(tx: Tx, message_id: str, sender_id: str, kind: str, refusal: HubError | None, v: int) -> None:
    if refusal is None:
        tx.record(MessageAccepted(message_id=message_id, sender_id=sender_id, kind=kind, v=v))
    else:
        tx.record(MessageRejected(message_id=message_id, sender_id=sender_id, kind=kind, reason=refusal.code, v=v))


def _taken(message_id: str, refusal: HubError | None) -> Taken:
    if refusal is None:
        return Taken(message_id, "AA")
    hl7, answer = (refusal.hl7, refusal.answer) if isinstance(refusal, Refusal) else ("207", "AE")
    return Taken(message_id, "AR" if answer == "AR" else "AE", (hl7, f"{refusal.detail('zh')} {refusal.detail('en')}"))
