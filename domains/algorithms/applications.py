"""What of this room is opened for an institution, or not (租户应用)."""

from __future__ import annotations

from typing import Final

from domains.algorithms.commands import AI, AI_NAMES
from domains.algorithms.permissions import VIEW
from hub.applications import Application

ASSISTED: Final = Application(AI, *AI_NAMES, (VIEW,), 60)
