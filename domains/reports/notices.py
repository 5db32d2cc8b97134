"""What a report doctor is told."""

from __future__ import annotations

from domains.messages.public import Notice, send
from domains.reports.store import Found
from hub.commands import Tx
from hub.levels import Level
from hub.masking import mask_name


async def rejected(tx: Tx, row: Found, reason: str) -> None:
    """His report came back, and why."""
    if row.writer is None:
        return
    which = f"{mask_name(row.name)}（{row.exam_type} {row.exam_no}）"
    notice = Notice(
        topic="reports.rejected",
        level=Level.LOW,
        title_zh="报告被退回",
        title_en="Report returned",
        text_zh=f"{which}的报告被{row.reviewer_name}退回。退回理由：{reason}",
        text_en=f"{row.reviewer_name} has returned the report of {which}. Reason: {reason}",
        to=(row.writer,),
        once=f"{row.id}:rejected:{row.v}",
        about={"page": "reports", "report_id": row.id},
    )
    await send(tx, notice)
