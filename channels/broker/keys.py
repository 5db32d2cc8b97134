"""The names of everything a broker keeps in Redis. Nothing else builds keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """Key names under one prefix.

    The channel stands in `{}` so that all keys of one script call share a slot of a cluster. The fence is one key
    per server; a cluster will need one per slot.
    """

    prefix: str = "carewire"

    @property
    def fence(self) -> str:
        """The token of the present life of the server; see `channels.broker.redis`."""
        return f"{self.prefix}.fence"

    def stream(self, channel: str) -> str:
        """STREAM, entry id `<offset>-0`, field `d` the data."""
        return f"{self.prefix}.stream.{{{channel}}}"

    def meta(self, channel: str) -> str:
        """HASH: e epoch, s top offset, f fence token, t meta TTL in ms, g start of the row generation."""
        return f"{self.prefix}.meta.{{{channel}}}"

    def rows(self, channel: str) -> str:
        """HASH: row key to its last version."""
        return f"{self.prefix}.rows.{{{channel}}}"

    def old_rows(self, channel: str) -> str:
        """The row versions of the generation before."""
        return f"{self.prefix}.rows.old.{{{channel}}}"

    def result(self, channel: str, idempotency_key: str) -> str:
        """HASH e, s: the outcome of a publish."""
        return f"{self.prefix}.result.{{{channel}}}.{idempotency_key}"

    def live(self, channel: str) -> str:
        """The PUB/SUB channel."""
        return f"{self.prefix}.live.{channel}"

    def probe(self, node: str) -> str:
        """The PUB/SUB channel on which a node hears itself."""
        return f"{self.prefix}.probe.{node}"
