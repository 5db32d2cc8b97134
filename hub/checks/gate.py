"""Running the steps of `check` side by side."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from hub.boot.layout import Layout
from hub.boot.node import Node

AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the gate."""

    name: str
    argv: Sequence[str]
    cwd: Path
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended, after how many seconds, and what it said."""

    step: Step
    code: int
    seconds: float
    output: str


def python_steps(layout: Layout) -> list[Step]:
    """The steps over the Python code, the long ones first so that the short ones fill the gaps."""
    commands = {
        "unit tests": ("pytest", "-q", "-m", "not slow and not parts", "-n", "2", "--dist", "loadscope"),
        "mypy": ("mypy",),
        "generated files": ("hub", "schema", "--check"),
        "ruff check": ("ruff", "check", "."),
        "ruff format": ("ruff", "format", "--check", "."),
        "house rules": ("hub.checks.house_rules",),
    }
    steps = [Step(name, (sys.executable, "-m", *words), layout.root) for name, words in commands.items()]
    contracts = (sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo")
    return [*steps, Step("import contracts", contracts, layout.root)]


def web_steps(layout: Layout, node: Node) -> list[Step]:
    """The steps over the web apps, as their package.json names them."""
    scripts = {"eslint": "lint", "tsc": "typecheck", "vitest": "test"}
    return [
        Step(name, (*node.npm, "run", "--silent", script), layout.web, {**node.extra, "CI": "1"})
        for name, script in scripts.items()
    ]


def run_steps(steps: Sequence[Step]) -> Iterable[Outcome]:
    """Run all steps, two at a time, and yield each as it ends."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in as_completed([pool.submit(_run, step) for step in steps]):
            yield done.result()


def _run(step: Step) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603  the commands are our own
        step.argv,
        cwd=step.cwd,
        env={**os.environ, **step.extra},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return Outcome(step, done.returncode, time.monotonic() - began, done.stdout)
