"""The rules engine's declaration."""

from hub.module import Module
from realtime_rules.watch import group

MODULE = Module("realtime_rules", provides=(group,))
