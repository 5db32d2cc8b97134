"""``coverage``: which requirement rows the tests claim, which hold, which are open."""

import argparse
import sys
from pathlib import Path

from hub.boot.layout import here
from hub.coverage import report
from hub.coverage.claims import UnreadableClaimError, read_claims
from hub.coverage.results import UnreadableResultsError, read_results
from hub.coverage.rows import doubled, read_rows

NAME = "coverage"
HELP = "list claimed, passing and open rows of docs/requirements"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which rows, and where the results are."""
    parser.add_argument("prefix", nargs="?", default="", help="only rows whose id begins so, e.g. RIS or RIS-10")
    parser.add_argument("--open", action="store_true", help="list the rows that no test claims")
    parser.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help="tell passing from failing by the file that `test --junitxml FILE` wrote",
    )


def run(args: argparse.Namespace) -> int:
    """Print the report; 1 when a claim is wrong or a claiming test failed, 2 for a wrong command line."""
    root = here().root
    try:
        claims = read_claims(root)
        results = read_results(args.results) if args.results else None
    except (UnreadableClaimError, UnreadableResultsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1 if isinstance(error, UnreadableClaimError) else 2
    rows = read_rows(root)
    faults = [*doubled(rows), *report.unknown(rows, claims)]
    chosen = [row for row in rows if row.id.startswith(args.prefix)]
    if not chosen:
        sys.stderr.write(f"no requirement row begins with {args.prefix!r}\n")
        return 2
    found = report.match(chosen, claims, results)
    sys.stdout.writelines(f"{line}\n" for line in report.lines(found, only_open=args.open))
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults or any(c.ending == "failing" for c in found) else 0
