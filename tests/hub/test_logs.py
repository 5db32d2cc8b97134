"""Logs are lines of JSON, and no row of a patient ever gets into one."""

from __future__ import annotations

import logging

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from hub.house import House
from hub.logs import JsonLines

# Named here, so that the source lines of a stack trace do not show them.
LOGIN, NAME = "technician", "张小三"
INSERT = sa.text(
    "insert into access_accounts (id, tenant, login, name, password, roles, v)"
    " values ('x', 'demo', :login, :name, 'p', '{}', 1)"
)


async def test_a_failing_statement_is_logged_without_its_values(house: House) -> None:
    async with house.engine.connect() as db:
        with pytest.raises(IntegrityError) as failure:
            await db.execute(INSERT, {"login": LOGIN, "name": NAME})
    error = failure.value
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), (type(error), error, error.__traceback__))
    line = msgspec.json.decode(JsonLines().format(record))
    assert "UniqueViolation" in line["error"]
    assert LOGIN not in line["error"]
    assert NAME not in line["error"]


def test_a_line_has_its_own_fields() -> None:
    record = logging.LogRecord("hub.x", logging.INFO, __file__, 1, "relay %s", ("leads",), None)
    record.shard = 3
    line = msgspec.json.decode(JsonLines().format(record))
    assert (line["level"], line["logger"], line["message"], line["shard"]) == ("info", "hub.x", "relay leads", 3)
