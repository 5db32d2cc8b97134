"""``gateway``: this role alone, for scale-out."""

from __future__ import annotations

import argparse

from hub.processes import run_roles

NAME = "gateway"
HELP = "run the gateway role alone"


def configure(_: argparse.ArgumentParser) -> None:
    """No options: the settings say it all."""


def run(_: argparse.Namespace) -> int:
    """Work until stopped."""
    return run_roles([NAME])
