"""``test``: everything that the tests need, then the tests."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from hub.boot import debian
from hub.boot.enter import PREPARED
from hub.boot.errors import CannotStartError
from hub.boot.layout import here
from hub.boot.say import say

NAME = "test"
HELP = "set up what the tests need and run them (arguments go to pytest)"
# The whole suite on both cores of a small machine; a module stays together, for what its tests share is costly to make.
# Soak and load are run by name or with `-m soak`: the whole has 25 minutes.
WHOLE_SUITE = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", "-m", "not soak")
# What is broken breaks again; what only fails beside two full cores is said aloud and looked at once more. Many
# failures are no accident and get no second look.
FEW = 5
TESTS_FAILED = 1
CACHE = Path(".pytest_cache/v/cache/lastfailed")


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything after the verb is pytest's, options included."""
    parser.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="passed on to pytest, e.g. tests/hub -k relay")
    # No character starts an option of ours, or argparse would refuse pytest's.
    parser.prefix_chars = "\0"


def run(args: argparse.Namespace) -> int:
    """Chosen tests: become pytest. The whole suite: docs/decisions/0010; 2 when system packages are missing."""
    try:
        if debian.present():
            debian.ensure(debian.TEST_PACKAGES)
    except CannotStartError as error:
        say(str(error))
        return 2
    os.chdir(here().root)
    if args.pytest:
        return _become_pytest(args.pytest)
    code = subprocess.run(_pytest(WHOLE_SUITE), env=_environment(), check=False).returncode  # noqa: S603  our own
    failed = failures(here().root / CACHE)
    if not worth_a_second_look(code, failed):
        return code
    say("These failed beside the others; each once more, alone, and that counts:")
    for name in failed:
        say(f"  unsteady? {name}")
    return _become_pytest(["--last-failed"])


def failures(cache: Path) -> list[str]:
    """The tests that failed in the run before, by pytest's own note."""
    return sorted(json.loads(cache.read_text("utf-8"))) if cache.exists() else []


def worth_a_second_look(code: int, failed: Sequence[str]) -> bool:
    """Whether a run that ended with ``code`` and these failures is worth repeating them."""
    return code == TESTS_FAILED and 0 < len(failed) <= FEW


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != PREPARED}


def _pytest(chosen: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *chosen]


def _become_pytest(chosen: Sequence[str]) -> NoReturn:
    sys.stdout.flush()
    os.execve(sys.executable, _pytest(chosen), _environment())  # noqa: S606  our own interpreter
