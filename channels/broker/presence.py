"""Who is present in the channels of a memory broker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from channels.broker.base import Crowd

if TYPE_CHECKING:
    from channels.protocol.people import ClientInfo


@dataclass(frozen=True, slots=True)
class _Entry:
    info: ClientInfo
    until: float


class Presence:
    """Clients by channel, each until its time is over. All times are seconds on one steady scale, handed in."""

    def __init__(self) -> None:
        """Nobody is anywhere."""
        self._channels: dict[str, dict[str, _Entry]] = {}

    def enter(self, channel: str, info: ClientInfo, until: float) -> None:
        """A client is present until `until`; a second entry replaces the first."""
        self._channels.setdefault(channel, {})[info.client] = _Entry(info, until)

    def leave(self, channel: str, client: str) -> None:
        """A client is not present any more. Harmless when it was not."""
        entries = self._channels.get(channel, {})
        entries.pop(client, None)
        if not entries:
            self._channels.pop(channel, None)

    def present(self, channel: str, now: float) -> dict[str, ClientInfo]:
        """Who is present now, by client id."""
        entries = {client: entry for client, entry in self._channels.get(channel, {}).items() if entry.until > now}
        if entries:
            self._channels[channel] = entries
        else:
            self._channels.pop(channel, None)
        return {client: entry.info for client, entry in entries.items()}

    def crowd(self, channel: str, now: float) -> Crowd:
        """How many are present now."""
        infos = self.present(channel, now).values()
        return Crowd(len(infos), len({info.user for info in infos}))

    def sweep(self, now: float) -> None:
        """Forget everybody whose time is over."""
        for channel in list(self._channels):
            self.present(channel, now)

    def clear(self) -> None:
        """Forget everybody."""
        self._channels.clear()
