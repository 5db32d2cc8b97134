"""Every line of section 15.1: algorithms, claims, times."""

from __future__ import annotations

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from channels.standalone.config import Token
from channels.standalone.tokens import BadTokenError, Extra, OldTokenError, Tokens
from tests.channels.standalone.signing import NOW, SECRET, ec_key, ed_key, jwk, pem, rsa_key, signed

HMAC = Token(hmac_secret_key=SECRET)
CURVES = {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1}


def tokens(rules: Token = HMAC, now: float = NOW) -> Tokens:
    return Tokens(rules, lambda: now)


async def user_of(token: str, rules: Token = HMAC, now: float = NOW) -> str:
    return (await tokens(rules, now).connection(token)).user


async def refused(token: str, rules: Token = HMAC, now: float = NOW) -> str:
    with pytest.raises(BadTokenError) as no:
        await tokens(rules, now).connection(token)
    return str(no.value)


# algorithms


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
async def test_hmac(algorithm: str) -> None:
    assert await user_of(signed({"sub": "42"}, SECRET, algorithm)) == "42"
    assert await refused(signed({"sub": "42"}, SECRET + "x", algorithm)) == "signed by nobody we know"


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
async def test_rsa(algorithm: str) -> None:
    rules = Token(rsa_public_key=pem(rsa_key()))
    assert await user_of(signed({"sub": "42"}, rsa_key(), algorithm), rules) == "42"
    other = rsa.generate_private_key(65537, 2048)
    assert await refused(signed({"sub": "42"}, other, algorithm), rules) == "signed by nobody we know"


@pytest.mark.parametrize(("algorithm", "curve"), CURVES.items())
async def test_ecdsa(algorithm: str, curve: type[ec.EllipticCurve]) -> None:
    rules = Token(ecdsa_public_key=pem(ec_key(curve)))
    assert await user_of(signed({"sub": "42"}, ec_key(curve), algorithm), rules) == "42"
    other = ec.generate_private_key(curve())
    assert await refused(signed({"sub": "42"}, other, algorithm), rules) == "signed by nobody we know"


@pytest.mark.parametrize("algorithm", ["RS256", "ES384", "EdDSA"])
async def test_a_key_set(algorithm: str) -> None:
    keys: dict[str, Any] = {"RS256": rsa_key(), "ES384": ec_key(ec.SECP384R1), "EdDSA": ed_key()}
    rules = Token(jwks={"keys": [jwk(key, name) for name, key in keys.items()]}, hmac_secret_key=SECRET)
    token = signed({"sub": "42"}, keys[algorithm], algorithm, kid=algorithm)
    assert await user_of(token, rules) == "42"
    nobody = "signed by nobody we know"
    assert await refused(signed({"sub": "42"}, keys[algorithm], algorithm), rules) == nobody, "no key id"
    assert await refused(signed({"sub": "42"}, keys[algorithm], algorithm, kid="other"), rules) == nobody
    assert await refused(signed({"sub": "42"}), rules) == nobody, "a key set takes the place of the secret"


async def test_the_algorithm_belongs_to_the_key() -> None:
    """A public key must not become an HMAC secret because a token's header says so, nor may `none` pass."""
    public = pem(rsa_key())
    forged = hand_made({"alg": "HS256"}, {"sub": "42"}, public.encode())
    assert await refused(forged, Token(rsa_public_key=public)) == "signed by nobody we know"
    by_set = hand_made({"alg": "HS256", "kid": "a"}, {"sub": "42"}, public.encode())
    assert await refused(by_set, Token(jwks={"keys": [jwk(rsa_key(), "a")]})) == "signed by nobody we know"
    narrow = Token(jwks={"keys": [jwk(rsa_key(), "a", alg="RS512")]})
    assert await refused(signed({}, rsa_key(), "RS256", kid="a"), narrow) == "signed by nobody we know"
    assert await user_of(signed({"sub": "42"}, rsa_key(), "RS512", kid="a"), narrow) == "42"
    both = Token(hmac_secret_key=SECRET, rsa_public_key=public)
    assert await user_of(signed({"sub": "42"}), both) == "42"
    assert await user_of(signed({"sub": "42"}, rsa_key(), "RS256"), both) == "42"
    assert await refused(signed({}, ec_key(ec.SECP256R1), "ES256"), both) == "signed by nobody we know"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None, 5, "HS1", ["HS256"]])
@pytest.mark.parametrize("rules", [HMAC, Token(), Token(rsa_public_key=pem(rsa_key()))])
async def test_unsigned_tokens_are_refused(algorithm: Any, rules: Token) -> None:
    header, payload = (_segment(part) for part in ({"alg": algorithm}, {"sub": "42"}))
    assert await refused(f"{header}.{payload}.", rules) in {"not a token", "signed by nobody we know"}


