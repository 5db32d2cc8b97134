"""The rules engine's declaration."""

from hub.module import Module

MODULE = Module("realtime_rules")
