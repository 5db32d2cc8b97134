"""The options that all benches with peers share."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from bench.peers.catalogue import NoSuchPeerError, selected


def parser(name: str, text: str | None) -> argparse.ArgumentParser:
    """A parser with `--only`, `--cache` and `--json`."""
    made = argparse.ArgumentParser(prog=f"bench {name}", description=text)
    made.add_argument("--only", type=_names, help="peers by name, separated by commas; all by default")
    made.add_argument("--cache", type=Path, default=default_cache(), help="where the peers are installed")
    made.add_argument("--json", type=Path, help="keep the figures in this file")
    return made


def default_cache() -> Path:
    """A folder of the user's cache."""
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "carewire-bench"


def _names(said: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in said.split(",") if name.strip())
    try:
        selected(names)
    except NoSuchPeerError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem
    return names
