"""``channels``: the messaging server alone, with no hospital behind it."""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path

from hub.supervise.workers import LISTEN_FD, run_workers

NAME = "channels"
HELP = "the messaging server alone: `channels --config FILE`"


def configure(parser: argparse.ArgumentParser) -> None:
    """The configuration, and where to listen."""
    parser.add_argument("--config", type=Path, required=True, help="a Centrifugo-style JSON configuration")
    parser.add_argument("--host", help="address to listen on (default: the configuration's, or 127.0.0.1)")
    parser.add_argument("--port", type=int, help="TCP port (default: the configuration's, or 8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the port; more than 1 need Redis")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM (0); a configuration that cannot be used stops the start (2)."""
    # By name: the kernel knows no engine.
    main = importlib.import_module("channels.standalone.main")
    if args.workers > 1:
        host, port = main.address(args.config, args.host, args.port)
        return run_workers([NAME, "--config", str(args.config.resolve())], args.workers, host, port)
    fd = os.environ.get(LISTEN_FD)
    code: int = main.serve(args.config, args.host, args.port, None if fd is None else int(fd))
    return code
