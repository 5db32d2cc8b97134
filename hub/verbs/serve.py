"""``serve``: the front door, HTTP and live connections on one port."""

from __future__ import annotations

import argparse
import os

from hub.processes import run_until_stopped
from hub.server import serve
from hub.settings import Settings
from hub.supervise.workers import run_workers

NAME = "serve"
HELP = "serve HTTP and live connections"


def configure(parser: argparse.ArgumentParser) -> None:
    """How many; the settings say where."""
    parser.add_argument("--workers", type=int, default=1, help="processes that share the port (default 1)")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    if args.workers <= 1:
        return run_until_stopped(serve)
    settings = Settings.load(os.environ)
    return run_workers([NAME], args.workers, settings.host, settings.port)
