"""A message changes all that it asks for or nothing, once; what is refused is kept, explained and can be replayed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from domains.gateway import permissions
from domains.gateway.commands.senders import AllowSender, ChangeSender
from domains.gateway.commands.taking import ReceiveMessage, ReplayMessage, Taken
from domains.gateway.errors import NothingToReplay, SenderTaken
from domains.gateway.queries import ReadMessage
from domains.gateway.resources import message as messages
from hub.caller import Caller
from hub.errors import Forbidden, Invalid, NotFound
from hub.house import House
from hub.resources.shapes import shapes_of
from tests.domains.gateway.his import adt, message, pid
from tests.kit.house import one, person, recorded

OPERATOR, ADMIN = person("operator"), person("admin")
LIST = shapes_of(messages).list
READS = "select count(*) from hub_audit where command = 'gateway/read-message'"


async def sender_id(house: House) -> str:
    """The demo hospital's own system."""
    found: str = await one(house, "select id from gateway_senders where tenant = 'demo'")
    return found


async def send(house: House, block: bytes) -> Taken:
    """What the gateway answers."""
    his = await sender_id(house)
    rights = frozenset({permissions.RECEIVE.name})
    caller = Caller("demo", f"sender:{his}", rights, frozenset({"demo"}))
    taken: Taken = await house.dispatch(caller, ReceiveMessage(sender_id=his, block=block))
    return taken


async def people(house: House) -> int:
    found: int = await one(house, "select count(*) from patients_people")
    return found


async def listed(house: House, state: str | None = None) -> Any:
    """The list's first page, the newest first."""
    return await house.dispatch.ask(OPERATOR, LIST(state=state))


async def test_a_message_is_done_once_however_often_it_comes(house: House) -> None:
    before = await people(house)
    answers = await asyncio.gather(*(send(house, adt("A1")) for _ in range(4)))
    assert {(taken.answer, taken.message_id) for taken in answers} == {("AA", answers[0].message_id)}
    assert await people(house) == before + 1
    assert len(await recorded(house, "gateway.message_accepted")) == 7  # six of the demo, and this one


async def test_the_same_control_id_with_another_content_is_refused(house: House) -> None:
    await send(house, adt("A1"))
    taken = await send(house, adt("A1", segment=pid(name="别^人")))
    assert (taken.answer, taken.error and taken.error[0]) == ("AE", "205")
    assert await one(house, "select count(*) from patients_people where name = '别人'") == 0


async def test_what_is_refused_changes_nothing_and_says_why(house: House) -> None:
    before = await people(house)
    taken = await send(house, adt("A2", segment=pid(name="")))
    assert taken.answer == "AE"
    assert taken.error == (
        "101",
        "报文缺少必填字段 PID-5（patient name）。 The message lacks the required field PID-5 (patient name).",
    )
    assert await people(house) == before
    row = (await listed(house, "rejected")).rows[0]
    assert (row.control_id, row.kind, row.attempts, row.sender_name) == ("A2", "ADT^A04", 1, "演示 HIS")
    assert "PID-5" in row.reason_zh
    assert [fact.envelope.type for fact in await recorded(house, "gateway.message_rejected")]


async def test_a_late_refusal_takes_the_early_changes_back(house: House) -> None:
    before = await people(house)
    # The survivor would be a new patient; without MRG the message is refused after he was written.
    taken = await send(house, adt("A3", "A40"))
    assert (taken.answer, taken.error and taken.error[0]) == ("AE", "101")
    assert await people(house) == before
    assert not [fact for fact in await recorded(house, "patients.") if fact.envelope.cause == taken.message_id]
    assert await one(house, "select count(*) from hub_facts where type like 'patients.%'") == before


