"""``bench NAME``: measure on this machine; every table says what was run."""

from __future__ import annotations

import argparse
import importlib
import pkgutil

NAME = "bench"
HELP = "measure on this machine: `bench commands`"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which bench; the rest is its own."""
    parser.add_argument("name", help="a module of bench/")
    parser.add_argument("options", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    """Run it."""
    package = importlib.import_module("bench")
    names = {m.name for m in pkgutil.iter_modules(package.__path__)}
    if args.name not in names:
        print(f"there is no bench {args.name}")
        return 2
    code: int = importlib.import_module(f"bench.{args.name}").main(args.options)
    return code
