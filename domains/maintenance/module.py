"""The maintenance room's declaration."""

from domains.maintenance import boards, rules
from hub.module import Module

MODULE = Module("maintenance", provides=(boards.measure, rules.PACK))
