"""The institution's security policy."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from domains.access import permissions
from domains.access.commands.checks import refuse
from domains.access.events import InstitutionChanged
from domains.access.model.policy import Policy, admits, network
from domains.access.store import institutions
from hub.caller import Permission
from hub.commands import Command, Tx, handles


class SavePolicy(Command, frozen=True):
    """Save the security policy; it holds from the moment of saving, for open pages too (ID-724 to ID-727)."""

    needs: ClassVar[Permission] = permissions.SECURITY
    policy: Policy


@handles(SavePolicy)
async def save_policy(cmd: SavePolicy, tx: Tx) -> None:
    """Nobody can shut himself out by the list of addresses."""
    allowed = []
    for place, address in enumerate(cmd.policy.addresses):
        canonical = network(address.network)
        if canonical is None:
            refuse(f"policy.addresses.{place}.network", "请输入 IP 地址或网段，如 10.0.0.0/8", "an address or network")
        allowed.append(msgspec.structs.replace(address, network=canonical))
    policy = msgspec.structs.replace(cmd.policy, addresses=tuple(allowed))
    rule = policy.password_rule
    if rule is not None and rule.shortest > rule.longest:
        refuse("policy.password_rule", "最短长度不能大于最长长度", "the shortest length exceeds the longest")
    if tx.caller.session is not None and not admits(policy, tx.caller.address):
        refuse("policy.addresses", "您当前的地址不在列表中，保存后将无法登录", "your own address is not on the list")
    tenant = tx.caller.tenant
    await institutions.save_policy(tx.db, tenant, msgspec.to_builtins(policy))
    tx.record(InstitutionChanged(institution_id=tenant, v=await institutions.change(tx.db, tenant, {})))
