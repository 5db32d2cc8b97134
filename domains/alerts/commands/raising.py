"""What the engine asks for: take up findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from domains.alerts import permissions
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
    watch_over(tx, desk)
    later = []
    for place in sorted(desk.touched):
        rule, grouped = place
        due = desk.told[place].due_at
        if due is not None and due > tx.now:
            tx.arm("alerts.tell", f"{rule}|{grouped}"[:200], due, TellGroup(rule=rule, grouped=grouped))
            desk.wait_for(place, due)
        elif due is not None and desk.is_news(place):
            await desk.tell(rules[rule], grouped)
        elif due is not None:
            later.append(place)
    await desk.write()
    for rule, grouped in later:
        await tell_group(tx, rules[rule], grouped)


def _command(findings: Sequence[Finding]) -> Command:
    return RaiseFindings(findings=tuple(findings))


sink = Sink(_command)
