"""Run as `python -m tests.boot.forking`: forks two children that write down what they are, and waits for its end."""

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from hub import cli
from hub.ids import new_id
from hub.supervise import nursery
from hub.supervise.supervisor import HANDLED, Supervisor


def tell(words: Sequence[str]) -> int:
    sees = {
        "pid": os.getpid(),
        "words": list(words),
        "random": new_id()[-12:],
        "environment": dict(os.environ),
        "kept": [str(one.resolve()) for one in Path("/proc/self/fd").iterdir()].count(__file__),
        "handled": [number for number in HANDLED if signal.getsignal(number) is not signal.SIG_DFL],
        "blocked": [int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
    }
    sys.stdout.write(json.dumps(sees) + "\n")
    if words[0] == "stay":
        sys.stdout.flush()
        signal.pause()
    raise SystemExit(3)


def main(word: str) -> int:
    cli.main = tell  # type: ignore[assignment]
    new_id()
    with Path(__file__).open() as ours, Path(__file__).open() as kept, Supervisor():
        ours.read(1)
        children = [nursery.fork((word, "on"), {"MINE": "1"}, [kept.fileno()]) for _ in range(2)]
        codes = [child.wait() for child in children]
    sys.stdout.write(json.dumps(codes) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
