"""The endless processes of the house."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Sequence

from hub import roles
from hub.endless import run_for_good
from hub.house import House, open_house
from hub.settings import Settings


def run_roles(names: Sequence[str], without: Sequence[str] = ()) -> int:
    """Run the named roles (all when none is named) but those ``without``, until SIGTERM or SIGINT."""

    async def work(house: House) -> None:
        await roles.work(house, names, without)

    return run_until_stopped(work)


def run_until_stopped(main: Callable[[House], Awaitable[None]]) -> int:
    """Open the house, run ``main`` and cancel it on SIGTERM or SIGINT."""

    async def inside() -> None:
        async with open_house(Settings.load(os.environ)) as house:
            await main(house)

    return run_for_good(inside)
