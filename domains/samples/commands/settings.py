"""What the institution settles: where samples go (送检信息配置), and the notice that patients agree to."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from domains.access.public import names
from domains.samples import permissions, store
from domains.samples.content import LONGEST, Line, phone, raise_if, text
from domains.samples.errors import EditedMeanwhile
from domains.samples.events import ReceivingChanged
from domains.samples.settled import NOTHING_YET, Receiving, receiving
from hub.caller import Permission
from hub.commands import Command, Tx, handles

LONGEST_CONSENT = 20_000


class ConfigureReceiving(Command, frozen=True, kw_only=True):
    """Say where samples go; it holds for every patient at once. ``v``: the version that the editor saw (0: none)."""

    needs: ClassVar[Permission] = permissions.CONFIGURE
    v: int
    address: Line
    recipient: Line
    phone: Line
    platform_phone: Line = ""


class PublishedConsent(msgspec.Struct, frozen=True):
    """The number of the version that holds now."""

    version: int


class PublishConsent(Command, frozen=True, kw_only=True):
    """Replace 《患者告知书》; who submits from now on agrees to this version. Plain text."""

    needs: ClassVar[Permission] = permissions.CONFIGURE
    text: Annotated[str, Meta(max_length=LONGEST_CONSENT)]


@handles(ConfigureReceiving)
async def configure_receiving(cmd: ConfigureReceiving, tx: Tx) -> Receiving:
    """Raises ``WrongContent`` and ``EditedMeanwhile``."""
    given = {name: getattr(cmd, name).strip() for name in ("address", "recipient", "phone", "platform_phone")}
    raise_if(
        [
            *text("address", "收件地址", "Address", given["address"], LONGEST["address"]),
            *text("recipient", "收件人", "Recipient", given["recipient"], LONGEST["recipient"]),
            *phone("phone", "电话", "Phone", given["phone"]),
            *(
                phone("platform_phone", "平台电话", "Platform phone", given["platform_phone"])
                if given["platform_phone"]
                else []
            ),
        ]
    )
    row = await store.settings_of(tx.db, tx.caller.tenant, lock=True)
    if row is not None and row.v != cmd.v:
        known = await names(tx.db, tx.caller.tenant, [row.updated_by])
        raise EditedMeanwhile(who=known.get(row.updated_by, "其他人员 / somebody else"))
    return await _settled(tx, given)


@handles(PublishConsent)
async def publish_consent(cmd: PublishConsent, tx: Tx) -> PublishedConsent:
    """Raises ``WrongContent``; earlier versions stay readable."""
    wanted = cmd.text.strip()
    raise_if(text("text", "《患者告知书》", "Patient notice", wanted, LONGEST_CONSENT))
    row = await store.settings_of(tx.db, tx.caller.tenant, lock=True)
    version = (NOTHING_YET if row is None else receiving(row)).consent_version + 1
    await store.add_consent(tx, version, wanted)
    await _settled(tx, {"consent_version": version})
    return PublishedConsent(version)


async def _settled(tx: Tx, values: dict[str, object]) -> Receiving:
    tenant = tx.caller.tenant
    v = await store.set_up(tx, values)
    tx.record(ReceivingChanged(institution_id=tenant, v=v))
    row = await store.settings_of(tx.db, tenant)
    return NOTHING_YET if row is None else receiving(row)
