"""The client's reducer, as ``web/src/shared/live`` has it: rows by key, a newer version wins, removals keep theirs."""

from __future__ import annotations

from typing import Any


class Rows:
    """Rows of one channel."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self._held = {r["key"]: (r["version"], r["row"]) for r in snapshot["rows"]}

    def apply(self, delta: dict[str, Any]) -> None:
        """One publication's data."""
        assert delta["op"] in ("upsert", "remove"), "a reset needs a fresh snapshot"
        version, _ = self._held.get(delta["key"], (0, None))
        if delta["version"] > version:
            self._held[delta["key"]] = (delta["version"], delta.get("row"))

    def present(self) -> dict[str, Any]:
        """What the user sees."""
        return {key: row for key, (_, row) in self._held.items() if row is not None}
