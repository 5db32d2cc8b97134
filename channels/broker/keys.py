"""The names of everything a broker keeps in Redis. Nothing else builds keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """Key names of one partition.

    `head` begins every name and holds the only `{}` that Redis looks at, so all keys of one partition share a slot
    of a cluster (and of those single addresses behind which a cluster hides).
    """

    head: str

    @classmethod
    def alone(cls, prefix: str) -> Keys:
        """The only partition of a server that is no cluster."""
        return cls(f"{{{prefix}}}.")

    @classmethod
    def tagged(cls, prefix: str, tag: str) -> Keys:
        """A partition of a cluster."""
        return cls(f"{prefix}{{{tag}}}.")

    @property
    def fence(self) -> str:
        """The token of the present life of the server; see `channels.broker.redis`."""
        return f"{self.head}fence"

    def stream(self, channel: str) -> str:
        """STREAM, entry id `<offset>-0`, field `d` the data, field `x` the extras when there are any."""
        return f"{self.head}stream.{channel}"

    def meta(self, channel: str) -> str:
        """HASH: e epoch, s top offset, f fence token, t meta TTL in ms, g start of the row generation."""
        return f"{self.head}meta.{channel}"

    def rows(self, channel: str) -> str:
        """HASH: row key to its last version."""
        return f"{self.head}rows.{channel}"

    def old_rows(self, channel: str) -> str:
        """The row versions of the generation before."""
        return f"{self.head}rows.old.{channel}"

    def result(self, channel: str, idempotency_key: str) -> str:
        """HASH e, s: the outcome of a publish."""
        return f"{self.head}result.{len(channel)}.{channel}.{idempotency_key}"

    def present(self, channel: str) -> tuple[str, str, str]:
        """ZSET client to expiry in ms, HASH client to info, HASH user to the number of its clients."""
        return f"{self.head}present.{channel}", f"{self.head}infos.{channel}", f"{self.head}users.{channel}"

    def live(self, channel: str) -> str:
        """The PUB/SUB channel."""
        return f"{self.head}live.{channel}"

    def control(self, node: str | None) -> str:
        """The PUB/SUB channel of the control messages to one node, or to all."""
        return f"{self.head}control" if node is None else f"{self.head}node.{node}"

    def probe(self, name: str) -> str:
        """The PUB/SUB channel on which a node hears itself."""
        return f"{self.head}probe.{name}"
