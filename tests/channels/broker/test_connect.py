"""Which broker a URL names, and what is said about a URL that names none."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis.asyncio.connection import SSLConnection

from channels.broker.base import BrokerUnavailableError
from channels.broker.connect import broker
from channels.broker.memory import MemoryBroker
from hub.bus.address import Kind, parse
from tests.channels.broker import certificates
from tests.channels.broker.fleet import HOST, Server

NOWHERE = "redis://127.0.0.1:1"


def test_memory() -> None:
    assert isinstance(broker("memory://"), MemoryBroker)


@pytest.mark.parametrize(
    ("url", "kind", "hosts"),
    [
        ("redis://h", Kind.ONE, (("h", 6379),)),
        ("rediss://u:p%40@h:1/3?ssl_check_hostname=no", Kind.ONE, (("h", 1),)),
        ("unix:///tmp/a.sock?db=2", Kind.ONE, ()),
        ("redis+sentinel://u:p@a:1,b/main?db=3&sentinel_password=x", Kind.SENTINEL, (("a", 1), ("b", 26379))),
        ("rediss+cluster://[::1]:7000,b:8", Kind.CLUSTER, (("::1", 7000), ("b", 8))),
    ],
)
def test_urls_are_taken_apart(url: str, kind: Kind, hosts: tuple[tuple[str, int], ...]) -> None:
    address = parse(url)
    assert (address.kind, address.hosts) == (kind, hosts)
    assert issubclass(address.connection, SSLConnection) == url.startswith("rediss")


def test_the_servers_and_the_sentinels_have_their_own_passwords() -> None:
    address = parse("redis+sentinel://u:p%40@a/main?db=3&sentinel_password=x")
    assert address.service == "main"
    assert address.options == {"username": "u", "password": "p@", "db": 3}
    assert address.sentinel_options == {"password": "x"}


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("http://secret@x", "begins with"),
        ("redis+unix:///x", "begins with"),
        ("unix://", "path of a socket"),
        ("redis+sentinel://:secret@a", "name of the master"),
        ("redis://:secret@a,b", "several hosts"),
        ("redis://:secret@h/x", "database number"),
        ("redis+cluster://:secret@a/1", "only database 0"),
        ("redis://:secret@h:port", "host:port"),
        ("redis://:secret@", "host:port"),
        ("redis://:secret@h?ssl_ca_certs=/x", "option"),
        ("rediss://:secret@h?ssl_ca_certs=/nowhere/ca.pem", "not a file"),
        ("redis://:secret@h?db=x", "db"),
    ],
)
def test_a_wrong_url_is_told_in_one_sentence_without_the_password(url: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint) as caught:
        broker(url)
    assert "secret" not in str(caught.value)


def test_braces_in_a_prefix_would_break_the_layout() -> None:
    with pytest.raises(ValueError, match="braces"):
        broker(NOWHERE, prefix="{a}")


@pytest.mark.parametrize(
    "url", [NOWHERE, "redis+sentinel://127.0.0.1:1/mymaster", "redis+cluster://127.0.0.1:1,127.0.0.1:2"]
)
async def test_a_start_without_servers_says_so(url: str) -> None:
    made = broker(url)
    with pytest.raises(BrokerUnavailableError):
        await made.start()
    assert not made.health.healthy
    await made.stop()


@pytest.mark.slow
async def test_a_server_with_another_authority_is_not_spoken_to(tls_folder: Path, tmp_path: Path) -> None:
    other = certificates.make(tmp_path / "other")
    server = Server(debian=True, tls=tls_folder)
    server.start()
    try:
        server.wait()
        made = broker(f"rediss://{HOST}:{server.port}?ssl_ca_certs={other / 'ca.pem'}")
        with pytest.raises(BrokerUnavailableError):
            await made.start()
        await made.stop()
    finally:
        server.end()


@pytest.mark.slow
async def test_a_lone_node_of_a_cluster_does_not_pass_for_a_server(cluster_url: str) -> None:
    made = broker(cluster_url.replace("redis+cluster", "redis").partition(",")[0])
    with pytest.raises(BrokerUnavailableError):
        await made.start()
    await made.stop()
