"""A JSON Web Key Set by its URL: kept for an hour, asked for again when a token names a key that is not in it."""

from __future__ import annotations

import asyncio
import logging
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from math import inf
from typing import Final

import msgspec

from channels.standalone.keys import Key, KeysUnavailableError, key_set

log = logging.getLogger(__name__)

FRESH: Final = 3600.0
"""After so many seconds the set is read anew."""
KEPT: Final = 86400.0
"""So long its keys are believed while it cannot be read."""
PAUSE: Final = 10.0
"""At least so many seconds lie between two reads: anybody can make up key ids."""
_TIMEOUT: Final = 3.0
_LARGEST: Final = 1024 * 1024

Fetch = Callable[[str], Awaitable[bytes]]
"""The contents of a URL. Raises OSError."""


class RemoteKeySet:
    """See the module's text."""

    def __init__(self, url: str, now: Callable[[], float], fetch: Fetch | None = None) -> None:
        """`now` gives unix seconds."""
        self._url, self._now, self._fetch = url, now, fetch or download
        self._keys: dict[str, Key] = {}
        self._read_at = self._tried_at = -inf
        self._lock = asyncio.Lock()

    async def find(self, kid: str | None) -> Sequence[Key]:
        """See `KeySource.find`.

        An unknown id is only called wrong by a set that was read after the question; until then it is unavailable.
        """
        if not kid:
            return ()
        now = self._now()
        if kid not in self._keys or now - self._read_at >= FRESH:
            await self._renew()
        key = self._keys.get(kid)
        if key is not None and self._now() - self._read_at < KEPT:
            return (key,)
        if self._read_at < now:
            raise KeysUnavailableError
        return ()

    async def _renew(self) -> None:
        async with self._lock:
            now = self._now()
            if now - self._tried_at < PAUSE:
                return
            self._tried_at = now
            try:
                self._keys = key_set(msgspec.json.decode(await self._fetch(self._url), type=dict))
            except (OSError, ValueError) as problem:
                log.warning("a key set could not be read: %s", type(problem).__name__)
            else:
                self._read_at = now


async def download(url: str) -> bytes:
    """What an http:// or https:// URL holds. Raises OSError."""
    return await asyncio.to_thread(_download, url)


def _download(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - checked when read
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - the same
        body: bytes = answer.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise OSError("a key set of more than a megabyte")
    return body
