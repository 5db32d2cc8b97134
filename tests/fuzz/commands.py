"""A long run of what clients may say in any order: `python -m tests.fuzz.commands --examples 20000`.

The same play as `tests/channels/wire/test_command_fuzz.py`, of which the gate runs a few hundred.
"""

from __future__ import annotations

import argparse
import gc
import logging
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.channels.wire.play import PHASES, Play
from tests.channels.wire.still_loop import StillLoop, played
from tests.channels.wire.test_command_fuzz import PARTS


class _Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def main() -> int:
    """Play until all examples are through or a fault is found, which is shown as small as it can be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=5000)
    examples = parser.parse_args().examples
    errors, complaints = _Errors(), list[str]()
    logging.getLogger().addHandler(errors)

    @settings(max_examples=examples, phases=PHASES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(PARTS)
    def play(parts: tuple[list[Any], list[Any]]) -> None:
        hello, steps = parts
        errors.texts.clear()
        loop = StillLoop(complaints)
        played(Play(loop).act([*hello, *steps]), loop)
        assert (errors.texts, complaints) == ([], [])

    play()
    gc.collect()
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
