"""The register of algorithms (算法列表, AI-601 ... AI-605): what the group has contracts for. The platform keeps it."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from domains.algorithms import store
from domains.algorithms.errors import StillOpened
from hub.errors import HubError
from hub.files.purpose import IMAGES
from hub.resources.fields import File, Reference, Text
from hub.resources.filters import Is, Like
from hub.resources.resource import ADMINISTRATORS, Resource
from hub.resources.words import Words

_HTTPS: Final = r"https://[^\s]+"
_HTTPS_HINT: Final = Words("应为 https:// 开头的地址", "an address that begins with https://")


async def _is_opened(db: AsyncConnection, tenant: str, row: sa.Row[Any]) -> HubError | None:
    count = await store.uses(db, tenant, row.id)
    return StillOpened(algorithm=row.name, count=count) if count else None


algorithm: Final = Resource(
    __name__,
    "algorithm",
    "算法",
    "algorithm",
    fields=(
        Text("name", "算法名称", "Algorithm name", required=True),
        Reference("modality_id", "设备类型", "Device type", required=True, to="catalog/modality"),
        Reference("body_part_id", "检查部位", "Body part", required=True, to="catalog/body-part"),
        Text("vendor", "厂商", "Vendor", required=True),
        Text("description", "功能描述", "Description", required=True, longest=1000, lines=4, listed=False),
        File("picture", "算法图片", "Picture", most=1, media_types=IMAGES, listed=True, width=110),
        Text(
            "endpoint",
            "接口地址",
            "Interface address",
            required=True,
            longest=300,
            pattern=_HTTPS,
            hint=_HTTPS_HINT,
            listed=False,
        ),
    ),
    filters=(Like("name"), Is("modality_id"), Is("body_part_id"), Like("vendor"), Is("enabled")),
    unique=(("name",),),
    guards=(_is_opened,),
    ask=("确定是否要删除？", "Do you really want to delete this algorithm?"),
    readers=ADMINISTRATORS,
    keepers=ADMINISTRATORS,
    under="algorithms",
    order=10,
)
