"""``seed-demo``: bring the demo hospital to its full state."""

from __future__ import annotations

import argparse
import asyncio
import os

from hub import demo, logs
from hub.house import open_house
from hub.settings import Settings

NAME = "seed-demo"
HELP = "create the demo hospital, or add what is missing (used by `up`)"


def configure(_: argparse.ArgumentParser) -> None:
    """No options: the password comes in CAREWIRE_DEMO_PASSWORD."""


def run(_: argparse.Namespace) -> int:
    """Seed."""
    logs.set_up("WARNING")
    asyncio.run(_seed(os.environ["CAREWIRE_DEMO_PASSWORD"]))
    return 0


async def _seed(password: str) -> None:
    async with open_house(Settings.load(os.environ)) as house:
        await demo.seed(house, password)
