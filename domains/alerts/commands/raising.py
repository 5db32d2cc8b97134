"""What the engine asks for: take up findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from domains.alerts import permissions
from domains.alerts.desk import Desk
from domains.alerts.groups import TELL, TellGroup, place_of, tell_group
from domains.alerts.timers import arm, disarm
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
    _watch_over(tx, desk)
    later = []
    for place in sorted(desk.touched):
        rule, grouped = place
        due = desk.told[place].due_at
        if due is not None and due > tx.now:
            tx.arm(TELL, place_of(rule, grouped), due, TellGroup(rule=rule, grouped=grouped))
            desk.wait_for(place, due)
        elif due is not None and desk.is_news(place):
            await desk.tell(rules[rule], grouped)
        elif due is not None:
            later.append(place)
    await desk.write()
    for rule, grouped in later:
        await tell_group(tx, rules[rule], grouped)


def _watch_over(tx: Tx, desk: Desk) -> None:
    """Arm the clocks of what was opened or has become graver, and take those back of what has ended."""
    for alert_id, values in desk.rows.items():
        if not values["withheld"] and values.get("closed_at") is None:
            arm(tx, desk.rule_of[alert_id], desk.open[values["rule"], values["key"]])
    for alert_id, changes in desk.extra.items():
        if changes.get("closed_at") is not None:
            disarm(tx, alert_id)
        elif changes.get("told_at", 1) is None and alert_id in desk.rule_of:
            rule = desk.rule_of[alert_id]
            arm(tx, rule, next(a for a in desk.open.values() if a.id == alert_id))


def _command(findings: Sequence[Finding]) -> Command:
    return RaiseFindings(findings=tuple(findings))


sink = Sink(_command)
