"""Fixtures of the wire's tests."""

from __future__ import annotations

import pytest

from channels.wire.desk import Grant, Terms
from tests.channels.stage import Stage
from tests.channels.wire.lively import LIVELY


@pytest.fixture
async def lively(stage: Stage) -> Stage:
    """A stage with a channel `chat` in which everything is offered, and `brief`, which keeps nothing."""
    stage.desk.offers["chat"] = LIVELY
    stage.desk.offers["brief"] = Grant(Terms(None), positioned=False, recoverable=False)
    return stage
