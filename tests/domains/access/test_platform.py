"""The platform's settings: what the door shows to everybody, and how often one may be wrong at it."""

from __future__ import annotations

import msgspec
import pytest

from domains.access.commands.platform import SavePlatform
from domains.access.commands.sign_in import SignIn
from domains.access.errors import KindRefused, TooManyTries, WrongPassword
from domains.access.model.platform import AGREEMENT, PRIVACY, Settings
from domains.access.queries.door import ShowDoor, ShowPlatform
from hub.caller import nobody
from hub.errors import NotFound
from hub.house import House
from tests.domains.access.people import PLATFORM
from tests.kit.clock import StillClock
from tests.kit.house import person


async def test_the_door_has_texts_of_its_own_until_others_are_saved(house: House) -> None:
    door = await house.dispatch.ask(nobody(), ShowDoor())
    assert (door.privacy, door.agreement) == (PRIVACY, AGREEMENT)
    settings = Settings(site="安心", title="协同", privacy="新的隐私政策", agreement="新的协议", support="信息科")
    await house.dispatch(PLATFORM, SavePlatform(settings=settings))
    door = await house.dispatch.ask(nobody(), ShowDoor())
    assert (door.site, door.privacy, door.agreement, door.support) == ("安心", "新的隐私政策", "新的协议", "信息科")
    assert await house.dispatch.ask(PLATFORM, ShowPlatform()) == settings


async def test_only_the_platforms_own_people_save_them(house: House) -> None:
    with pytest.raises(KindRefused):
        await house.dispatch(person("admin", "branch"), SavePlatform(settings=Settings(site="别人")))
    with pytest.raises(NotFound):
        await house.dispatch.ask(person("admin", "branch"), ShowPlatform())
    assert (await house.dispatch.ask(nobody(), ShowDoor())).site == "Carewire"


@pytest.mark.slow
async def test_the_lock_is_as_the_platform_wants_it_for_known_and_unknown_alike(
    house: House, clock: StillClock
) -> None:
    await house.dispatch(PLATFORM, SavePlatform(settings=Settings(lock_tries=3, lock_minutes=2)))
    for account in ("doctor", "nobody-at-all"):
        for _ in range(3):
            with pytest.raises(WrongPassword):
                await house.dispatch(nobody(), SignIn(account=account, password="wrong"))
        with pytest.raises(TooManyTries) as shut:
            await house.dispatch(nobody(), SignIn(account=account, password="wrong"))
        assert shut.value.params == {"minutes": 2}
    clock.forward(seconds=121)
    with pytest.raises(WrongPassword):
        await house.dispatch(nobody(), SignIn(account="doctor", password="wrong"))


def test_a_lock_is_never_off() -> None:
    for wrong in ({"lock_tries": 2}, {"lock_minutes": 0}, {"site": ""}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, Settings)
