"""The Lua scripts, named by their digest as EVALSHA wants them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Script:
    """One script's text and digest."""

    text: str
    sha: str


def _script(*parts: str) -> Script:
    folder = files("channels.broker") / "lua"
    text = "".join((folder / f"{part}.lua").read_text(encoding="utf-8") for part in parts)
    return Script(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


CLAIM = _script("claim")
PUBLISH = _script("opened", "rows", "publish")
SEND = _script("rows", "send")
HISTORY = _script("opened", "history")
ENTER, LEAVE = _script("present", "enter"), _script("present", "leave")
EVERYBODY, CROWD = _script("present", "everybody"), _script("present", "crowd")
ALL = (CLAIM, PUBLISH, SEND, HISTORY, ENTER, LEAVE, EVERYBODY, CROWD)
