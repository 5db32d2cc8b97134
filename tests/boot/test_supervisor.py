"""One machine under supervision: real parts, dummy roles, real kills."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest


@dataclass
class Machine:
    """A running house and what it left in its log."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    def serving_pid(self) -> int:
        """The pid of the `serve` that answers; a caller during its restart waits instead of being refused."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
            return int(answer.read())

    def child(self, name: str) -> psutil.Process:
        """The direct child whose command line names it."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if name in " ".join(child.cmdline()))

    def family(self) -> list[psutil.Process]:
        """Everyone below the supervisor."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def notes(self) -> list[str]:
        """The log's lines without their pids."""
        return [line.rsplit(" ", 1)[0] for line in self.log.read_text("utf-8").splitlines()]


pytestmark = pytest.mark.slow

Start = Callable[..., Machine]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One data folder for all: each test leaves it as a crash or a stop would, and the next has to cope."""
    place = Path(tempfile.mkdtemp(prefix="carewire-machine-"))
    place.chmod(0o711)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []
    (folder / "log").unlink(missing_ok=True)

    def begin(**steering: str) -> Machine:
        env = {**os.environ, **steering, "DUMMY_LOG": str(folder / "log")}
        command = [sys.executable, "-m", "tests.boot.machine", str(folder)]
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        port = process.stdout.readline()
        machine = Machine(process, int(port or 0), folder / "log")
        # `work` has no readiness of its own: told to stop before its handler stands, it would end without a word.
        assert not port or wait_for(lambda: "work started" in machine.notes())
        return machine

    yield begin
    for process in started:
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.communicate()
        assert wait_for(partial(all_gone, family))


def wait_for(reached: Callable[[], bool], seconds: float = 15.0) -> bool:
    limit = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > limit:
            return False
        time.sleep(0.02)
    return True


def all_gone(family: list[psutil.Process]) -> bool:
    return all(not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in family)


@pytest.mark.parametrize("request_to_stop", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_leaves_nothing_running_and_ends_with_0(start: Start, request_to_stop: signal.Signals) -> None:
    machine = start()
    family = machine.family()
    machine.process.send_signal(request_to_stop)
    assert machine.process.wait(20) == 0
    assert all_gone(family)
    assert {"work stopped", "serve stopped"} <= set(machine.notes())


def test_kill_9_of_the_supervisor_leaves_nothing_running(start: Start) -> None:
    machine = start()
    family = machine.family()
    assert len(family) > 4
    machine.process.kill()
    assert wait_for(lambda: all_gone(family))


def test_a_killed_role_comes_back_and_callers_only_wait(start: Start) -> None:
    machine = start()
    before = machine.serving_pid()
    killed = psutil.Process(before)
    killed.kill()
    assert wait_for(lambda: all_gone([killed]))  # or it may still take the call and die over it
    after = machine.serving_pid()
    assert after != before
    assert psutil.Process(after).ppid() == machine.process.pid


@pytest.mark.parametrize("part", ["bin/postgres", "valkey-server"])
def test_a_killed_part_comes_back(start: Start, part: str) -> None:
    machine = start()
    before = machine.child(part)
    before.kill()
    assert wait_for(lambda: any(part in line and child != before for child, line in _children(machine)))
    machine.process.terminate()
    assert machine.process.wait(20) == 0


def _children(machine: Machine) -> list[tuple[psutil.Process, str]]:
    """Its living children with their command lines; one may end while they are being looked at."""
    found = []
    for one in psutil.Process(machine.process.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if one.status() != psutil.STATUS_ZOMBIE:
                found.append((one, " ".join(one.cmdline())))
    return found


def test_who_does_not_stop_is_killed(start: Start) -> None:
    machine = start(DUMMY_STUBBORN="work")
    family = machine.family()
    machine.process.terminate()
    assert machine.process.wait(30) == 0
    assert all_gone(family)


def test_a_failing_step_is_named_and_everything_is_stopped(start: Start) -> None:
    machine = start(DUMMY_FAILING="migrate")
    _, told = machine.process.communicate(timeout=20)
    assert machine.process.returncode == 2
    assert "migrate failed with exit code 3" in told
    assert machine.notes() == ["migrate started"]


def test_a_role_that_dies_at_once_is_started_more_and_more_slowly(start: Start) -> None:
    machine = start(DUMMY_FAILING="work")
    assert wait_for(lambda: machine.notes().count("work started") >= 4)
    machine.process.terminate()
    _, told = machine.process.communicate(timeout=20)
    pauses = [line.rsplit(" ", 2)[1] for line in told.splitlines() if "work ended (exit code 3)" in line]
    assert pauses[:3] == ["0.2", "0.4", "0.8"]
