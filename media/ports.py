"""What the domains may ask of this engine, and what a plug-in has to offer."""

from __future__ import annotations

import asyncio
from typing import Final, Protocol

import msgspec

AT_ONCE: Final = 2
"""Sentences that one process makes at the same time; more wait."""

CHECK_EVERY: Final = 30.0
"""Seconds for which the answer of a health check holds."""

CHECK_WORD: Final = "您好"


class Sound(msgspec.Struct, frozen=True):
    """A piece of audio: ``content_type`` as in HTTP, ``data`` as a file of that type would be."""

    content_type: str
    data: bytes


class NoVoice(RuntimeError):
    """The engine could not say it; the message tells operators why and never holds the text."""


class Engine(Protocol):
    """What turns Mandarin text, mixed with Latin letters and digits, into sound.

    Offered by a package as an entry point of the group ``carewire.speech`` that gives an engine for the process's
    environment variables: ``def open(env: Mapping[str, str]) -> Engine``.
    """

    @property
    def name(self) -> str:
        """Engine, version and voice: another name wherever the same text would sound different."""
        ...

    def speak(self, text: str) -> Sound:
        """Say it. Called in a thread of its own, may take seconds; raises ``NoVoice``."""
        ...


class Shelf(Protocol):
    """Keeps what has been said once. Losing it costs only time: it never raises."""

    def find(self, engine: str, text: str) -> Sound | None:
        """What was kept under this engine and text."""
        ...

    def keep(self, engine: str, text: str, sound: Sound) -> None:
        """Keep it, as long as there is room."""
        ...


class Speech:
    """The voice of a process: says a text once and remembers how it sounded."""

    def __init__(self, engine: Engine, shelf: Shelf) -> None:
        self.engine = engine
        self._shelf = shelf
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[str, asyncio.Task[Sound]] = {}
        self._checked: tuple[float, NoVoice | None] | None = None

    async def say(self, text: str) -> Sound:
        """The text as sound; raises ``NoVoice``. Who asks for a text that is being made waits for the same one."""
        task = self._under_way.get(text)
        if task is None:
            task = self._under_way[text] = asyncio.get_running_loop().create_task(self._say(text))
            task.add_done_callback(lambda _: self._under_way.pop(text, None))
        return await asyncio.shield(task)

    async def probe(self) -> str:
        """The engine's name if it can speak now; raises ``NoVoice``. Asked anew every ``CHECK_EVERY`` seconds."""
        now = asyncio.get_running_loop().time()
        if self._checked is None or now - self._checked[0] > CHECK_EVERY:
            try:
                await self._made(CHECK_WORD)
            except NoVoice as trouble:
                self._checked = now, trouble
            else:
                self._checked = now, None
        if self._checked[1] is not None:
            raise self._checked[1]
        return self.engine.name

    async def _say(self, text: str) -> Sound:
        kept = await asyncio.to_thread(self._shelf.find, self.engine.name, text)
        if kept is not None:
            return kept
        now = asyncio.get_running_loop().time()
        try:
            sound = await self._made(text)
        except NoVoice as trouble:
            self._checked = now, trouble
            raise
        self._checked = now, None
        await asyncio.to_thread(self._shelf.keep, self.engine.name, text, sound)
        return sound

    async def _made(self, text: str) -> Sound:
        async with self._turns:
            try:
                return await asyncio.to_thread(self.engine.speak, text)
            except NoVoice:
                raise
            except Exception as error:  # noqa: BLE001 - see below
                # A plug-in may fail in ways of its own; its words might hold the text, so only the kind is told.
                raise NoVoice(f"{self.engine.name}: {type(error).__name__}") from None
