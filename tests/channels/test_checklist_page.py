"""The page that says where things are judged names only what exists, and leaves nothing out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.sdk.javascript import SCENARIOS

HERE = Path(__file__).parent
CHECKLIST, COMPLAINTS = (HERE / "CHECKLIST.md").read_text("utf-8").split("## What users")
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
TESTS = sorted(set(re.findall(r"`([\w/]+\.py(?:::\w+)+)`", CHECKLIST + COMPLAINTS)))
PLAYED = sorted(set(re.findall(r"sdk `(\w+)`", CHECKLIST + COMPLAINTS)))


@pytest.mark.parametrize(("page", "count"), [(CHECKLIST, 35), (COMPLAINTS, 25)], ids=["checklist", "complaints"])
def test_every_item_has_a_line(page: str, count: int) -> None:
    rows = ROW.findall(page)
    assert [int(number) for number, _ in rows] == list(range(1, count + 1))
    assert all("`" in tests for _, tests in rows)


@pytest.mark.parametrize("test", TESTS)
def test_what_it_names_exists(test: str) -> None:
    file, *names = test.split("::")
    scope: list[ast.stmt] = ast.parse((HERE / file).read_text("utf-8")).body
    for name in names:
        found = [one for one in scope if isinstance(one, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
        (named,) = (one for one in found if one.name == name)
        scope = named.body


@pytest.mark.parametrize("scenario", PLAYED)
def test_the_scenarios_that_it_names_are_played(scenario: str) -> None:
    assert scenario in SCENARIOS
