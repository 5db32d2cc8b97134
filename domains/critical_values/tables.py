"""Where critical values, their trails and telephone calls are kept."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Json, Moment, metadata

values = sa.Table(
    "critical_values_values",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("level", sa.SmallInteger, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("result_no", sa.Text, nullable=False),
    sa.Column("patient_id", sa.Text, nullable=False),
    sa.Column("patient_name", sa.Text, nullable=False),
    sa.Column("patient_sex", sa.Text, nullable=False),
    sa.Column("birth_date", sa.Date),
    sa.Column("department", sa.Text, nullable=False),
    sa.Column("bed", sa.Text, nullable=False),
    sa.Column("item", sa.Text, nullable=False),
    sa.Column("item_name", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("doctor_id", sa.Text),
    sa.Column("doctor", sa.Text, nullable=False),
    sa.Column("keeper", sa.Text, nullable=False),
    sa.Column("observed_at", Moment),
    sa.Column("reported_by", sa.Text, nullable=False),
    sa.Column("detected_at", Moment, nullable=False),
    sa.Column("delivered_at", Moment),
    sa.Column("read_at", Moment),
    sa.Column("confirmed_at", Moment),
    sa.Column("handled_at", Moment),
    sa.Column("closed_at", Moment),
    sa.Column("cancelled_at", Moment),
    sa.Column("escalated_at", Moment),
)

"""``doctor``: the name of who is responsible; ``keeper``: of who has read it back, or dealt with it."""

trail = sa.Table(
    "critical_values_trail",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("value_id", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("detail", Json, nullable=False),
)
"""Only added to: nobody takes a step back, not even the database's owner by accident (a trigger refuses)."""

limits = sa.table(
    "critical_values_limits",
    *(
        sa.column(name)
        for name in (
            "tenant",
            "enabled",
            "deleted_at",
            "item",
            "first_low",
            "first_high",
            "second_low",
            "second_high",
            "sex",
            "youngest",
            "oldest",
            "department",
        )
    ),
)
"""The table of the resource, as the commands read it."""
