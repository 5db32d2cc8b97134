"""How an unexpected failure is written into the log: where it happened, never what it said.

The text of a database error quotes the values of rows, which may be a patient's.
"""

from __future__ import annotations

import traceback

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
