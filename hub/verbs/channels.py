"""``channels``: the messaging server alone, with no hospital behind it."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

NAME = "channels"
HELP = "the messaging server alone: `channels --config FILE`"


def configure(parser: argparse.ArgumentParser) -> None:
    """The configuration, and where to listen."""
    parser.add_argument("--config", type=Path, required=True, help="a Centrifugo-style JSON configuration")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="TCP port (default 8000)")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM (0); 2 when the configuration cannot be used."""
    # By name: the kernel knows no engine.
    alone = importlib.import_module("channels.standalone.main")
    try:
        code: int = alone.serve(args.config, args.host, args.port)
    except alone.WrongConfigError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    return code
