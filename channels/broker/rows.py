"""The last version of each row of one channel, in two generations so that old rows are forgotten one day."""

from __future__ import annotations

GENERATION_SECONDS = 86400
"""A row version is remembered for one to two of these. Later than that, clients still drop old rows by version."""


class RowVersions:
    """Says which row versions are new."""

    __slots__ = ("_new", "_old", "_since")

    def __init__(self) -> None:
        self._new: dict[str, int] = {}
        self._old: dict[str, int] = {}
        self._since: float | None = None

    def admit(self, key: str, version: int, now: float) -> bool:
        """Remember `version` of `key` and return True, or return False when it is not newer. `now` in seconds."""
        if self._since is None:
            self._since = now
        elif now - self._since > GENERATION_SECONDS:
            self._old, self._new, self._since = self._new, {}, now
        last = self._new.get(key, self._old.get(key))
        if last is not None and last >= version:
            return False
        self._new[key] = version
        return True
