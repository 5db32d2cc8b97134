"""``check``: lint, types, contracts, generated files, unit tests."""

import argparse
import sys
import time

from hub.boot.errors import CannotStartError
from hub.boot.layout import here
from hub.boot.say import say
from hub.boot.web import ensure_web_tools
from hub.checks.gate import Outcome, python_steps, run_steps, web_steps

NAME = "check"
HELP = "lint, types, import contracts, generated files and unit tests (at most 2 minutes)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which half, when not both."""
    parser.add_argument("--no-web", action="store_true", help="leave the web apps out")


def run(args: argparse.Namespace) -> int:
    """Run every step; 1 when one failed, 2 when they could not be prepared."""
    began = time.monotonic()
    try:
        node = None if args.no_web else ensure_web_tools(here())
    except CannotStartError as error:
        say(str(error))
        return 2
    steps = [*(web_steps(here(), node) if node else []), *python_steps(here())]
    failed = []
    for outcome in run_steps(steps):
        _line(f"{'failed' if outcome.code else 'ok':<7} {outcome.step.name:<18} {outcome.seconds:6.1f} s")
        if outcome.code:
            failed.append(outcome)
    for outcome in failed:
        _tell(outcome)
    verdict = f"{len(failed)} of {len(steps)} failed" if failed else f"all {len(steps)} passed"
    _line(f"check: {verdict} in {time.monotonic() - began:.1f} s")
    return 1 if failed else 0


def _tell(outcome: Outcome) -> None:
    _line(f"\n--- {outcome.step.name} (exit code {outcome.code})\n{outcome.output.rstrip()}\n")


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
