"""``new DOMAIN``: write a small domain that works at once, to be changed into the real one."""

import argparse
import sys

from hub.boot.layout import here
from hub.new.names import UnfitNameError, check_name
from hub.new.writer import files_of, write

NAME = "new"
HELP = "write a new domain with its tests"


def configure(parser: argparse.ArgumentParser) -> None:
    """The name, and what is in it."""
    parser.add_argument("--list", action="store_true", help="with a declared list page and nothing else")
    parser.add_argument("domain", metavar="DOMAIN", help="lower case, e.g. triage or night_shift")


def run(args: argparse.Namespace) -> int:
    """Write it and say what comes next; 2 when the name will not do."""
    root = here().root
    try:
        check_name(root, args.domain)
    except UnfitNameError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    files = files_of(args.domain, lists=args.list)
    write(root, files)
    sys.stdout.writelines(f"{path}\n" for path in files)
    sys.stdout.write(
        "\nNext:\n"
        "  python3 -m hub schema                      its commands and rows for the web pages (OpenAPI, TypeScript)\n"
        f"  python3 -m hub test tests/domains/{args.domain}\n"
        f"  docs/developers/add-a-{'resource' if args.list else 'domain'}.md  how to make it yours\n"
    )
    return 0
