"""System packages on Debian and Ubuntu: root installs what is missing, everyone else is told the one command."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from hub.boot.errors import CannotStartError
from hub.boot.say import say
from hub.boot.tool import tool_environment

# What the tests of the whole need beside Python and Node: a browser, a font that can draw Chinese, and Redis itself
# (its server and Sentinel lie in this package; the others only start services).
TEST_PACKAGES = ("chromium", "chromium-headless-shell", "fonts-wqy-microhei", "redis-tools")


def present() -> bool:
    """Whether this system is managed by apt."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None


def ensure(packages: Sequence[str]) -> None:
    """Install the packages that are missing.

    Raises CannotStartError with the command to type when we are not root, or with apt's last lines when it fails.
    """
    missing = [name for name in packages if not _installed(name)]
    if not missing:
        return
    if os.geteuid() != 0:
        raise CannotStartError(
            f"缺少系统软件包 {' '.join(missing)}，请运行：/ System packages are missing; run:\n"
            f"    sudo apt-get update && sudo apt-get install -y {' '.join(missing)}"
        )
    say(f"installing Debian packages: {' '.join(missing)}…")
    _apt("update")
    _apt("install", "-y", "--no-install-recommends", *missing)


def _installed(name: str) -> bool:
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}", name]
    done = subprocess.run(query, check=False, capture_output=True, text=True)  # noqa: S603  our own list of names
    return done.returncode == 0 and done.stdout.strip() == "installed"


def _apt(*words: str) -> None:
    done = subprocess.run(  # noqa: S603  our own list of names
        ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *words],  # noqa: S607  apt-get of the system
        check=False,
        env=tool_environment({"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        tail = "\n".join(done.stdout.strip().splitlines()[-10:])
        raise CannotStartError(f"apt-get {words[0]} 失败。/ apt-get {words[0]} failed:\n{tail}")
