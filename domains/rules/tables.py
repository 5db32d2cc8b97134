"""Where the institutions' rules and calendars are kept."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Json, Moment, metadata

own = sa.Table(
    "rules_own",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("spec", Json),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
)
"""``spec`` null: from this version on the shipped rule holds again, or, where none is shipped, no rule does."""

calendars = sa.Table(
    "rules_calendars",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("spec", Json, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)

stamp = sa.Table("rules_stamp", metadata, sa.Column("n", sa.BigInteger, nullable=False), sa.Column("at", Moment))
"""How often rules and calendars have changed, and when they did last (null: before that was kept)."""

loaded = sa.Table(
    "rules_loaded",
    metadata,
    sa.Column("process", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("wrong", Json, nullable=False),
)
"""By what each process works, and which rules it could not make ready: [[tenant, code, why]]."""

trials = sa.Table(
    "rules_trials",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("job_id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("result", Json, nullable=False),
)
"""What came of back-tests."""
