"""The tree of institutions: who may found which, who stands above whom, and their codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hub.menus import Level

CODE_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are mistaken for each other: it is read aloud and typed."""
CODE_LENGTH: Final = 8

MAY_FOUND: Final[dict[Level, frozenset[Level]]] = {
    "platform": frozenset({"regional", "ordinary"}),
    "regional": frozenset({"ordinary"}),
    "ordinary": frozenset(),
}
"""Who creates which (AI-702)."""


def code(choice: Callable[[str], str]) -> str:
    """A fresh institution code; ``choice`` picks a letter at random."""
    return "".join(choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def login_address(institution: str) -> str:
    """Where the institution's people sign in; what follows ``tid`` is the institution's code (AI-737)."""
    return f"/?tid={institution}"


def path_below(parent: Sequence[str], institution: str) -> tuple[str, ...]:
    """The line from the root of the tree to an institution, itself included."""
    return (*parent, institution)
