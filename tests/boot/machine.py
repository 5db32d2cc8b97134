"""Run as `python -m tests.boot.machine DATA`: a house on real parts whose verbs are dummies; prints its port."""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from hub.boot.say import say
from hub.embedded.spawn import Process, spawn
from hub.supervise.house import House
from hub.supervise.listen import listen
from hub.supervise.supervisor import StartFailedError, StopRequested, Supervisor

DUMMY = Path(__file__).with_name("dummy.py")


def dummy(words: Sequence[str], env: Mapping[str, str], fds: Sequence[int]) -> Process:
    return spawn(
        [sys.executable, DUMMY, *words], env=env, cwd=DUMMY.parent, dies_with=signal.SIGKILL, output=None, pass_fds=fds
    )


def main(folder: Path) -> int:
    line = listen("127.0.0.1", 0)
    try:
        with Supervisor() as supervisor:
            house = House(supervisor, dict(os.environ), line, dummy)
            house.start_parts(folder)
            house.run_step("migrate")
            house.keep_role("work")
            house.keep_role("serve")
            house.wait_ready()
            sys.stdout.write(f"{line.getsockname()[1]}\n")
            sys.stdout.flush()
            supervisor.forever()
    except StopRequested:
        return 0
    except StartFailedError as error:
        say(str(error))
        return 2
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
