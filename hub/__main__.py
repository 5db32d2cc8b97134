"""`python3 -m hub <verb>`: works from a fresh clone, with nothing but a Python.

This file must stay readable for old interpreters, so that they can say that they are too old.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    """Prepare what the verb needs, then hand over to it; the exit code is the verb's (2: could not be prepared)."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write("Carewire 需要 Python 3.11 或更高版本，当前为 " + found + "。/ ")
        sys.stderr.write("Carewire needs Python 3.11 or newer; this is " + found + ".\n")
        return 2
    from hub.boot.enter import enter  # noqa: PLC0415  an old interpreter could not even read it

    return enter(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
