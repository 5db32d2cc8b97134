"""Where messages, their ways and their deliveries are kept."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Json, Moment, metadata

messages = sa.Table(
    "messages_messages",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("title_zh", sa.Text, nullable=False),
    sa.Column("title_en", sa.Text, nullable=False),
    sa.Column("text_zh", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("about", Json, nullable=False),
    sa.Column("once", sa.Text, nullable=False),
    sa.Column("pushes", sa.SmallInteger, nullable=False, server_default="1"),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("sent_at", Moment, nullable=False),
    sa.Column("shown_at", Moment),
    sa.Column("settled_by", sa.Text),
    sa.Column("read_at", Moment),
)
"""``sealed``: what only the vendor of its way gets to see, enciphered; ``account`` empty: it is in no centre;
``settled_by``: who has taken over what it is about (empty: nobody, it is over by itself).
"""

ways = sa.Table(
    "messages_ways",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("way", sa.Text, primary_key=True),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("settings", Json, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)
"""``sealed`` holds the secrets as JSON, enciphered."""

addresses = sa.Table(
    "messages_addresses",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("way", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)

templates = sa.Table(
    "messages_templates",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("way", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("spec", Json, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
"""The newest version holds; the earlier ones tell what was sent with them."""

preferences = sa.Table(
    "messages_preferences",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("spec", Json, nullable=False),
)

policies = sa.Table(
    "messages_policies",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("spec", Json, nullable=False),
)

listed = sa.Table(
    "messages_listed",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("masked", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
"""Addresses on the black or the white list of a way (``""``: of all ways), as keyed digests."""

deliveries = sa.Table(
    "messages_deliveries",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("v", sa.BigInteger, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("way", sa.Text, nullable=False),
    sa.Column("push", sa.SmallInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("deferred", sa.Boolean, nullable=False),
    sa.Column("alone", sa.Boolean, nullable=False),
    sa.Column("out_id", sa.Text, nullable=False),
    sa.Column("provider_id", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("template_version", sa.Integer),
    sa.Column("tries", sa.SmallInteger, nullable=False),
    sa.Column("asked", sa.SmallInteger, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("leased_by", sa.Text),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("tried_at", Moment),
    sa.Column("ended_at", Moment),
)
"""One way of one message. ``push`` counts the rounds (2: it stayed unread); ``deferred``: it waited, and is left out
when the message has been seen meanwhile; ``alone``: nothing falls over to another way. ``out_id`` is what the vendor
knows it by; ``due_at`` is when the role looks at it next; ``address`` is masked.
"""
