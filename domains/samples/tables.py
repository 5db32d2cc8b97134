"""Where submissions, their flow and the settings of the institution are kept."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.db import Moment, metadata


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _count(name: str, kind: Any = sa.Integer) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default="0")


records = sa.Table(
    "samples_records",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    _count("v", sa.BigInteger),
    _word("name"),
    _word("phone"),
    sa.Column("review", sa.Text, nullable=False, server_default="none"),
    _count("materials_no"),
    _word("review_reason"),
    _count("reviewed_no"),
    _word("reviewed_by"),
    sa.Column("reviewed_at", Moment),
    sa.Column("state", sa.Text),
    sa.Column("sample_type_id", sa.Text),
    _word("sample_type"),
    sa.Column("needs_return", sa.Boolean, nullable=False, server_default=sa.false()),
    _word("tracking_no"),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("consent_version", sa.Integer),
    sa.Column("consent_at", Moment),
    sa.Column("submitted_at", Moment),
    _count("change_no"),
    _word("change_reason"),
    sa.Column("asked_at", Moment),
    _count("decided_no"),
    _word("decided_by"),
    sa.Column("decided_at", Moment),
    _word("rejection"),
    _word("return_no"),
    sa.Column("returned_at", Moment),
    sa.Column("updated_at", Moment, nullable=False),
    _word("updated_by"),
    _count("turn", sa.BigInteger),
)
"""``id`` is the patient's account; ``reviewed_no`` and ``decided_no`` name what was decided last; ``turn`` sorts what
waits for staff before everything else. ``sealed``: ``domains.samples.hidden``."""

flow = sa.Table(
    "samples_flow",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("sample_id", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("state_before", sa.Text),
    sa.Column("state_after", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("changes", sa.LargeBinary, nullable=False),
)
"""Only added to (a trigger refuses the rest); ``n`` is the version that the step made, ``changes`` are sealed."""

settings = sa.Table(
    "samples_settings",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    _word("address"),
    _word("recipient"),
    _word("phone"),
    _word("platform_phone"),
    _count("consent_version"),
    sa.Column("updated_at", Moment, nullable=False),
    _word("updated_by"),
)

consents = sa.Table(
    "samples_consents",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
)
"""Every version of 《患者告知书》 that patients have agreed to or might have."""

types = sa.table(
    "samples_sample_types",
    *(sa.column(name) for name in ("tenant", "id", "name", "iced", "enabled", "deleted_at", "created_at")),
)
"""The table of the resource of sample types, as commands and queries read it."""
