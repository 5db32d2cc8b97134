"""The signature of Alibaba Cloud's open interface, version 3 (ACS3-HMAC-SHA256).

Source: Alibaba Cloud, "V3 request syntax and signature method".
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

import httpx
import msgspec

ALGORITHM: Final = "ACS3-HMAC-SHA256"


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One operation of a product: ``action`` and ``version`` as documented, its parameters in the query."""

    action: str
    version: str
    params: dict[str, str]


class Key(msgspec.Struct, frozen=True):
    """An access key."""

    id: str
    secret: str


def signed(endpoint: str, ask: Ask, key: Key, now: datetime, nonce: str) -> httpx.Request:
    """The request, signed; ``endpoint`` is the product's address with its scheme."""
    base = httpx.URL(endpoint)
    host = base.host if base.port is None else f"{base.host}:{base.port}"
    headers = {
        "host": host,
        "x-acs-action": ask.action,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": ask.version,
    }
    query = canonical_query(ask.params)
    signature = sign("POST", query, headers, key.secret)
    names = ";".join(sorted(headers))
    headers["authorization"] = f"{ALGORITHM} Credential={key.id},SignedHeaders={names},Signature={signature}"
    url = base.copy_with(raw_path=f"/?{query}".encode())
    return httpx.Request("POST", url, headers=headers)


def canonical_query(params: Mapping[str, str]) -> str:
    """Sorted by name, percent-encoded after RFC 3986."""
    return "&".join(f"{quote(name, safe='~')}={quote(params[name], safe='~')}" for name in sorted(params))


def sign(method: str, query: str, headers: Mapping[str, str], secret: str) -> str:
    """The signature over method, query and all these headers, for the path ``/`` and an empty body."""
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    names = ";".join(sorted(headers))
    canonical = "\n".join((method, "/", query, lines, names, hashlib.sha256(b"").hexdigest()))
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.digest(secret.encode(), to_sign.encode(), "sha256").hex()
