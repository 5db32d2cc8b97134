"""``schema``: write OpenAPI and the TypeScript types that follow from the declarations."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from hub.boot.layout import Layout
from hub.boot.node import find_node
from hub.boot.tool import tool_environment
from hub.boot.web import ensure_web_tools
from hub.module import discover
from hub.openapi import document

NAME = "schema"
HELP = "generate OpenAPI and the TypeScript client's types"
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "web" / "src" / "generated"


def configure(parser: argparse.ArgumentParser) -> None:
    """Write, or only compare."""
    parser.add_argument("--check", action="store_true", help="fail when the files are not what they should be")


def run(args: argparse.Namespace) -> int:
    """Generate both files; with ``--check`` name those that differ and end with 1."""
    openapi = document(discover())
    files = {FOLDER / "openapi.json": openapi, FOLDER / "api.d.ts": _types(openapi)}
    stale = [path for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text]
    if args.check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale: run `python3 -m hub schema`", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(files[path], "utf-8")
    return 0


def _types(openapi: str) -> str:
    """What openapi-typescript makes of the document."""
    layout = Layout(ROOT)
    ensure_web_tools(layout)
    node = find_node(layout)
    command = [*node.npm, "exec", "--no", "--prefix", str(ROOT / "web"), "--", "openapi-typescript", "--immutable"]
    done = subprocess.run(  # noqa: S603 - our own tool from our own lock
        command,
        input=openapi,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / "web",
        env=tool_environment(node.extra),
    )
    return done.stdout
