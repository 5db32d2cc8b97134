"""Where reports, their revisions and their logs are kept."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Json, Moment, metadata


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


reports = sa.Table(
    "reports_reports",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    _word("state"),
    sa.Column("holder", sa.Text),
    _word("holder_name"),
    sa.Column("held_at", Moment),
    sa.Column("writer", sa.Text),
    _word("writer_name"),
    sa.Column("reviewer", sa.Text),
    _word("reviewer_name"),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("content", Json, nullable=False),
    sa.Column("submitted", Json(none_as_null=True)),
    _word("rejection"),
    sa.Column("submissions", sa.Integer, nullable=False),
    sa.Column("prints", sa.Integer, nullable=False),
    sa.Column("submitted_at", Moment),
    sa.Column("reviewed_at", Moment),
    sa.Column("printed_at", Moment),
    sa.Column("exam_at", Moment, nullable=False),
    sa.Column("turn", sa.BigInteger, nullable=False),
    _word("patient_id"),
    _word("name"),
    _word("sex"),
    sa.Column("birth_date", sa.Date),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    _word("exam_type"),
    sa.Column("items", ARRAY(sa.Text), nullable=False),
    sa.Column("parts", ARRAY(sa.Text), nullable=False),
    _word("exam_no"),
    _word("image_no"),
    sa.Column("room_id", sa.Text),
    _word("room"),
    _word("campus"),
    _word("registrar"),
    _word("requesting_doctor"),
    _word("requesting_department"),
    sa.Column("requested_at", Moment),
)
"""``id`` is the registration's. ``turn`` sorts: emergency, VIP, normal; among themselves who was examined first. The
names are as they were when the people acted: a report names its doctors as they signed it."""

revisions = sa.Table(
    "reports_revisions",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("report_id", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("content", Json, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)
"""Only added to (a trigger refuses the rest): nothing that a doctor saved is ever lost."""

log = sa.Table(
    "reports_log",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("report_id", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("detail", Json, nullable=False),
)
"""操作日志, only added to; ``n`` is the report's version that the step made, ``state`` where it stood then."""
