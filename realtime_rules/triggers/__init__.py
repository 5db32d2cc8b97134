"""Pure state machines over facts and time, one file each. They know no database and no clock."""

from __future__ import annotations

from typing import Final

from realtime_rules.triggers.absent import Absent, Silent
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.held import Held
from realtime_rules.triggers.reading import Reading
from realtime_rules.triggers.scheduled import Scheduled
from realtime_rules.triggers.score import Score
from realtime_rules.triggers.sequence import Sequence
from realtime_rules.triggers.stacked import Stacked
from realtime_rules.triggers.trend import Trend

Trigger = Happened | Held | Counted | Absent | Silent | Stacked | Trend | Sequence | Score | Reading | Scheduled
"""Every kind of trigger; on the wire told apart by ``type``."""

STARTED: Final = (Held, Absent, Reading)
"""Kinds that only their first role can begin: where nothing is remembered, the others change nothing."""
ORDERED: Final = (Held, Absent, Silent, Stacked, Sequence, Reading)
"""Kinds to which the order of facts matters; with a lateness, facts wait for each other before they reach these."""
