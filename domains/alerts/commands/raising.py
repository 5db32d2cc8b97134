"""What the engine asks for: take up findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from domains.alerts import permissions, store
from domains.alerts.desk import Desk
from domains.alerts.telling import tell_group
from domains.alerts.timers import TellGroup, watch_over
from domains.rules.public import rules_of
from hub.caller import Permission
from hub.commands import INSIDE, Command, Tx, handles
from realtime_rules.findings import Finding
from realtime_rules.ports import Sink


class RaiseFindings(Command, frozen=True, kw_only=True):
    """Open, count and return alerts as the stages decide, and tell people."""

    needs: ClassVar[Permission] = permissions.RAISE
    exposed: ClassVar[frozenset[str]] = INSIDE
    private: ClassVar[frozenset[str]] = frozenset({"findings"})
    findings: tuple[Finding, ...]


@handles(RaiseFindings)
async def raise_findings(cmd: RaiseFindings, tx: Tx) -> None:
    """Findings of rules that are no more change nothing."""
    rules = await rules_of(tx.db, tx.caller.tenant)
    findings = [f for f in cmd.findings if f.rule in rules]
    desk = await Desk.load(tx, rules, findings)
    for finding in findings:
        if finding.holds:
            desk.came(rules[finding.rule], finding)
        else:
            desk.went(rules[finding.rule], finding)
    await desk.write()
    watch_over(tx, desk)
    for rule, grouped in sorted(desk.touched):
        due = desk.told[rule, grouped].due_at
        if due is not None and due <= tx.now:
            await tell_group(tx, rules[rule], grouped)
        elif due is not None:
            tx.arm("alerts.tell", f"{rule}|{grouped}"[:200], due, TellGroup(rule=rule, grouped=grouped))
            row = {"tenant": tx.caller.tenant, "rule": rule, "grouped": grouped, "due_at": due}
            await store.keep_groups(tx.db, [{**row, "told_at": desk.told[rule, grouped].told_at}])


def _command(findings: Sequence[Finding]) -> Command:
    return RaiseFindings(findings=tuple(findings))


sink = Sink(_command)
