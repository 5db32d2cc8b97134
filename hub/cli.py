"""The command line: every module in ``hub.verbs`` is one verb."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

import hub.verbs
from hub.settings import WrongSetting


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code is its own, 2 for a wrong command line or a setting that cannot be used."""
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser(_verbs(words[:1])).parse_args(words)
    try:
        code: int = arguments.run(arguments)
    except WrongSetting as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    return code


def _verbs(named: Sequence[str]) -> list[ModuleType]:
    """The verb that is named, alone: the others' imports take seconds. All of them when it is none, for the help."""
    every = sorted(module.name for module in pkgutil.iter_modules(hub.verbs.__path__))
    chosen = [name for name in every if name.replace("_", "-") in named] or every
    return [importlib.import_module(f"hub.verbs.{name}") for name in chosen]


def _parser(verbs: Sequence[ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="carewire", description="A real-time hub for hospitals.")
    choices = parser.add_subparsers(required=True, metavar="verb")
    for verb in verbs:
        choice = choices.add_parser(verb.NAME, help=verb.HELP, description=verb.HELP)
        verb.configure(choice)
        choice.set_defaults(run=verb.run)
    return parser
