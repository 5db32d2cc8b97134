"""What happens to openings; they are facts of the institution that has the opening."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class OpeningEvent(Event, frozen=True):
    """Base of what happens to an opening."""

    key: ClassVar[str] = "opening_id"
    aggregate: ClassVar[str] = "opening_id"
    opening_id: str
    algorithm_id: str


class AlgorithmOpened(OpeningEvent, frozen=True, tag="algorithms.algorithm_opened"):
    """The institution may use an algorithm from now on."""


class OpeningChanged(OpeningEvent, frozen=True, tag="algorithms.opening_changed"):
    """The opening goes on for another time."""


class OpeningEnded(OpeningEvent, frozen=True, tag="algorithms.opening_ended"):
    """The institution may not use the algorithm any more."""


OPENING_EVENTS = (AlgorithmOpened, OpeningChanged, OpeningEnded)
