"""The configuration file: what it may say, what is warned of, and what stops the start."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from channels.standalone.config import Config, PersonalChannel
from channels.standalone.durations import Seconds
from channels.standalone.engine import broker_url
from channels.standalone.limits import limits
from channels.standalone.reading import parsed, read
from channels.wire.limits import Limits
from hub.settings import WrongSetting
from tests.channels.standalone.signing import SECRET, ec_key, jwk, pem, rsa_key


def told(said: dict[str, Any], **env: str) -> Config:
    return parsed(json.dumps(said).encode(), {f"CENTRIFUGO_{name}": value for name, value in env.items()})


SUITE: dict[str, Any] = {
    "client": {
        "insecure": False,
        "concurrency": 8,
        "token": {"hmac_secret_key": SECRET},
        "subscribe_to_user_personal_channel": {"enabled": True},
        "allowed_origins": ["*"],
        "ping_interval": "1s",
        "pong_timeout": "500ms",
    },
    "channel": {
        "without_namespace": {"presence": True, "join_leave": True, "force_push_join_leave": True,
                              "history_size": 10, "history_ttl": "300s", "force_recovery": True,
                              "allow_publish_for_subscriber": True, "allow_subscribe_for_client": True},
        "namespaces": [{"name": "delta", "allowed_delta_types": ["fossil"], "delta_publish": True}],
    },
    "http_api": {"key": "k"},
    "sse": {"enabled": True},
    "http_stream": {"enabled": True},
    "engine": {"type": "redis", "redis": {"address": "127.0.0.1:6380"}},
    "allowed_origins": ["https://ward.example"],
}  # fmt: skip


def test_a_configuration_of_the_suites(caplog: pytest.LogCaptureFixture) -> None:
    config = told(SUITE)
    assert not caplog.records
    assert config.client.personal == PersonalChannel(enabled=True)
    assert config.channel.without_namespace.history_ttl == Seconds(300)
    assert config.channel.namespaces[0].allowed_delta_types == ("fossil",)
    assert (config.sse.enabled, config.http_stream.enabled, config.uni_sse.enabled) == (True, True, False)
    assert config.origins == ("*", "https://ward.example")
    assert broker_url(config.engine) == "redis://127.0.0.1:6380/0"


def test_nothing_said_is_the_reference() -> None:
    assert told({}) == Config()
    assert limits(Config()) == Limits(tick=27)
    assert broker_url(Config().engine) == "memory://"


def test_the_wires_numbers() -> None:
    found = limits(told({
        "client": {"ping_interval": "10s", "pong_timeout": "3s", "stale_close_delay": "4s", "expired_close_delay": "5s",
                   "expired_sub_close_delay": "6s", "channel_limit": 7, "queue_max_size": 8, "concurrency": 9,
                   "presence_update_interval": "11s", "history_max_publication_limit": 12,
                   "recovery_max_publication_limit": 13, "user_connection_limit": 14,
                   "channel_position_check_delay": "15s"},
        "channel": {"max_length": 16}, "websocket": {"message_size_limit": 17},
        "engine": {"redis": {"presence_ttl": "18s"}},
    }))  # fmt: skip
    assert found == Limits(
        stale=4, ping=10, pong=3, refresh_grace=6, position_check=15, tick=11, inbound=17, queue=8, channels=7,
        channel_name=16, concurrency=9, history=12, recovery=13, user_connections=14, presence_ttl=18,
    )  # fmt: skip


def test_the_short_form_of_the_personal_channel() -> None:
    assert told({"client": {"subscribe_to_user_personal_channel": True}}).client.personal.enabled
    assert told({"client": {"subscribe_to_user_personal_channel": False}}).client.personal == PersonalChannel()


def test_unknown_words_are_told_and_ignored(caplog: pytest.LogCaptureFixture) -> None:
    config = told({
        "admin": {"enabled": True},
        "client": {"unknown": 1, "token": {"colour": "red"}, "subscribe_to_user_personal_channel": {"new": 1}},
        "channel": {"namespaces": [{"name": "chat"}, {"name": "news", "presence": True, "proxy_name": "x"}]},
    })  # fmt: skip
    assert config.channel.namespaces[1].presence
    paths = [record.getMessage().split()[1] for record in caplog.records]
    assert paths == [
        "admin",
        "client.unknown",
        "client.token.colour",
        "client.subscribe_to_user_personal_channel.new",
        "channel.namespaces[1].proxy_name",
    ]


@pytest.mark.parametrize(
    ("said", "warning"),
    [
        ({"client": {"insecure": True}}, "client.insecure lets everybody in"),
        ({"http_api": {"insecure": True}}, "http_api.insecure opens"),
        ({"client": {"token": {"hmac_secret_key": "short"}}}, "client.token.hmac_secret_key is shorter than 32 bytes"),
        (
            {"channel": {"without_namespace": {"force_recovery_mode": "cache"}}},
            "force_recovery_mode of without_namespace: cache is not offered",
        ),
    ],
)
def test_advice(said: dict[str, Any], warning: str, caplog: pytest.LogCaptureFixture) -> None:
    told(said)
    assert [warning in record.getMessage() for record in caplog.records] == [True]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"client": {"channel_limit": "128"}}, "client.channel_limit: expected int, got str."),
        ({"client": {"insecure": 1}}, "client.insecure: expected bool, got int."),
        ({"client": 5}, "client: expected object, got int."),
        (
            {"client": {"ping_interval": "soon"}},
            "client.ping_interval: expected a length of time such as 25s, not 'soon'.",
        ),
        (
            {"channel": {"namespaces": [{"name": "ok"}, {"name": "chat", "history_size": []}]}},
            "channel.namespaces[1].history_size: expected int, got array.",
        ),
        ({"channel": {"namespaces": [{}]}}, "channel.namespaces[0]: object missing required field name."),
        (
            {"channel": {"namespaces": [{"name": "a"}]}},
            "channel.namespaces[0].name: 'a' is not two or more letters, digits or -_. signs.",
        ),
        (
            {"channel": {"namespaces": [{"name": "aa"}, {"name": "aa"}]}},
            "channel.namespaces[0].name: there are two namespaces 'aa'.",
        ),
        (
            {"channel": {"namespaces": [{"name": "aa", "allowed_delta_types": ["zip"]}]}},
            "channel.namespaces[0].allowed_delta_types[0]: invalid enum value 'zip'.",
        ),
        (
            {"channel": {"without_namespace": {"history_size": 1}}},
            "channel.without_namespace.history_size: a history needs both history_size and history_ttl.",
        ),
        (
            {"channel": {"without_namespace": {"history_size": 1, "history_ttl": "721h"}}},
            "channel.without_namespace.history_ttl: must not be longer than history_meta_ttl.",
        ),
        (
            {"channel": {"without_namespace": {"force_recovery": True}}},
            "channel.without_namespace.force_recovery: needs history_size and history_ttl.",
        ),
        (
            {"channel": {"without_namespace": {"channel_regex": "+"}}},
            "channel.without_namespace.channel_regex: not a regular expression (nothing to repeat at position 0).",
        ),
        (
            {"client": {"subscribe_to_user_personal_channel": {"enabled": True, "personal_channel_namespace": "me"}}},
            "client.subscribe_to_user_personal_channel.personal_channel_namespace: there is no namespace 'me'.",
        ),
        (
            {"client": {"ping_interval": "5s", "pong_timeout": "5s"}},
            "client.pong_timeout: must be shorter than client.ping_interval.",
        ),
        ({"engine": {"type": "nats"}}, "engine.type: invalid enum value 'nats'."),
        (
            {"client": {"token": {"rsa_public_key": "x"}}},
            "client.token.rsa_public_key: not a public key in PEM form.",
        ),
        (
            {"client": {"token": {"rsa_public_key": pem(ec_key(ec.SECP256R1))}}},
            "client.token.rsa_public_key: not an RSA key.",
        ),
        (
            {"client": {"subscription_token": {"ecdsa_public_key": pem(rsa_key())}}},
            "client.subscription_token.ecdsa_public_key: not a key on the curve P-256, P-384 or P-521.",
        ),
        (
            {"client": {"token": {"ecdsa_public_key": pem(ec_key(ec.SECP256K1))}}},
            "client.token.ecdsa_public_key: not a key on the curve P-256, P-384 or P-521.",
        ),
        (
            {"client": {"token": {"hmac_secret_key": pem(rsa_key())}}},
            "client.token.hmac_secret_key: a public key or certificate is no secret.",
        ),
        ({"client": {"token": {"jwks": {"keys": 1}}}}, "client.token.jwks: not a JSON Web Key Set."),
        (
            {"client": {"token": {"jwks_public_endpoint": "file:///etc/keys"}}},
            "client.token.jwks_public_endpoint: must be one http:// or https:// URL.",
        ),
        (
            {"client": {"token": {"jwks_public_endpoint": "https://{{tenant}}.example/keys"}}},
            "client.token.jwks_public_endpoint: must be one http:// or https:// URL.",
        ),
        (
            {"client": {"token": {"audience": "a", "audience_regex": "b"}}},
            "client.token.audience: give either audience or audience_regex.",
        ),
        (
            {"client": {"token": {"issuer_regex": "("}}},
            "client.token.issuer_regex: not a regular expression (missing ), unterminated subpattern at position 0).",
        ),
    ],
)
def test_what_stops_the_start(said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongSetting) as stop:
        told(said)
    assert str(stop.value) == sentence


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff", b'{"a":\xff}', b"[" * 100_000])
def test_what_is_no_configuration(text: bytes) -> None:
    with pytest.raises(WrongSetting, match="The configuration"):
        parsed(text)


def test_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    with pytest.raises(WrongSetting, match=r"config\.json cannot be read: No such file"):
        read(file, {})
    file.write_text('{"http_api": {"key": "k"}}')
    assert read(file, {"CENTRIFUGO_HTTP_API_KEY": "other"}).http_api.key == "other"
    assert read(file, {}).http_api.key == "k"


def test_the_environment_goes_first() -> None:
    config = told(
        {
            "client": {"token": {"hmac_secret_key": "x"}, "concurrency": 2},
            "channel": {"namespaces": [{"name": "chat-room", "presence": True}, {"name": "news"}]},
        },
        CLIENT_TOKEN_HMAC_SECRET_KEY=SECRET,
        CLIENT_INSECURE="true",
        CLIENT_PING_INTERVAL="20s",
        CLIENT_CHANNEL_LIMIT="5",
        CLIENT_ALLOWED_ORIGINS="https://a.example https://b.example",
        CLIENT_SUBSCRIBE_TO_USER_PERSONAL_CHANNEL_ENABLED="true",
        CHANNEL_NAMESPACES_CHAT_ROOM_PRESENCE="false",
        CHANNEL_NAMESPACES_NEWS_HISTORY_SIZE="3",
        CHANNEL_NAMESPACES_NEWS_HISTORY_TTL="60s",
        ENGINE_TYPE="redis",
        ENGINE_REDIS_ADDRESS="redis://10.0.0.1:6379",
        NOT_OURS="x",
    )
    assert config.client.token.hmac_secret_key == SECRET
    assert (config.client.insecure, config.client.ping_interval, config.client.channel_limit) == (True, Seconds(20), 5)
    assert config.client.concurrency == 2
    assert config.client.allowed_origins == ("https://a.example", "https://b.example")
    assert config.client.personal.enabled
    chat, news = config.channel.namespaces
    assert (chat.presence, news.history_size, news.history_ttl) == (False, 3, Seconds(60))
    assert broker_url(config.engine) == "redis://10.0.0.1:6379"


def test_lists_and_objects_in_the_environment_are_json() -> None:
    config = told({}, CHANNEL_NAMESPACES='[{"name":"chat","presence":true}]', CLIENT_TOKEN_JWKS='{"keys":[]}')
    assert config.channel.namespaces[0].presence
    assert config.client.token.jwks == {"keys": []}


@pytest.mark.parametrize(
    ("name", "value"),
    [("CLIENT_INSECURE", "perhaps"), ("CLIENT_CHANNEL_LIMIT", "many"), ("CHANNEL_NAMESPACES", "[{")],
)
def test_wrong_variables_are_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"CENTRIFUGO_{name}: "):
        told({}, **{name: value})


@pytest.mark.parametrize(
    ("redis", "url"),
    [
        ({}, "redis://127.0.0.1:6379"),
        ({"address": "redis.local:6380", "db": 2}, "redis://redis.local:6380/2"),
        ({"address": "h:1", "user": "u", "password": "p@/"}, "redis://u:p%40%2F@h:1/0"),
        ({"address": ["rediss://:pw@h:6380/1"]}, "rediss://:pw@h:6380/1"),
        (
            {"sentinel_address": "a:1,b:2", "sentinel_master_name": "main", "password": "p"},
            "redis+sentinel://:p@a:1,b:2/main?db=0",
        ),
        ({"cluster_address": ["a:1", "b:2"]}, "redis+cluster://a:1,b:2"),
        ({"address": "redis+sentinel://a:1/main"}, "redis+sentinel://a:1/main"),
    ],
)
def test_where_redis_is(redis: dict[str, Any], url: str) -> None:
    assert broker_url(told({"engine": {"type": "redis", "redis": redis}}).engine) == url


@pytest.mark.parametrize(
    ("redis", "sentence"),
    [
        (
            {"address": ["a:1", "b:1"]},
            "engine.redis.address: give one server; for several of them use a Redis Cluster.",
        ),
        ({"sentinel_address": "a:1"}, "engine.redis.sentinel_master_name: is needed beside sentinel_address."),
        ({"cluster_address": "redis://a:1"}, "engine.redis.cluster_address: give host:port, not a URL."),
        ({"address": "a:b"}, "engine.redis: a Redis URL names its hosts as host:port."),
        ({"address": []}, "engine.redis: a Redis URL names its hosts as host:port."),
    ],
)
def test_where_redis_cannot_be(redis: dict[str, Any], sentence: str) -> None:
    config = told({"engine": {"type": "redis", "redis": redis}})
    with pytest.raises(WrongSetting) as stop:
        broker_url(config.engine)
    assert str(stop.value) == sentence


def test_secrets_are_not_printed() -> None:
    config = told({
        "client": {"token": {"hmac_secret_key": SECRET}, "subscription_token": {"hmac_secret_key": SECRET}},
        "http_api": {"key": SECRET}, "engine": {"redis": {"password": SECRET}},
    })  # fmt: skip
    assert SECRET not in repr(config)


def test_keys_of_a_set_that_cannot_be_used_are_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    told({"client": {"token": {"jwks": {"keys": [jwk(rsa_key(), "a"), jwk(rsa_key(), "b", alg="HS256")]}}}})
    assert [record.getMessage() for record in caplog.records] == ["key 1 of a key set cannot be used: ValueError"]
