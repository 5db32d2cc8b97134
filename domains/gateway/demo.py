"""The demo hospital's information system: it may send from this machine, and has told of a few (invented) people."""

from __future__ import annotations

from typing import Final

from domains.gateway import permissions, store
from domains.gateway.commands.senders import AllowSender
from domains.gateway.commands.taking import ReceiveMessage
from hub.caller import Caller
from hub.demo import DemoSeed, founder
from hub.house import House

SENDER: Final = AllowSender(name="演示 HIS", application="HIS", facility="DEMO", addresses=("127.0.0.1",))

# hospital id, visit card, check-up number, name, sex, birth date, phone
PEOPLE: Final = (
    ("P10001", "8800010001", "TJ260001", "宋清", "F", "19830412", "13900000001"),
    ("P10002", "8800010002", "", "罗永康", "M", "19571103", "13900000002"),
    ("P10003", "8800010003", "TJ260003", "梁思雨", "F", "20010729", "13900000003"),
)


def _message(number: int, person: tuple[str, ...]) -> bytes:
    his, card, checkup, name, sex, born, phone = person
    more = f"~{checkup}^^^TJ^PEN" if checkup else ""
    segments = (
        f"MSH|^~\\&|HIS|DEMO|CAREWIRE||20260302080000||ADT^A04^ADT_A01|DEMO{number}|P|2.5.1||||||UNICODE UTF-8",
        f"PID|1||{his}^^^HIS^PI~{card}^^^HIS^VC{more}||{name}||{born}|{sex}|||||{phone}",
        "PV1|1|O",
    )
    return "\r".join(segments).encode()


async def _seed(house: House, _: str) -> None:
    caller = founder(house, "demo")
    async with house.dispatch.reads.connect() as db:
        known = await store.all_senders(db, "demo")
    if not known:
        sender = await house.dispatch(caller, SENDER)
        system = Caller("demo", f"sender:{sender.id}", frozenset({permissions.RECEIVE.name}), frozenset({"demo"}))
        for number, person in enumerate(PEOPLE, 1):
            await house.dispatch(system, ReceiveMessage(sender_id=sender.id, block=_message(number, person)))


seed = DemoSeed(30, _seed)
