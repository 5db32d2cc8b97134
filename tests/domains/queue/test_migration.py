"""Rooms and senders of an installation that is older than their list pages keep what they had."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from domains.queue.public import rooms
from tests.kit.older import upgraded
from tests.kit.servers import Servers

OLD = (
    "insert into access_institutions (id, name, time_zone) values ('h1', '老医院', 'Asia/Shanghai')",
    (
        "insert into catalog_modalities (tenant, id, v, enabled, code, name, note, created_at, created_by, updated_at,"
        " updated_by) values ('h1', 'm-dx', 1, true, 'DX', '数字X线', '', now(), '', now(), '')"
    ),
    (
        "insert into queue_rooms (tenant, id, name, campus, exam_types, v) values"
        " ('h1', 'a', '一号', '东院', '{DR}', 3), ('h1', 'b', '一号', '西院', '{DR,CT}', 1),"
        " ('h1', 'c', '二号', '东院', '{MR}', 1), ('h1', 'd', '二号', '东院', '{MR}', 1)"
    ),
    (
        "insert into gateway_senders (id, tenant, name, application, facility, addresses, enabled, v)"
        " values ('s1', 'h1', 'HIS', 'HIS', '', '{10.1.2.3/32,10.2.0.0/16}', true, 4)"
    ),
)
SENDERS = "select addresses, charset, enabled, v from gateway_senders"
MODALITIES = "select id, modality_id, enabled, deleted_at from queue_rooms order by id"


async def _migrate(servers: Servers) -> None:
    async with upgraded(servers, "old_rooms", ("queue_0003", "catalog_0003", "gateway_0001"), OLD) as db:
        found = {room.id: (room.name, room.campus, room.exam_types) for room in (await rooms(db, "h1")).values()}
        assert found == {
            "a": ("一号（东院）", "东院", ("DR",)),
            "b": ("一号（西院）", "西院", ("DR", "CT")),
            "c": ("二号", "东院", ("MR",)),
            "d": ("二号 d", "东院", ("MR",)),
        }
        kept = [tuple(row) for row in await db.execute(sa.text(MODALITIES))]
        assert kept == [("a", "m-dx", True, None), *((room, None, True, None) for room in "bcd")]
        assert [tuple(row) for row in await db.execute(sa.text(SENDERS))] == [
            ("10.1.2.3/32 10.2.0.0/16", "auto", True, 4)
        ]


@pytest.mark.slow
def test_old_rooms_and_senders_stay_as_they_were(servers: Servers) -> None:
    asyncio.run(_migrate(servers))
