"""Applications of institutions: opened, changed, near their end, over, and what that does to people's rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from channels.broker.memory import MemoryBroker
from channels.fleet.messages import Recheck, unpack
from channels.revocation import Revocation
from domains.access.commands.applications import ChangeApplication, OpenApplication
from domains.access.commands.roles import EditRole
from domains.access.commands.tenants import SetTenantMenus
from domains.access.errors import AlreadyOpened, Kept, NotOpened, OverCeiling
from domains.access.events import ApplicationExpired, ApplicationToRenew
from domains.access.model.applications import Terms, days_left, end_of, next_reminder, standing
from domains.access.queries.applications import (
    ApplicationCard,
    DueApplication,
    ListApplicationChanges,
    ListApplications,
    ListDueApplications,
)
from domains.access.queries.menus import MenuNode, RoleMenus, TenantMenus
from domains.access.rights import applications
from domains.access.store import accounts
from hub.caller import Caller
from hub.errors import Invalid, NotFound
from hub.firing import fire_next
from hub.house import House
from tests.domains.access.people import PLATFORM, ask, caller_of_login, enter, found
from tests.hub.front import front
from tests.kit.clock import StillClock
from tests.kit.house import person, recorded

TODAY = date(2026, 3, 2)
YEAR = Terms("yearly", 1_200_000, TODAY, TODAY + timedelta(days=364), "两台 CT")


def terms(days: int | None) -> Terms:
    """Terms whose last day is so many days from today."""
    return replace_(YEAR, ends=None if days is None else TODAY + timedelta(days=days))


def replace_(given: Terms, **changed: Any) -> Terms:
    return msgspec.structs.replace(given, **changed)


async def tenant_of(house: House, **more: Any) -> tuple[str, Caller]:
    """A new tenant and the platform's administrator, who reads it."""
    code = (await found(house, **more)).institution_id
    return code, replace(PLATFORM, reads=PLATFORM.reads | {code})


async def opened(house: House, days: int | None, application: str = "calling") -> tuple[str, Caller]:
    """A new tenant with one application."""
    code, admin = await tenant_of(house)
    await house.dispatch(admin, OpenApplication(institution_id=code, application=application, terms=terms(days)))
    return code, admin


async def cards(house: House, caller: Caller, code: str) -> dict[str, ApplicationCard]:
    listed = await house.dispatch.ask(caller, ListApplications(institution_id=code))
    return {card.code: card for card in listed}


async def due(house: House, caller: Caller) -> list[DueApplication]:
    return list(await house.dispatch.ask(caller, ListDueApplications()))


def pages(nodes: tuple[MenuNode, ...] | list[Any]) -> set[str]:
    """The pages of a tree of menus, as objects or as JSON."""
    found_: set[str] = set()
    for node in msgspec.to_builtins(nodes):
        found_ |= {node["page"], *pages(node["children"])} - {""}
    return found_


@pytest.mark.parametrize(
    ("left", "state", "days"),
    [
        (timedelta(days=91), "normal", 91),
        (timedelta(days=90, seconds=1), "normal", 91),
        (timedelta(days=90), "to_renew", 90),
        (timedelta(seconds=1), "to_renew", 1),
        (timedelta(0), "expired", 0),
        (-timedelta(days=1), "expired", 0),
    ],
)
def test_how_an_application_stands(left: timedelta, state: str, days: int) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert standing(now + left, now) == state
    assert days_left(now + left, now) == days


def test_what_has_no_end_stays_normal_and_nobody_is_reminded() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert (standing(None, now), days_left(None, now), next_reminder(None, "")) == ("normal", None, None)


def test_the_last_day_counts_whole_in_the_institutions_zone() -> None:
    assert end_of(date(2026, 12, 31), "Asia/Shanghai") == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert end_of(None, "Asia/Shanghai") is None


def test_the_first_reminder_comes_90_days_before_the_end_the_second_with_it() -> None:
    end = datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert next_reminder(end, "") == end - timedelta(days=90)
    assert next_reminder(end, "to_renew") == end
    assert next_reminder(end, "expired") is None


