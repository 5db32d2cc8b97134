"""The embedded PostgreSQL."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from hub.embedded.account import Account, account_for_parts
from hub.embedded.binaries import postgres_binaries
from hub.embedded.cluster import DATABASE, ROLE, SERVER_ENVIRONMENT, ensure_cluster, ensure_password
from hub.embedded.leftovers import wait_for_leftovers
from hub.embedded.part import Running, open_log, start_part
from hub.embedded.place import open_home
from hub.embedded.sockets import socket_folder
from hub.embedded.spawn import Process, spawn

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "jit": "off",
    "synchronous_commit": "on",
    # Statements and row contents may hold personal data; the log gets neither.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# Line 8 of postmaster.pid holds the server's state (src/include/utils/pidfile.h).
STATE_LINE = 7


@dataclass(slots=True)
class Postgres:
    """A PostgreSQL server with all it owns in one folder; `settings` overrule ours (tests switch `fsync` off)."""

    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    account: Account = field(default_factory=account_for_parts)
    name: str = "PostgreSQL"
    stop_signal: signal.Signals = signal.SIGINT  # "fast": sessions are ended, then a clean shutdown
    _binaries: Path | None = None
    _sockets: Path | None = None
    _password: str = field(default="", repr=False)

    @property
    def cluster(self) -> Path:
        """The database files."""
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        """The server's own log, beside the data."""
        return self.home / "server.log"

    @property
    def url(self) -> str:
        """The address for SQLAlchemy with asyncpg; known after `prepare`."""
        return f"postgresql+asyncpg://{ROLE}:{self._password}@/{DATABASE}?host={quote(str(self._sockets), safe='/')}"

    def prepare(self) -> None:
        """Find the programs, make the cluster, the password and the socket folder where they are missing."""
        open_home(self.home, self.account)
        self._binaries = postgres_binaries(self.account)
        self._password = ensure_password(self.home / "password")
        durable = self.settings.get("fsync") != "off"
        ensure_cluster(self._binaries, self.cluster, self._password, self.account, durable=durable)
        self._sockets = socket_folder(self.home, self.account)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server; waits first for one that an earlier run left and that is still stopping."""
        if self._binaries is None:
            raise RuntimeError("prepare() comes first")
        wait_for_leftovers(self.cluster.resolve(), "postgres")
        if sys.platform == "linux":
            # Nobody works on the cluster now, whatever the file says; its process number may be a stranger's today.
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        chosen = {**SETTINGS, "unix_socket_directories": str(self._sockets), **self.settings}
        options = [word for key, value in chosen.items() for word in ("-c", f"{key}={value}")]
        with open_log(self.log) as log:
            return spawn(
                [self._binaries / "postgres", "-D", self.cluster, *options],
                env=SERVER_ENVIRONMENT,
                cwd=Path("/"),
                dies_with=signal.SIGINT,
                account=self.account,
                output=log,
            )

    def ready(self, process: Process) -> bool:
        """Whether this process takes connections, as it writes itself into its pid file (as `pg_ctl` reads it)."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > STATE_LINE and lines[0] == str(process.pid) and lines[STATE_LINE].strip() == "ready"


def start(data_dir: Path, settings: Mapping[str, str] | None = None) -> Running:
    """Start PostgreSQL on `data_dir` (made when missing) and return when it serves.

    The address has the role and database `carewire`; the role is a superuser of this server. Main thread only. Raises
    EmbeddedPartError.
    """
    return start_part(Postgres(data_dir.resolve(), settings or {}), data_dir.resolve())
