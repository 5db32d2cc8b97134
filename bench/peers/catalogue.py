"""All peers by name, in the order of the tables, and which of them can run here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.peers import django_channels, litestar, socketio_python, uvicorn
from bench.peers.carewire import Carewire
from bench.peers.centrifugo import Centrifugo
from bench.peers.nchan import Nchan
from bench.peers.peer import CannotRunError, Peer
from bench.peers.socketio_node import SocketIo

ALL: tuple[Peer, ...] = (
    Nchan(),
    Carewire(),
    Centrifugo(),
    uvicorn.PEER,
    socketio_python.PEER,
    SocketIo(),
    django_channels.PEER,
    litestar.PEER,
)


class NoSuchPeerError(ValueError):
    """A name that no peer has."""


@dataclass(frozen=True, slots=True)
class Field:
    """Who takes part, with versions, and who cannot, with reasons."""

    peers: tuple[Peer, ...]
    versions: dict[str, str]
    absent: dict[str, str]
    failed: set[str]
    """Those that were installed and then went wrong."""


def prepared(only: tuple[str, ...] | None, cache: Path, tell: Callable[[str], None]) -> Field:
    """Install what is missing of the named peers (None: all). Raises NoSuchPeerError."""
    cache.mkdir(parents=True, exist_ok=True)
    peers, versions, absent = [], {}, {}
    for peer in selected(only):
        tell(f"preparing {peer.name}")
        try:
            versions[peer.name] = peer.prepare(cache)
        except CannotRunError as reason:
            absent[peer.name] = str(reason)
        else:
            peers.append(peer)
    return Field(tuple(peers), versions, absent, set())


def selected(only: tuple[str, ...] | None) -> tuple[Peer, ...]:
    """The peers of these names, in the order of the catalogue."""
    known = [peer.name for peer in ALL]
    unknown = [name for name in only or () if name not in known]
    if unknown:
        raise NoSuchPeerError(f"there is no peer {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(peer for peer in ALL if only is None or peer.name in only)
