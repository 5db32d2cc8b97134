"""``audit verify`` and ``audit export``: whether the audit is what it was, and all of it."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from hub import logs
from hub.audit import AuditTrail, Verdict
from hub.house import open_house
from hub.settings import Settings

NAME = "audit"
HELP = "verify the audit's SM3 chain, or export it"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument("what", choices=("verify", "export"))


def run(args: argparse.Namespace) -> int:
    """0 when the chain is sound, 1 when a link is broken; `export` writes JSON lines to standard output."""
    logs.set_up("WARNING")
    if args.what == "export":
        asyncio.run(_export())
        return 0
    verdict = asyncio.run(_verify())
    print(f"{verdict.sealed} entries sealed, {verdict.unsealed} not sealed yet")
    print(f"head {verdict.head}")
    if verdict.broken:
        print(f"BROKEN: {verdict.broken}", file=sys.stderr)
        return 1
    print("the chain is sound")
    return 0


async def _verify() -> Verdict:
    async with open_house(Settings.load(os.environ)) as house:
        return await house.registry.one(AuditTrail).verify(house)


async def _export() -> None:
    async with open_house(Settings.load(os.environ)) as house:
        async for line in house.registry.one(AuditTrail).export(house):
            sys.stdout.buffer.write(line + b"\n")
