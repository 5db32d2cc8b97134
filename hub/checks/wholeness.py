"""Things that are listed twice must agree: packages under contract, packages locked."""

import re
import tomllib
from pathlib import Path

# Folders with Python code that is not part of the product.
NOT_UNDER_CONTRACT = frozenset({"bench", "tests"})
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def disagreements(root: Path) -> list[str]:
    """Every place where two lists of the repository contradict each other, as one sentence each."""
    return [*_packages_without_contract(root), *_locks_apart(root)]


def _packages_without_contract(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    listed = set(project["tool"]["importlinter"]["root_packages"])
    there = {path.parent.name for path in root.glob("*/__init__.py")} - NOT_UNDER_CONTRACT
    return [f"{name}/ is not among the root_packages of the import contracts" for name in sorted(there - listed)]


def _locks_apart(root: Path) -> list[str]:
    """An environment for development must serve the runtime too, so its lock holds the same pins."""
    runtime, developer = (
        dict(PINNED.findall((root / name).read_text("utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    return [
        f"requirements-dev.lock has {name} {developer.get(name, 'not at all')}, requirements.lock has {version}"
        for name, version in sorted(runtime.items())
        if developer.get(name) != version
    ]
