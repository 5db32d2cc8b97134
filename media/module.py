"""The media engine's declaration."""

from hub.module import Module

MODULE = Module("media")
