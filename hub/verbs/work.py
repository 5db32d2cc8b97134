"""``work``: every role behind the scenes in one process; ``--only`` and ``--except`` pick some, for scale-out."""

from __future__ import annotations

import argparse

from hub.processes import run_roles

NAME = "work"
HELP = "run relay, feed, timers and the other roles in one process"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which roles."""
    parser.add_argument("--only", action="append", default=[], metavar="ROLE", help="run just this role (repeatable)")
    parser.add_argument(
        "--except", action="append", default=[], metavar="ROLE", dest="without", help="run all but this (repeatable)"
    )


def run(args: argparse.Namespace) -> int:
    """Work until stopped."""
    return run_roles(args.only, args.without)
