"""The chain of the audit: sealed once, in batches, and any later change of it shows."""

from __future__ import annotations

import msgspec
import pytest
import sqlalchemy as sa

from domains.access.commands.accounts import MaskAccount
from domains.audit.sealing import Sealer, export, verify
from hub.ciphers import sm3
from hub.house import House
from tests.kit.house import one, person


async def sealed(house: House) -> int:
    """Seal all there is; gives how many entries that were."""
    sealer, count = Sealer(house), 0
    while batch := await sealer.seal():
        count += batch
    return count


async def tamper(house: House, statement: str) -> None:
    """Change what is only added to, as somebody with the database in his hands could."""
    async with house.engine.begin() as db:
        await db.execute(sa.text("set local session_replication_role = replica"))
        await db.execute(sa.text(statement))


async def act(house: House) -> None:
    doctor = await one(house, "select id from access_accounts where login = 'doctor'")
    await house.dispatch(person("admin"), MaskAccount(account_id=doctor, masked=True))


def test_sm3_is_the_standards_own() -> None:
    """GB/T 32905-2016, appendix A, example 1."""
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


async def test_everything_is_sealed_once_and_found_sound(house: House) -> None:
    entries = await one(house, "select count(*) from hub_audit")
    assert entries > 10
    assert (await verify(house)).unsealed == entries
    assert await sealed(house) == entries
    verdict = await verify(house)
    assert (verdict.sealed, verdict.unsealed, verdict.sound) == (entries, 0, True)
    await act(house)
    assert (await verify(house)).unsealed == 1
    assert await sealed(house) == 1
    later = await verify(house)
    assert (later.sealed, later.sound) == (entries + 1, True)
    assert later.head != verdict.head


async def test_two_sealers_make_one_chain(house: House) -> None:
    first, second = Sealer(house), Sealer(house)
    entries = await one(house, "select count(*) from hub_audit")
    await first.seal()
    await act(house)
    await second.seal()
    await first.seal()
    verdict = await verify(house)
    assert (verdict.sealed, verdict.unsealed, verdict.sound) == (entries + 1, 0, True)


SECOND = "(select entry_id from audit_links where n = 2)"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"update hub_audit set actor = 'somebody' where id = {SECOND}", "link 2: entry"),
        (f"update hub_audit set body = '{{}}' where id = {SECOND}", "is not what was sealed"),
        (f"update hub_audit set at = at - interval '1 day' where id = {SECOND}", "is not what was sealed"),
        (f"delete from hub_audit where id = {SECOND}", "is gone"),
        ("delete from audit_links where n = 2", "link 2 is missing"),
        ("update audit_links set digest = decode(repeat('00', 32), 'hex') where n = 2", "link 2"),
        ("update audit_seals set mac = 'x'", "the seal was not made with this installation's secret"),
        ("delete from audit_seals", "have no seal"),
    ],
)
async def test_the_first_broken_link_is_told(house: House, statement: str, told: str) -> None:
    await sealed(house)
    await tamper(house, statement)
    verdict = await verify(house)
    assert not verdict.sound
    assert told in verdict.broken


@pytest.mark.parametrize(
    "statement", ["update hub_audit set actor = 'x'", "delete from hub_audit", "delete from audit_links"]
)
async def test_the_database_itself_refuses_changes(house: House, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="only added to"):
        async with house.engine.begin() as db:
            await db.execute(sa.text(statement))


async def test_the_export_can_be_checked_by_itself(house: House) -> None:
    await sealed(house)
    lines = [msgspec.json.decode(line) async for line in export(house)]
    assert [line["n"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[-1]["link"] == (await verify(house)).head
    assert {"id", "tenant", "actor", "command", "body", "at", "outcome"} <= set(lines[0])
