"""Where institutions, people, roles, menus, policies and sessions are kept."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Json, Moment, metadata


def _texts(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, ARRAY(sa.Text), nullable=False, server_default="{}")


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


institutions = sa.Table(
    "access_institutions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    _word("short_name"),
    sa.Column("parent", sa.Text),
    _texts("path"),
    sa.Column("kind", sa.Text, nullable=False, server_default="ordinary"),
    _word("region"),
    _word("hospital_type"),
    _word("grade"),
    sa.Column("enabled", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("valid_until", Moment),
    sa.Column("implement", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("admin_id", sa.Text),
    _texts("withheld"),
    _word("address"),
    _word("phone"),
    _word("introduction"),
    sa.Column("created_at", Moment, nullable=False, server_default=sa.func.now()),
    sa.Column("deleted_at", Moment),
    sa.Column("v", sa.BigInteger, nullable=False, server_default="1"),
)


def _terms() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("payment", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("starts", sa.Date, nullable=False),
        sa.Column("ends", sa.Date),
        _word("note"),
    )


applications = sa.Table(
    "access_applications",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("application", sa.Text, primary_key=True),
    *_terms(),
    sa.Column("ends_at", Moment),
    _word("told"),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)

application_changes = sa.Table(
    "access_application_changes",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("application", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, primary_key=True),
    *_terms(),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
)

departments = sa.Table(
    "access_departments",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("deleted_at", Moment),
    sa.Column("v", sa.BigInteger, nullable=False),
)

accounts = sa.Table(
    "access_accounts",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, server_default="staff"),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
    _word("phone"),
    _word("title"),
    sa.Column("department_id", sa.Text),
    sa.Column("masked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("password_at", Moment, nullable=False, server_default=sa.func.now()),
    sa.Column("valid_until", Moment),
    sa.Column("totp", sa.LargeBinary),
    sa.Column("totp_pending", sa.LargeBinary),
    sa.Column("totp_step", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("recovery", ARRAY(sa.LargeBinary), nullable=False, server_default="{}"),
    sa.Column("signed_in_at", Moment),
    sa.Column("created_at", Moment, nullable=False, server_default=sa.func.now()),
    sa.Column("deleted_at", Moment),
    sa.Column("v", sa.BigInteger, nullable=False),
)

roles = sa.Table(
    "access_roles",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("preset", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    _word("description"),
    sa.Column("enabled", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("extent", sa.Text, nullable=False, server_default="institution"),
    _texts("granted"),
    _texts("withheld"),
    sa.Column("created_at", Moment, nullable=False, server_default=sa.func.now()),
    sa.Column("updated_at", Moment, nullable=False, server_default=sa.func.now()),
    sa.Column("deleted_at", Moment),
    sa.Column("v", sa.BigInteger, nullable=False, server_default="1"),
)

menus = sa.Table(
    "access_menus",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _word("parent"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("zh", sa.Text, nullable=False),
    sa.Column("en", sa.Text, nullable=False),
    sa.Column("order", sa.Integer, nullable=False),
    _word("page"),
    _word("permission"),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("v", sa.BigInteger, nullable=False, server_default="1"),
)

policies = sa.Table(
    "access_policies",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("policy", Json, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False, server_default="1"),
)

platform = sa.Table(
    "access_platform",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("settings", Json, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False, server_default="1"),
)

failures = sa.Table(
    "access_failures",
    metadata,
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("last", Moment, nullable=False),
)

codes = sa.Table(
    "access_codes",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("account_id", sa.Text, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("until", Moment, nullable=False),
)

wechat = sa.Table(
    "access_wechat",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("openid", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", sa.Text, nullable=False),
    sa.Column("bound_at", Moment, nullable=False),
)
"""Which patient a user of the institution's mini-program is; ``openid`` is a keyed digest."""

sessions = sa.Table(
    "access_sessions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("account_id", sa.Text),
    sa.Column("device", sa.Text),
    sa.Column("permissions", ARRAY(sa.Text), nullable=False),
    sa.Column("scope", ARRAY(sa.Text)),
    sa.Column("refresh", sa.LargeBinary),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("ended_why", sa.Text),
    sa.Column("terminal", sa.Text, nullable=False, server_default="api"),
    sa.Column("address", sa.Text),
    sa.Column("active_at", Moment),
)
