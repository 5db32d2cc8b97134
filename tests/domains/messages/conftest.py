"""What the tests of messages share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from domains.messages.adapters import mail
from domains.messages.adapters.wire import Wire, open_wire
from tests.domains.messages.post import Post, serving
from tests.domains.messages.vendors import Server, Vendors
from tests.kit.clock import StillClock


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    """All vendors, at a port of loopback."""
    server = Server()
    yield server.vendors
    server.close()


@pytest.fixture
async def wire(clock: StillClock) -> AsyncIterator[Wire]:
    """The way to them."""
    async with open_wire(clock) as opened:
        yield opened


@pytest.fixture
async def post() -> AsyncIterator[tuple[Post, mail.Settings]]:
    """A mail server, and how it is reached."""
    async with serving() as opened:
        yield opened