async def test_keys_of_a_set_for_other_ends_are_left_out() -> None:
    private = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key()))
    listed = [
        jwk(rsa_key(), "enc", use="enc"),
        {**private, "kid": "private"},
        {"kty": "oct", "kid": "oct", "k": _encoded(SECRET.encode())},
        jwk(ec_key(ec.SECP256R1), "es", alg="ES384"),
        {"kty": "OKP", "crv": "X25519", "kid": "x", "x": _encoded(b"x" * 32)},
        "nonsense",
        jwk(rsa_key(), "good"),
    ]
    rules = Token(jwks={"keys": listed})
    assert await user_of(signed({"sub": "42"}, rsa_key(), "RS256", kid="good"), rules) == "42"
    for kid in ("enc", "private"):
        assert await refused(signed({}, rsa_key(), "RS256", kid=kid), rules) == "signed by nobody we know"
    assert await refused(signed({}, SECRET, "HS256", kid="oct"), rules) == "signed by nobody we know"
    assert await refused(signed({}, ec_key(ec.SECP256R1), "ES256", kid="es"), rules) == "signed by nobody we know"


async def test_a_secret_is_changed_without_cutting_anybody() -> None:
    rules = Token(hmac_secret_key=SECRET, hmac_previous_secret_key="the old one")
    assert await user_of(signed({"sub": "42"}), rules) == "42"
    assert await user_of(signed({"sub": "42"}, "the old one"), rules) == "42"
    until = Token(
        hmac_secret_key=SECRET, hmac_previous_secret_key="the old one", hmac_previous_secret_key_valid_until=int(NOW)
    )
    assert await user_of(signed({"sub": "42"}, "the old one"), until) == "42"
    assert await refused(signed({"sub": "42"}, "the old one"), until, NOW + 1) == "signed by nobody we know"


# form


@pytest.mark.parametrize(
    "token",
    ["", "x", "a.b", "a.b.c", "....", "é.b.c", signed({"sub": "42"})[:-2], signed({"sub": "42"}) + "AAAA"],
)
async def test_what_is_no_token(token: str) -> None:
    assert await refused(token) in {"not a token", "signed by nobody we know"}


@given(st.text() | st.lists(st.text(alphabet="eyJ0abcXYZ_-=", max_size=20), min_size=3, max_size=3).map(".".join))
async def test_any_text_is_refused(token: str) -> None:
    assert await refused(token)


@given(st.data())
async def test_a_changed_token_is_refused(data: st.DataObject) -> None:
    token = signed({"sub": "42", "info": {"a": [1, 2]}})
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("abcdefABCDEF0123456789-_.").filter(lambda one: one != token[at]))
    assert await refused(token[:at] + letter + token[at + 1 :])


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": 42},
        {"exp": "soon"},
        {"nbf": []},
        {"channels": "a"},
        {"subs": ["a"]},
        {"subs": {"a": {"override": {"presence": True}}}},
        {"expire_at": "never"},
        {"aud": 5},
        {"iss": 5},
        {"b64info": "?"},
        {"subs": {"a": {"b64data": "?"}}},
        {"channel": "a"},
    ],
)
async def test_claims_of_wrong_types(claims: dict[str, Any]) -> None:
    assert await refused(signed(claims))


async def test_a_payload_that_is_no_object() -> None:
    for payload in (b"[]", b"x", b"\xff", b"[" * 5000):
        token = jwt.api_jws.encode(payload, SECRET, "HS256")
        assert await refused(token) == "claims of wrong types"


# claims


async def test_everything_a_connection_token_may_say() -> None:
    found = await tokens().connection(
        signed(
            {
                "sub": "42",
                "exp": NOW + 60,
                "iat": NOW,
                "jti": "1",
                "info": {"name": "Ван"},
                "meta": {"x": 1},
                "subs": {
                    "news": {"info": 1, "data": {"a": 1}, "override": {"presence": {"value": True}}},
                    "chat": {"b64info": _encoded64(b"\x00\xff"), "b64data": _encoded64(b"\x01")},
                    "plain": {},
                    "all": {
                        "override": {
                            "join_leave": {"value": False},
                            "force_push_join_leave": {"value": True},
                            "force_positioning": {},
                            "force_recovery": {"value": True},
                            "unknown": {"value": True},
                        }
                    },
                },
                "channels": ["ignored"],
            }
        )
    )
    assert (found.user, found.expires_at) == ("42", NOW + 60)
    assert found.info is not None
    assert json.loads(found.info) == {"name": "Ван"}
    assert found.subs["news"] == Extra(b"1", b'{"a": 1}', {"presence": True})
    assert found.subs["chat"] == Extra(b"\x00\xff", b"\x01")
    assert found.subs["plain"] == Extra()
    assert found.subs["all"].changes == {
        "join_leave": False, "force_push_join_leave": True, "force_positioning": False, "force_recovery": True,
    }  # fmt: skip
    assert "ignored" not in found.subs


async def test_the_short_list_of_channels() -> None:
    assert (await tokens().connection(signed({"channels": ["a", "b"]}))).subs == {"a": Extra(), "b": Extra()}


async def test_nothing_said_is_the_anonymous() -> None:
    found = await tokens().connection(signed({}))
    assert (found.user, found.info, found.expires_at, found.subs) == ("", None, None, {})
    assert (await tokens().connection(signed({"info": None}))).info is None