@pytest.mark.covers("AI-707")
async def test_the_page_shows_what_is_opened_and_what_is_not_each_with_its_state(
    house: House, clock: StillClock
) -> None:
    code, admin = await tenant_of(house)
    before = await cards(house, admin, code)
    assert list(before) == list(applications())
    assert {card.state for card in before.values()} == {"not_opened"}
    assert all(card.terms is None for card in before.values())
    await house.dispatch(admin, OpenApplication(institution_id=code, application="calling", terms=terms(90)))
    card = (await cards(house, admin, code))["calling"]
    # From nine in the morning to the end of the last day.
    assert (card.state, card.days_left, card.terms) == ("normal", 91, terms(90))
    clock.forward(hours=15)
    assert (await cards(house, admin, code))["calling"].state == "to_renew"
    clock.forward(days=89)
    card = (await cards(house, admin, code))["calling"]
    assert (card.state, card.days_left) == ("to_renew", 1)
    clock.forward(days=1)
    after = await cards(house, admin, code)
    assert (after["calling"].state, after["calling"].days_left) == ("expired", 0)
    assert after["registration"].state == "not_opened"


@pytest.mark.covers("AI-708")
async def test_opening_gives_an_open_session_the_menus_and_rights_at_once(house: House) -> None:
    code, admin = await tenant_of(house)
    async with front(house) as client:
        await enter(client, "xincheng", "abcdef")
        status, _ = await ask(client, "queue/list-rooms")
        assert status == 403
        assert "queue" not in pages((await ask(client, "access/my-menus"))[1]["nodes"])
        await house.dispatch(admin, OpenApplication(institution_id=code, application="calling", terms=YEAR))
        caller = await caller_of_login(house, "xincheng")
        assert caller is not None
        assert {"queue.view", "queue.call", "queue.manage"} <= caller.permissions
        assert "registration.register" not in caller.permissions
        async with front(house) as other:
            await enter(other, "xincheng", "abcdef")
            assert "queue" in pages((await ask(other, "access/my-menus"))[1]["nodes"])
    card = (await cards(house, admin, code))["calling"]
    assert (card.state, card.terms) == ("normal", YEAR)
    with pytest.raises(AlreadyOpened):
        await house.dispatch(admin, OpenApplication(institution_id=code, application="calling", terms=YEAR))


async def test_every_change_has_the_institutions_open_pages_look_at_their_rights_anew(house: House) -> None:
    code, admin = await tenant_of(house)
    last = (await recorded(house))[-1].seq
    await house.dispatch(admin, OpenApplication(institution_id=code, application="calling", terms=YEAR))
    heard: list[Recheck] = []

    class Ear(MemoryBroker):
        async def tell(self, message: bytes, node: str | None = None) -> int:
            order = unpack(message).message
            assert isinstance(order, Recheck)
            heard.append(order)
            return await super().tell(message, node)

    await Revocation(house.registry, Ear(), house.clock).handle(await recorded(house, after=last))
    assert heard == [Recheck((), (code,))]


@pytest.mark.covers("AI-710")
async def test_payment_validity_and_set_up_are_changed_and_the_history_stays(house: House, clock: StillClock) -> None:
    code, admin = await opened(house, 30)
    with pytest.raises(NotOpened):
        await house.dispatch(admin, ChangeApplication(institution_id=code, application="referral", terms=YEAR))
    clock.forward(days=31)
    assert (await cards(house, admin, code))["calling"].state == "expired"
    longer = Terms("once", 9_999_900, TODAY, None, "三台 CT、一台 MR")
    await house.dispatch(admin, ChangeApplication(institution_id=code, application="calling", terms=longer))
    card = (await cards(house, admin, code))["calling"]
    assert (card.state, card.terms, card.days_left) == ("normal", longer, None)
    asked = ListApplicationChanges(institution_id=code, application="calling")
    assert [(change.terms, change.at) for change in await house.dispatch.ask(admin, asked)] == [
        (longer, clock()),
        (terms(30), clock() - timedelta(days=31)),
    ]


