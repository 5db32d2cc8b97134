"""SM4-GCM for columns that must not lie open in the database, and SM3 where a digest is asked for.

Source: GB/T 32907-2016 (SM4), GB/T 32905-2016 (SM3), RFC 8998. Keys follow from the installation's secret, one for
each purpose.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_NONCE: Final = 12
_TAG: Final = 16
_KEY: Final = 16


class Unreadable(Exception):
    """What was read was not sealed with this secret for this purpose, or has been changed since."""


def seal(secret: str, purpose: str, plain: bytes) -> bytes:
    """``plain`` enciphered: nonce, text, tag."""
    nonce = secrets.token_bytes(_NONCE)
    cipher = Cipher(algorithms.SM4(_key(secret, purpose)), modes.GCM(nonce)).encryptor()
    text = cipher.update(plain) + cipher.finalize()
    return nonce + text + cipher.tag


def unseal(secret: str, purpose: str, sealed: bytes) -> bytes:
    """What ``seal`` was given; raises ``Unreadable``."""
    nonce, text, tag = sealed[:_NONCE], sealed[_NONCE:-_TAG], sealed[-_TAG:]
    try:
        cipher = Cipher(algorithms.SM4(_key(secret, purpose)), modes.GCM(nonce, tag)).decryptor()
        return cipher.update(text) + cipher.finalize()
    except (InvalidTag, ValueError) as error:
        raise Unreadable(purpose) from error


def keyed_digest(secret: str, purpose: str, text: str) -> bytes:
    """A digest that says nothing to who does not have the secret (HMAC-SHA-256)."""
    return hmac.digest(secret.encode(), f"{purpose}\0{text}".encode(), "sha256")


def sm3(*parts: bytes) -> bytes:
    """The SM3 digest of the parts, one after the other (32 bytes)."""
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def _key(secret: str, purpose: str) -> bytes:
    return keyed_digest(secret, f"sm4:{purpose}", "")[:_KEY]
