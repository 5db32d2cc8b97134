"""``seed-demo``: bring the database to the present shape and the demo hospital to its full state."""

from __future__ import annotations

import argparse
import asyncio
import os

from hub import demo, logs, schema
from hub.house import open_house
from hub.settings import Settings

NAME = "seed-demo"
HELP = "migrate, and create the demo hospital or add what is missing (used by `up`)"


def configure(_: argparse.ArgumentParser) -> None:
    """No options: the password comes in CAREWIRE_DEMO_PASSWORD."""


def run(_: argparse.Namespace) -> int:
    """Seed."""
    logs.set_up("WARNING")
    asyncio.run(_seed(os.environ["CAREWIRE_DEMO_PASSWORD"]))
    return 0


async def _seed(password: str) -> None:
    settings = Settings.load(os.environ)
    await schema.upgrade(settings.database_url)
    async with open_house(settings) as house:
        await demo.seed(house, password)
