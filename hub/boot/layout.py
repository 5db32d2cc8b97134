"""Where the pieces of a clone lie."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one clone, all below `root`."""

    root: Path

    @property
    def venv(self) -> Path:
        """The virtual environment that the program runs in."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.venv / "bin" / "python"

    @property
    def boot_venv(self) -> Path:
        """A second, tiny environment that holds only the installer, so that a sync of the first keeps it."""
        return self.venv / "boot"

    @property
    def node(self) -> Path:
        """Where Node is unpacked when the system has none."""
        return self.venv / "node"

    @property
    def cache(self) -> Path:
        """Locks, and downloads when the home directory cannot be written."""
        return self.root / ".carewire-cache"

    @property
    def web(self) -> Path:
        """The web apps' sources."""
        return self.root / "web"

    def lock(self, name: str) -> Path:
        """A lock file of packages: `runtime`, `dev`, `boot` or `node`."""
        return self.root / ("requirements.lock" if name == "runtime" else f"requirements-{name}.lock")


def here() -> Layout:
    """The clone that this very file belongs to."""
    return Layout(Path(__file__).resolve().parents[2])


def home_is_usable() -> bool:
    """Whether downloads may be cached below HOME: it is set, exists and can be written."""
    home = os.environ.get("HOME", "")
    return home != "" and Path(home).is_dir() and os.access(home, os.W_OK | os.X_OK)
