"""The Python environment: made once, brought in line with the lock file whenever that changed."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

from hub.boot import debian
from hub.boot.errors import CannotStartError
from hub.boot.layout import Layout, home_is_usable
from hub.boot.say import say
from hub.boot.stamp import alone, digest_files, read_stamp, write_stamp
from hub.boot.tool import run_tool

Kind = Literal["runtime", "dev"]


def ensure_packages(layout: Layout, kind: Kind) -> None:
    """Make `.venv` hold exactly the locked packages of `kind`; costs two file reads when it already does.

    The packages for development contain those of the runtime, so an environment made for development serves both.
    """
    if _is_current(layout, kind):
        return
    with alone(layout.cache / "packages.lock", "installing Python packages"):
        if not _is_current(layout, kind):
            _install(layout, kind)


def uv(layout: Layout) -> tuple[Path, dict[str, str]]:
    """The installer and the settings to call it with; it is fetched first where it is missing."""
    stamp = layout.boot_venv / "stamp.json"
    wanted = {"lock": digest_files(layout.root, [layout.lock("boot")])}
    program = layout.boot_venv / "bin" / "uv"
    if read_stamp(stamp) != wanted or not program.exists():
        _fetch_uv(layout)
        write_stamp(stamp, wanted)
    extra = {"UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}
    if "UV_CACHE_DIR" not in os.environ and not home_is_usable():
        extra["UV_CACHE_DIR"] = str(layout.cache / "uv")
    return program, extra


def _stamp(layout: Layout) -> Path:
    return layout.venv / "carewire-stamp.json"


def _wanted(layout: Layout, kind: str) -> dict[str, str]:
    # The interpreter is part of the stamp: after a system upgrade the same name may mean another Python.
    return {
        "kind": kind,
        "lock": digest_files(layout.root, [layout.lock(kind)]),
        "python": os.path.realpath(layout.python),
    }


def _is_current(layout: Layout, kind: Kind) -> bool:
    if not layout.python.exists():
        return False
    made = read_stamp(_stamp(layout))
    return made.get("kind") in {kind, "dev"} and made == _wanted(layout, made["kind"])


def _install(layout: Layout, kind: Kind) -> None:
    made = read_stamp(_stamp(layout))
    say("installing Python packages…" if made else "installing Python packages (first start only)…")
    if made.get("python") not in {None, os.path.realpath(layout.python)} or not _answers(layout.python):
        _make_venv(layout)
    program, extra = uv(layout)
    chosen = "dev" if made.get("kind") == "dev" else kind
    command: list[str | Path] = [
        program,
        "pip",
        "sync",
        "--quiet",
        "--require-hashes",
        # Else each process would compile what it imports at each start, wherever it may not write beside the sources.
        "--compile-bytecode",
        "--python",
        layout.python,
        layout.lock(chosen),
    ]
    run_tool("安装 Python 包 install Python packages", command, cwd=layout.root, extra=extra)
    write_stamp(_stamp(layout), _wanted(layout, chosen))


def _answers(python: Path) -> bool:
    """Whether the environment's interpreter starts and is new enough."""
    if not python.exists():
        return False
    probe = [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0  # noqa: S603  our own interpreter


def _make_venv(layout: Layout) -> None:
    _need_ensurepip()
    if layout.venv.exists():
        shutil.rmtree(layout.venv)
    command: list[str | Path] = [sys.executable, "-m", "venv", "--without-pip", layout.venv]
    run_tool("创建 .venv create .venv", command, cwd=layout.root, extra={})


def _fetch_uv(layout: Layout) -> None:
    _need_ensurepip()
    make: list[str | Path] = [layout.python, "-m", "venv", "--clear", layout.boot_venv]
    run_tool("创建安装环境 create the installer's environment", make, cwd=layout.root, extra={})
    pip: list[str | Path] = [
        layout.boot_venv / "bin" / "python",
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ]
    options = ["--require-hashes", "--only-binary", ":all:", *([] if home_is_usable() else ["--no-cache-dir"])]
    command: list[str | Path] = [*pip, "install", *options, "-r", layout.lock("boot")]
    extra = {"PIP_ROOT_USER_ACTION": "ignore"}
    run_tool("下载安装工具 uv fetch the installer uv", command, cwd=layout.root, extra=extra)


def _need_ensurepip() -> None:
    """Debian ships Python without the part that makes environments; install it as root, else name the command."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    if not debian.present():
        raise CannotStartError(
            "此 Python 缺少 venv/ensurepip 模块。/ This Python lacks the modules venv and ensurepip: "
            "install a complete Python 3.11 or newer."
        )
    debian.ensure([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
