"""What the institution has settled: where samples go, and what patients agree to."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.samples import store

STANDARD_CONSENT: Final = (
    "一、请如实填写送检信息，并确认样本类型、收件人、联系电话和报告接收邮箱准确无误。\n"
    "二、样本请发顺丰到付；血液样本需要联系顺丰快递员加冰袋。因包装或运输条件不当造成的样本失效，可能需要重新采样。\n"
    "三、样本仅用于您所申请的检测及其质量控制；未经您另行书面同意，不用于其他目的。\n"
    "四、您的个人信息和检测结果依法予以保密，仅限为您提供服务的人员在职责范围内查看。\n"
    "五、检测结果仅供医生结合临床情况参考，不能单独作为诊断或治疗的依据。\n"
    "六、如需寄回样本，请填写准确的回寄地址和电话；检测消耗的部分无法寄回。"
)
"""The notice of an institution that has not written its own (version 0)."""


class Receiving(msgspec.Struct, frozen=True):
    """Where samples go (送检收件信息), and the version of the notice that patients agree to now.

    ``phone`` is shown and copied for posting; ``platform_phone`` belongs to the tip “详情咨询”, empty: no such tip.
    """

    v: int
    address: str
    recipient: str
    phone: str
    platform_phone: str
    consent_version: int


NOTHING_YET: Final = Receiving(0, "", "", "", "", 0)


def receiving(row: Any) -> Receiving:
    """The settings as everybody sees them."""
    return Receiving(**{name: getattr(row, name) for name in Receiving.__struct_fields__})


async def present_consent(db: AsyncConnection, tenant: str) -> int:
    """The version of the notice that holds now."""
    row = await store.settings_of(db, tenant)
    return 0 if row is None else int(row.consent_version)


async def consent_text(db: AsyncConnection, tenant: str, version: int) -> str:
    """Its text."""
    return (await store.consent(db, tenant, version)) or STANDARD_CONSENT
