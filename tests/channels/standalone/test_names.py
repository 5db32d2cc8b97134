"""Channel names and permissions: every line of section 16."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from channels.broker.base import Retention
from channels.standalone import names
from channels.standalone.config import Channels, Namespace, Options
from channels.standalone.durations import Seconds
from channels.wire.desk import Act, Terms

CHAT = Namespace(name="chat")
CHANNELS = Channels(Options(presence=True), (CHAT, Namespace(name="news", join_leave=True)))


@pytest.mark.parametrize(
    ("channel", "parts"),
    [
        ("room", ("", "room")),
        ("chat:room", ("chat", "room")),
        ("chat:room:1", ("chat", "room:1")),
        ("$chat:room", ("chat", "room")),
        ("$room", ("", "$room")),
        (":room", ("", "room")),
        ("#12", ("", "#12")),
        ("chat:#12", ("chat", "#12")),
    ],
)
def test_the_namespace_ends_at_the_first_colon(channel: str, parts: tuple[str, str]) -> None:
    assert names.split(channel) == parts


def test_options() -> None:
    assert names.options_of(CHANNELS, "room") is CHANNELS.without_namespace
    assert names.options_of(CHANNELS, "$chat:room") is CHAT
    with pytest.raises(names.UnknownNamespaceError):
        names.options_of(CHANNELS, "chats:room")


@pytest.mark.parametrize(
    ("pattern", "channel", "expected"),
    [
        ("", "chat:room", True),
        ("", "chat:комната", False),
        ("", "聊天", False),
        (r"^\d+$", "chat:12", True),
        (r"^\d+$", "chat:12a", False),
        (r"^\d+$", "chat:1:2", False),
        (r"^\w+$", "chat:комната", True),
        (r"o", "chat:room", True),
    ],
)
def test_names_that_suit(pattern: str, channel: str, *, expected: bool) -> None:
    assert names.suits(Options(channel_regex=pattern), channel) is expected


@pytest.mark.parametrize(
    ("channel", "user", "expected"),
    [
        ("room#12", "12", True),
        ("room#12,15", "15", True),
        ("room#12", "1", False),
        ("room#12", "", False),
        ("room#", "", False),
        ("room#12#15", "15", True),
        ("room#12#15", "12", False),
        ("#12", "12", True),
    ],
)
def test_user_limited_names(channel: str, user: str, *, expected: bool) -> None:
    assert names.names_user(channel, user) is expected
    limited = Options(allow_user_limited_channels=True, allow_subscribe_for_client=True)
    assert names.may_subscribe(limited, channel, user, insecure=False) is expected


def test_without_the_option_a_hash_is_a_letter() -> None:
    assert not names.is_user_limited(Options(), "room#12")
    assert names.may_subscribe(Options(allow_subscribe_for_client=True), "room#12", "15", insecure=False)


@pytest.mark.parametrize(("namespace", "channel"), [("", "#42"), ("me", "me:#42")])
def test_personal_channels(namespace: str, channel: str) -> None:
    assert names.personal_channel(namespace, "42") == channel


@pytest.mark.parametrize(
    ("client", "anonymous", "insecure", "user", "expected"),
    [
        (False, False, False, "42", False),
        (False, True, False, "42", False),
        (False, True, False, "", False),
        (True, False, False, "42", True),
        (True, False, False, "", False),
        (True, True, False, "", True),
        (False, False, True, "", True),
        (False, False, True, "42", True),
    ],
)
def test_subscribing(client: bool, anonymous: bool, insecure: bool, user: str, expected: bool) -> None:  # noqa: FBT001
    options = Options(allow_subscribe_for_client=client, allow_subscribe_for_anonymous=anonymous)
    assert names.may_subscribe(options, "room", user, insecure=insecure) is expected
    assert not names.may_subscribe(options, "$room", user, insecure=insecure)


@pytest.mark.parametrize("act", list(Act))
def test_acting(act: Act) -> None:
    for client, subscriber, anonymous, insecure, subscribed, known in itertools.product([False, True], repeat=6):
        rules: dict[str, Any] = {
            f"allow_{act.value}_for_client": client,
            f"allow_{act.value}_for_subscriber": subscriber,
            f"allow_{act.value}_for_anonymous": anonymous,
        }
        expected = insecure or ((client or (subscriber and subscribed)) and (known or anonymous))
        user = "42" if known else ""
        assert names.may(Options(**rules), act, user, subscribed=subscribed, insecure=insecure) is expected


def test_what_is_offered() -> None:
    history = Options(history_size=1, history_ttl=Seconds(1))
    assert [names.offers(Options(), act) for act in Act] == [True, False, False]
    assert names.offers(Options(presence=True), Act.PRESENCE)
    assert names.offers(history, Act.HISTORY)
    assert not names.offers(Options(history_size=1), Act.HISTORY)
    assert not names.offers(Options(history_ttl=Seconds(1)), Act.HISTORY)


def test_terms() -> None:
    channels = Channels(history_meta_ttl=Seconds(1000))
    assert names.terms_of(Options(), channels) == Terms(None)
    assert names.terms_of(Options(presence=True, join_leave=True), channels) == Terms(None, presence=True, signals=True)
    kept = Options(history_size=7, history_ttl=Seconds(60))
    assert names.terms_of(kept, channels).retention == Retention(7, 60, 1000)
    longer = Options(history_size=7, history_ttl=Seconds(60), history_meta_ttl=Seconds(90))
    assert names.terms_of(longer, channels).retention == Retention(7, 60, 90)
