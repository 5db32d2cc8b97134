"""One master: a line for requests, claimed for this life of the server, and ears for what is published on it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from redis.exceptions import MasterDownError, NoScriptError, ReadOnlyError, ResponseError

from channels.broker.base import BrokerUnavailableError
from channels.broker.ears import Ears, Probe, Reports
from channels.broker.limits import new_epoch
from channels.broker.line import Line
from channels.broker.scripts import ALL, CLAIM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from redis.asyncio.connection import AbstractConnection

    from channels.broker.keys import Keys
    from hub.bus.address import Host

ANSWER_SECONDS = 3.0


@dataclass(slots=True)
class _Standing:
    """What is known of the server at the other end of a line: which life it lives, and which fences name it."""

    line: Line
    life: str
    claimed: set[str] = field(default_factory=set)


class Server:
    """See the module's text. The epoch rule is told in `channels.broker.redis`."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[AbstractConnection]],
        reports: Reports,
        probe_keys: Callable[[], Keys],
        *,
        sharded: bool,
        probe_seconds: float,
    ) -> None:
        """`connect` finds the master each time; `probe_keys` names a partition that this server serves."""
        self._connect, self._probe_keys = connect, probe_keys
        self._sharded, self._publish = sharded, "SPUBLISH" if sharded else "PUBLISH"
        self._standing: _Standing | None = None
        self._line: Line | None = None
        self._opening = asyncio.Lock()
        self._node = secrets.token_hex(8)
        probe = Probe(probe_seconds, lambda: self._probe_keys().probe(self._node).encode(), self._send_probe)
        self.ears = Ears(connect, probe, reports, sharded=sharded)

    async def open(self) -> None:
        """Open the line and check that it leads to a master. Raises BrokerUnavailableError."""
        try:
            await self._stand()
        except ResponseError as refusal:
            raise BrokerUnavailableError(f"refused: {refusal}") from refusal

    async def close(self) -> None:
        """Close everything."""
        await self.ears.stop()
        await self.drop_line()

    async def ask(self, fence: str, *command: str | bytes | int, asking: bool = False) -> Any:
        """One command on a line that is claimed for `fence`; asked again only when it surely did nothing.

        Raises BrokerUnavailableError and, for refusals that are not ours to understand, ResponseError. `asking` is for
        a slot on its way here: nothing is claimed then.
        """
        for last_try in (False, True):
            standing = await self._stand()
            try:
                if asking:
                    return await standing.line.ask_asking(*command)
                await self._claim(standing, fence)
                return await standing.line.ask(*command)
            except (ReadOnlyError, MasterDownError):
                await standing.line.close()
                if last_try:
                    raise
            except ResponseError as refusal:
                if last_try or not (isinstance(refusal, NoScriptError) or str(refusal).startswith("NOFENCE")):
                    raise
                self._forget(standing)
        raise AssertionError("unreachable")

    def doubt(self) -> None:
        """What is known of the server may not hold any more: ask it again before the next command."""
        self._standing = None

    async def drop_line(self) -> None:
        """Close the line; the next command opens another."""
        line, self._line, self._standing = self._line, None, None
        if line is not None:
            await line.close()

    async def move(self, host: Host) -> None:
        """The master is at `host`: leave what leads elsewhere."""
        if self._line is not None and not self._line.closed and self._line.host != host:
            await self.drop_line()
        if self.ears.host not in (None, host):
            self.ears.call_off()

    def _forget(self, standing: _Standing) -> None:
        if self._standing is standing:
            self._standing = None

    async def _stand(self) -> _Standing:
        if self._standing is not None and not self._standing.line.closed:
            return self._standing
        async with self._opening:
            if self._standing is not None and not self._standing.line.closed:
                return self._standing
            if self._line is None or self._line.closed:
                await self.drop_line()
                self._line = Line(await self._connect(), answer_seconds=ANSWER_SECONDS)
            line = self._line
            try:
                self._standing = standing = await self._learn(line)
            except BaseException:
                await line.close()
                raise
            return standing

    async def _learn(self, line: Line) -> _Standing:
        """The server's life, and our scripts loaded."""
        info, life, *_ = await asyncio.gather(
            line.ask("INFO", "server"), _check_role(line), *(line.ask("SCRIPT", "LOAD", script.text) for script in ALL)
        )
        server = _fields(info)
        if server.get("redis_mode") == "cluster" and not self._sharded:
            raise BrokerUnavailableError("the server is part of a cluster: its URL begins with redis+cluster://")
        return _Standing(line, f"{server['run_id']}:{life}")

    async def _claim(self, standing: _Standing, fence: str) -> None:
        if fence not in standing.claimed:
            await standing.line.ask("EVALSHA", CLAIM.sha, 1, fence, standing.life, new_epoch())
            standing.claimed.add(fence)

    async def _send_probe(self, name: bytes) -> None:
        """Publish on the line; a server that is no master any more answers too, so its role is asked as well."""
        line = (await self._stand()).line
        try:
            await asyncio.gather(line.ask(self._publish, name, b""), _check_role(line))
        except ResponseError as refusal:
            raise BrokerUnavailableError(f"refused: {refusal}") from refusal


async def _check_role(line: Line) -> str:
    """The replication id of a master; BrokerUnavailableError when it is none."""
    replication = _fields(await line.ask("INFO", "replication"))
    if replication.get("role", "master") != "master":
        raise BrokerUnavailableError("the server is a replica")
    return replication.get("master_replid", "-")


def _fields(info: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in info.decode().splitlines())
    return {name: value for name, colon, value in lines if colon}
