"""How Chinese is spelled with Latin letters. The only door to the dictionary."""

from __future__ import annotations


def syllables(text: str) -> list[str]:
    """The syllables of ``text`` without tones; what is not Chinese stays as it is."""
    # Read at the first use: the dictionary takes 0.4 s, and most processes never spell anything.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return [str(s) for s in lazy_pinyin(text)]
