"""What kept an alert from people is gone: they are told now, unless something else keeps it from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from domains.alerts import permissions, store
from domains.alerts.groups import tell_group
from domains.alerts.timers import arm
from domains.rules.public import rules_of
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from realtime_rules.rule import Rule
from realtime_rules.stages import Silence, inhibitors_of

INHIBITION_OVER: Final = "alerts.inhibition_over"


class EndInhibition(Command, frozen=True, kw_only=True):
    """What was graver about ``about`` has ended: what it inhibited is told now."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    private: ClassVar[frozenset[str]] = frozenset({"about"})
    about: str


@handles(EndInhibition)
async def end_inhibition(cmd: EndInhibition, tx: Tx) -> None:
    """Nothing happens where it has come again meanwhile."""
    rows = await store.withheld(tx.db, tx.caller.tenant, "inhibited")
    await reconsider(tx, [row for row in rows if row.key == cmd.about])


def ended(tx: Tx, rule: Rule | None, key: str) -> None:
    """An alert of this rule is closed; what it inhibited is looked at in a transaction of its own.

    There alerts are locked in their own order: whoever closes one holds others already.
    """
    if rule is not None and rule.inhibits:
        tx.arm(INHIBITION_OVER, key[:200], tx.now, EndInhibition(about=key))


def silence_of(row: Any) -> Silence:
    """A silence as the stages see it."""
    return Silence(id=row.id, rules=tuple(row.rules), key=row.key, watched=row.kind == "silence")


async def reconsider(tx: Tx, rows: Sequence[store.Found]) -> None:
    """Tell people of those of these withheld alerts that nothing keeps from them; the others say what does now."""
    tenant = tx.caller.tenant
    rules = await rules_of(tx.db, tenant)
    silences = [silence_of(row) for row in await store.silences_now(tx.db, tenant, tx.now)]
    inhibiting = {code for code, rule in rules.items() if rule.inhibits}
    graver = await store.open_rules(tx.db, tenant, inhibiting, {row.key for row in rows})
    changes: dict[str, dict[str, Any]] = {}
    groups = set()
    for row in rows:
        alert = store.life_of(row)
        if row.rule not in rules or not alert.unattended:
            continue
        if any(silence.matches(row.rule, row.key) for silence in silences):
            changes[row.id] = {"withheld": "silenced"}
        elif inhibitors_of(rules, row.rule, graver.get(row.key, ())):
            changes[row.id] = {"withheld": "inhibited"}
        else:
            changes[row.id] = {"withheld": "", "told_at": None}
            arm(tx, rules[row.rule], alert)
            groups.add((row.rule, row.grouped))
    await store.change(tx.db, tenant, changes)
    for rule, grouped in sorted(groups):
        await tell_group(tx, rules[rule], grouped)
