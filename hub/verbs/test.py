"""``test``: everything that the tests need, then the tests."""

import argparse
import os
import sys
from typing import NoReturn

from hub.boot import debian
from hub.boot.enter import PREPARED
from hub.boot.errors import CannotStartError
from hub.boot.layout import here
from hub.boot.say import say

NAME = "test"
HELP = "set up what the tests need and run them (arguments go to pytest)"
# The whole suite on both cores of a small machine; a module stays together, for what its tests share is costly to make.
WHOLE_SUITE = ("-n", "2", "--dist", "loadscope")


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything after the verb is pytest's, options included."""
    parser.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="passed on to pytest, e.g. tests/hub -k relay")
    # No character starts an option of ours, or argparse would refuse pytest's.
    parser.prefix_chars = "\0"


def run(args: argparse.Namespace) -> int:
    """Become pytest: its closing line and its exit code; 2 when system packages are missing."""
    try:
        if debian.present():
            debian.ensure(debian.TEST_PACKAGES)
    except CannotStartError as error:
        say(str(error))
        return 2
    return _become_pytest(args.pytest or list(WHOLE_SUITE))


def _become_pytest(chosen: list[str]) -> NoReturn:
    environment = {key: value for key, value in os.environ.items() if key != PREPARED}
    os.chdir(here().root)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *chosen], environment)  # noqa: S606  our own interpreter
