"""What the walks over the registry need to know of the alert centre."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.alerts.commands.rostering import SaveRoster
from domains.alerts.commands.silencing import CreateSilence
from domains.alerts.rotas import Rota
from hub.house import House
from tests.domains.alerts.board import ADMIN, HEAD, found, save
from tests.kit.clock import MORNING

_LATER = MORNING + timedelta(days=2)


async def inhabit(house: House) -> None:
    """An alert, a silence of something else and a roster, so that there is something to see."""
    await save(house)
    await found(house)
    silence: dict[str, Any] = {
        "starts_at": house.clock(),
        "ends_at": house.clock() + timedelta(hours=1),
        "comment": "机房检修期间",
    }
    await house.dispatch(HEAD, CreateSilence(kind="silence", rules=("T-OTHER",), **silence))
    await house.dispatch(ADMIN, SaveRoster(roster_id="imaging", name="影像科夜班值班表", rota=Rota()))


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution by the field names that commands, queries and channels use."""
    known: dict[str, Any] = {
        "roster_id": "imaging",
        "starts_at": MORNING.isoformat(),
        "ends_at": _LATER.isoformat(),
        "since": MORNING.isoformat(),
        "until": _LATER.isoformat(),
        "findings": [],
        "alert_id": "none",
        "silence_id": "none",
        "record_id": "none",
    }
    rows = {
        "alert_id": "select id from alerts_alerts where tenant = :t order by id limit 1",
        "record_id": "select id from alerts_alerts where tenant = :t order by id limit 1",
        "silence_id": "select id from alerts_silences where tenant = :t order by id limit 1",
    }
    for name, query in rows.items():
        found_id = (await db.execute(sa.text(query), {"t": tenant})).scalar()
        if found_id is not None:
            known[name] = found_id
    return {**known, "alert_ids": [known["alert_id"]]}
