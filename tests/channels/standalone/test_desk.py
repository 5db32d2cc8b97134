"""The desk of the stand-alone server, line by line of the tables in sections 15 and 16."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from channels.broker.base import Retention
from channels.standalone.config import Config
from channels.standalone.desk import StandaloneDesk
from channels.standalone.reading import parsed
from channels.wire.desk import Act, Desk, Disconnect, Grant, Guest, Knock, Refused, Terms, Wish
from tests.channels.standalone.signing import NOW, SECRET, signed

NAMESPACES: list[dict[str, Any]] = [
    {"name": "open", "allow_subscribe_for_client": True},
    {"name": "full", "presence": True, "join_leave": True, "force_push_join_leave": True, "history_size": 5,
     "history_ttl": "60s", "force_recovery": True, "force_positioning": True, "allowed_delta_types": ["fossil"]},
    {"name": "wish", "presence": True, "join_leave": True, "history_size": 5, "history_ttl": "60s",
     "allow_history_for_subscriber": True, "allow_presence_for_subscriber": True, "allow_subscribe_for_client": True},
    {"name": "may", "history_size": 5, "history_ttl": "60s", "allow_positioning": True, "allow_recovery": True,
     "allow_subscribe_for_client": True, "allow_tags_filter": True},
    {"name": "quiet", "presence": True, "allow_presence_for_client": True, "allow_subscribe_for_client": True},
    {"name": "mine", "allow_user_limited_channels": True},
    {"name": "digits", "channel_regex": "^[0-9]+$", "allow_subscribe_for_client": True},
]  # fmt: skip
NO_PAST = Terms(None)
KEPT = Retention(5, 60, 30 * 86400)


def desk(now: float = NOW, without: dict[str, Any] | None = None, **client: Any) -> Desk:
    client = {"token": {"hmac_secret_key": SECRET}, **client}
    said = {"client": client, "channel": {"namespaces": NAMESPACES, "without_namespace": without or {}}}
    return StandaloneDesk(parsed(msgspec.json.encode(said)), lambda: now)


def token(**claims: Any) -> str:
    return signed({"sub": "42", **claims})


async def guest(at: Desk | None = None, **claims: Any) -> Guest:
    return await (at or desk()).admit(Knock(token(**claims)))


async def code_of(asked: Awaitable[object]) -> tuple[type[Exception], int]:
    with pytest.raises((Refused, Disconnect)) as no:
        await asked
    assert isinstance(no.value, Refused | Disconnect)
    return type(no.value), no.value.code


# connecting


async def test_a_token_lets_in() -> None:
    found = await guest(info={"name": "Ван"}, exp=NOW + 60)
    assert (found.user, found.expires_at, dict(found.subs)) == ("42", NOW + 60, {})
    assert found.info is not None
    assert msgspec.json.decode(found.info) == {"name": "Ван"}


@pytest.mark.parametrize(
    ("offered", "kind", "code"),
    [
        ("", Disconnect, 3501),
        ("nonsense", Disconnect, 3500),
        (signed({"sub": "42"}, "another secret"), Disconnect, 3500),
        (token(channel="a"), Disconnect, 3500),
        (token(exp=NOW - 1), Refused, 109),
        (token(nbf=NOW + 1), Refused, 109),
        (token(channels=["nowhere:1"]), Refused, 102),
    ],
)
async def test_who_is_not_let_in(offered: str, kind: type[Exception], code: int) -> None:
    assert await code_of(desk().admit(Knock(offered))) == (kind, code)


async def test_a_passed_expiry_is_the_wires_to_refuse() -> None:
    """Error 110: the wire compares `expires_at` with its clock."""
    assert (await guest(expire_at=NOW - 1)).expires_at == NOW - 1


async def test_the_anonymous() -> None:
    assert (await desk(allow_anonymous_connect_without_token=True).admit(Knock(""))).user == ""
    assert (await desk(insecure=True).admit(Knock(""))).user == ""
    assert (await guest(sub="")).user == ""
    strict = desk(disallow_anonymous_connection_tokens=True)
    assert await code_of(strict.admit(Knock(token(sub="")))) == (Disconnect, 3507)
    assert (await strict.admit(Knock(token()))).user == "42"


async def test_insecure_connections_never_expire() -> None:
    lax = desk(insecure=True)
    assert (await lax.admit(Knock(token(exp=NOW + 60)))).expires_at is None
    assert await code_of(lax.admit(Knock("nonsense"))) == (Disconnect, 3500)


async def test_keys_that_cannot_be_asked_for() -> None:
    async def away(_: str) -> bytes:
        raise OSError

    said = {"client": {"token": {"jwks_public_endpoint": "https://keys.example"}}}
    unsure = StandaloneDesk(parsed(msgspec.json.encode(said)), lambda: NOW, away)
    known = Guest("42", None)
    offered = signed({"sub": "42", "channel": "a"}, kid="a")
    assert await code_of(unsure.admit(Knock(offered))) == (Refused, 100)
    assert await code_of(unsure.refresh(known, offered)) == (Refused, 100)
    assert await code_of(unsure.join(known, Wish("a", offered))) == (Refused, 100)
    assert await code_of(unsure.prolong(known, "a", offered)) == (Refused, 100)


# server-side subscriptions


async def test_channels_of_the_token() -> None:
    found = await guest(channels=["full:1", "nothing", "$open:комната"])
    assert found.subs == {
        "full:1": Grant(
            Terms(KEPT, presence=True, signals=True), positioned=True, recoverable=True, hears_signals=True, delta=True
        ),
        "nothing": Grant(NO_PAST, positioned=False, recoverable=False),
        "$open:комната": Grant(NO_PAST, positioned=False, recoverable=False),
    }


async def test_changes_of_the_token() -> None:
    override = {
        name: {"value": False}
        for name in ("presence", "join_leave", "force_push_join_leave", "force_positioning", "force_recovery")
    }
    subs = {
        "full:1": {"info": 1, "data": {"a": 2}, "override": override},
        "may:1": {"override": {"presence": {"value": True}, "force_recovery": {"value": True}}},
    }
    found = await guest(subs=subs)
    assert found.subs == {
        "full:1": Grant(
            Terms(KEPT), positioned=False, recoverable=False, delta=True, info=b"1", data=b'{"a": 2}'
        ),
        "may:1": Grant(Terms(KEPT, presence=True), positioned=False, recoverable=True),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("personal", "channel"),
    [
        (True, "#42"),
        ({"enabled": True}, "#42"),
        ({"enabled": True, "personal_channel_namespace": "full"}, "full:#42"),
    ],
)
async def test_the_personal_channel(personal: object, channel: str) -> None:
    at = desk(subscribe_to_user_personal_channel=personal)
    assert set((await at.admit(Knock(token(channels=["open:1"])))).subs) == {channel, "open:1"}
    assert set((await at.admit(Knock(token(sub="")))).subs) == set(), "the anonymous own nothing"


async def test_wishes_of_those_who_only_listen() -> None:
    wishes = ("open:1", "full:1", "$open:2", "nowhere:1", "digits:12", "digits:x", "mine:a#42", "mine:a#43", "open:1")
    found = await desk().admit(Knock(token(channels=["full:9"]), wishes=wishes))
    assert set(found.subs) == {"open:1", "digits:12", "mine:a#42", "full:9"}
    nobody = await desk(allow_anonymous_connect_without_token=True).admit(Knock("", wishes=wishes))
    assert not nobody.subs
    everything = await desk(insecure=True).admit(Knock("", wishes=wishes))
    assert set(everything.subs) == {"open:1", "full:1", "digits:12", "mine:a#42", "mine:a#43"}


# refresh


async def test_refresh() -> None:
    before = await guest(exp=NOW + 1)
    after = await desk().refresh(before, token(exp=NOW + 60, info=2))
    assert (after.user, after.expires_at, after.info) == ("42", NOW + 60, b"2")


@pytest.mark.parametrize(
    ("offered", "kind", "code"),
    [
        ("nonsense", Disconnect, 3500),
        (signed({"sub": "42"}, "another secret"), Disconnect, 3500),
        (token(sub="43"), Disconnect, 3500),
        (token(channel="a"), Disconnect, 3500),
        (token(exp=NOW - 1), Refused, 109),
    ],
)
async def test_refreshes_that_fail(offered: str, kind: type[Exception], code: int) -> None:
    """Of an expired token (109) the wire makes 3005."""
    assert await code_of(desk().refresh(await guest(), offered)) == (kind, code)


async def test_a_refresh_keeps_what_was_only_wished_for() -> None:
    """The wire closes with 3010 when the channels differ."""
    at = desk(subscribe_to_user_personal_channel=True)
    before = await at.admit(Knock(token(channels=["full:1"]), wishes=("open:1",)))
    after = await at.refresh(before, token(channels=["full:1"]))
    assert set(after.subs) == set(before.subs) == {"full:1", "open:1", "#42"}
    assert set((await at.refresh(after, token())).subs) == {"open:1", "#42"}


# subscribing


@pytest.mark.parametrize(
    ("user", "channel", "code"),
    [
        ("42", "open:1", 0),
        ("", "open:1", 103),
        ("42", "full:1", 103),
        ("42", "$open:1", 103),
        ("42", "nowhere:1", 102),
        ("42", "open:ж", 107),
        ("42", "digits:1", 0),
        ("42", "digits:x", 107),
        ("42", "mine:a#42", 0),
        ("42", "mine:a#41,42", 0),
        ("42", "mine:a#4", 103),
        ("42", "mine:a", 103),
        ("", "mine:a#", 103),
        ("42", "room", 103),
    ],
)
async def test_subscribing_without_a_token(user: str, channel: str, code: int) -> None:
    asked = desk().join(await guest(sub=user), Wish(channel))
    if code:
        assert await code_of(asked) == (Refused, code)
    else:
        assert await asked == Grant(NO_PAST, positioned=False, recoverable=False)


async def test_the_insecure_may_everything_but_private_channels() -> None:
    at = desk(insecure=True)
    nobody = await at.admit(Knock(""))
    for channel in ("full:1", "mine:a#7", "room"):
        assert (await at.join(nobody, Wish(channel))).info is None
    assert await code_of(at.join(nobody, Wish("$room"))) == (Refused, 103)
    assert await at.permit(nobody, "room", Act.PUBLISH, subscribed=False) == NO_PAST
    assert await code_of(at.permit(nobody, "room", Act.HISTORY, subscribed=False)) == (Refused, 108)


async def test_a_subscription_token() -> None:
    claims = {"channel": "$full:1", "info": {"a": 1}, "data": 5, "exp": NOW + 9,
              "override": {"presence": {"value": False}}}  # fmt: skip
    grant = await desk().join(await guest(), Wish("$full:1", token(**claims)))
    assert grant == Grant(
        Terms(KEPT, presence=False, signals=True), hears_signals=True, delta=True, info=b'{"a": 1}', data=b"5",
        expires_at=NOW + 9,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("offered", "kind", "code"),
    [
        ("nonsense", Refused, 103),
        (signed({"sub": "42", "channel": "full:1"}, "another secret"), Refused, 103),
        (token(), Refused, 103),
        (token(channel="full:1", exp=NOW - 1), Refused, 109),
        (token(channel="full:1", nbf=NOW + 1), Refused, 109),
        (token(channel="full:2"), Disconnect, 3500),
        (token(channel="full:1", sub="43"), Disconnect, 3500),
        (token(channel="full:1", client="another"), Disconnect, 3500),
    ],
)
async def test_subscription_tokens_that_fail(offered: str, kind: type[Exception], code: int) -> None:
    assert await code_of(desk().join(await guest(), Wish("full:1", offered))) == (kind, code)


async def test_a_bad_name_comes_before_its_token() -> None:
    assert await code_of(desk().join(await guest(), Wish("nowhere:1", "nonsense"))) == (Refused, 102)
    assert await code_of(desk().join(await guest(), Wish("digits:x", "nonsense"))) == (Refused, 107)


async def test_keys_of_their_own_for_subscriptions() -> None:
    at = desk(subscription_token={"enabled": True, "hmac_secret_key": "for subscriptions only"})
    known = await at.admit(Knock(token()))
    claims = {"sub": "42", "channel": "full:1"}
    assert (await at.join(known, Wish("full:1", signed(claims, "for subscriptions only")))).recoverable
    assert await code_of(at.join(known, Wish("full:1", signed(claims)))) == (Refused, 103)
    off = desk(subscription_token={"enabled": False, "hmac_secret_key": "for subscriptions only"})
    assert (await off.join(known, Wish("full:1", signed(claims)))).recoverable


ALL = Wish("", positioned=True, recoverable=True, join_leave=True, delta=True)


@pytest.mark.parametrize(
    ("channel", "asked", "positioned", "recoverable", "signals"),
    [
        ("wish:1", ALL, True, True, True),
        ("wish:1", Wish(""), False, False, False),
        ("wish:1", Wish("", positioned=True), True, False, False),
        ("wish:1", Wish("", recoverable=True), False, True, False),
        ("wish:1", Wish("", join_leave=True), False, False, True),
        ("may:1", ALL, True, True, False),
        ("may:1", Wish(""), False, False, False),
        ("open:1", ALL, False, False, False),
        ("quiet:1", ALL, False, False, False),
    ],
)
async def test_wishes_are_granted_where_the_past_and_the_people_are_open(
    channel: str, asked: Wish, positioned: bool, recoverable: bool, signals: bool  # noqa: FBT001
) -> None:  # fmt: skip
    grant = await desk().join(await guest(), replace(asked, channel=channel))
    assert (grant.positioned, grant.recoverable, grant.hears_signals) == (positioned, recoverable, signals)
    assert not grant.delta


async def test_filters_where_they_are_allowed() -> None:
    known = await guest()
    assert (await desk().join(known, Wish("may:1", filtered=True))).terms == Terms(KEPT)
    assert await code_of(desk().join(known, Wish("open:1", filtered=True))) == (Refused, 107)
    assert await code_of(desk().join(known, Wish("full:1", filtered=True))) == (Refused, 103), "who may not hear first"


# a newer subscription token


async def test_prolonging() -> None:
    claims = {"channel": "full:1", "info": 2, "exp": NOW + 60, "override": {"force_recovery": {"value": False}}}
    grant = await desk().prolong(await guest(), "full:1", token(**claims))
    assert (grant.expires_at, grant.info, grant.recoverable) == (NOW + 60, b"2", False)


@pytest.mark.parametrize(
    ("offered", "kind", "code"),
    [
        ("nonsense", Disconnect, 3500),
        (signed({"sub": "42", "channel": "full:1"}, "another secret"), Disconnect, 3500),
        (token(), Disconnect, 3500),
        (token(channel="full:1", exp=NOW - 1), Disconnect, 3006),
        (token(channel="full:2"), Disconnect, 3500),
        (token(channel="full:1", sub="43"), Disconnect, 3500),
    ],
)
async def test_prolonging_that_fails(offered: str, kind: type[Exception], code: int) -> None:
    assert await code_of(desk().prolong(await guest(), "full:1", offered)) == (kind, code)


# acts


@pytest.mark.parametrize(
    ("channel", "act", "subscribed", "code"),
    [
        ("open:1", Act.PUBLISH, True, 103),
        ("open:1", Act.PRESENCE, True, 108),
        ("open:1", Act.HISTORY, True, 108),
        ("wish:1", Act.PRESENCE, True, 0),
        ("wish:1", Act.PRESENCE, False, 103),
        ("wish:1", Act.HISTORY, True, 0),
        ("wish:1", Act.HISTORY, False, 103),
        ("full:1", Act.HISTORY, True, 103),
        ("nowhere:1", Act.PUBLISH, True, 102),
        ("digits:x", Act.PUBLISH, True, 107),
    ],
)
async def test_acts(channel: str, act: Act, *, subscribed: bool, code: int) -> None:
    asked = desk().permit(await guest(), channel, act, subscribed=subscribed)
    if code:
        assert await code_of(asked) == (Refused, code)
    else:
        assert await asked == Terms(KEPT, presence=True, signals=True)


async def test_channels_without_a_namespace_have_options_too() -> None:
    at = desk(without={"allow_publish_for_client": True, "allow_publish_for_anonymous": True})
    assert await at.permit(await guest(at, sub=""), "room", Act.PUBLISH, subscribed=False) == NO_PAST


async def test_there_is_nobody_to_call() -> None:
    known = await guest()
    assert await code_of(desk().rpc(known, "anything", b"null")) == (Refused, 108)
    assert await code_of(desk().send(known, b"null")) == (Disconnect, 3508)
    assert await desk().check(known, ["a", "b"]) == {"a", "b"}


# the server API


async def test_the_server_knows_every_channel() -> None:
    assert await desk().terms("full:1") == Terms(KEPT, presence=True, signals=True)
    assert await code_of(desk().terms("nowhere:1")) == (Refused, 102)
    assert await code_of(desk().terms("digits:x")) == (Refused, 107)


async def test_subscriptions_that_the_server_orders() -> None:
    assert (await desk().grant("full:1", {})).hears_signals
    changed = await desk().grant("full:1", {"presence": False, "force_recovery": False})
    assert changed == Grant(Terms(KEPT, signals=True), recoverable=False, hears_signals=True, delta=True)
    assert await code_of(desk().grant("nowhere:1", {})) == (Refused, 102)


def test_a_wrong_key_stops_the_start() -> None:
    config = Config(client=msgspec.convert({"token": {"rsa_public_key": "x"}}, type(Config().client)))
    with pytest.raises(ValueError, match="rsa_public_key"):
        StandaloneDesk(config, lambda: NOW)
