"""Gaps of the audit: entries that nobody has sealed for long, and links that do not fit what was sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import working_institutions
from domains.audit import flaws, store
from realtime_rules.everywhere import Everywhere, Standstill
from realtime_rules.ports import Measure, Row

_standing: Final = Standstill()


async def _every(db: AsyncConnection, now: datetime) -> Mapping[str, list[Row]]:
    """A flaw of which nobody can tell whose it is may be anybody's: everybody hears of it."""
    rows = defaultdict[str, list[Row]](list)
    waiting = {one.tenant: one for one in await store.waiting(db)}
    for tenant in _standing.among(db.engine.url, {one.tenant: one.first for one in waiting.values()}, now):
        late = waiting[tenant]
        rows[tenant].append(_unsealed(late.entries, int((now - late.oldest).total_seconds())))
    found = await flaws.counts(db)
    places = await working_institutions(db) if found else []
    for place in places:
        if broken := [one for one in found if one.tenant in {place.id, ""}]:
            rows[place.id].append(_broken(sum(one.links for one in broken), min(one.first for one in broken)))
    return rows


def _unsealed(entries: int, seconds: int) -> Row:
    zh, en = f"{entries} 条操作记录尚未封存，最早的已等待 {seconds} 秒", f"{entries} entries are not sealed"
    fields = {"kind": "unsealed", "entries": entries, "seconds": seconds}
    return Row("unsealed", fields | {"zh": zh, "en": f"{en}; the oldest has waited for {seconds} seconds"})


def _broken(links: int, first: int) -> Row:
    zh, en = f"{links} 条操作记录被删改或缺失，从第 {first} 号起", f"{links} entries were changed or are missing"
    fields = {"kind": "broken", "entries": links, "seconds": 0}
    return Row("broken", fields | {"zh": zh, "en": f"{en}, from number {first} on"})


measure: Final = Measure(
    name="audit.gaps",
    zh="操作记录的缺口",
    en="Gaps of the audit",
    fields={"kind": str, "entries": int, "seconds": int, "zh": str, "en": str},
    read=Everywhere(_every).read,
)
"""``kind`` is ``unsealed`` (``seconds``: how long the oldest entry has waited) or ``broken``."""
