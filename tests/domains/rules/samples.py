"""What the walks over the registry need to know of rules."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

RULE = {
    "code": "W-QC-04",
    "zh": "规则",
    "en": "rule",
    "trigger": {"type": "happened", "on": {"fact": "queue.ticket_called"}},
    "level": "low",
    "says_zh": "呼叫",
    "says_en": "called",
}


async def ids(_: AsyncConnection, __: str) -> dict[str, Any]:
    """A shipped rule, and one to save."""
    return {
        "code": "W-QC-04",
        "rule": RULE,
        "edition": 1,
        "enabled": True,
        "calendar": {"hours": [{"weekdays": [0], "start": "08:00", "end": "17:00"}]},
        "name": "门诊时间",
        "of": "queue.ticket_called",
        "job_id": "none",
        "tree": {"combinator": "and", "rules": []},
    }