async def test_the_history_names_who_made_the_change(house: House) -> None:
    code, admin = await tenant_of(house)
    async with house.engine.connect() as db:
        account = await accounts.by_login(db, "admin")
    assert account is not None
    real = replace(admin, actor=account.id)
    await house.dispatch(real, OpenApplication(institution_id=code, application="calling", terms=YEAR))
    asked = ListApplicationChanges(institution_id=code, application="calling")
    assert [change.by for change in await house.dispatch.ask(admin, asked)] == [account.name]
    # Not to somebody who does not read the institution that the person belongs to.
    below = Caller(code, "x", PLATFORM.permissions, frozenset({code}))
    assert [change.by for change in await house.dispatch.ask(below, asked)] == [""]


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"starts": TODAY + timedelta(days=1)}, "terms.starts", "不能晚于今天"),
        ({"ends": TODAY - timedelta(days=1)}, "terms.ends", "不能早于开始日期"),
    ],
)
async def test_a_validity_begins_by_today_and_ends_after_it_begins(
    house: House, changed: dict[str, Any], field: str, told: str
) -> None:
    code, admin = await tenant_of(house)
    with pytest.raises(Invalid, match="invalid") as refused:
        await house.dispatch(
            admin, OpenApplication(institution_id=code, application="calling", terms=replace_(YEAR, **changed))
        )
    assert refused.value.fields[0].field == field
    assert told in refused.value.detail("zh")
    assert (await cards(house, admin, code))["calling"].state == "not_opened"


async def test_the_end_itself_takes_the_rights_away(house: House, clock: StillClock) -> None:
    await opened(house, 5)
    async with front(house) as client:
        await enter(client, "xincheng", "abcdef")
        clock.forward(days=5, hours=14, minutes=59)
        last = await caller_of_login(house, "xincheng")
        assert last is not None
        assert "queue.call" in last.permissions
        clock.forward(minutes=1)
        over = await caller_of_login(house, "xincheng")
        assert over is not None
        assert "queue.call" not in over.permissions
        assert "access.accounts" in over.permissions


async def fire(house: House) -> None:
    """All timers that are due."""
    while await fire_next(house.dispatch):
        continue


async def told(house: House) -> list[str]:
    return [fact.envelope.type for fact in await recorded(house, "access.application_") if fact.envelope.v > 1]


async def test_reminders_are_recorded_once_90_days_before_the_end_and_at_the_end(
    house: House, clock: StillClock
) -> None:
    code, admin = await opened(house, 364)
    await fire(house)
    assert await told(house) == []
    clock.forward(days=275)
    await fire(house)
    assert await told(house) == ["access.application_to_renew"]
    before = [fact.seq for fact in await recorded(house, "access.institution_changed")]
    clock.forward(days=90)
    await fire(house)
    assert await told(house) == ["access.application_to_renew", "access.application_expired"]
    last = (await recorded(house, "access.application_expired"))[-1]
    body = msgspec.json.decode(last.envelope.body, type=ApplicationExpired)
    assert (last.envelope.tenant, body.institution_id, body.application) == (code, code, "calling")
    # The open pages of the institution hear of it too.
    assert len(await recorded(house, "access.institution_changed")) == len(before) + 1
    await house.dispatch(
        admin,
        ChangeApplication(
            institution_id=code, application="calling", terms=replace_(YEAR, ends=TODAY + timedelta(days=400))
        ),
    )
    await fire(house)
    renewed = (await recorded(house, "access.application_to_renew"))[-1]
    assert msgspec.json.decode(renewed.envelope.body, type=ApplicationToRenew).ends_at > clock()


