"""One alert's story: why it came, who was told when, what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domains.access.public import names
from domains.alerts import permissions, store
from domains.alerts.reasons import Reason, reasons
from domains.rules.public import rule_at
from hub.caller import Caller, Permission
from hub.commands import Look, Query, answers


class StoryLine(msgspec.Struct, frozen=True):
    """One thing that happened: a stage's decision, somebody told, something done. ``who``: the display name."""

    at: datetime
    who: str
    step: str
    reason: str
    detail: dict[str, Any]


class Story(msgspec.Struct, frozen=True):
    """Everything about one alert: what it says, why it came, who was told when, what they did.

    ``owner`` is a name, ``owner_id`` the account; ``rule_zh`` and ``rule_en`` are the words of the rule as it was then;
    ``reasons`` its conditions with what they met.
    """

    alert_id: str
    v: int
    rule: str
    rule_version: int
    rule_zh: str
    rule_en: str
    key: str
    level: str
    state: str
    stage: str
    times: int
    escalated: int
    nuisance: bool
    says_zh: str
    says_en: str
    happened_at: datetime
    opened_at: datetime
    acknowledged_at: datetime | None
    returned_at: datetime | None
    shelved_until: datetime | None
    closed_at: datetime | None
    owner: str
    owner_id: str
    note: str
    withheld: str
    evidence: dict[str, Any]
    source: str
    reasons: tuple[Reason, ...]
    lines: tuple[StoryLine, ...]
    people: dict[str, str]


class ShowAlert(Query, frozen=True, kw_only=True):
    """One alert with its story."""

    needs: ClassVar[Permission] = permissions.VIEW
    personal: ClassVar[bool] = True
    alert_id: Annotated[str, Meta(min_length=1, max_length=64)]


@answers(ShowAlert)
async def show_alert(caller: Caller, query: ShowAlert, look: Look) -> Story:
    """Raises ``NotFound``."""
    row = await store.one(look.db, caller.tenant, query.alert_id)
    lines = await store.story(look.db, caller.tenant, row.id)
    rule = await rule_at(look.db, caller.tenant, row.rule, row.rule_version)
    told = {account for line in lines for account in line.detail.get("to", ())}
    who = await names(look.db, caller.tenant, {*told, *(line.actor for line in lines), row.owner or ""})
    fields = {name: getattr(row, name) for name in Story.__struct_fields__ if hasattr(row, name)}
    return Story(
        **{
            **fields,
            "alert_id": row.id,
            "rule_zh": rule.zh if rule else row.rule,
            "rule_en": rule.en if rule else row.rule,
            "source": rule.source if rule else "",
            "reasons": reasons(rule, row.evidence, row.key) if rule else (),
            "owner": who.get(row.owner, row.owner or ""),
            "owner_id": row.owner or "",
            "lines": tuple(
                StoryLine(line.at, who.get(line.actor, line.actor), line.step, line.reason, line.detail)
                for line in lines
            ),
            "people": {account: who.get(account, account) for account in told},
        }
    )
