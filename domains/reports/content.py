"""What was typed into a report, as it is kept."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import msgspec

from domains.reports.errors import TooLong
from domains.reports.model import Content
from hub.errors import FieldError
from hub.resources.fields import RichText

FINDINGS: Final = RichText("findings", "影像所见", "Findings")
IMPRESSION: Final = RichText("impression", "诊断意见", "Impression")
_TAG: Final = re.compile(r"<[^>]*>|&nbsp;")


def tidied(content: Content) -> Content:
    """The content without scripts, styles and foreign addresses; without a critical value when there is none.

    Raises ``TooLong``.
    """
    texts: dict[str, Any] = {
        field.name: _tidied(field, getattr(content, field.name)) for field in (FINDINGS, IMPRESSION)
    }
    told = bool(content.critical)
    texts["critical_item"] = content.critical_item.strip() if told else ""
    texts["critical_value"] = content.critical_value.strip() if told else ""
    texts["critical_level"] = content.critical_level if told else 1
    return msgspec.structs.replace(content, **texts)


def _tidied(field: RichText, typed: str) -> str:
    kept = str(field.tidy(typed))
    reason = field.wrong(kept)
    if reason is not None:
        raise TooLong(reason.zh, (FieldError(f"content.{field.name}", f"{reason.zh} ({reason.en})"),))
    return kept if _TAG.sub("", kept).strip() else ""


def content_of(stored: Any) -> Content:
    """The content as its column holds it."""
    return msgspec.convert(stored, Content)


def stored(content: Content) -> Any:
    """The content as its column takes it."""
    return msgspec.to_builtins(content)


def digest_of(content: Content) -> str:
    """SHA-256 (hex) of the content, by which a revision can be told to be what was written."""
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def plain(html: str) -> str:
    """A rich text in one line without its marks, for lists."""
    text = re.sub(r"</(p|li|h[1-4])>|<br>", " ", html)
    return " ".join(re.sub(r"<[^>]*>", "", text).replace("&nbsp;", " ").split())
