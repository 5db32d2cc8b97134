"""The columns of an alert in a workbook: those of the list, its stamps, and how long things took."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from domains.alerts.resources import record
from hub.resources.sheets.cells import Language, title, writer
from hub.resources.sheets.workbook import Cell
from realtime_rules.rule import Rule

KEPT: Final = {
    "silenced": ("静默", "Silenced"),
    "inhibited": ("被更严重的预警抑制", "Something graver was open"),
    "shelved": ("已搁置", "Put aside"),
}
"""What keeps an alert from people, in words."""


class Place(NamedTuple):
    """Where and when it is written: the rules by code, accounts by name, the institution's time zone, the language."""

    rules: Mapping[str, Rule]
    people: Mapping[str, str]
    zone: str
    language: Language
    now: datetime

    def said(self, zh: str, en: str) -> str:
        """One of two languages."""
        return zh if self.language == "zh" else en


class Column(NamedTuple):
    """A heading, and what stands below it for an alert."""

    title: str
    cell: Callable[[Any], Cell]


def columns(place: Place) -> tuple[Column, ...]:
    """All columns in their order; seconds are whole, and empty where nothing happened."""
    return (
        *(_plain(name, place) for name in ("level", "stage", "state")),
        Column(place.said("内容", "Says"), lambda row: place.said(row.says_zh, row.says_en)),
        Column(place.said("规则", "Rule"), lambda row: _rule(row, place)),
        Column(place.said("规则编号", "Rule code"), lambda row: row.rule),
        Column(place.said("处理人", "Who has it"), lambda row: place.people.get(row.owner, row.owner)),
        _plain("opened_at", place),
        _plain("acknowledged_at", place),
        Column(place.said("接手用时（秒）", "Taken over after (s)"), lambda row: _took(row, row.acknowledged_at)),
        *(_plain(name, place) for name in ("returned_at", "shelved_until", "closed_at")),
        Column(place.said("持续时长（秒）", "Open for (s)"), lambda row: _took(row, row.closed_at or place.now)),
        *(_plain(name, place) for name in ("times", "escalated", "note", "nuisance")),
        Column(place.said("未通知原因", "Kept from people by"), lambda row: _kept(row, place)),
    )


def _plain(name: str, place: Place) -> Column:
    field = record.field(name)
    write = writer(field, place.language, place.zone)
    return Column(title(field, place.language), lambda row: write(getattr(row, name)))


def _rule(row: Any, place: Place) -> str:
    rule = place.rules.get(row.rule)
    return str(row.rule) if rule is None else place.said(rule.zh, rule.en)


def _took(row: Any, until: datetime | None) -> int | None:
    return None if until is None else max(0, round((until - row.opened_at).total_seconds()))


def _kept(row: Any, place: Place) -> str:
    return place.said(*KEPT[row.withheld]) if row.withheld in KEPT else str(row.withheld)
