"""How far live pages are behind: the oldest committed fact of an institution that the feed has not carried yet.

It is reckoned from the database alone, so it is told while the bus, the relay or the feed is dead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from realtime_rules.everywhere import Everywhere, Standstill
from realtime_rules.ports import Measure, Row

DEPTH: Final = 500
"""So many uncarried facts of a shard are looked at: whoever has none among them waits for what comes before his."""

_OLDEST = sa.text(
    "select tenant, min(seq) as seq, min(occurred_at) as since, count(*) as facts from ("
    "  select f.tenant, f.seq, f.occurred_at from hub_relay_cursors r"
    "  left join hub_group_cursors g on g.shard = r.shard and g.\"group\" = 'feed'"
    "  cross join lateral (select tenant, seq, occurred_at from hub_facts"
    "    where shard = r.shard and seq > coalesce(g.seq, 0) order by seq limit :depth) f"
    "  where exists (select from hub_group_cursors where \"group\" = 'feed')"
    "  union all"
    "  select tenant, seq, parked_at from hub_parked_facts where \"group\" = 'feed'"
    ") late group by tenant"
)


_standing: Final = Standstill()


async def _every(db: AsyncConnection, now: datetime) -> Mapping[str, list[Row]]:
    """What waits, by institution. A feed that has never carried anything is told of by health, not here."""
    found = {row.tenant: row for row in await db.execute(_OLDEST, {"depth": DEPTH})}
    late = _standing.among(db.engine.url, {tenant: row.seq for tenant, row in found.items()}, now)
    return {tenant: [_row(found[tenant], now)] for tenant in late}


def _row(late: Any, now: datetime) -> Row:
    return Row("feed", {"seconds": int((now - late.since).total_seconds()), "facts": late.facts})


measure: Final = Measure(
    name="maintenance.boards",
    zh="看板与实时页面的延迟",
    en="How far boards and live pages are behind",
    fields={"seconds": int, "facts": int},
    read=Everywhere(_every).read,
)
"""``seconds``: how long the oldest fact has waited; ``facts``: how many wait."""
