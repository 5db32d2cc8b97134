"""What stands in a cell for the value of a field, and the other way round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from zoneinfo import ZoneInfo

from hub.resources.fields import Choice, Date, Field, Flag, Instant, Money, Number, Reference
from hub.resources.sheets.workbook import Cell, text_of
from hub.resources.words import Reason

Language = Literal["zh", "en"]
YES, NO = ("是", "yes", "true", "1", "y"), ("否", "no", "false", "0", "n")
_FEN = 100


def title(field: Field, language: Language) -> str:
    """The heading of a field's column."""
    return field.zh if language == "zh" else field.en


def yes_or_no(value: Any, language: Language) -> str:
    """What stands in a cell for a flag."""
    return (YES if value else NO)[0 if language == "zh" else 1]


def writer(field: Field, language: Language, zone: str) -> Callable[[Any], Cell]:
    """Makes cells of a field's values."""
    match field:
        case Money():
            return lambda value: None if value is None else Decimal(value) / _FEN
        case Flag():
            return lambda value: yes_or_no(value, language)
        case Choice():
            labels = {o.value: o.zh if language == "zh" else o.en for o in field.options}
            return lambda value: labels.get(value, value)
        case Instant():
            there = ZoneInfo(zone)
            return lambda value: None if value is None else value.astimezone(there).replace(tzinfo=None)
        case _:
            return lambda value: value


def read(field: Field, cell: Any, names: Mapping[str, str | None]) -> Any | Reason:  # noqa: PLR0911 - one kind, one answer
    """The value that a cell stands for, or why it stands for none. An empty cell is the field's blank.

    ``names`` are the ids behind the names of a reference; None behind a name that several have.
    """
    text = text_of(cell)
    if text == "":
        return field.blank
    match field:
        case Money():
            return _fen(text)
        case Number():
            return _whole(text)
        case Date():
            return _day(cell, text)
        case Flag():
            return _flag(text)
        case Choice():
            return _choice(field, text)
        case Reference():
            return _reference(names, text)
        case _:
            return text


def _fen(text: str) -> int | Reason:
    try:
        fen = Decimal(text.replace(",", "").removeprefix("¥")) * _FEN
    except InvalidOperation:
        return Reason(f"“{text}”不是金额", f"“{text}” is no amount")
    # What a program stores for 12.1 may be 12.100000000000001.
    near = fen.quantize(Decimal(1))
    if abs(fen - near) > Decimal("0.000001"):
        return Reason("金额最多两位小数", "an amount has at most two decimals")
    return int(near)


def _whole(text: str) -> int | Reason:
    try:
        return int(text)
    except ValueError:
        return Reason(f"“{text}”不是整数", f"“{text}” is no whole number")


def _day(cell: Any, text: str) -> date | Reason:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return Reason(f"“{text}”不是日期，应如 2026-11-21", f"“{text}” is no day such as 2026-11-21")


def _flag(text: str) -> bool | Reason:
    low = text.lower()
    if low in YES or low in NO:
        return low in YES
    return Reason("只能是：是、否", "must be yes or no")


def _choice(field: Choice, text: str) -> str | Reason:
    for option in field.options:
        if text in (option.value, option.zh, option.en):
            return option.value
    offered_zh, offered_en = "、".join(o.zh for o in field.options), ", ".join(o.en for o in field.options)
    return Reason(f"只能是：{offered_zh}", f"must be one of {offered_en}")


def _reference(names: Mapping[str, str | None], text: str) -> str | Reason:
    if text not in names:
        return Reason(f"没有“{text}”，或已停用", f"there is no “{text}”, or it is disabled")
    found = names[text]
    return Reason(f"有多条“{text}”，请在页面上新增", f"there are several “{text}”") if found is None else found
