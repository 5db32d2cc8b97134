"""The keys that tokens are signed with, and which algorithms each of them may be used for.

A key is good for its own family of algorithms only, whatever a token's header says; `none` is no algorithm.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt import PyJWTError
from jwt.algorithms import ECAlgorithm, HMACAlgorithm, OKPAlgorithm, RSAAlgorithm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from channels.standalone.config import Token

log = logging.getLogger(__name__)

HMAC: Final = ("HS256", "HS384", "HS512")
RSA: Final = ("RS256", "RS384", "RS512")
CURVES: Final = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}


class KeysUnavailableError(Exception):
    """Whether a key exists cannot be said at the moment; the client may try again."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `until` (unix seconds) it is accepted."""

    algorithms: tuple[str, ...]
    material: Any
    until: float = inf


class KeySource(Protocol):
    """Where keys come from."""

    async def find(self, kid: str | None) -> Sequence[Key]:
        """The keys that a token with this key id may be signed with. Raises KeysUnavailableError."""
        ...


class FixedKeys:
    """The keys of the configuration; a token's key id means nothing."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = keys

    async def find(self, kid: str | None) -> Sequence[Key]:
        """See `KeySource.find`."""
        del kid
        return self._keys


class FixedKeySet:
    """A JSON Web Key Set that was written into the configuration."""

    def __init__(self, keys: Mapping[str, Key]) -> None:
        self._keys = keys

    async def find(self, kid: str | None) -> Sequence[Key]:
        """See `KeySource.find`."""
        key = self._keys.get(kid or "")
        return () if key is None else (key,)


def fixed_keys(token: Token) -> tuple[Key, ...]:
    """The keys that the configuration names one by one. Raises ValueError, whose text begins with the setting."""
    keys: list[Key] = []
    for name, until in (
        ("hmac_secret_key", inf),
        ("hmac_previous_secret_key", token.hmac_previous_secret_key_valid_until or inf),
    ):
        secret = getattr(token, name)
        if secret:
            try:
                keys.append(Key(HMAC, HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(secret), until))
            except PyJWTError as problem:
                raise ValueError(f"{name}: a public key or certificate is no secret") from problem
    if token.rsa_public_key:
        rsa = _pem("rsa_public_key", token.rsa_public_key)
        if not isinstance(rsa, RSAPublicKey):
            raise ValueError("rsa_public_key: not an RSA key")
        keys.append(Key(RSA, rsa))
    if token.ecdsa_public_key:
        ec = _pem("ecdsa_public_key", token.ecdsa_public_key)
        if not isinstance(ec, EllipticCurvePublicKey) or ec.curve.name not in CURVES:
            raise ValueError("ecdsa_public_key: not a key on the curve P-256, P-384 or P-521")
        keys.append(Key((CURVES[ec.curve.name],), ec))
    return tuple(keys)


def _pem(name: str, text: str) -> Any:
    try:
        return load_pem_public_key(text.encode())
    except ValueError as problem:
        raise ValueError(f"{name}: not a public key in PEM form") from problem


def key_set(said: Mapping[str, Any]) -> dict[str, Key]:
    """The signature keys of a JSON Web Key Set by their id; those that cannot be used are logged and left out.

    Raises ValueError when this is no key set at all.
    """
    listed = said.get("keys")
    if not isinstance(listed, list):
        raise ValueError("jwks: not a JSON Web Key Set")  # noqa: TRY004 - wrong contents, not a wrong call
    keys: dict[str, Key] = {}
    for number, jwk in enumerate(listed):
        if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig" or not isinstance(jwk.get("kid"), str):
            continue
        try:
            keys[jwk["kid"]] = _key(jwk)
        except (PyJWTError, ValueError) as problem:
            log.warning("key %s of a key set cannot be used: %s", number, type(problem).__name__)
    return keys


def _key(jwk: dict[str, Any]) -> Key:
    """One public key. Raises PyJWTError or ValueError."""
    match jwk.get("kty"):
        case "RSA":
            return Key(_narrowed(RSA, jwk), _public(RSAAlgorithm.from_jwk(jwk)))
        case "EC":
            ec = _public(ECAlgorithm.from_jwk(jwk))
            return Key(_narrowed((CURVES.get(ec.curve.name, ""),), jwk), ec)
        case "OKP" if jwk.get("crv") == "Ed25519":
            return Key(_narrowed(("EdDSA",), jwk), _public(OKPAlgorithm.from_jwk(jwk)))
        case _:
            raise ValueError("not a public key for signatures")


def _narrowed(family: tuple[str, ...], jwk: Mapping[str, Any]) -> tuple[str, ...]:
    """The one algorithm that the key itself names, or its whole family. Raises ValueError."""
    named = jwk.get("alg")
    if named is None:
        return family
    if named not in family:
        raise ValueError("an algorithm that is not of the key's family")
    return (named,)


def _public(key: Any) -> Any:
    if hasattr(key, "private_bytes"):
        raise ValueError("a private key")
    return key
