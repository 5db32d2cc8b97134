"""``coverage``: claims are read from the source and held against the rows and the results."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.boot.layout import Layout, here
from hub.cli import main
from hub.coverage.claims import UnreadableClaimError, read_claims
from hub.coverage.results import Ending, UnreadableResultsError, read_results
from hub.coverage.rows import doubled, read_rows
from hub.verbs import coverage

CATALOGUE = """# A catalogue
| Id | Title | Rule |
|---|---|---|
| RIS-1 | First | a |
| RIS-ENV-2 | Second | b |
| W-QC-04 | Third | as RIS-1 |
| 15 | no id | RIS-9 |
"""
TESTS = """
import pytest

@pytest.mark.covers("RIS-1", "W-QC-04")
async def test_one(): assert True

class TestTwo:
    @pytest.mark.slow
    @pytest.mark.covers("RIS-ENV-2")
    def test_inside(self): assert True

@pytest.mark.slow
def test_claims_nothing(): assert True
"""
RESULTS = """<testsuites><testsuite>
<testcase classname="tests.test_it" name="test_one[a-[b]]"/>
<testcase classname="tests.test_it" name="test_one[c]"/>
<testcase classname="tests.test_it.TestTwo" name="test_inside">{}</testcase>
</testsuite></testsuites>"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project in place of ours."""
    (tmp_path / "docs" / "requirements").mkdir(parents=True)
    (tmp_path / "docs" / "requirements" / "some.md").write_text(CATALOGUE, "utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(TESTS, "utf-8")
    monkeypatch.setattr(coverage, "here", lambda: Layout(tmp_path))
    return tmp_path


def _results(tree: Path, inside: str) -> str:
    file = tree / "results.xml"
    file.write_text(RESULTS.format(inside), "utf-8")
    return str(file)


def test_rows_are_the_lines_of_tables_that_begin_with_an_id(tree: Path) -> None:
    assert [(r.id, r.title, r.file) for r in read_rows(tree)] == [
        ("RIS-1", "First", "some.md"),
        ("RIS-ENV-2", "Second", "some.md"),
        ("W-QC-04", "Third", "some.md"),
    ]


def test_claims_name_their_test(tree: Path) -> None:
    assert {(c.id, c.test) for c in read_claims(tree)} == {
        ("RIS-1", "tests.test_it.test_one"),
        ("W-QC-04", "tests.test_it.test_one"),
        ("RIS-ENV-2", "tests.test_it.TestTwo.test_inside"),
    }


def test_a_claim_that_cannot_be_read_is_refused(tree: Path) -> None:
    (tree / "tests" / "test_bad.py").write_text("@pytest.mark.covers(NAME)\ndef test_x(): assert 1\n", "utf-8")
    with pytest.raises(UnreadableClaimError, match=r"test_bad\.py:1"):
        read_claims(tree)
    assert main(["coverage"]) == 1


def test_totals_and_the_filter(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "tests" / "test_it.py").write_text('@pytest.mark.covers("RIS-1")\ndef test_x(): assert 1\n', "utf-8")
    assert main(["coverage"]) == 0
    assert "all                          3 rows     1 claimed     2 open" in capsys.readouterr().out
    assert main(["coverage", "RIS", "--open"]) == 0
    told = capsys.readouterr().out
    assert "RIS-ENV-2    Second" in told
    assert "RIS-1 " not in told
    assert "all                          2 rows     1 claimed     1 open" in told
    assert main(["coverage", "XX"]) == 2


def test_a_claim_of_no_row_is_a_fault(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "tests" / "test_it.py").write_text('@pytest.mark.covers("RIS-9")\ndef test_x(): assert 1\n', "utf-8")
    assert main(["coverage"]) == 1
    assert "tests/test_it.py:2: test_x claims RIS-9, which is no row" in capsys.readouterr().err


def test_a_row_that_stands_twice_is_a_fault(tree: Path) -> None:
    (tree / "docs" / "requirements" / "z.md").write_text("| RIS-1 | Again |\n", "utf-8")
    assert doubled(read_rows(tree)) == ["z.md:1: RIS-1 stands already in some.md:4"]
    assert main(["coverage"]) == 1


def test_results_tell_passing_from_failing(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--results", _results(tree, "")]) == 0
    assert "3 claimed     3 passing     0 open" in capsys.readouterr().out
    assert main(["coverage", "--results", _results(tree, "<failure/>")]) == 1
    told = capsys.readouterr().out
    assert "RIS-ENV-2    [failing] Second" in told
    assert "RIS-1        [passing] First" in told
    assert main(["coverage", "--results", _results(tree, "<skipped/>")]) == 0
    assert "RIS-ENV-2    [not run] Second" in capsys.readouterr().out


def test_results_that_cannot_be_read(tree: Path) -> None:
    (tree / "broken.xml").write_text("<test", "utf-8")
    with pytest.raises(UnreadableResultsError, match=r"broken\.xml"):
        read_results(tree / "broken.xml")
    assert main(["coverage", "--results", str(tree / "missing.xml")]) == 2


def test_of_several_runs_of_one_test_the_worst_counts(tree: Path) -> None:
    text = RESULTS.format("").replace('name="test_one[c]"/>', 'name="test_one[c]"><error/></testcase>')
    (tree / "r.xml").write_text(text, "utf-8")
    assert read_results(tree / "r.xml")["tests.test_it.test_one"] is Ending.FAILED


def test_the_catalogue_of_the_house_is_whole() -> None:
    rows = read_rows(here().root)
    assert len(rows) == 2520
    assert not doubled(rows)
    assert {"RIS-107", "W-QC-04", "RIS-ENV-17", "SA-003", "ID-701"} <= {r.id for r in rows}


def test_no_test_of_the_house_claims_a_row_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage"]) == 0, capsys.readouterr().err
