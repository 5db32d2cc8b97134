"""Where alerts, their stories, and what keeps them from people are kept."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from hub.db import Json, Moment, metadata

OPEN: Final = "closed_at is null"
STAGE: Final = (
    "case when closed_at is not null then 'done' when shelved_until is not null then 'shelved'"
    " when acknowledged_at is not null then 'handling' when escalated > 0 then 'escalated' else 'waiting' end"
)
URGENCY: Final = (
    "case when closed_at is not null then 0 else"
    " case level when 'high' then 12 when 'medium' then 8 when 'low' then 4 else 0 end"
    " + case when shelved_until is not null then 1 when acknowledged_at is not null then 2"
    " when escalated > 0 then 4 else 3 end end"
)
"""By level; within it what nobody has (escalated first), then what somebody has, then what is put aside."""

alerts = sa.Table(
    "alerts_alerts",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("rule_version", sa.Integer, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("occasion", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("latched", sa.Boolean, nullable=False),
    sa.Column("holds", sa.Boolean, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("escalated", sa.SmallInteger, nullable=False),
    sa.Column("says_zh", sa.Text, nullable=False),
    sa.Column("says_en", sa.Text, nullable=False),
    sa.Column("happened_at", Moment, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("acknowledged_at", Moment),
    sa.Column("returned_at", Moment),
    sa.Column("shelved_until", Moment),
    sa.Column("closed_at", Moment),
    sa.Column("owner", sa.Text),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("grouped", sa.Text, nullable=False),
    sa.Column("told_at", Moment),
    sa.Column("withheld", sa.Text, nullable=False),
    sa.Column("evidence", Json, nullable=False),
    sa.Column("nuisance", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("open", sa.Boolean, sa.Computed(OPEN, persisted=True), nullable=False),
    sa.Column("stage", sa.Text, sa.Computed(STAGE, persisted=True), nullable=False),
    sa.Column("urgency", sa.SmallInteger, sa.Computed(URGENCY, persisted=True), nullable=False),
)
"""``withheld``: by what it was kept from people, empty: it was not. ``evidence``: fact, values and ids of the facts.
``nuisance``: whoever closed it says that it should not have come. The last three follow from the others in the
database itself: ``stage`` is the requirements' word (待处理 …), ``urgency`` what the list is sorted by (0: closed).
"""

steps = sa.Table(
    "alerts_steps",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("alert_id", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("detail", Json, nullable=False),
)
"""The story: every decision of a stage, everybody who was told, everything that people did."""

tellings = sa.Table(
    "alerts_tellings",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("at", Moment, primary_key=True),
    sa.Column("alert_id", sa.Text, primary_key=True),
)
"""One row for each message to each person, under the first of the alerts that it named: how much reaches whom."""

groups = sa.Table(
    "alerts_groups",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("grouped", sa.Text, primary_key=True),
    sa.Column("told_at", Moment),
    sa.Column("due_at", Moment),
)

turns = sa.Table(
    "alerts_turns",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
)
"""How often one of a rule's recipients was told by turns: whose turn it is follows."""

silences = sa.Table(
    "alerts_silences",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("rules", ARRAY(sa.Text), nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("starts_at", Moment, nullable=False),
    sa.Column("ends_at", Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
)
"""``kind``: silence (kept from people) or out_of_service (not watched). Empty ``rules``: all; empty ``key``: all."""

rosters = sa.Table(
    "alerts_rosters",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("rota", Json, nullable=False),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("deleted_at", Moment),
)
