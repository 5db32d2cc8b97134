"""The way in: prepare, change into the environment, run the verb."""

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, cast

from hub.boot.errors import CannotStartError
from hub.boot.layout import Layout, here
from hub.boot.needs import needs_of
from hub.boot.packages import ensure_packages
from hub.boot.say import say
from hub.boot.web import ensure_web

# Set for processes that an already prepared one starts: a restart after a crash must not look at the set-up again.
PREPARED = "CAREWIRE_PREPARED"
# What would lead our interpreter elsewhere, and what would have each of our many processes compile all sources anew:
# images set the last one to stay small, and a start takes a third longer with it.
LEFT_OUT = {"PYTHONHOME", "__PYVENV_LAUNCHER__", "PYTHONDONTWRITEBYTECODE"}


def enter(argv: list[str]) -> int:
    """Run the command line from wherever we are; the exit code is the verb's, or 2 when it cannot be prepared."""
    layout = here()
    try:
        if layout.lock("runtime").exists() and PREPARED not in os.environ:
            return _prepare(layout, argv)
    except CannotStartError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(f"无法准备运行环境。/ The set-up failed: {error.strerror}: {error.filename}")
        return 2
    except KeyboardInterrupt:
        say("interrupted; the next start goes on from here")
        return 130
    return _run(argv)


def _prepare(layout: Layout, argv: list[str]) -> int:
    needs = needs_of(argv)
    ensure_packages(layout, "dev" if needs.developer_packages else "runtime")
    if needs.web:
        ensure_web(layout)
    if Path(sys.prefix).resolve() == layout.venv.resolve():
        return _run(argv)
    return _change_into(layout, argv)


def _change_into(layout: Layout, argv: list[str]) -> NoReturn:
    environment = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
    os.execve(layout.python, [str(layout.python), "-m", "hub", *argv], environment)  # noqa: S606  our own interpreter


def _run(argv: list[str]) -> int:
    # Looked up by name: the verbs may import everything, which this file, read before anything is installed, must not.
    main = cast("Callable[[list[str]], int]", importlib.import_module("hub.cli").main)
    return main(argv)
