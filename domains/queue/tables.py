"""Where rooms, tickets and screens are kept, with the codes by which screens are paired."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Moment, metadata

rooms = sa.Table(
    "queue_rooms",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("modality_id", sa.Text),
    sa.Column("campus", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    # Only of a room without a modality: what it was opened for before there was base data.
    sa.Column("exam_types", ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("updated_by", sa.Text, nullable=False),
    sa.Column("deleted_at", Moment),
    sa.Column("synced_v", sa.BigInteger),
)

tickets = sa.Table(
    "queue_tickets",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("room_id", sa.Text, nullable=False),
    sa.Column("patient_id", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sex", sa.Text, nullable=False),
    sa.Column("birth_date", sa.Date, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("patient_class", sa.SmallInteger, nullable=False),
    sa.Column("exam_type", sa.Text, nullable=False),
    sa.Column("items", ARRAY(sa.Text), nullable=False),
    sa.Column("exam_no", sa.Text, nullable=False),
    sa.Column("image_no", sa.Text, nullable=False),
    sa.Column("pre_exam_time", Moment, nullable=False),
    sa.Column("arrears", sa.Boolean, nullable=False),
    sa.Column("clinical_diagnosis", sa.Text, nullable=False),
    sa.Column("requesting_department", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("calls", sa.Integer, nullable=False),
    sa.Column("called_at", Moment),
    sa.Column("v", sa.BigInteger, nullable=False),
)

screens = sa.Table(
    "queue_screens",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("room_ids", ARRAY(sa.Text), nullable=False),
    sa.Column("from_loopback", sa.Boolean, nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("sound", sa.Text, nullable=False, server_default=""),
    sa.Column("hears", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reported_at", Moment),
    sa.Column("last_number", sa.Text, nullable=False, server_default=""),
    sa.Column("spoken_at", Moment),
    sa.Column("v", sa.BigInteger, nullable=False),
)

pairings = sa.Table(
    "queue_pairings",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("secret", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("digits", sa.Text, nullable=False),
    sa.Column("tenant", sa.Text),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("screen", sa.Text),
)

guesses = sa.Table(
    "queue_guesses",
    metadata,
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

manners = sa.Table(
    "queue_manners",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("names", sa.Text, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)
