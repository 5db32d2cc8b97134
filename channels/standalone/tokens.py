"""Checks connection and subscription tokens (protocol section 15.1)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from jwt import InvalidSignatureError, PyJWS, PyJWTError
from jwt.algorithms import HMACAlgorithm

from channels.standalone.claims import ConnectionClaims, Registered, Spoken, SubscriptionClaims, spoken
from channels.standalone.jwks import Fetch, RemoteKeySet
from channels.standalone.keys import HMAC, FixedKeys, FixedKeySet, KeySource, fixed_keys, key_set

if TYPE_CHECKING:
    from channels.standalone.config import Token

log = logging.getLogger(__name__)

Claims = TypeVar("Claims", bound=Registered)
Now = Callable[[], float]
"""The present moment in unix seconds."""


class BadTokenError(Exception):
    """A token that is wrong in form, signature or contents. The text is for the log: it names nobody."""


class OldTokenError(Exception):
    """A token whose time has passed, or has not come yet."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What a token adds to a subscription; `changes` are the options that differ from the namespace's."""

    info: bytes | None = None
    data: bytes | None = None
    changes: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Admission:
    """What a connection token grants; `subs` are the server-side subscriptions."""

    user: str
    info: bytes | None
    expires_at: float | None
    subs: Mapping[str, Extra]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a subscription token grants; `client` "" means any connection of the user."""

    user: str
    channel: str
    client: str
    expires_at: float | None
    extra: Extra


class _AnySecret(HMACAlgorithm):
    """HMAC with the configured secret; a short one was told of once, when the configuration was read."""

    def check_key_length(self, key: bytes) -> None:
        """Say nothing."""


def _jws() -> PyJWS:
    jws = PyJWS()
    for name, digest in zip(HMAC, (HMACAlgorithm.SHA256, HMACAlgorithm.SHA384, HMACAlgorithm.SHA512), strict=True):
        jws.unregister_algorithm(name)
        jws.register_algorithm(name, _AnySecret(digest))
    return jws


_JWS: Final = _jws()


class Tokens:
    """One set of rules for tokens."""

    def __init__(self, rules: Token, now: Now, fetch: Fetch | None = None) -> None:
        """`fetch` reads the key set's URL. Raises ValueError for a key that is none."""
        self._rules, self._now = rules, now
        self._keys = _source(rules, now, fetch)
        self._audience = re.compile(rules.audience_regex) if rules.audience_regex else None
        self._issuer = re.compile(rules.issuer_regex) if rules.issuer_regex else None
        self._connection = msgspec.json.Decoder(ConnectionClaims)
        self._subscription = msgspec.json.Decoder(SubscriptionClaims)

    async def connection(self, token: str) -> Admission:
        """What a connection token grants. Raises BadTokenError, OldTokenError and KeysUnavailableError."""
        payload, claims = await self._checked(token, self._connection)
        if claims.channel:
            raise BadTokenError("a connection token with a channel")
        self._check_time(claims)
        subs = {name: _extra(sub) for name, sub in claims.subs.items()} or {name: Extra() for name in claims.channels}
        info = _said(claims.info, claims.b64info)
        return Admission(self._user(payload, claims), info, _expiry(claims), subs)

    async def subscription(self, token: str) -> Ticket:
        """What a subscription token grants. Raises as `connection`."""
        payload, claims = await self._checked(token, self._subscription)
        self._check_time(claims)
        if not claims.channel:
            raise BadTokenError("a subscription token without a channel")
        return Ticket(self._user(payload, claims), claims.channel, claims.client, _expiry(claims), _extra(claims))

    async def _checked(self, token: str, decoder: msgspec.json.Decoder[Claims]) -> tuple[bytes, Claims]:
        payload = await self._verified(token)
        try:
            claims = decoder.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise BadTokenError("claims of wrong types") from problem
        audiences = (claims.aud,) if isinstance(claims.aud, str) else claims.aud
        if not _suits(self._rules.audience, self._audience, audiences):
            raise BadTokenError("another audience")
        if not _suits(self._rules.issuer, self._issuer, (claims.iss,)):
            raise BadTokenError("another issuer")
        return payload, claims

    async def _verified(self, token: str) -> bytes:
        """The contents of a token that one of the keys has signed."""
        try:
            header = _JWS.get_unverified_header(token)
            algorithm = header.get("alg")
            for key in await self._keys.find(header.get("kid")):
                if algorithm in key.algorithms and self._now() <= key.until:
                    try:
                        payload: bytes = _JWS.decode_complete(token, key.material, algorithms=[algorithm])["payload"]
                    except InvalidSignatureError:
                        continue  # it may be signed with the previous secret
                    return payload
        except (PyJWTError, ValueError) as problem:
            raise BadTokenError("not a token") from problem
        raise BadTokenError("signed by nobody we know")

    def _check_time(self, claims: Registered) -> None:
        now = self._now()
        if (claims.exp is not None and claims.exp <= now) or (claims.nbf is not None and claims.nbf > now):
            raise OldTokenError

    def _user(self, payload: bytes, claims: Registered) -> str:
        path = self._rules.user_id_claim
        if not path:
            return claims.sub
        said: Any = msgspec.json.decode(payload)
        for name in path.split("."):
            said = said.get(name) if isinstance(said, dict) else None
        return str(said) if isinstance(said, str | int) and not isinstance(said, bool) else ""


def _source(rules: Token, now: Now, fetch: Fetch | None) -> KeySource:
    if rules.jwks_public_endpoint:
        return RemoteKeySet(rules.jwks_public_endpoint, now, fetch)
    if rules.jwks is not None:
        return FixedKeySet(key_set(rules.jwks))
    return FixedKeys(fixed_keys(rules))


def _suits(wanted: str, pattern: re.Pattern[str] | None, said: tuple[str, ...]) -> bool:
    if wanted:
        return wanted in said
    return pattern is None or any(pattern.search(one) for one in said)


def _expiry(claims: Registered) -> float | None:
    """When the connection or subscription expires, which may be another moment than when the token does."""
    if claims.expire_at is not None:
        return claims.expire_at if claims.expire_at > 0 else None
    return claims.exp


def _extra(claims: Spoken | SubscriptionClaims) -> Extra:
    changes = {} if claims.override is None else claims.override.changes()
    return Extra(_said(claims.info, claims.b64info), _said(claims.data, claims.b64data), changes)


def _said(raw: msgspec.Raw, b64: str) -> bytes | None:
    try:
        return spoken(raw, b64)
    except ValueError as problem:
        raise BadTokenError("info or data that is not base64") from problem
