"""The live delivery engine's declaration."""

from channels import feed, live, revocation
from hub.module import Module

MODULE = Module("channels", provides=(feed.group, revocation.group, live.live))
