"""One rule whole: what it is, what was shipped, and who changed what when."""

from __future__ import annotations

from datetime import datetime
from itertools import zip_longest
from typing import Any, ClassVar

import msgspec

from domains.access.public import names
from domains.rules import permissions, store
from domains.rules.book import in_force, rule_of, shipped
from domains.rules.differences import Difference, differences
from domains.rules.errors import NoSuchRule
from domains.rules.queries.listing import RuleRow, row_of
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers
from realtime_rules.rule import Code, Rule


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A version: who wrote it, when and why, and what became different. ``restored``: the shipped rule holds again."""

    version: int
    at: datetime
    by: str
    comment: str
    restored: bool
    enabled: bool
    differences: tuple[Difference, ...]


class RuleDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with its history, the newest change first; ``shipped`` null: the institution wrote it itself.

    ``edition`` is what saving it must name: the newest version here.
    """

    row: RuleRow
    rule: Rule
    shipped: Rule | None
    edition: int
    history: tuple[Change, ...]


class ShowRule(Query, frozen=True, kw_only=True):
    """One rule of the institution."""

    needs: ClassVar[Permission] = permissions.VIEW
    code: Code


@answers(ShowRule)
async def show_rule(caller: Caller, query: ShowRule, look: Look) -> RuleDetail:
    """Raises ``NoSuchRule``."""
    rule = (await in_force(look.db, caller.tenant)).get(query.code)
    if rule is None:
        raise NoSuchRule(rule=query.code)
    versions = await store.history(look.db, caller.tenant, query.code)
    who = await names(look.db, caller.tenant, {row.by for row in versions})
    delivered = shipped().get(query.code)
    return RuleDetail(
        row=row_of(rule, versions[0] if versions else None),
        rule=rule,
        shipped=delivered,
        edition=versions[0].version if versions else rule.version,
        history=tuple(_change(row, before, delivered, who) for row, before in zip_longest(versions, versions[1:])),
    )


def _change(row: Any, before: Any | None, delivered: Rule | None, who: dict[str, str]) -> Change:
    after = rule_of(row) or delivered
    earlier = (rule_of(before) if before is not None else None) or delivered
    return Change(
        version=row.version,
        at=row.at,
        by=who.get(row.by, row.by),
        comment=row.comment,
        restored=row.spec is None,
        enabled=after is not None and after.enabled,
        differences=differences(earlier, after),
    )
