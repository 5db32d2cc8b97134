"""Random moves with submissions, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import sqlalchemy as sa

from domains.samples.commands.desk import CorrectSample, FillReturnNumber, ResetSample
from domains.samples.commands.patient import AskForChange, SubmitSample
from domains.samples.commands.review import ApproveChange, PassMaterials, RejectChange, RejectMaterials
from domains.samples.commands.settings import ConfigureReceiving, PublishConsent
from domains.samples.resources import sample_type
from hub.caller import Caller
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.samples.desk import BACK, HEAD, content, patient, sent, submitted

ACCOUNT = "0198f2a0-0000-7000-8000-000000000001"
PLACES: tuple[Mapping[str, str], ...] = ({"account": ACCOUNT},)
"""The parts beside the tenant of the channel names to watch."""


async def _who(house: House) -> Caller:
    """A patient whose account has an id that the places can name."""
    values = "(:id, 'demo', 'demo:13900000077', '某患者', '', '{patient}', '13900000077', 'patient', 1)"
    account = f"insert into access_accounts (id, tenant, login, name, password, roles, phone, kind, v) values {values}"
    async with house.engine.begin() as db:
        await db.execute(sa.text(f"{account} on conflict do nothing"), {"id": ACCOUNT})
    return await patient(house, "13900000077")


async def move(house: House, random: Random) -> None:
    """One random command by somebody who may do it; it may well be refused."""
    who = await _who(house)
    steps: list[Any] = [
        PassMaterials(sample_id=ACCOUNT, number=1),
        RejectMaterials(sample_id=ACCOUNT, number=1, reason="照片不清"),
        ResetSample(sample_id=ACCOUNT),
        ApproveChange(sample_id=ACCOUNT, number=random.randint(1, 3)),
        RejectChange(sample_id=ACCOUNT, number=random.randint(1, 3), reason="无需修改"),
        FillReturnNumber(sample_id=ACCOUNT, return_no=f"{BACK}{random.randint(1, 2)}"),
        PublishConsent(text="告知书"),
        ConfigureReceiving(v=random.randint(1, 3), address="甲路 1 号", recipient="室", phone="13800000088"),
        shapes_of(sample_type).create(name=f"样本{random.randint(1, 9)}"),
    ]
    what = random.random()
    if what < 0.15:
        await sent(house, who)
    elif what < 0.4:
        await submitted(house, who)
    elif what < 0.5:
        await house.dispatch(who, AskForChange(reason="填错了"))
    elif what < 0.6:
        version = random.randint(2, 6)
        await house.dispatch(HEAD, CorrectSample(sample_id=ACCOUNT, v=version, content=await content(house, HEAD)))
    elif what < 0.65:
        wanted = SubmitSample(content=await content(house, who), agreed=True, consent_version=random.randint(0, 2))
        await house.dispatch(who, wanted)
    else:
        await house.dispatch(HEAD, random.choice(steps))
