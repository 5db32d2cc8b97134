"""Addresses as others may see them."""

from __future__ import annotations

from typing import Final

from hub.masking import mask_phone

_HEAD: Final = 2


def mask_address(address: str) -> str:
    """A phone 3+4, of an e-mail address the first character and the domain, of anything else the first characters."""
    if address.lstrip("+").isdigit():
        return mask_phone(address)
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{address[:_HEAD]}****"
