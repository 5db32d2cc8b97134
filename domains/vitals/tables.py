"""Where devices, bindings, readings and what was measured last are kept."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION

from hub.db import Json, Moment, metadata
from hub.resources.table import table_of

devices = table_of(
    "vitals_devices",
    [sa.Column(name, sa.Text, nullable=False) for name in ("code", "name", "kind", "place", "note")],
)
bindings = sa.Table(
    "vitals_bindings",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("device_id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("patient_id", sa.Text, nullable=False),
    sa.Column("patient", sa.Text, nullable=False),
    sa.Column("since", Moment, nullable=False),
)
"""Whom a device measures; an empty ``patient_id``: nobody any more. ``patient`` is the masked name, for the wall."""

lanes = sa.Table(
    "vitals_lanes",
    metadata,
    sa.Column("lane", sa.SmallInteger, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("told", sa.BigInteger, nullable=False),
)
"""The number of the last batch of each lane, and that of the last one which the tiles show."""

batches = sa.Table(
    "vitals_batches",
    metadata,
    sa.Column("lane", sa.SmallInteger, nullable=False),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("device_id", sa.Text, nullable=False),
    sa.Column("patient_id", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("first", sa.BigInteger, nullable=False),
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("metrics", ARRAY(sa.Text), nullable=False),
    sa.Column("moments", ARRAY(sa.BigInteger), nullable=False),
    sa.Column("measured", ARRAY(DOUBLE_PRECISION), nullable=False),
)
"""One row is what one device sent together, packed: three arrays of one length, in the order of their times.

``moments`` are milliseconds of the epoch, ``first`` and ``last`` the earliest and latest of them.
"""

latest = sa.Table(
    "vitals_latest",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("device_id", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("heard_at", Moment, nullable=False),
    sa.Column("measured", Json, nullable=False),
)
"""The last value of each metric, ``{metric: [when, value]}``; ``n`` is the number of the newest batch in it."""
