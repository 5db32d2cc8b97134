"""``channels``: the messaging server alone, with no hospital behind it."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

NAME = "channels"
HELP = "the messaging server alone: `channels --config FILE`"


def configure(parser: argparse.ArgumentParser) -> None:
    """The configuration, and where to listen."""
    parser.add_argument("--config", type=Path, required=True, help="a Centrifugo-style JSON configuration")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="TCP port (default: the configuration's, or 8000)")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM (0); a configuration that cannot be used stops the start (2)."""
    # By name: the kernel knows no engine.
    serve: Callable[..., int] = importlib.import_module("channels.standalone.main").serve
    return serve(args.config, args.host, args.port)
