"""Labels and reasons in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in Chinese and in English."""

    zh: str
    en: str

    @property
    def both(self) -> str:
        """Both, the Chinese first."""
        return f"{self.zh} ({self.en})"


@dataclass(frozen=True, slots=True)
class Reason(Words):
    """Why a value will not do."""
