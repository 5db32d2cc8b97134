"""Makes messages of notices, in the transaction that wants them."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from domains.messages import store
from domains.messages.again import watch
from domains.messages.events import MessageSent
from domains.messages.planning import Parcel, plan, ways_in
from domains.messages.tables import messages, policies
from hub.commands import Tx
from hub.ids import new_id
from hub.levels import Level


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What people are to know. ``once`` names the occasion: with the same, a person is told only once of a topic.

    ``topic`` is ``<domain>.<word>``; ``level`` one of info, low, medium, high; ``about`` says what it leads to.
    ``channels`` are the popup and the ways besides; a webhook gets it once, however many people are told. ``alone``: on
    these ways or not at all, none takes over from one that failed.
    """

    topic: str
    level: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    to: tuple[str, ...]
    once: str
    channels: tuple[str, ...] = ("popup",)
    about: dict[str, str] = {}
    alone: bool = False


async def send(tx: Tx, notice: Notice) -> int:
    """Write a message for each of the accounts that has not got it, and what goes out; gives how many."""
    return len(await deliver(tx, notice))


async def deliver(tx: Tx, notice: Notice) -> list[str]:
    """The same; gives the ids of the messages."""
    rows = [_row(tx, notice, account) for account in dict.fromkeys(notice.to)]
    if not rows:
        return []
    sent = list(await tx.db.execute(_WRITTEN, rows))
    for row in sent:
        tx.record(MessageSent(message_id=row.id, account=row.account, topic=notice.topic, v=1))
    level, ways = Level(notice.level), ways_in(notice.channels)
    if sent and (ways or level in {Level.MEDIUM, Level.HIGH}):
        policy = store.policy_of(sent[0].policy)
        for row in sent:
            watch(tx, row.id, level, notice.topic, policy)
        personal = tuple(way for way in ways if way != "webhook")
        parcels = [
            Parcel(
                message_id=r.id,
                account=r.account,
                topic=notice.topic,
                level=level,
                ways=ways if r is sent[0] else personal,
                alone=notice.alone,
            )
            for r in sent
        ]
        await plan(tx, [parcel for parcel in parcels if parcel.ways], policy)
    return [row.id for row in sent]


_WRITTEN_TENANT: Final[sa.ColumnClause[str]] = sa.literal_column("messages_messages.tenant")
_POLICY: Final = sa.select(policies.c.spec).where(policies.c.tenant == _WRITTEN_TENANT)
# The institution's policy comes along: an alert is one question to the database sooner with people.
_WRITTEN: Final = (
    insert(messages)
    .on_conflict_do_nothing()
    .returning(messages.c.id, messages.c.account, _POLICY.scalar_subquery().label("policy"))
)


def _row(tx: Tx, notice: Notice, account: str) -> dict[str, Any]:
    return {
        "tenant": tx.caller.tenant,
        "id": new_id(),
        "v": 1,
        "account": account,
        "topic": notice.topic,
        "level": notice.level,
        "title_zh": notice.title_zh,
        "title_en": notice.title_en,
        "text_zh": notice.text_zh,
        "text_en": notice.text_en,
        "about": notice.about,
        "once": notice.once,
        "pushes": 1,
        "sent_at": tx.now,
        "read_at": None,
    }
