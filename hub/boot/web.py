"""The web apps: their packages and their build, each redone only when its sources changed.

A build goes to a folder beside the served one and takes its place when it is whole, so a killed build leaves the old
pages (or none), never half of the new ones.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from hub.boot.layout import Layout
from hub.boot.node import Node, find_node
from hub.boot.say import say
from hub.boot.stamp import alone, digest_files, read_stamp, write_stamp
from hub.boot.tool import run_tool

NOT_SOURCES = frozenset({"node_modules", "coverage", "test-results", ".vite"})
STAMP = ".carewire-stamp.json"


def ensure_web(layout: Layout) -> None:
    """Bring `web/dist` in line with the sources; without `web/package.json` there is nothing to do."""
    if not _has_web(layout):
        return
    if _build_is_current(layout):
        return
    with alone(layout.cache / "web.lock", "building the web apps"):
        if not _build_is_current(layout):
            node = _ensure_node_modules(layout)
            _build(layout, node)


def ensure_web_tools(layout: Layout) -> Node | None:
    """Install the web apps' packages without building (for linters and unit tests); None when there are no web apps."""
    if not _has_web(layout):
        return None
    with alone(layout.cache / "web.lock", "building the web apps"):
        return _ensure_node_modules(layout)


def _has_web(layout: Layout) -> bool:
    return all((layout.web / name).exists() for name in ("package.json", "package-lock.json"))


def _sources(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_SOURCES and not name.startswith("dist")]
        yield from (Path(parent, name) for name in files)


def _build_wanted(layout: Layout) -> dict[str, str]:
    return {"sources": digest_files(layout.web, _sources(layout.web))}


def _build_is_current(layout: Layout) -> bool:
    return read_stamp(layout.web / "dist" / STAMP) == _build_wanted(layout)


def _ensure_node_modules(layout: Layout) -> Node:
    node = find_node(layout)
    locks = [path for path in (layout.web / "package.json", layout.web / "package-lock.json") if path.exists()]
    wanted = {"lock": digest_files(layout.web, locks), "npm": node.npm[0]}
    stamp = layout.web / "node_modules" / STAMP
    if read_stamp(stamp) != wanted:
        say("installing web packages (first start only)…")
        run_tool("安装网页依赖 install web packages", [*node.npm, "ci"], cwd=layout.web, extra=node.extra)
        write_stamp(stamp, wanted)
    return node


def _build(layout: Layout, node: Node) -> None:
    say("building the web apps…")
    wanted = _build_wanted(layout)
    fresh, old, served = (layout.web / name for name in ("dist.fresh", "dist.old", "dist"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    command: list[str | Path] = [*node.npm, "run", "build", "--", "--outDir", fresh, "--emptyOutDir"]
    run_tool("构建网页 build the web apps", command, cwd=layout.web, extra=node.extra)
    write_stamp(fresh / STAMP, wanted)
    if served.exists():
        served.rename(old)
    fresh.rename(served)
    shutil.rmtree(old, ignore_errors=True)
