"""How an unexpected failure is written into the log: where it happened, never what it said.

The text of a database error quotes the values of rows, which may be a patient's.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

FRAMES = 6


def described(problem: BaseException) -> str:
    """The kinds of the exception and of its causes, each with the innermost places, newest cause last."""
    parts: list[str] = []
    cause: BaseException | None = problem
    while cause is not None and len(parts) < FRAMES:
        places = traceback.extract_tb(cause.__traceback__)[-FRAMES:]
        where = " < ".join(f"{place.name}:{place.lineno}" for place in reversed(places))
        parts.append(f"{type(cause).__name__} in {where}")
        cause = cause.__cause__
    return "; because of ".join(parts)


class OnlyFailures(logging.LoggerAdapter[logging.Logger]):
    """Of what somebody else's code logs while it handles an exception of ours, only that, and without its text.

    No `logging.Logger`, of which picows would make another for each connection.
    """

    def __init__(self, logger: logging.Logger, *ordinary: type[BaseException]) -> None:
        """`ordinary` exceptions are no failures."""
        super().__init__(logger, {})
        self._ordinary = ordinary

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - its name
        """Whether it is worth saying."""
        return level >= logging.ERROR

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        """Say it, or not."""
        del msg, args, kwargs
        problem = sys.exc_info()[1]
        if self.isEnabledFor(level) and problem is not None and not isinstance(problem, self._ordinary):
            self.logger.error("a connection failed unexpectedly: %s", described(problem))
