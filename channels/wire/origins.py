"""From where browsers may come."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

ANY = "*"


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins besides the own host: `scheme://host[:port]` entries; `*` allows all.

    Who sends no Origin is no browser, and is let in.
    """

    listed: frozenset[str] = frozenset()

    def allow(self, origin: str | None, host: str) -> bool:
        """Whether a request with these Origin and Host headers may come in."""
        if origin is None or ANY in self.listed or origin in self.listed:
            return True
        return bool(origin) and urlsplit(origin).netloc.lower() == host.lower()
