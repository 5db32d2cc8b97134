"""The table of rows and claims, as text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.coverage.claims import Claim
from hub.coverage.results import Ending
from hub.coverage.rows import Row


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row, the claims of it, and how they ended (None: no results were given)."""

    row: Row
    claims: tuple[Claim, ...]
    ending: Ending | None

    @property
    def open(self) -> bool:
        """Whether nobody claims the row."""
        return not self.claims


def match(rows: Iterable[Row], claims: Sequence[Claim], results: Mapping[str, Ending] | None) -> list[Claimed]:
    """Every row with its claims."""
    by_id: dict[str, list[Claim]] = {}
    for claim in claims:
        by_id.setdefault(claim.id, []).append(claim)
    return [_claimed(row, tuple(by_id.get(row.id, ())), results) for row in rows]


def unknown(rows: Iterable[Row], claims: Iterable[Claim]) -> list[str]:
    """One sentence for each claim of a row that does not exist."""
    known = {row.id for row in rows}
    return [f"{c.place}: {c.name} claims {c.id}, which is no row" for c in claims if c.id not in known]


def lines(found: Sequence[Claimed], *, only_open: bool) -> Iterator[str]:
    """The report: per file its totals and its claimed (or its open) rows, then the totals of all."""
    files = dict.fromkeys(claimed.row.file for claimed in found)
    for file in files:
        inside = [c for c in found if c.row.file == file]
        yield _totals(file, inside)
        for claimed in inside:
            if claimed.open and only_open:
                yield f"  {claimed.row.id:<12} {claimed.row.title}"
            elif not claimed.open and not only_open:
                yield from _told(claimed)
    yield _totals("all", found)


def _claimed(row: Row, claims: tuple[Claim, ...], results: Mapping[str, Ending] | None) -> Claimed:
    if results is None or not claims:
        return Claimed(row, claims, None)
    endings = {results.get(claim.test, Ending.NOT_RUN) for claim in claims}
    worst = next(e for e in (Ending.FAILED, Ending.PASSED, Ending.NOT_RUN) if e in endings)
    return Claimed(row, claims, worst)


def _totals(name: str, found: Sequence[Claimed]) -> str:
    claimed = [c for c in found if not c.open]
    text = f"{name:<24} {len(found):5} rows {len(claimed):5} claimed"
    if any(c.ending for c in claimed):
        text += f" {sum(c.ending is Ending.PASSED for c in claimed):5} passing"
    return f"{text} {len(found) - len(claimed):5} open"


def _told(claimed: Claimed) -> Iterator[str]:
    ending = f"[{claimed.ending}] " if claimed.ending else ""
    yield f"  {claimed.row.id:<12} {ending}{claimed.row.title}"
    for claim in claimed.claims:
        yield f"  {'':<12} {claim.place} {claim.name}"
