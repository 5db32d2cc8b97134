"""Environments for the peers: Python packages, npm packages, unpacked Debian packages, Go programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.peers.peer import CannotRunError
from hub.boot.tool import tool_environment

LAST_WORDS = 160


def python_packages(folder: Path, packages: Sequence[str]) -> Path:
    """A virtual environment with these packages; its `bin` folder."""
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", folder], {})
        _run([folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *packages], {})
        (folder / "complete").touch()
    return folder / "bin"


def python_versions(folder: Path, packages: Sequence[str]) -> str:
    """`name version` of each of these packages."""
    program = (
        "import sys; from importlib.metadata import version\n"
        "print(', '.join(f'{n} {version(n)}' for n in sys.argv[1:]), end='; Python ' + sys.version.split()[0])"
    )
    return _run([folder / "bin" / "python", "-c", program, *packages], {}).strip()


def npm_package(folder: Path, package: str) -> str:
    """Install one npm package; returns its version and Node's. Raises CannotRunError without Node."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise CannotRunError("there is no Node here")
    described = folder / "node_modules" / package / "package.json"
    if not described.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run([npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", package], {})
    version = json.loads(described.read_text("utf-8"))["version"]
    return f"{package} {version}; Node {_run([node, '--version'], {}).strip().removeprefix('v')}"


def debian_packages(folder: Path, packages: Sequence[str]) -> Path:
    """Unpack Debian packages below `folder` without installing them; the root of what was unpacked."""
    root = folder / "root"
    if not (folder / "complete").exists():
        if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
            raise CannotRunError("this is not a Debian system")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _run(["apt-get", "download", *packages], {}, cwd=folder)
        for package in folder.glob("*.deb"):
            _run(["dpkg-deb", "--extract", package, root], {})
        (folder / "complete").touch()
    return root


def debian_versions(folder: Path) -> str:
    """`name version` of the packages that were unpacked."""
    parts = (file.name.split("_") for file in sorted(folder.glob("*.deb")))
    return ", ".join(f"{name} {version.replace('%3a', ':')}" for name, version, _ in parts)


def go_program(folder: Path, package: str, name: str) -> Path:
    """Build a Go program; where it lies. Raises CannotRunError without Go."""
    go = shutil.which("go")
    program = folder / name
    if not program.exists():
        if go is None:
            raise CannotRunError("there is no Go tool chain here")
        folder.mkdir(parents=True, exist_ok=True)
        _run([go, "install", package], {"GOBIN": str(folder)})
    return program


def output(argv: Sequence[str | Path]) -> str:
    """What a program prints. Raises CannotRunError when it fails."""
    return _run(argv, {})


def _run(argv: Sequence[str | Path], extra: Mapping[str, str], cwd: Path | None = None) -> str:
    done = subprocess.run(  # noqa: S603 - our own lists of words
        [str(word) for word in argv],
        cwd=cwd,
        env=tool_environment({**extra, "LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        # Addresses of registries and proxies say nothing about the peer and belong to the machine, not to a table.
        said = re.sub(r"https?://\S+", "…", done.stderr.strip() or done.stdout.strip())
        words = " ".join(said.split())[-LAST_WORDS:]
        raise CannotRunError(f"`{Path(argv[0]).name} {argv[1]}` failed: {words}")
    return done.stdout
