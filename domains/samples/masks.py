"""What those see who see people masked, and what it means when they send it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from domains.samples.content import Content
from hub.masking import mask_name, mask_phone


def hidden(text: str) -> str:
    """Nothing of it, but that there is something."""
    return "***" if text else ""


MASKS: Final[dict[str, Callable[[str], str]]] = {
    "return_recipient": mask_name,
    "return_phone": mask_phone,
    "return_address": hidden,
    "report_email": hidden,
}
"""The fields of a submission that say who and where the patient is."""


def untouched(content: Content, row: Any) -> Content:
    """What somebody sent back as he saw it, masked, stays as it is."""
    same = {
        name: getattr(row, name) for name, mask in MASKS.items() if getattr(content, name) == mask(getattr(row, name))
    }
    return msgspec.structs.replace(content, **same)
