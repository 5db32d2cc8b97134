"""Fixtures of all tests."""

from pathlib import Path
from typing import Final

import pytest

pytest_plugins = ["tests.kit.servers", "tests.kit.house", "tests.kit.up", "tests.kit.browser"]

ROOT: Final = Path(__file__).parent
FIRST: Final = ("journeys", "hub/test_new.py", "sdk", "faults", "bench", "channels/fleet")
"""What takes longest is begun first, so that the last minute has no single long module in it (in ``hub test``)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the servers is no unit test: `check` leaves those to `test`. Long modules come first."""
    for item in items:
        if isinstance(item, pytest.Function) and "servers" in item.fixturenames:
            item.add_marker(pytest.mark.parts)
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if not item.path.is_relative_to(ROOT):
        return len(FIRST)
    place = item.path.relative_to(ROOT).as_posix()
    return next((turn for turn, start in enumerate(FIRST) if place.startswith(start)), len(FIRST))
