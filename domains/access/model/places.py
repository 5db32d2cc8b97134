"""Whether an address belongs to a network that an account is known from."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

_PREFIX: Final = {4: 24, 6: 48}
"""Bits of an address that tell the place: a provider's customers move within the rest."""


def network_of(address: str) -> IPv4Network | IPv6Network | None:
    """The network that an address belongs to; None for what is no IP address."""
    try:
        alone = ip_network(address)
    except ValueError:
        return None
    return alone.supernet(new_prefix=_PREFIX[alone.version])


def is_elsewhere(address: str | None, known: Iterable[str]) -> bool:
    """Whether somebody who is ``known`` from other networks comes from another one; the first one is no other."""
    here = None if address is None else network_of(address)
    networks = {network_of(one) for one in known} - {None}
    return here is not None and bool(networks) and here not in networks
