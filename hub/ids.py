"""Identifiers: UUIDv7 (RFC 9562), so that they sort by time of birth."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    """A fresh UUIDv7 as text."""
    return str(uuid_utils.uuid7())
