"""One process that is started again whenever it dies."""

import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from hub.boot.say import say
from hub.embedded.errors import EmbeddedPartError
from hub.embedded.spawn import Process, signal_group

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
# Who lived this long did not die of its start: the next pause is short again.
STEADY_AFTER_S = 20.0

State = Literal["resting", "starting", "serving", "stopped"]


@dataclass(slots=True)
class Kept:
    """A process, how to start it and how to know that it serves; times are seconds of a monotonic clock.

    `rank` orders the stop: a higher rank uses the lower ones and ends before them.
    """

    name: str
    spawn: Callable[[], Process]
    is_ready: Callable[[Process], bool]
    rank: int
    stop_signal: signal.Signals = signal.SIGTERM
    state: State = "resting"
    process: Process | None = None
    _not_before: float = 0.0
    _started: float = 0.0
    _pause: float = field(default=FIRST_PAUSE_S)

    @property
    def serving(self) -> bool:
        """Whether it runs and has said that it serves."""
        return self.state == "serving"

    def look(self, now: float) -> None:
        """Notice a death, start what is due, notice that it serves."""
        if self.process is not None and (code := self.process.poll()) is not None:
            self._bury(now, code)
        if self.state == "resting" and now >= self._not_before:
            self._begin(now)
        if self.state == "starting" and self.process is not None and self.is_ready(self.process):
            self.state = "serving"

    def next_look(self, now: float) -> float | None:
        """Seconds until it needs a look without any signal; None while it simply serves."""
        if self.state == "resting":
            return max(0.0, self._not_before - now)
        return 0.02 if self.state == "starting" else None

    def ask_to_stop(self) -> None:
        """Send the stop signal; it will not be started again."""
        self.state = "stopped"
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def force_to_stop(self) -> None:
        """Kill the process and whatever it started itself, and collect it."""
        self.state = "stopped"
        if self.process is not None:
            signal_group(self.process, signal.SIGKILL)
            self.process.wait()

    @property
    def gone(self) -> bool:
        """Whether no process is left."""
        return self.process is None or self.process.poll() is not None

    def _begin(self, now: float) -> None:
        try:
            self.process = self.spawn()
        except (OSError, EmbeddedPartError) as error:
            # Out of memory or of process slots, a disk that is full: the others run on, this one is tried again.
            say(f"{self.name} cannot be started ({error}); trying again in {self._pause:.1f} s")
            self._rest(now)
            return
        self._started = now
        self.state = "starting"

    def _bury(self, now: float, code: int) -> None:
        if self.process is None or self.state == "stopped":
            return
        signal_group(self.process, signal.SIGKILL)  # children of the dead one, such as its workers
        if now - self._started >= STEADY_AFTER_S:
            self._pause = FIRST_PAUSE_S
        say(f"{self.name} ended ({_reason(code)}); starting it again in {self._pause:.1f} s")
        self._rest(now)

    def _rest(self, now: float) -> None:
        self._not_before = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
        self.process = None
        self.state = "resting"


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
