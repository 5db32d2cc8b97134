"""The words of a message on a way: the template's with the message's, or the message's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from domains.messages.adapters.adapter import Letter
from domains.messages.model import Preference, Template
from hub.levels import Level

_PLACE: Final = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
LEVELS: Final = {
    Level.INFO: ("提示", "Info"),
    Level.LOW: ("一般", "Low"),
    Level.MEDIUM: ("重要", "Medium"),
    Level.HIGH: ("紧急", "High"),
}


def filled(template: str, values: Mapping[str, str]) -> str:
    """``template`` with each ``{name}`` filled in; what is not known stays empty."""
    return _PLACE.sub(lambda match: values.get(match[1], ""), template)


def values_of(message: Any, wish: Preference, name: str, zone: str) -> dict[str, str]:
    """What templates may use of a message."""
    english = wish.language == "en"
    return {
        "title": message.title_en if english else message.title_zh,
        "text": message.text_en if english else message.text_zh,
        "level": LEVELS[Level(message.level)][english],
        "time": _local(message.sent_at, zone),
        "name": name,
        **{f"about.{key}": str(value) for key, value in message.about.items()},
    }


def letter_of(
    delivery: Any, message: Any, address: str, template: Template | None, values: Mapping[str, str]
) -> Letter:
    """What is handed to the vendor."""
    title = filled(template.title, values) if template and template.title else values["title"]
    text = filled(template.text, values) if template and template.text else values["text"]
    return Letter(
        out_id=delivery.out_id,
        address=address,
        title=title,
        text=text,
        at=message.sent_at,
        first_at=delivery.tried_at,
        level=message.level,
        topic=message.topic,
        code=template.code if template else "",
        params={name: filled(value, values) for name, value in template.params.items()} if template else {},
        about=message.about,
    )


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
