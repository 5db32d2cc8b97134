"""Where base data comes from: the management end (管理端), which is the superior institution.

A hospital without a superior gets the standard base data that comes with the program.

Modalities by DICOM PS3.3 C.7.3.1.1.1 (defined terms); body parts by their DICOM defined terms (PS3.16 annex L), with
the names that Chinese hospitals use. Charge items follow the names of the national price standard
(全国医疗服务价格项目规范); their prices are samples, for each province sets its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from domains.access.public import neighbours
from hub.resources.inheriting import rows_of
from hub.resources.known import resource_at
from hub.resources.source import Source

MODALITIES: Final = (
    ("CT", "CT"),
    ("MR", "磁共振"),
    ("DX", "数字X线摄影"),
    ("US", "超声"),
    ("MG", "乳腺钼靶"),
    ("XA", "血管造影"),
    ("RF", "胃肠造影"),
    ("NM", "核医学"),
    ("PT", "正电子发射断层"),
    ("ES", "内镜"),
)

BODY_PARTS: Final = (
    ("HEAD", "头颅", None),
    ("NECK", "颈部", None),
    ("CHEST", "胸部", None),
    ("ABDOMEN", "腹部", None),
    ("PELVIS", "骨盆", None),
    ("CSPINE", "颈椎", None),
    ("TSPINE", "胸椎", None),
    ("LSPINE", "腰椎", None),
    ("SHOULDER", "肩关节", None),
    ("HIP", "髋关节", None),
    ("KNEE", "膝关节", None),
    ("ANKLE", "踝关节", None),
    ("BREAST", "乳腺", "MG"),
)

EXAM_ITEMS: Final = (
    ("CT-001", "头颅CT平扫", "CT", "HEAD", 22000),
    ("CT-002", "胸部CT平扫", "CT", "CHEST", 26000),
    ("CT-003", "上腹部CT增强", "CT", "ABDOMEN", 68000),
    ("MR-001", "腰椎磁共振平扫", "MR", "LSPINE", 52000),
    ("MR-002", "膝关节磁共振平扫", "MR", "KNEE", 56000),
    ("DX-001", "胸部正侧位片", "DX", "CHEST", 9000),
    ("MG-001", "双侧乳腺钼靶摄影", "MG", "BREAST", 30000),
)

CHARGE_ITEMS: Final = (
    ("210200001", "X线计算机体层(CT)平扫", "exam", "CT", 20000),
    ("210200002", "X线计算机体层(CT)增强扫描", "exam", "CT", 32000),
    ("210300001", "磁共振平扫", "exam", "MR", 48000),
    ("210102015", "数字化摄影(DR)", "exam", "DX", 6500),
    ("210102013", "乳腺钼靶摄片", "exam", "MG", 15000),
    ("JC-001", "造影剂(碘海醇100ml)", "drug", "CT", 18600),
    ("HC-001", "高压注射器针筒", "supply", "CT", 9800),
)


def _given(
    path: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Callable[[AsyncConnection, str], Awaitable[Any]]:
    """What the superior institution has; the standard where there is none, or none that keeps such a list."""

    async def give(db: AsyncConnection, tenant: str) -> Sequence[Mapping[str, Any]]:
        inherited = await from_above(db, tenant, path)
        return inherited or [dict(zip(names, row, strict=True)) for row in rows]

    return give


async def from_above(db: AsyncConnection, tenant: str, path: str) -> list[dict[str, Any]]:
    """What the superior institution keeps in the list at ``path``; nothing where there is none, or no such list."""
    near, page = await neighbours(db, tenant), resource_at(path)
    above = next((one for one, (_, shared) in near.items() if shared == one), None)
    return [] if above is None or page is None else await rows_of(db, page, above)


modalities: Final = Source(_given("catalog/modality", ("code", "name"), MODALITIES))
body_parts: Final = Source(_given("catalog/body-part", ("code", "name", "modality_id"), BODY_PARTS))
exam_items: Final = Source(
    _given("catalog/exam-item", ("code", "name", "modality_id", "body_part_id", "fee"), EXAM_ITEMS)
)
charge_items: Final = Source(
    _given("catalog/charge-item", ("code", "name", "type", "modality_id", "price"), CHARGE_ITEMS)
)
