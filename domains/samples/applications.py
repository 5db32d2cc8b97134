"""What of this room is opened for an institution, or not (租户应用)."""

from __future__ import annotations

from typing import Final

from domains.samples import permissions as p
from domains.samples.resources import sample, sample_type
from hub.applications import Application

SAMPLES: Final = Application(
    "samples", "送检", "Sample submission", (*p.ALL, *sample.rights.values(), *sample_type.rights.values()), 40
)
