"""``serve``: the front door, HTTP and live connections on one port."""

from __future__ import annotations

import argparse

from hub.processes import run_until_stopped
from hub.server import serve

NAME = "serve"
HELP = "serve HTTP and live connections"


def configure(_: argparse.ArgumentParser) -> None:
    """No options: the settings say where."""


def run(_: argparse.Namespace) -> int:
    """Serve until stopped."""
    return run_until_stopped(serve)
