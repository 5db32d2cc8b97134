"""``bench registrations``: registration management (登记管理) over a million registrations of 400 days.

Each kind of question is asked ``--times`` times with changing words, at the door of one process, from the question to
the answer that would be sent.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from bench.rig.report import Report, at
from domains.registration.queries.managing import ListRegistrations
from hub import demo, schema
from hub.caller import Caller
from hub.demo import founder
from hub.embedded import postgres, valkey
from hub.house import House, open_house
from hub.settings import Settings

COLUMNS: Final = ("question", "times", "p50 ms", "p99 ms", "max ms")
DAYS: Final = 400
PART: Final = 20_000
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗欧阳"

FILL: Final = """
insert into registration_registrations (id, tenant, state, ticket_state, patient_id, name, pinyin, sex, birth_date,
    rank, exam_type, items, parts, diagnosis, purpose, history, signs, requesting_department, requesting_doctor,
    requested_at, study_uid, order_id, order_no, arrears, campus, room_id, pre_exam_time, slot_at, number, exam_no,
    image_no, direction, other_tenant, other_id, other_v, requesting_campus, registered_at, registered_by, updated_at,
    edition, v)
select lpad(to_hex(n), 12, '0') || '-bench', 'demo',
    case when n % 50 = 0 then 'cancelled' when n <= 2000 then 'registered' when n <= 4000 then 'diagnosing'
        else 'completed' end, 'examined', 'p' || n % 300000,
    substr(cast(:surnames as text), 1 + n % 22, 1) || chr(20000 + n * 7 % 6000) || chr(20000 + n * 13 % 6000), '',
    'female', date '1980-01-01', (array[2,2,2,2,2,2,2,2,1,0])[1 + n % 10], (array['CT','CT','DR','MR','MG'])[1 + n % 5],
    jsonb_build_array(jsonb_build_object('code', 'CT-002', 'name', '胸部CT平扫', 'part', '胸部', 'price', 26000)),
    array[(array['胸部','头颅','腹部','腰椎','膝关节','乳腺'])[1 + n % 6]
        || case when n % 100000 = 7 then '罕见' else '' end],
    '', '', '', '', '呼吸内科', '', null, '', null, 'BENCH' || n, false, '本部影像中心', 'ct1',
    now() - n * cast(:step as float8) * interval '1 second', null, '', lpad(n::text, 12, '0'), '', '', '', '', 0, '',
    now() - n * cast(:step as float8) * interval '1 second', 'bench', now(), 1, 1
from generate_series(cast(:first as int), cast(:last as int)) n
"""


def main(argv: Sequence[str]) -> int:
    """Fill, ask, and print the table."""
    parser = argparse.ArgumentParser(prog="bench registrations", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    conditions = f"{options.rows:,} registrations of {DAYS} days; every question on a warm database."
    report = Report("registrations", tuple(argv), conditions, COLUMNS)
    with servers() as settings:
        asyncio.run(_measure(settings, options, report))
    report.publish(options.json)
    return 0


@contextlib.contextmanager
def servers() -> Iterator[Settings]:
    """A database, a Valkey and a folder of their own."""
    home = Path(tempfile.mkdtemp(prefix="carewire-bench-"))
    home.chmod(0o711)
    database, redis = postgres.start(home / "postgres"), valkey.start(home / "valkey")
    try:
        url = (home / "files").as_uri()
        yield Settings(database.url, redis.url, secrets.token_hex(32), demo=True, storage_url=url)
    finally:
        redis.stop()
        database.stop()
        shutil.rmtree(home, ignore_errors=True)


async def _measure(settings: Settings, options: argparse.Namespace, report: Report) -> None:
    await schema.upgrade(settings.database_url)
    async with open_house(settings) as house:
        await demo.seed(house, "Carewire-2026")
        await fill_registrations(house, options.rows)
        caller = founder(house, "demo")
        for name, question in _questions(house, options.rows).items():
            _row(report, name, [await _timed(house, caller, question()) for _ in range(options.times)])
        _row(report, "all registrations, a page further on", await _pages(house, caller, options.times))


async def fill_registrations(house: House, rows: int) -> None:
    """So many registrations, spread over ``DAYS``."""
    # The driver gives up after half a minute; filling takes longer, so it goes in parts.
    more = {"surnames": SURNAMES, "step": DAYS * 86_400 / rows}
    for first in range(1, rows + 1, PART):
        async with house.engine.begin() as db:
            await db.execute(sa.text(FILL), {**more, "first": first, "last": min(rows, first + PART - 1)})
    async with house.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        await db.execute(sa.text("vacuum analyze registration_registrations"))


def _questions(house: House, rows: int) -> dict[str, Callable[[], ListRegistrations]]:
    dice = random.Random(1)  # noqa: S311 - no secret
    now = house.clock()
    ever: dict[str, Any] = {"registered_from": now - timedelta(days=DAYS)}
    week: dict[str, Any] = {"registered_from": now - timedelta(days=7)}

    def name() -> str:
        return dice.choice(SURNAMES) + chr(20_000 + dice.randrange(6000))

    parts, states = ("胸部", "头颅", "腹部"), ("registered", "diagnosing", "completed", "cancelled")
    return {
        "today (default)": ListRegistrations,
        "the last week": lambda: ListRegistrations(**week),
        "the last week by exam type and part": lambda: ListRegistrations(
            **week, exam_type="MR", part=dice.choice(parts)
        ),
        "all days": lambda: ListRegistrations(**ever),
        "all days by status": lambda: ListRegistrations(**ever, status=dice.choice(states)),  # type: ignore[arg-type]
        "all days by exam type": lambda: ListRegistrations(**ever, exam_type=dice.choice(("CT", "MR", "MG"))),
        "all days by part": lambda: ListRegistrations(**ever, part=dice.choice(parts)),
        "all days by a rare part": lambda: ListRegistrations(**ever, part="头颅罕见"),
        "all days by surname": lambda: ListRegistrations(**ever, name=dice.choice(SURNAMES)),
        "all days by two characters": lambda: ListRegistrations(**ever, name=name()),
        "pre-exam time of one day": lambda: ListRegistrations(
            exam_from=now - timedelta(days=dice.randrange(2, DAYS)), exam_until=now - timedelta(days=1)
        ),
        "HIS order number": lambda: ListRegistrations(order_no=f"BENCH{dice.randrange(1, rows)}"),
    }


async def _timed(house: House, caller: Caller, question: Any) -> float:
    began = time.perf_counter()
    await house.dispatch.ask(caller, question)
    return time.perf_counter() - began


async def _pages(house: House, caller: Caller, times: int) -> list[float]:
    cursor, took = "", []
    since = house.clock() - timedelta(days=DAYS)
    for _ in range(times):
        began = time.perf_counter()
        page = await house.dispatch.ask(caller, ListRegistrations(registered_from=since, cursor=cursor, limit=200))
        took.append(time.perf_counter() - began)
        cursor = page.next or ""
    return took


def _row(report: Report, name: str, took: Sequence[float]) -> None:
    p50, p99, most = (at(took, percent) * 1000 for percent in (50, 99, 100))
    report.row(name, str(len(took)), f"{p50:.1f}", f"{p99:.1f}", f"{most:.1f}")
    report.figures[name] = {"p50_ms": p50, "p99_ms": p99, "max_ms": most}
