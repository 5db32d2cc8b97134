"""``bench NAME``: measure on this machine; every table says what was run."""

from __future__ import annotations

import argparse
import importlib
import pkgutil

NAME = "bench"
HELP = (
    "measure on this machine: commands, fanout, idle, storm, latency, faults, registrations, resources, voice, lobby, "
    "rules, conditions, timers, alerts, flood, exports, readings"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Which bench; the rest is its own."""
    parser.add_argument("name", help="a module of bench/")
    parser.add_argument("options", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    """Run it."""
    package = importlib.import_module("bench")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.ispkg)
    main = getattr(importlib.import_module(f"bench.{args.name}"), "main", None) if args.name in names else None
    if main is None:
        print(f"there is no bench {args.name}; docs/performance.md shows them")
        return 2
    code: int = main(args.options)
    return code