async def test_a_refused_message_can_be_replayed_once_its_reason_is_mended(house: House) -> None:
    await send(house, adt("B1", segment=pid("P7^^^HIS^PI", "钱^七")))
    await send(house, adt("B2", segment=pid("P8^^^HIS^PI~5555^^^HIS^VC", "孙^八")))
    both = pid("P7^^^HIS^PI~5555^^^HIS^VC", "钱^七")
    refused = await send(house, adt("B3", segment=both))
    assert refused.answer == "AE"
    assert refused.error is not None
    assert "就诊卡号" in refused.error[1]
    assert (await house.dispatch(OPERATOR, ReplayMessage(message_id=refused.message_id))).answer == "AE"
    await send(house, adt("B4", "A40", pid("P7^^^HIS^PI", "钱^七"), "MRG|P8^^^HIS^PI"))
    replayed = await house.dispatch(OPERATOR, ReplayMessage(message_id=refused.message_id))
    assert replayed.answer == "AA"
    row = next(row for row in (await listed(house)).rows if row.id == refused.message_id)
    assert (row.state, row.attempts, row.reason_zh) == ("accepted", 3, "")
    with pytest.raises(NothingToReplay):
        await house.dispatch(OPERATOR, ReplayMessage(message_id=refused.message_id))


async def test_a_refused_message_that_is_sent_again_is_tried_again(house: House) -> None:
    block = adt("C1", "A40", pid("P7^^^HIS^PI", "钱^七"), "MRG|")
    assert (await send(house, block)).answer == "AE"
    assert (await send(house, block)).answer == "AE"
    assert (await listed(house, "rejected")).rows[0].attempts == 2


async def test_what_nobody_takes(house: House) -> None:
    taken = await send(house, message("SIU^S12", "D1").encode())
    assert (taken.answer, taken.error and taken.error[0]) == ("AR", "200")


async def test_the_content_lies_enciphered_and_is_shown_to_who_may_read_it(house: House) -> None:
    taken = await send(house, adt("F1"))
    async with house.engine.connect() as db:
        sealed = (
            await db.execute(sa.text("select sealed from gateway_messages where id = :i"), {"i": taken.message_id})
        ).scalar_one()
    assert "玉兰".encode() not in sealed
    before = await one(house, READS)
    shown = await house.dispatch.ask(ADMIN, ReadMessage(message_id=taken.message_id))
    assert (shown.lines[1], shown.masked) == (pid(), False)
    assert await one(house, READS) == before + 1
    with pytest.raises(NotFound):
        await house.dispatch.ask(person("admin", "branch"), ReadMessage(message_id=taken.message_id))
    with pytest.raises(Forbidden):
        await house.dispatch.ask(OPERATOR, ReadMessage(message_id=taken.message_id))


async def test_who_sees_people_masked_sees_no_content_and_no_reason(house: House) -> None:
    taken = await send(house, adt("F2", "A40", pid(), "MRG|"))
    masked = replace(ADMIN, masked=True)
    shown = await house.dispatch.ask(masked, ReadMessage(message_id=taken.message_id))
    assert shown.masked
    assert shown.lines[0].startswith("MSH|^~\\&|HIS|DEMO|")
    assert shown.lines[1:] == ("PID|***", "PV1|***", "MRG|***")
    (row,) = (await house.dispatch.ask(masked, LIST(control_id="F2"))).rows
    assert (row.reason_zh, row.reason_en) == ("***", "***")


async def test_senders(house: House) -> None:
    his = await sender_id(house)
    with pytest.raises(SenderTaken):
        await house.dispatch(
            OPERATOR, AllowSender(name="x", application="HIS", facility="DEMO", addresses=("10.0.0.1",))
        )
    with pytest.raises(Invalid) as wrong:
        await house.dispatch(OPERATOR, ChangeSender(sender_id=his, addresses=("10.0.0.1", "ward"), enabled=True))
    assert [field.field for field in wrong.value.fields] == ["addresses[1]"]
    assert wrong.value.detail("zh").count("IP 地址或网段") == 1
    changed = await house.dispatch(OPERATOR, ChangeSender(sender_id=his, addresses=("10.0.0.0/8",), enabled=False))
    assert (changed.addresses, changed.enabled) == (("10.0.0.0/8",), False)
    assert (changed.name, changed.charset) == ("演示 HIS", "auto")
