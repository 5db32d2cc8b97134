"""Which names a domain may have."""

import keyword
import re
from pathlib import Path
from typing import Final

LONGEST: Final = 24
"""Names go into tables, revisions (32 characters) and fact types."""

_SHAPE: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


class UnfitNameError(Exception):
    """The name cannot be a domain's; the message says why in one sentence."""


def check_name(root: Path, name: str) -> None:
    """Raise ``UnfitNameError`` unless ``name`` can be a new domain below ``root``."""
    if not _SHAPE.fullmatch(name) or len(name) > LONGEST or len(name) < len("ab"):
        raise UnfitNameError(
            f"“{name}”不能作为领域名：须为 2 到 {LONGEST} 个小写字母、数字或下划线，以字母开头。/ "
            f"{name!r} is no name for a domain: 2 to {LONGEST} lower-case letters, digits and single underscores, "
            "beginning with a letter, as in night_shift."
        )
    if keyword.iskeyword(name) or (root / name).exists():
        raise UnfitNameError(f"“{name}”已另有含义，请换一个名称。/ {name!r} has another meaning here; choose another.")
    for folder in (root / "domains" / name, root / "tests" / "domains" / name):
        if folder.exists():
            raise UnfitNameError(f"{folder.relative_to(root)} 已存在。/ {folder.relative_to(root)} is there already.")
