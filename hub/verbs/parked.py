"""``parked``: facts that a group could not digest: see them, try them again, give one up."""

from __future__ import annotations

import argparse
import asyncio
import os

from hub import parking
from hub.db import open_engine
from hub.settings import Settings

NAME = "parked"
HELP = "list, replay or drop parked facts"


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do with them."""
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="what is parked, and why")
    replay = actions.add_parser("replay", help="try a group's parked facts again, in order")
    replay.add_argument("group")
    drop = actions.add_parser("drop", help="give one fact up")
    drop.add_argument("group")
    drop.add_argument("seq", type=int)


def run(args: argparse.Namespace) -> int:
    """Carry it out."""
    asyncio.run(_run(args))
    return 0


async def _run(args: argparse.Namespace) -> None:
    engine = open_engine(Settings.load(os.environ).database_url, size=2)
    try:
        if args.action == "list":
            for row in await parking.listing(engine):
                print(f"{row.group}\t{row.seq}\t{row.tenant}\t{row.parked_at:%Y-%m-%dT%H:%M:%SZ}\t{row.error}")
        elif args.action == "replay":
            print(f"{await parking.request_replay(engine, args.group)} facts will be tried again")
        else:
            await parking.drop(engine, args.group, args.seq)
    finally:
        await engine.dispose()
