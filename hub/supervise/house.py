"""Everything of one machine, in order: parts, tables, demo, roles, ready."""

import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.boot.enter import PREPARED
from hub.embedded.part import Part
from hub.embedded.postgres import Postgres
from hub.embedded.spawn import Process
from hub.embedded.valkey import Valkey
from hub.supervise.kept import Kept
from hub.supervise.probe import ReadyProbe
from hub.supervise.supervisor import Supervisor

PARTS_WITHIN_S = 120.0
STEP_WITHIN_S = 300.0
READY_WITHIN_S = 60.0
# Who uses whom decides the order of the stop.
RANKS = {"PostgreSQL": 0, "Valkey": 1}
RANK_OF_ROLES = 2

Begin = Callable[[Sequence[str], Mapping[str, str], Sequence[int]], Process]
"""Starts a child that carries out a verb with its options, in this environment, with these open descriptors."""


@dataclass(slots=True)
class House:
    """The processes of one machine under one supervisor, and the settings that they are started with."""

    supervisor: Supervisor
    env: dict[str, str]
    line: socket.socket
    begin: Begin

    def start_parts(self, folder: Path, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Start the embedded parts whose URL is not set, together, and add their URLs to the settings.

        ``meanwhile``: what takes a while too and needs none of them.
        """
        parts: dict[str, Part] = {}
        if not self.env.get("CAREWIRE_DATABASE_URL"):
            parts["CAREWIRE_DATABASE_URL"] = Postgres(folder / "postgres")
        if not self.env.get("CAREWIRE_REDIS_URL"):
            parts["CAREWIRE_REDIS_URL"] = Valkey(folder / "valkey")
        kept = []
        for setting, part in parts.items():
            part.prepare()
            self.env[setting] = part.url
            kept.append(Kept(part.name, part.spawn, part.ready, RANKS[part.name], part.stop_signal))
            self.supervisor.keep(kept[-1])
        meanwhile()
        names = " + ".join(part.name for part in parts.values())
        self.supervisor.until(lambda: all(one.serving for one in kept), what=names, within=PARTS_WITHIN_S)

    def run_step(self, verb: str) -> None:
        """Run a verb to its end before going on."""
        self.supervisor.step(verb, self._child((verb,)), within=STEP_WITHIN_S)

    def keep_role(self, verb: str, *options: str) -> None:
        """Keep a role alive; a role counts as serving once it runs. ``options`` stand behind the verb."""
        title = " ".join((verb, *options))
        # A worker that comes back under its old name owns its shards at once, without waiting for a lease to end.
        name = f"{os.uname().nodename}:{self.env.get('CAREWIRE_DATA', '')}:{title}"
        extra = {"CAREWIRE_LISTEN_FD": str(self.line.fileno())} if verb == "serve" else {"CAREWIRE_WORKER": name}
        fds = [self.line.fileno()] if verb == "serve" else []
        self.supervisor.keep(Kept(title, self._child((verb, *options), extra, fds), lambda _: True, RANK_OF_ROLES))

    def wait_ready(self) -> None:
        """Return when the web server says that it is ready."""
        host, port = self.line.getsockname()[:2]
        probe = ReadyProbe({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port)  # noqa: S104  compared, not bound
        try:
            self.supervisor.until(lambda: probe.ask(time.monotonic()), what="serve", within=READY_WITHIN_S)
        finally:
            probe.close()

    def _child(
        self, words: Sequence[str], extra: Mapping[str, str] | None = None, fds: Sequence[int] = ()
    ) -> Callable[[], Process]:
        return lambda: self.begin(words, {**self.env, **(extra or {}), PREPARED: "1"}, fds)
