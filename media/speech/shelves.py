"""Finished sentences on disk, shared by the processes of a machine and bounded in size and age.

What is kept may name a patient: files carry no readable name, are readable by us alone, and go after a day.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
import os
import tempfile
from pathlib import Path
from typing import Final

from hub.clock import Clock
from media.ports import Sound

log = logging.getLogger(__name__)

MOST_BYTES: Final = 64 * 1024 * 1024
LONGEST_KEPT: Final = 24 * 3600.0
SUFFIX: Final = ".sound"


class NoShelf:
    """Keeps nothing: for a process without a data folder. See ``media.ports.Shelf``."""

    def find(self, engine: str, text: str) -> Sound | None:
        """Never anything."""
        del engine, text
        return None

    def keep(self, engine: str, text: str, sound: Sound) -> None:
        """Not kept."""
        del engine, text, sound


class DiskShelf:
    """See ``media.ports.Shelf``. Files appear whole or not at all, so that several processes may share the folder."""

    def __init__(self, folder: Path, secret: str, clock: Clock, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._secret, self._clock, self._most = folder, secret.encode(), clock, most_bytes

    def find(self, engine: str, text: str) -> Sound | None:
        """See ``media.ports.Shelf``."""
        file = self._file(engine, text)
        try:
            content = file.read_bytes()
            self._used(file)
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("speech shelf cannot be read", extra={"error": type(error).__name__})
            return None
        kind, _, data = content.partition(b"\n")
        return Sound(kind.decode(), data)

    def keep(self, engine: str, text: str, sound: Sound) -> None:
        """See ``media.ports.Shelf``; a full disk is told and costs only time."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self._folder, prefix="new-")
            with os.fdopen(handle, "wb") as file:
                file.write(sound.content_type.encode() + b"\n" + sound.data)
            self._used(Path(partial))
            Path(partial).replace(self._file(engine, text))
            self._tidy()
        except OSError as error:
            log.warning("speech shelf cannot be written", extra={"error": type(error).__name__})

    def _file(self, engine: str, text: str) -> Path:
        digest = hmac.new(self._secret, f"{engine}\0{text}".encode(), hashlib.sha256).hexdigest()
        return self._folder / f"{digest}{SUFFIX}"

    def _used(self, file: Path) -> None:
        now = self._clock().timestamp()
        os.utime(file, (now, now))

    def _tidy(self) -> None:
        """Take away what is old, then what was not asked for longest, until the rest fits."""
        found, now = [], self._clock().timestamp()
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):  # another process tidies as well
                    stat = entry.stat()
                    found.append((stat.st_mtime, stat.st_size, Path(entry.path)))
        total = 0
        for used, size, path in sorted(found, reverse=True):
            total += size
            if total > self._most or now - used > LONGEST_KEPT:
                path.unlink(missing_ok=True)
