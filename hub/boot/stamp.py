"""Stamps: a step remembers what it was made from, and is skipped while that has not changed."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hub.boot.say import say


def digest_files(root: Path, files: Iterable[Path]) -> str:
    """SHA-256 over the names (relative to `root`) and contents of the files, in sorted order."""
    total = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes()
        total.update(f"{file.relative_to(root)}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def read_stamp(path: Path) -> dict[str, str]:
    """The stamp's entries; empty when there is none or it was cut short."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def write_stamp(path: Path, entries: Mapping[str, str]) -> None:
    """Write the stamp in one step: it is whole or not there."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_text(json.dumps(dict(entries), sort_keys=True), "utf-8")
    partial.replace(path)


@contextmanager
def alone(lock: Path, doing: str) -> Iterator[None]:
    """Let one process at a time through, and tell the others what they wait for."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another start is {doing}; waiting for it…")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
