"""``migrate``: bring the database to the present shape."""

from __future__ import annotations

import argparse
import asyncio
import os

from hub import schema
from hub.settings import Settings

NAME = "migrate"
HELP = "bring the database to the present shape"


def configure(_: argparse.ArgumentParser) -> None:
    """No options: the settings say which database."""


def run(_: argparse.Namespace) -> int:
    """Apply what is missing."""
    asyncio.run(schema.upgrade(Settings.load(os.environ).database_url))
    return 0
