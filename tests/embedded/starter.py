"""Run as `python -m tests.embedded.starter KIND FOLDER`: start a part, say its pid, and sit there to be killed."""

import signal
import sys
from pathlib import Path

from hub.embedded import postgres, valkey

STARTS = {"postgres": postgres.start, "valkey": valkey.start}

if __name__ == "__main__":
    running = STARTS[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(f"{running.pid}\n")
    sys.stdout.flush()
    signal.pause()
