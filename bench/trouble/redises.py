"""Redis servers that are there to be mistreated: one alone, and a master with its replica and three Sentinels."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from bench.rig.child import free_port
from bench.trouble.roads import HOST
from hub.embedded.account import account_for_parts
from hub.embedded.binaries import valkey_binary
from hub.embedded.spawn import spawn

PATIENCE_SECONDS = 20.0
SERVICE = "mymaster"


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Return when it is so. Raises TimeoutError after a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.05)


@dataclass
class Server:
    """One process on a port of its own, with its files in a folder of its own."""

    home: Path
    options: dict[str, str] = field(default_factory=dict)
    sentinel: bool = False
    port: int = field(default_factory=free_port)
    process: Popen[bytes] | None = None

    def start(self) -> None:
        """Start; `wait` says when it answers. Only the main thread may start processes."""
        settings = self.home / "settings.conf"
        if not settings.exists():
            self.home.mkdir()
            chosen = {"bind": HOST, "dir": str(self.home), "save": '""', "port": str(self.port), **self.options}
            settings.write_text("".join(f"{name} {value}\n" for name, value in chosen.items()), "utf-8")
        words: list[str | Path] = [
            valkey_binary(account_for_parts()),
            settings,
            *(["--sentinel"] if self.sentinel else []),
        ]
        with (self.home / "log").open("ab") as log:
            self.process = spawn(words, env=os.environ, cwd=self.home, dies_with=signal.SIGKILL, output=log)

    def wait(self) -> None:
        """Wait until it answers. Raises TimeoutError."""
        wait_for(self.answers, f"the server at {self.home.name} does not answer")

    def answers(self) -> bool:
        """Whether it answers now."""
        try:
            return bool(self.say("PING") == b"PONG")
        except (RedisError, OSError):
            return False

    def say(self, *words: str | float) -> Any:
        """One command and its answer. Raises RedisError."""
        with Redis(HOST, self.port, socket_timeout=2, protocol=2) as client:
            client.response_callbacks.clear()  # answers as they come
            return client.execute_command(*words)

    def plays(self, role: str) -> bool:
        """Whether it is `master` or `slave` now, and a slave in step with its master."""
        try:
            said = self.say("INFO", "replication")
        except (RedisError, OSError):
            return False
        if f"role:{role}".encode() not in said:
            return False
        return role == "master" or b"master_link_status:up" in said

    def kill(self) -> None:
        """Kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """SIGSTOP: it lives, but does nothing."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)


KEPT = {"appendonly": "yes", "appendfsync": "everysec"}
QUICK = {"repl-diskless-sync-delay": "0", "repl-ping-replica-period": "1"}


@dataclass
class Watched:
    """A master, its replica and three Sentinels."""

    servers: list[Server]
    sentinels: list[Server]

    @classmethod
    def start(cls, home: Path) -> Watched:
        """Start all; returns when the Sentinels know each other and the replica is in step. Raises TimeoutError."""
        first = Server(home / "first", {**QUICK, **KEPT})
        first.start()
        second = Server(home / "second", {**QUICK, **KEPT, "replicaof": f"{HOST} {first.port}"})
        second.start()
        watched = cls([first, second], [])
        for server in watched.servers:
            server.wait()
        wait_for(lambda: second.plays("slave"), "no replication")
        watched._watch(home, first.port)
        wait_for(watched.settled, "the Sentinels do not know each other")
        return watched

    def _watch(self, home: Path, master: int) -> None:
        times = {"down-after-milliseconds": 800, "failover-timeout": 2000}
        rules = {f"sentinel monitor {SERVICE} {HOST} {master} 2": ""}
        rules |= {f"sentinel {name} {SERVICE} {value}": "" for name, value in times.items()}
        self.sentinels = [Server(home / f"sentinel{n}", dict(rules), sentinel=True) for n in range(3)]
        for sentinel in self.sentinels:
            sentinel.start()
        # Four publish periods must be longer than the second in which a promotion is noticed, and five ping periods
        # longer than the second after which a replica is asked again: otherwise it is no good replica half of the time.
        periods = {"info-period": 200, "publish-period": 400, "ping-period": 300, "ask-period": 100}
        for sentinel in self.sentinels:
            sentinel.wait()
            sentinel.say("SENTINEL", "DEBUG", *(word for pair in periods.items() for word in pair))

    def settled(self) -> bool:
        """Whether every Sentinel knows the replica and the two others."""
        known = [_pairs(one.say("SENTINEL", "MASTER", SERVICE)) for one in self.sentinels]
        return all(one["num-other-sentinels"] == "2" and one["num-slaves"] == "1" for one in known)

    def pair(self) -> tuple[Server, Server]:
        """The master, as the first Sentinel says, and the other one."""
        port = int(_pairs(self.sentinels[0].say("SENTINEL", "MASTER", SERVICE))["port"])
        first, second = self.servers
        return (first, second) if first.port == port else (second, first)

    def whole(self) -> bool:
        """Whether there is one master and a replica in step with it."""
        master, replica = self.pair()
        return master.plays("master") and replica.plays("slave")


def _pairs(answer: list[bytes]) -> dict[str, str]:
    words = [word.decode() for word in answer]
    return dict(zip(words[::2], words[1::2], strict=True))
