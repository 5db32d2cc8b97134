"""Where patients are kept."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Moment, metadata

people = sa.Table(
    "patients_people",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("pinyin", sa.Text, nullable=False),
    sa.Column("sex", sa.Text, nullable=False),
    sa.Column("birth_date", sa.Date),
    sa.Column("height", sa.Double),
    sa.Column("weight", sa.Double),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("merged_into", sa.Text),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)

numbers = sa.Table(
    "patients_numbers",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("patient_id", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
