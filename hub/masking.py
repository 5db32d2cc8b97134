"""Masked personal data, as the requirements show it: name 张*三, phone 134****5678, identity number 1101****5998."""

from __future__ import annotations

from typing import Final

_SHORT: Final = 2


def mask_name(name: str) -> str:
    """First and last character stay; a name of two keeps the first."""
    if len(name) < _SHORT:
        return name
    if len(name) == _SHORT:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - _SHORT)}{name[-1]}"


def mask_phone(phone: str) -> str:
    """First three and last four digits stay."""
    return _middle(phone, 3, 4)


def mask_identity(number: str) -> str:
    """First four and last four characters stay."""
    return _middle(number, 4, 4)


def _middle(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}****{text[-tail:]}"