async def test_base64_goes_before_json() -> None:
    assert (await tokens().connection(signed({"info": 1, "b64info": _encoded64(b"\xff")}))).info == b"\xff"


@pytest.mark.parametrize(
    ("claim", "claims", "user"),
    [
        ("", {"sub": "42", "id": "43"}, "42"),
        ("id", {"sub": "42", "id": "43"}, "43"),
        ("id", {"id": 43}, "43"),
        ("id", {"sub": "42"}, ""),
        ("id", {"id": True}, ""),
        ("user.id", {"user": {"id": "44"}}, "44"),
        ("user.id", {"user": "44"}, ""),
    ],
)
async def test_the_name_of_the_user_claim(claim: str, claims: dict[str, Any], user: str) -> None:
    assert await user_of(signed(claims), Token(hmac_secret_key=SECRET, user_id_claim=claim)) == user


@pytest.mark.parametrize(
    ("rules", "claims", "reason"),
    [
        ({"audience": "a"}, {"aud": "a"}, ""),
        ({"audience": "a"}, {"aud": ["b", "a"]}, ""),
        ({"audience": "a"}, {"aud": "b"}, "another audience"),
        ({"audience": "a"}, {"aud": "ab"}, "another audience"),
        ({"audience": "a"}, {}, "another audience"),
        ({"audience_regex": "^w.rd$"}, {"aud": ["x", "ward"]}, ""),
        ({"audience_regex": "^w.rd$"}, {"aud": "wards"}, "another audience"),
        ({"audience_regex": "^w.rd$"}, {}, "another audience"),
        ({"issuer": "i"}, {"iss": "i"}, ""),
        ({"issuer": "i"}, {"iss": "j"}, "another issuer"),
        ({"issuer": "i"}, {}, "another issuer"),
        ({"issuer_regex": "^i"}, {"iss": "ij"}, ""),
        ({"issuer_regex": "^i"}, {"iss": "j"}, "another issuer"),
        ({}, {"aud": "a", "iss": "i"}, ""),
    ],
)
async def test_audience_and_issuer(rules: dict[str, str], claims: dict[str, Any], reason: str) -> None:
    checked = Token(hmac_secret_key=SECRET, **rules)  # type: ignore[arg-type]
    if reason:
        assert await refused(signed(claims), checked) == reason
    else:
        assert await user_of(signed({**claims, "sub": "42"}), checked) == "42"


# times


@pytest.mark.parametrize(
    ("claims", "old"),
    [
        ({"exp": NOW + 1}, False),
        ({"exp": NOW}, True),
        ({"exp": NOW - 1}, True),
        ({"exp": NOW - 1, "expire_at": NOW + 60}, True),
        ({"nbf": NOW}, False),
        ({"nbf": NOW + 1}, True),
        ({"iat": NOW + 60}, False),
        ({"expire_at": NOW - 60}, False),
    ],
)
async def test_when_a_token_is_good(claims: dict[str, Any], *, old: bool) -> None:
    for token, check in (
        (signed(claims), tokens().connection),
        (signed({**claims, "channel": "a"}), tokens().subscription),
    ):
        if old:
            with pytest.raises(OldTokenError):
                await check(token)
        else:
            assert (await check(token)).user == ""


@pytest.mark.parametrize(
    ("claims", "expires_at"),
    [
        ({}, None),
        ({"exp": NOW + 1.5}, NOW + 1.5),
        ({"exp": NOW + 1, "expire_at": NOW + 60}, NOW + 60),
        ({"exp": NOW + 1, "expire_at": 0}, None),
        ({"expire_at": NOW - 60}, NOW - 60),
    ],
)
async def test_when_what_it_grants_ends(claims: dict[str, Any], expires_at: float | None) -> None:
    assert (await tokens().connection(signed(claims))).expires_at == expires_at
    assert (await tokens().subscription(signed({**claims, "channel": "a"}))).expires_at == expires_at


# subscription tokens


async def test_everything_a_subscription_token_may_say() -> None:
    found = await tokens().subscription(
        signed({
            "sub": "42", "channel": "$room", "client": "c", "exp": NOW + 5, "info": [1], "b64data": _encoded64(b"\x00"),
            "override": {"force_recovery": {"value": True}},
        })
    )  # fmt: skip
    assert (found.user, found.channel, found.client, found.expires_at) == ("42", "$room", "c", NOW + 5)
    assert found.extra == Extra(b"[1]", b"\x00", {"force_recovery": True})


async def test_a_subscription_token_names_its_channel() -> None:
    with pytest.raises(BadTokenError, match="without a channel"):
        await tokens().subscription(signed({"sub": "42"}))
    with pytest.raises(BadTokenError, match="signed by nobody"):
        await tokens().subscription(signed({"channel": "a"}, "another"))


def hand_made(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    """A token that PyJWT would refuse to make."""
    signing = f"{_segment(header)}.{_segment(claims)}"
    digest = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signing.encode(), secret)
    return f"{signing}.{_encoded(digest)}"


def _segment(part: dict[str, Any]) -> str:
    return _encoded(json.dumps(part).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _encoded64(data: bytes) -> str:
    return base64.b64encode(data).decode()
