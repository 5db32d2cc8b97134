"""Who hears what without asking again."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from channels.channel import Channel
from channels.feed import snapshot
from channels.resources import channel_of
from domains.samples.channel import own, where
from domains.samples.commands.settings import ConfigureReceiving
from domains.samples.queries.patient import ShowSampleDesk
from domains.samples.resources import sample
from hub.events import tag_of
from hub.house import House
from tests.domains.samples.desk import HEAD, approved, asked, messages, mine, patient, returned, submitted
from tests.kit.house import recorded


async def told(house: House, channel: Channel, key: str) -> set[tuple[str, str]]:
    """Which places and rows the facts of this key touch."""
    kinds = {tag_of(kind): kind for kind in channel.facts}
    found: set[tuple[str, str]] = set()
    for fact in await recorded(house, "samples."):
        if fact.envelope.type in kinds and fact.envelope.key == key:
            event = msgspec.json.decode(fact.envelope.body, type=kinds[fact.envelope.type])
            for touch in channel.touches(event):
                found.add((channel.place("demo", touch.params).name, getattr(touch, "key", "")))
    return found


@pytest.mark.covers("SS-007", "SS-010", "SS-036")
async def test_every_step_reaches_the_patients_own_page_and_the_list_of_staff(house: House) -> None:
    who = await patient(house)
    await returned(house, who)
    assert await told(house, own, who.actor) == {(f"samples-own:demo:{who.actor}", who.actor)}
    assert await told(house, channel_of(sample), who.actor) == {("samples-sample:demo", who.actor)}
    facts = [fact.envelope.type for fact in await recorded(house, "samples.") if fact.envelope.key == who.actor]
    assert facts == [
        "samples.materials_sent",
        "samples.materials_passed",
        "samples.submitted",
        "samples.return_number_filled",
    ]


@pytest.mark.covers("SS-012", "SS-040")
async def test_the_row_tells_how_far_it_is_and_nothing_he_wrote_and_only_he_joins(house: House) -> None:
    who, other = await patient(house), await patient(house, "13900000002")
    await approved(house, who)
    await asked(house, other)
    place = own.place("demo", {"account": who.actor})
    async with house.engine.connect() as db:
        rows = msgspec.json.decode(snapshot(await own.rows(db, place, house.clock(), None)))["rows"]
        theirs = await own.rows(db, place, house.clock(), [other.actor])
    v = (await mine(house, who)).v
    assert rows == [
        {"key": who.actor, "version": v, "row": {"v": v, "review": "passed", "state": "editable"}},
    ]
    assert [row.row for row in theirs] == [None]
    assert own.admits(who, place)
    for stranger in (other, replace(who, tenant="branch", reads=frozenset({"demo", "branch"})), HEAD):
        assert not own.admits(stranger, place)
    everything = replace(HEAD, permissions=HEAD.permissions | {"samples.submit"})
    assert not own.admits(everything, place)


@pytest.mark.covers("SS-006", "SS-041")
async def test_patients_with_the_page_open_see_the_new_address(house: House) -> None:
    who = await patient(house)
    v = (await house.dispatch.ask(HEAD, ShowSampleDesk())).receiving.v
    new = ConfigureReceiving(
        v=v, address="新路 9 号", recipient="新室", phone="13800000099", platform_phone="010-66668888"
    )
    await house.dispatch(HEAD, new)
    assert await told(house, where, "demo") == {("samples-receiving:demo", "receiving")}
    place = where.place("demo", {})
    assert where.admits(who, place)
    async with house.engine.connect() as db:
        (row,) = await where.rows(db, place, house.clock(), ["receiving"])
    assert (row.row.address, row.row.platform_phone, row.version) == ("新路 9 号", "010-66668888", v + 1)


@pytest.mark.covers("SS-043", "SS-047")
async def test_messages_are_unread_until_they_are_read(house: House) -> None:
    who = await patient(house)
    await submitted(house, who)
    assert [message.read_at for message in await messages(house, who)] == [None]
    account = who.actor.encode()
    sent = [fact for fact in await recorded(house, "messages.sent") if account in bytes(fact.envelope.body)]
    assert len(sent) == 1
