"""A key set by its URL: kept, renewed, and never asked for more often than is good."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from channels.standalone.config import Token
from channels.standalone.jwks import FRESH, KEPT, PAUSE, RemoteKeySet, download
from channels.standalone.keys import KeysUnavailableError
from channels.standalone.tokens import Tokens
from tests.channels.standalone.signing import NOW, ed_key, jwk, rsa_key, signed

URL = "https://keys.example/set"


class Publisher:
    """Whoever publishes the set, and a clock."""

    def __init__(self, *keys: dict[str, Any]) -> None:
        self.keys = list(keys)
        self.now = NOW
        self.asked = 0
        self.broken: bytes | OSError | None = None
        self.set = RemoteKeySet(URL, lambda: self.now, self.fetch)

    async def fetch(self, url: str) -> bytes:
        assert url == URL
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.broken, OSError):
            raise self.broken
        return json.dumps({"keys": self.keys}).encode() if self.broken is None else self.broken

    async def knows(self, kid: str | None) -> bool:
        return bool(await self.set.find(kid))


async def test_a_key_is_asked_for_once() -> None:
    publisher = Publisher(jwk(rsa_key(), "a"))
    assert all(await asyncio.gather(*(publisher.knows("a") for _ in range(20))))
    assert publisher.asked == 1
    publisher.now += FRESH - 1
    assert await publisher.knows("a")
    assert publisher.asked == 1
    publisher.now += 1
    assert await publisher.knows("a")
    assert publisher.asked == 2


async def test_a_new_key_is_found_when_it_is_first_used() -> None:
    publisher = Publisher(jwk(rsa_key(), "a"))
    assert await publisher.knows("a")
    publisher.keys = [jwk(rsa_key(), "b")]
    publisher.now += PAUSE
    assert await publisher.knows("b")
    assert not await publisher.knows("a"), "taken out of the set"


async def test_made_up_ids_do_not_flood_the_publisher() -> None:
    publisher = Publisher(jwk(rsa_key(), "a"))
    assert await publisher.knows("a")
    publisher.now += 1
    for number in range(50):
        with pytest.raises(KeysUnavailableError):
            await publisher.knows(f"x{number}")
    assert await publisher.knows("a")
    assert publisher.asked == 1
    publisher.now += PAUSE
    assert not await publisher.knows("x")
    assert publisher.asked == 2


async def test_a_token_without_a_key_id_asks_nobody() -> None:
    publisher = Publisher(jwk(rsa_key(), "a"))
    assert not await publisher.knows(None)
    assert not await publisher.knows("")
    assert publisher.asked == 0


@pytest.mark.parametrize("broken", [OSError("away"), b"", b"{", b"[]", b"{}", b'{"keys":5}', b"\xff"])
async def test_old_keys_are_believed_while_the_publisher_is_away(broken: bytes | OSError) -> None:
    publisher = Publisher(jwk(rsa_key(), "a"))
    assert await publisher.knows("a")
    publisher.broken = broken
    publisher.now = NOW + KEPT - 1
    assert await publisher.knows("a")
    with pytest.raises(KeysUnavailableError):
        await publisher.knows("b")
    publisher.now = NOW + KEPT
    with pytest.raises(KeysUnavailableError):
        await publisher.knows("a")
    publisher.broken = None
    publisher.now += PAUSE
    assert await publisher.knows("a")


async def test_a_publisher_who_was_never_there_is_asked_again() -> None:
    publisher = Publisher(jwk(rsa_key(), "a"))
    publisher.broken = OSError("away")
    for _ in range(3):
        with pytest.raises(KeysUnavailableError):
            await publisher.knows("a")
    assert publisher.asked == 1
    publisher.broken = None
    publisher.now += PAUSE
    assert await publisher.knows("a")


@contextmanager
def served(status: int, body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/keys"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def test_over_http() -> None:
    with served(200, json.dumps({"keys": [jwk(ed_key(), "a")]}).encode()) as url:
        tokens = Tokens(Token(jwks_public_endpoint=url), lambda: NOW)
        assert (await tokens.connection(signed({"sub": "42"}, ed_key(), "EdDSA", kid="a"))).user == "42"


async def test_over_http_without_luck() -> None:
    with served(500, b"{}") as url, pytest.raises(KeysUnavailableError):
        await RemoteKeySet(url, lambda: NOW).find("a")
    with pytest.raises(KeysUnavailableError):
        await RemoteKeySet(url, lambda: NOW).find("a")


async def test_a_set_without_end_is_not_read() -> None:
    with served(200, b" " * (1024 * 1024 + 1)) as url, pytest.raises(OSError, match="more than a megabyte"):
        await download(url)
