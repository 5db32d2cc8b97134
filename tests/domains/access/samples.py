"""What the walks over the registry need to know of people and rights."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def ids(db: AsyncConnection, tenant: str) -> dict[str, Any]:
    """Ids of the institution, and values that commands would take."""
    account = sa.text("select id from access_accounts where tenant = :t and login in ('doctor', 'branch-admin')")
    department = sa.text("select id from access_departments where tenant = :t order by id limit 1")
    return {
        "account_id": (await db.execute(account, {"t": tenant})).scalar_one(),
        "department_id": (await db.execute(department, {"t": tenant})).scalar_one(),
        "institution_id": tenant,
        "institution": tenant,
        "role_id": "doctor",
        "menu_id": "accounts",
        "login": "someone9",
        "name": "某某机构",
        "short_name": "某某某",
        "number": "N1",
        "zh": "菜单",
        "en": "Menu",
        "password": "abc12345",
        "confirmation": "abc12345",
        "old": "abc12345",
        "code": "123456",
        "roles": ["doctor"],
        "policy": {},
        "settings": {},
        "valid_until": None,
        "application": "calling",
        "terms": {"payment": "free", "amount": 0, "starts": "2026-03-01"},
    }
