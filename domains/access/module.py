"""The access room's declaration."""

from channels.revocation import Revokes
from domains.access import commands, demo, events, permissions, resolver
from hub.module import Module

MODULE = Module(
    "access",
    provides=(
        permissions.SIGNED_IN,
        permissions.MANAGE,
        commands.sign_in,
        commands.refresh_session,
        commands.sign_out,
        commands.renew_connection,
        commands.create_institution,
        commands.create_account,
        events.SignedIn,
        events.SignedOut,
        events.DevicePaired,
        events.AccountCreated,
        Revokes(events.SignedOut, lambda fact: (fact.account_id,)),
        resolver.identity,
        demo.seed,
    ),
)
