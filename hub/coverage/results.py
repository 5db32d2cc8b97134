"""How the claiming tests ended, from the JUnit file that pytest writes with ``--junitxml``."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path


class Ending(StrEnum):
    """How a test ended; of several runs of one test (parameters) the worst counts."""

    PASSED = "passing"
    FAILED = "failing"
    NOT_RUN = "not run"


class UnreadableResultsError(Exception):
    """The results file is missing or is not JUnit XML."""


def read_results(file: Path) -> Mapping[str, Ending]:
    """The ending of every test by its dotted name without parameters; raises ``UnreadableResultsError``."""
    try:
        cases = ET.parse(file).getroot().iter("testcase")  # noqa: S314 - as above
        return _endings((f"{c.get('classname')}.{c.get('name')}", _ending(c)) for c in cases)
    except (OSError, ET.ParseError) as error:
        raise UnreadableResultsError(f"{file}: not a JUnit results file ({error})") from error


def _ending(case: ET.Element) -> Ending:
    if case.find("failure") is not None or case.find("error") is not None:
        return Ending.FAILED
    return Ending.NOT_RUN if case.find("skipped") is not None else Ending.PASSED


_WORST = (Ending.FAILED, Ending.PASSED, Ending.NOT_RUN)


def _endings(cases: Iterable[tuple[str, Ending]]) -> Mapping[str, Ending]:
    found: dict[str, Ending] = {}
    for name, ending in cases:
        test = re.sub(r"\[.*$", "", name, flags=re.DOTALL)
        found[test] = min(ending, found.get(test, Ending.NOT_RUN), key=_WORST.index)
    return found
