"""What of this room is opened for an institution, or not (租户应用)."""

from __future__ import annotations

from typing import Final

from domains.queue import permissions as p
from hub.applications import Application

CALLING: Final = Application("calling", "排队叫号", "Calling", (p.VIEW, p.CALL, p.SIGN_IN, p.ADMIT, p.MANAGE), 30)
