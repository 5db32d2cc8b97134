"""Source packages from PyPI, fetched once and kept in the user's cache."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

from hub.boot.layout import here, home_is_usable
from hub.boot.packages import uv
from hub.boot.tool import tool_environment


def unpacked(name: str, version: str, into: Path) -> Path:
    """Unpack a package's sources below `into`; where they lie."""
    folder = _cache() / f"{name}-{version}"
    if not list(folder.glob("*.tar.gz")):
        _fetch(f"{name}=={version}", folder)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    (root,) = into.iterdir()
    return root


def _cache() -> Path:
    said = os.environ.get("XDG_CACHE_HOME")
    if not said and not home_is_usable():
        return here().cache / "tests"
    return (Path(said) if said else Path.home() / ".cache") / "carewire-tests"


def _fetch(what: str, folder: Path) -> None:
    # The environment of the installer has pip too, which unlike uv can download without installing.
    uv(here())
    pip = [here().boot_venv / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    words = ["download", "--no-deps", "--no-binary", ":all:", "--dest", folder, what]
    done = subprocess.run(
        [str(word) for word in (*pip, *words)],
        env=tool_environment({}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{what} could not be fetched: {done.stderr[-2000:]}"
