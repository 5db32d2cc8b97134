"""What an institution can be granted: a domain declares its applications, the platform opens them for a tenant."""

from __future__ import annotations

from dataclasses import dataclass

from hub.caller import Permission


@dataclass(frozen=True, slots=True)
class Application:
    """A part of the house that an institution only has while it is opened for it; ``order``: lower first.

    ``permissions`` are its rights: while it is not opened, or once it has expired, nobody of the institution holds
    them, whatever his roles say, and the menus of these rights are not there. A right of no application is everybody's
    to give.
    """

    code: str
    zh: str
    en: str
    permissions: tuple[Permission, ...]
    order: int = 100
