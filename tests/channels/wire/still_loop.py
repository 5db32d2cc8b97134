"""An event loop whose time stands still until it is moved: hours of timers in no time, and the same every run."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

MOST_TURNS = 1000


class StillLoop(asyncio.SelectorEventLoop):
    """See the module's text."""

    def __init__(self, complaints: list[str]) -> None:
        """`complaints` gets what nobody else takes."""
        super().__init__()
        self.now = 1000.0
        self.complaints = complaints
        self.set_exception_handler(self._complain)

    def time(self) -> float:
        return self.now

    def waiting(self) -> int:
        """Timers that would still fire."""
        scheduled: list[asyncio.TimerHandle] = self._scheduled  # type: ignore[attr-defined]  # its own secret
        return sum(not handle.cancelled() for handle in scheduled)

    async def advance(self, seconds: float) -> None:
        """Let time pass in small steps, with everything done that falls due."""
        until = self.now + seconds
        while self.now < until:
            self.now = min(self.now + max(seconds / 20, 0.01), until)
            await settle()

    def _complain(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.complaints.append(f"{context.get('message')}: {context.get('exception')!r}")


async def settle() -> None:
    """Let everything go on as far as it can while time stands still."""
    loop = asyncio.get_running_loop()
    for _ in range(MOST_TURNS):
        await asyncio.sleep(0)
        if not loop._ready:  # type: ignore[attr-defined]  # noqa: SLF001 - its own secret
            return
    raise AssertionError("it goes round and round")


def played(play: Coroutine[Any, Any, None], loop: StillLoop) -> None:
    """Run to the end; tasks that are left over then are a complaint."""
    try:
        loop.run_until_complete(play)
        left = asyncio.all_tasks(loop)
        assert not left, f"tasks are left: {left}"
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
