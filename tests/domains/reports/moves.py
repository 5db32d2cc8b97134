"""Random moves in the reading room, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import msgspec
import sqlalchemy as sa

from domains.queue.commands.steps import FinishExam
from domains.reports.commands.printing import PrintReport
from domains.reports.commands.review import (
    AbandonReview,
    PassAndPrint,
    PassReport,
    RejectReport,
    SaveReview,
    StartReview,
    UnlockReview,
)
from domains.reports.commands.writing import (
    AbandonWriting,
    SaveWriting,
    StartWriting,
    SubmitReport,
    UnlockWriting,
)
from domains.reports.model import Content
from hub.house import House
from tests.domains.reports.desk import TECHNICIAN, examined, somebody

REPORT = "0198f2a0-0000-7000-8000-0000000000a1"
PLACES: tuple[Mapping[str, str], ...] = ({"report_id": REPORT},)
"""The parts beside the tenant of the channel names to watch."""
_KEPT = "from {table} t where t.tenant = 'demo' and t.id = :like"
_COPY = "insert into {table} select (jsonb_populate_record(t, cast(:other as jsonb))).* " + _KEPT


async def _begun(house: House) -> None:
    """Somebody is examined whose report has an id that the places can name: a copy of one of the demo's patients."""
    async with house.engine.begin() as db:
        like = (
            await db.execute(sa.text("select min(id) from registration_registrations where tenant = 'demo'"))
        ).scalar()
        other = f'{{"id": "{REPORT}", "state": "examining", "exam_no": "X1", "order_id": null, "slot_at": null}}'
        for table in ("queue_tickets", "registration_registrations"):
            await db.execute(sa.text(_COPY.format(table=table)), {"like": like, "other": other})
    await house.dispatch(TECHNICIAN, FinishExam(ticket_id=REPORT))


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it; it may well be refused."""
    async with house.engine.connect() as db:
        query = sa.text("select id, revision, state from reports_reports where tenant = 'demo' order by id")
        found = list(await db.execute(query))
    if not found:
        await _begun(house)
        return
    if len(found) < 3 and random.random() < 0.1:
        await examined(house, f"新{random.randrange(10)}")
        return
    report = random.choice(found)
    who = await somebody(house, "head" if random.random() < 0.8 else random.choice(("doctor", "reviewer")))
    said = Content(impression=f"<p>{random.randint(1, 3)}</p>", critical=False, hp=True)
    if random.random() < 0.3:
        said = msgspec.structs.replace(said, critical=True, critical_item="气胸", critical_value="右侧")
    full: dict[str, Any] = {"report_id": report.id, "revision": report.revision, "content": said}
    fitting: dict[str, tuple[Any, ...]] = {
        "to_diagnose": (StartWriting,),
        "diagnosing": (StartWriting, UnlockWriting, AbandonWriting, SaveWriting, SubmitReport, SubmitReport),
        "to_review": (StartReview,),
        "reviewing": (StartReview, UnlockReview, AbandonReview, SaveReview, PassReport, PassAndPrint, RejectReport),
    }
    kind = random.choice(fitting.get(report.state, (PrintReport,)))
    told = {name: value for name, value in full.items() if name in kind.__struct_fields__}
    await house.dispatch(who, kind(**told, **({"reason": "请补充"} if kind is RejectReport else {})))
