"""What was probably meant by a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from realtime_rules.cel.words import HINT, ONE_OF

_SHOWN: Final = 8


def hints(found: str, names: Iterable[str]) -> dict[str, str]:
    """``hint_zh`` and ``hint_en``: the nearest of ``names``, or else the first few of them."""
    known = list(names)
    by_case = {name.lower().replace("_", ""): name for name in known}
    near = difflib.get_close_matches(found.lower().replace("_", ""), by_case, n=1, cutoff=0.6)
    if near:
        return _both(HINT, near=by_case[near[0]])
    if not known:
        return {"hint_zh": "", "hint_en": ""}
    return _both(ONE_OF, names=", ".join(known[:_SHOWN]) + ("…" if len(known) > _SHOWN else ""))


def _both(sentences: tuple[str, str], **params: str) -> dict[str, str]:
    zh, en = (sentence.format(**params) for sentence in sentences)
    return {"hint_zh": zh, "hint_en": en}
