"""``do <domain>/<name>``: a command or query from the shell, under the same name as over REST."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import sys

import msgspec

from hub import logs
from hub.caller import Caller, Permission
from hub.commands import CLI
from hub.errors import HubError
from hub.house import open_house
from hub.operations import Operations
from hub.settings import Settings

NAME = "do"
HELP = "carry out a command or query as the operator of this machine"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, with what, in which institution."""
    parser.add_argument("name", help="<domain>/<name>, see `modules`")
    parser.add_argument("body", nargs="?", default="{}", help="the fields as JSON")
    parser.add_argument("--tenant", required=True, help="the institution's code")
    parser.add_argument("--key", help="idempotency key")


def run(args: argparse.Namespace) -> int:
    """Carry it out; prints the result as JSON, or the reason on standard error."""
    logs.set_up("WARNING")
    try:
        print(asyncio.run(_do(args)).decode())
    except HubError as error:
        print(error.detail("en"), file=sys.stderr)
        return 1
    return 0


async def _do(args: argparse.Namespace) -> bytes:
    async with open_house(Settings.load(os.environ)) as house:
        rights = frozenset(p.name for p in house.registry.of(Permission))
        caller = Caller(args.tenant, f"cli:{getpass.getuser()}", rights, frozenset({args.tenant}))
        operations = Operations(house.dispatch)
        result = await operations.run(args.name, CLI, caller, args.body.encode(), key=args.key)
        return msgspec.json.encode(result)
