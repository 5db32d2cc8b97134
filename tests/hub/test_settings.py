"""A wrong setting stops the start with a sentence that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.settings import Settings, WrongSetting, is_loopback

EVERYWHERE = "0.0.0.0"  # noqa: S104 - only named, nothing listens

RIGHT = {
    "CAREWIRE_DATABASE_URL": "postgresql+asyncpg://carewire:hidden@db/carewire",
    "CAREWIRE_REDIS_URL": "redis://:hidden@cache:6379",
    "CAREWIRE_SECRET": "forty characters of which nobody else knows",
}


def test_what_is_not_said_has_a_safe_default() -> None:
    settings = Settings.load(RIGHT)
    assert (settings.host, settings.port, settings.demo, settings.metrics_token) == ("127.0.0.1", 8000, False, "")
    assert settings.loopback
    assert settings.allowed_origins == ()
    assert settings.test_clock is None


def test_files_lie_in_the_data_folder_unless_said_otherwise() -> None:
    assert Settings.load(RIGHT).storage_url == ""
    assert Settings.load({**RIGHT, "CAREWIRE_DATA": "/srv/a b"}).storage_url == "file:///srv/a%20b/files"
    named = Settings.load({**RIGHT, "CAREWIRE_DATA": "/srv", "CAREWIRE_STORAGE_URL": "s3://bucket/x"})
    assert named.storage_url == "s3://bucket/x"


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings.load(RIGHT))
    assert "hidden" not in shown
    assert RIGHT["CAREWIRE_SECRET"] not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CAREWIRE_DATABASE_URL", ""),
        ("CAREWIRE_DATABASE_URL", "mysql://db"),
        ("CAREWIRE_REDIS_URL", ""),
        ("CAREWIRE_REDIS_URL", "http://cache"),
        ("CAREWIRE_SECRET", ""),
        ("CAREWIRE_SECRET", "short"),
        ("CAREWIRE_PORT", "0"),
        ("CAREWIRE_PORT", "65536"),
        ("CAREWIRE_PORT", "http"),
        ("CAREWIRE_PORT", "-1"),
        ("CAREWIRE_PORT", "²"),
        ("CAREWIRE_LISTEN_FD", "three"),
        ("CAREWIRE_STORAGE_URL", "/srv/files"),
        ("CAREWIRE_STORAGE_URL", "ftp://files"),
        ("CAREWIRE_TEST_CLOCK", "/somewhere/offset"),
    ],
)
def test_the_sentence_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        Settings.load({**RIGHT, name: value})
    assert name in str(refused.value)


def test_the_sentence_does_not_repeat_a_secret() -> None:
    with pytest.raises(WrongSetting) as refused:
        Settings.load({**RIGHT, "CAREWIRE_DATABASE_URL": "postgres://carewire:hidden@db/carewire"})
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "demo", "allowed"),
    [("127.0.0.1", "1", True), ("127.0.0.1", "0", False), (EVERYWHERE, "1", False), ("::1", "1", True)],
)
def test_the_clock_moves_only_on_loopback_with_the_demo(host: str, demo: str, *, allowed: bool) -> None:
    env = {**RIGHT, "CAREWIRE_HOST": host, "CAREWIRE_DEMO": demo, "CAREWIRE_TEST_CLOCK": "offset"}
    if allowed:
        assert Settings.load(env).test_clock == Path("offset")
        return
    with pytest.raises(WrongSetting):
        Settings.load(env)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        (EVERYWHERE, False),
        ("10.0.0.1", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_what_is_this_machine(host: str, *, here: bool) -> None:
    assert is_loopback(host) is here


def test_origins_are_a_list() -> None:
    env = {**RIGHT, "CAREWIRE_ALLOWED_ORIGINS": "https://a.example,https://b.example,"}
    assert Settings.load(env).allowed_origins == ("https://a.example", "https://b.example")
