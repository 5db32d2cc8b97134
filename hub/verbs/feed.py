"""``feed``: this role alone, for scale-out."""

from __future__ import annotations

import argparse

from hub.processes import run_roles

NAME = "feed"
HELP = "run the feed role alone"


def configure(_: argparse.ArgumentParser) -> None:
    """No options: the settings say it all."""


def run(_: argparse.Namespace) -> int:
    """Work until stopped."""
    return run_roles([NAME])
