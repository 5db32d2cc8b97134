"""The embedded Valkey."""

import os
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from hub.embedded.account import Account, account_for_parts
from hub.embedded.binaries import valkey_binary
from hub.embedded.leftovers import wait_for_leftovers
from hub.embedded.part import Running, open_log, start_part
from hub.embedded.place import open_home
from hub.embedded.sockets import socket_folder
from hub.embedded.spawn import Process, spawn

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    # The bus must never lose an entry silently: a full memory refuses writes instead.
    "maxmemory-policy": "noeviction",
    "daemonize": "no",
}
ANSWER_WITHIN_S = 0.2


@dataclass(slots=True)
class Valkey:
    """A Valkey server with all it owns in one folder."""

    home: Path
    account: Account = field(default_factory=account_for_parts)
    name: str = "Valkey"
    stop_signal: signal.Signals = signal.SIGTERM  # writes out the append-only file first
    _binary: Path | None = None
    _sockets: Path | None = None

    @property
    def data(self) -> Path:
        """The append-only files."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's own log, beside the data."""
        return self.home / "server.log"

    @property
    def socket(self) -> Path:
        """The unix socket; known after `prepare`."""
        if self._sockets is None:
            raise RuntimeError("prepare() comes first")
        return self._sockets / "v.sock"

    @property
    def url(self) -> str:
        """The address for redis-py; known after `prepare`."""
        return f"unix://{self.socket}"

    def prepare(self) -> None:
        """Find the program, make the folders where they are missing."""
        open_home(self.home, self.account)
        self._binary = valkey_binary(self.account)
        self.account.make_private(self.data)
        self._sockets = socket_folder(self.home, self.account)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server; waits first for one that an earlier run left: two would spoil the append-only file."""
        if self._binary is None:
            raise RuntimeError("prepare() comes first")
        wait_for_leftovers(self.data.resolve(), "valkey-server")
        chosen = {**SETTINGS, "dir": str(self.data), "unixsocket": str(self.socket)}
        options = [word for key, value in chosen.items() for word in (f"--{key}", value)]
        with open_log(self.log) as log:
            return spawn(
                [self._binary, *options],
                env={"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.defpath},
                cwd=Path("/"),
                dies_with=signal.SIGTERM,
                account=self.account,
                output=log,
            )

    def ready(self, process: Process) -> bool:
        """Whether the server answers PING; while it loads its data it answers with an error instead."""
        if process.poll() is not None:
            return False
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_WITHIN_S)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:  # not listening yet, or too busy to answer: asked again soon
                return False


def start(data_dir: Path) -> Running:
    """Start Valkey on `data_dir` (made when missing) and return when it serves.

    Main thread only. Raises EmbeddedPartError.
    """
    return start_part(Valkey(data_dir.resolve()), data_dir.resolve())
