"""Where orders, registrations and the places that are taken are kept."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Json, Moment, metadata


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _request() -> list[sa.Column[Any]]:
    """What orders and registrations have in common: who is to be examined, for what, and who asks."""
    return [
        _word("patient_id"),
        _word("name"),
        _word("pinyin"),
        _word("sex"),
        sa.Column("birth_date", sa.Date),
        sa.Column("rank", sa.SmallInteger, nullable=False),
        _word("exam_type"),
        sa.Column("items", Json, nullable=False),
        sa.Column("parts", ARRAY(sa.Text), nullable=False),
        _word("diagnosis"),
        _word("purpose"),
        _word("history"),
        _word("signs"),
        _word("requesting_department"),
        _word("requesting_doctor"),
        sa.Column("requested_at", Moment),
        _word("study_uid"),
    ]


orders = sa.Table(
    "registration_orders",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _word("tenant"),
    _word("order_no"),
    _word("state"),
    *_request(),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)

registrations = sa.Table(
    "registration_registrations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _word("tenant"),
    _word("state"),
    _word("ticket_state"),
    *_request(),
    sa.Column("order_id", sa.Text),
    _word("order_no"),
    sa.Column("arrears", sa.Boolean, nullable=False),
    _word("campus"),
    sa.Column("room_id", sa.Text),
    sa.Column("pre_exam_time", Moment),
    sa.Column("slot_at", Moment),
    _word("number"),
    _word("exam_no"),
    _word("image_no"),
    _word("direction"),
    _word("other_tenant"),
    _word("other_id"),
    sa.Column("other_v", sa.BigInteger, nullable=False),
    _word("requesting_campus"),
    sa.Column("registered_at", Moment, nullable=False),
    _word("registered_by"),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)

slots = sa.Table(
    "registration_slots",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("room_id", sa.Text, primary_key=True),
    sa.Column("at", Moment, primary_key=True),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)

openings = sa.Table(
    "registration_openings",
    metadata,
    sa.Column("institution", sa.Text, primary_key=True),
    sa.Column("campus", sa.Text, primary_key=True),
    sa.Column("exam_types", ARRAY(sa.Text), nullable=False),
)
"""What institutions offer to those that stand beside them: meant to be read by these, so it belongs to no tenant."""
