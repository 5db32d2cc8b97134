"""What the tests of the lobby do: open screens, pair them, and be them."""

from __future__ import annotations

from typing import Any

from domains.access.resolver import Sessions
from domains.queue.commands.pairing import ApproveScreen, Pairing, RequestPairing
from domains.queue.commands.rooms import OpenedScreen, OpenScreen
from hub.caller import Caller, nobody
from hub.house import House
from media.ports import NoVoice, Sound, Speech
from media.speech.shelves import NoShelf
from tests.kit.house import person

ADMIN = person("admin")
HALL = "10.0.0.9"


class Scribe:
    """An engine that notes what it says; silent when ``broken``."""

    name = "scribe 1"

    def __init__(self) -> None:
        self.said: list[str] = []
        self.broken = False

    def speak(self, text: str) -> Sound:
        if self.broken:
            raise NoVoice("the card is gone")
        self.said.append(text)
        return Sound("audio/wav", text.encode())


def give_voice(house: House) -> Scribe:
    """The house speaks through this one from now on."""
    scribe = Scribe()
    house.dispatch.tools[Speech] = Speech(scribe, NoShelf())
    return scribe


async def open_screen(house: House, code: str = "ct1", address: str = "127.0.0.1", **fields: Any) -> OpenedScreen:
    """Open a screen, by its code on the server itself."""
    opened: OpenedScreen = await house.dispatch(nobody(address), OpenScreen(code=code, **fields))
    return opened


async def device(house: House, opened: OpenedScreen, address: str = "127.0.0.1") -> Caller:
    """Who stands behind an open screen's token."""
    return await Sessions(house).by_token(opened.token, address)


async def request(house: House, institution: str = "", address: str = HALL) -> Pairing:
    """A screen on the wall asks to be paired."""
    asked: Pairing = await house.dispatch(nobody(address), RequestPairing(institution=institution))
    return asked


async def approve(house: House, asked: Pairing, *room_ids: str, name: str = "大厅", **fields: Any) -> Any:
    """Staff read the digits on the wall and type them."""
    command = ApproveScreen(digits=asked.digits, name=name, room_ids=room_ids or ("ct1",), **fields)
    return await house.dispatch(ADMIN, command)


async def paired(house: House, *room_ids: str) -> Caller:
    """A screen on the wall, paired and open."""
    asked = await request(house)
    await approve(house, asked, *room_ids)
    opened = await open_screen(house, "new", HALL, secret=asked.secret)
    return await device(house, opened, HALL)
