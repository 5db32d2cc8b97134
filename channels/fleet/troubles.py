"""The last warnings and errors of live delivery, on all nodes."""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from channels.fleet.fleet import Fleet

KIND = "troubles"
KEPT = 50
LOGGERS = ("carewire", "channels")


class Trouble(msgspec.Struct, frozen=True):
    """One line of a log; `at` in unix seconds. Logs hold no personal data."""

    at: float
    node: str
    level: str
    logger: str
    message: str


class Recent(logging.Handler):
    """Keeps the newest records of this process."""

    def __init__(self, node: str) -> None:
        """`node` stands in what it tells."""
        super().__init__(logging.WARNING)
        self._node = node
        self.kept: deque[Trouble] = deque(maxlen=KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        level = record.levelname.lower()
        self.kept.append(Trouble(record.created, self._node, level, record.name, record.getMessage()))


def answer_for(fleet: Fleet) -> Recent:
    """Keep this node's records and let it answer the question; the handler is to be removed in the end."""
    recent = Recent(fleet.node.id)
    for name in LOGGERS:
        logging.getLogger(name).addHandler(recent)
    fleet.answers(KIND, lambda _: msgspec.json.encode(list(recent.kept)))
    return recent


def stop(recent: Recent) -> None:
    """Keep nothing more."""
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(recent)


async def troubles(fleet: Fleet) -> list[Trouble]:
    """What all nodes remember, the newest first. Raises BrokerUnavailableError."""
    answers = await fleet.ask(KIND)
    found = [trouble for answer in answers.values() for trouble in msgspec.json.decode(answer, type=list[Trouble])]
    return sorted(found, key=lambda trouble: trouble.at, reverse=True)[:KEPT]
