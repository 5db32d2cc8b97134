"""Size limits: small files because of small ideas."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

PYTHON_FILE_LINES = 400
PYTHON_FUNCTION_LINES = 40
TYPESCRIPT_FILE_LINES = 250
# Made by machines, or (migrations) a record of the past that nobody rewrites.
EXEMPT = frozenset({"migrations", "generated", "node_modules", "dist", "__pycache__"})


def too_large(root: Path) -> list[str]:
    """Every file and function over its limit, as `path:line: what`."""
    found = []
    for path in sorted(_files(root)):
        name = path.relative_to(root)
        if path.suffix == ".py":
            found += [f"{name}:{line}" for line in python_faults(path.read_text("utf-8"))]
        elif (lines := len(path.read_text("utf-8").splitlines())) > TYPESCRIPT_FILE_LINES:
            found.append(f"{name}:1: {lines} lines, at most {TYPESCRIPT_FILE_LINES}")
    return found


def python_faults(source: str) -> list[str]:
    """What is too large in one Python file, as `line: what`; a function counts from `def` to its last line."""
    faults = []
    if (lines := len(source.splitlines())) > PYTHON_FILE_LINES:
        faults.append(f"1: {lines} lines, at most {PYTHON_FILE_LINES}")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > PYTHON_FUNCTION_LINES:
                faults.append(f"{node.lineno}: {node.name} has {lines} lines, at most {PYTHON_FUNCTION_LINES}")
    return faults


def _files(root: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in EXEMPT and not name.startswith((".", "dist."))]
        yield from (Path(parent, name) for name in files if name.endswith((".py", ".ts", ".tsx")))
