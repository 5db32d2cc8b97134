"""When and by whom a row was made."""

from __future__ import annotations

from typing import Any

from hub.commands import Tx


def stamps(tx: Tx) -> dict[str, Any]:
    """The columns of a row that is made now."""
    moment = {"created_at": tx.now, "updated_at": tx.now}
    return {**moment, "created_by": tx.caller.actor, "updated_by": tx.caller.actor}
