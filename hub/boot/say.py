"""Progress for the person who waits: short lines on stderr, so that stdout stays for answers."""

import sys


def say(line: str) -> None:
    """Tell one short line."""
    sys.stderr.write(f"carewire: {line}\n")
    sys.stderr.flush()
