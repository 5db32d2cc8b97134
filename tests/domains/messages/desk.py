"""What the tests of deliveries do again and again."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domains.messages.adapters import mail
from domains.messages.adapters.wire import Wire
from domains.messages.commands.personal import SaveMyAddress
from domains.messages.commands.settings import SaveTemplate, SaveWay
from domains.messages.model import Template
from domains.messages.outbound import carry_next
from domains.messages.queries.outgoing import ListDeliveries, LoggedDelivery
from domains.messages.sending import Notice, deliver
from domains.messages.tables import deliveries
from hub.caller import Caller
from hub.commands import Tx
from hub.house import House
from hub.outbox import Done, seal
from hub.timers import arm
from tests.domains.messages import vendors as v
from tests.domains.messages.vendors import Vendors
from tests.kit.house import one, person

ADMIN = person("admin")
PHONE = "13800000002"


async def doctor(house: House) -> Caller:
    """The demo's doctor, as he signs in; he has a phone."""
    account = await one(house, "select id from access_accounts where login = 'doctor'")
    async with house.engine.begin() as db:
        query = sa.text("update access_accounts set phone = :phone where id = :id")
        await db.execute(query, {"phone": PHONE, "id": account})
    caller = person("doctor")
    return Caller(caller.tenant, account, caller.permissions, caller.reads)


async def set_up(house: House, vendors: Vendors, *ways: str) -> None:
    """Switch these ways on, at the vendors of the test, with a template each."""
    settings: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
        "sms": (
            {"access_key_id": v.KEY_ID, "sign_name": "示范医院", "endpoint": vendors.url},
            {"access_key_secret": v.KEY_SECRET},
        ),
        "wechat": ({"app_id": v.APP_ID, "endpoint": vendors.url}, {"app_secret": v.APP_SECRET}),
        "mini_program": ({"app_id": v.APP_ID, "endpoint": vendors.url}, {"app_secret": v.APP_SECRET}),
        "wecom": ({"corp_id": v.CORP_ID, "agent_id": v.AGENT, "endpoint": vendors.url}, {"secret": v.CORP_SECRET}),
        "webhook": ({"url": f"{vendors.url}/hook"}, {"secret": v.HOOK_SECRET}),
    }
    for way in ways:
        open_, secrets = settings[way]
        await house.dispatch(ADMIN, SaveWay(way=way, enabled=True, settings=open_, secrets=secrets))  # type: ignore[arg-type]
        if way in {"sms", "wechat", "mini_program"}:
            template = Template(name="通用", topic="*", way=way, code="T1", params={"text": "{title}：{text}"})  # type: ignore[arg-type]
            await house.dispatch(ADMIN, SaveTemplate(template=template, edition=0))


async def reached(house: House, who: Caller, **addresses: str) -> None:
    """Somebody enters his addresses."""
    for way, address in addresses.items():
        await house.dispatch(who, SaveMyAddress(way=way, address=address))  # type: ignore[arg-type]


async def told(house: House, who: Caller, *channels: str, level: str = "high", once: str = "1", **other: Any) -> str:
    """Send a message as another domain does; gives its id."""
    notice = Notice(
        topic=other.pop("topic", "tests.thing"),
        level=level,
        title_zh="危急值",
        title_en="Critical value",
        text_zh="血钾 6.8",
        text_en="Potassium 6.8",
        to=(who.actor,),
        once=once,
        channels=("popup", *channels),
        about={"alert_id": "a1"},
        **other,
    )
    async with house.engine.begin() as db:
        tx = Tx(ADMIN, db, house.clock(), secret=house.settings.secret)
        (message_id,) = await deliver(tx, notice)
        await arm(tx)
        await seal(tx, Done("tests/told", b"{}"), None)
    return message_id


async def carried(house: House, wire: Wire) -> None:
    """Carry out all that is due."""
    while await carry_next(house, wire):
        continue


async def emptied(house: House) -> None:
    """The demo's own deliveries step aside."""
    async with house.engine.begin() as db:
        await db.execute(sa.delete(deliveries))


async def states(house: House, message_id: str) -> list[tuple[str, str, str]]:
    """(way, state, code) of a message's deliveries, in the order in which they were begun."""
    query = sa.select(deliveries).where(deliveries.c.message_id == message_id).order_by(deliveries.c.id)
    async with house.engine.connect() as db:
        return [(row.way, row.state, row.code) for row in await db.execute(query)]


async def log(house: House, **wanted: Any) -> tuple[LoggedDelivery, ...]:
    """The rows of the delivery log that are asked for so."""
    rows: tuple[LoggedDelivery, ...] = (await house.dispatch.ask(ADMIN, ListDeliveries(**wanted))).rows
    return rows


def mailing(server: mail.Settings) -> dict[str, str | int | bool]:
    return {"host": server.host, "port": server.port, "security": "none", "sender": server.sender}
