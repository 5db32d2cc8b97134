"""The live delivery engine's declaration."""

from channels import feed, live
from hub.module import Module

MODULE = Module("channels", provides=(feed.group, live.live))
