"""Every broker variant, on real servers that last for the whole test process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from channels.broker.base import Broker
from channels.broker.connect import broker as broker_at
from tests.channels.broker import certificates
from tests.channels.broker.fleet import HOST, Cluster, Server, Watched
from tests.channels.valkey import ValkeyServer

PROBE_SECONDS = 0.2
QUICK = ("memory", "valkey")
WHOLE = ("tls", "sentinel", "cluster")
"""Variants that need servers of their own."""


@pytest.fixture(scope="session")
def tls_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate authority, and a certificate of 127.0.0.1."""
    return certificates.make(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def tls_url(tls_folder: Path) -> Iterator[str]:
    """Redis 7.0 that speaks only TLS."""
    server = Server(debian=True, tls=tls_folder)
    server.start()
    try:
        server.wait()
        yield f"rediss://{HOST}:{server.port}/0?ssl_ca_certs={tls_folder / 'ca.pem'}"
    finally:
        server.end()


@pytest.fixture(scope="session")
def sentinel_url() -> Iterator[str]:
    """Redis 7.0 with a replica and Sentinels."""
    watched = Watched.start(debian=True)
    yield watched.url
    watched.end()


@pytest.fixture(scope="session")
def cluster_url() -> Iterator[str]:
    """Three masters of Redis 7.0."""
    cluster = Cluster.start(debian=True)
    yield cluster.url
    cluster.end()


@pytest.fixture(scope="session")
def valkey_url(shared_valkey: ValkeyServer) -> str:
    """The Valkey that the product embeds."""
    return shared_valkey.url


@pytest.fixture(params=[*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in WHOLE)])
def url(request: pytest.FixtureRequest) -> str:
    """The address of each variant in turn."""
    return "memory://" if request.param == "memory" else str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def broker(url: str, prefix: str) -> AsyncIterator[Broker]:
    """Each broker in turn, not started."""
    made = broker_at(url, prefix=prefix, probe_seconds=PROBE_SECONDS)
    yield made
    await made.stop()