async def test_the_platforms_and_the_institutions_administrators_are_reminded_and_nobody_else(
    house: House, clock: StillClock
) -> None:
    code, admin = await opened(house, 40)
    await house.dispatch(admin, OpenApplication(institution_id=code, application="referral", terms=terms(300)))
    own = Caller(code, "a", PLATFORM.permissions, frozenset({code}))
    for caller in (admin, own):
        [one] = await due(house, caller)
        assert (one.institution_id, one.institution, one.code, one.state) == (code, "新城医院", "calling", "to_renew")
        assert (one.zh, one.days_left) == ("排队叫号", 41)
    assert await due(house, person("admin", "branch")) == []
    clock.forward(days=41)
    assert [one.state for one in await due(house, own)] == ["expired"]
    await house.dispatch(admin, ChangeApplication(institution_id=code, application="calling", terms=terms(None)))
    assert await due(house, own) == []
    async with front(house) as client:
        await enter(client, "doctor", "Carewire-2026")
        assert (await ask(client, "access/list-due-applications"))[0] == 403


async def test_a_regional_administrator_grants_only_what_his_own_institution_has(house: House) -> None:
    region, admin = await tenant_of(house, kind="regional", login="region1", name="北区卫健委")
    await house.dispatch(admin, OpenApplication(institution_id=region, application="calling", terms=terms(10)))
    regional = Caller(region, "r", PLATFORM.permissions, frozenset({region}))
    inside = (await found(house, regional, login="inside1", name="北区医院")).institution_id
    regional = replace(regional, reads=frozenset({region, inside}))
    await house.dispatch(regional, OpenApplication(institution_id=inside, application="calling", terms=YEAR))
    with pytest.raises(OverCeiling):
        await house.dispatch(regional, OpenApplication(institution_id=inside, application="referral", terms=YEAR))
    listed = await cards(house, regional, inside)
    assert [code for code, card in listed.items() if card.grantable] == ["calling"]
    with pytest.raises(Kept):
        await house.dispatch(regional, OpenApplication(institution_id=region, application="referral", terms=YEAR))
    with pytest.raises(NotFound):
        await house.dispatch(regional, OpenApplication(institution_id="branch", application="calling", terms=YEAR))
    with pytest.raises(NotFound):
        await house.dispatch(admin, OpenApplication(institution_id=region, application="nothing", terms=YEAR))


async def test_what_is_not_opened_cannot_be_ticked_for_a_role_and_is_not_shown(house: House) -> None:
    code, admin = await tenant_of(house)
    own = Caller(code, "a", PLATFORM.permissions, frozenset({code}))
    with pytest.raises(OverCeiling, match="over_ceiling"):
        await house.dispatch(own, EditRole(role_id="doctor", permissions=("queue.view",)))
    shown = await house.dispatch.ask(own, RoleMenus(role="admin"))
    assert "queue" not in pages(shown.nodes)
    await house.dispatch(admin, OpenApplication(institution_id=code, application="calling", terms=YEAR))
    await house.dispatch(own, EditRole(role_id="doctor", permissions=("queue.view",)))
    shown = await house.dispatch.ask(own, RoleMenus(role="admin"))
    assert "queue" in pages(shown.nodes)
    assert "queue.call" in shown.ticked


async def test_saving_menus_before_an_application_is_opened_withholds_nothing_of_it(house: House) -> None:
    code, admin = await tenant_of(house)
    ticked = (await house.dispatch.ask(admin, TenantMenus(institution_id=code))).ticked
    assert "queue.call" not in ticked
    await house.dispatch(admin, SetTenantMenus(institution_id=code, permissions=ticked))
    await house.dispatch(admin, OpenApplication(institution_id=code, application="calling", terms=YEAR))
    after = (await house.dispatch.ask(admin, TenantMenus(institution_id=code))).ticked
    assert set(after) - set(ticked) == {p.name for p in applications()["calling"].permissions}


async def test_whoever_was_founded_by_the_operator_has_everything(house: House) -> None:
    states = {card.state for card in (await cards(house, PLATFORM, "branch")).values()}
    assert states == {"normal"}
