"""For whom a connection really is, where proxies stand before the port."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable


class Proxies:
    """The proxies that are believed: addresses and networks. Nobody, by default."""

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        """Raises ValueError for what is neither an address nor a network."""
        self._networks = tuple(ipaddress.ip_network(one) for one in trusted)

    def client(self, peer: str, forwarded_for: str) -> str:
        """The nearest address that is no trusted proxy; `forwarded_for` is the X-Forwarded-For header.

        Every proxy appends whom it heard from, so the list is read from its end, and only as long as it is written by
        somebody who is trusted.
        """
        nearest = peer
        for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
            if not self._trusts(nearest):
                break
            nearest = hop
        return nearest

    def _trusts(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._networks)
