"""``new``: what it writes passes every check of the house untouched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from hub.boot.layout import Layout, here
from hub.cli import main
from hub.events import Event
from hub.new.names import LONGEST, UnfitNameError, check_name
from hub.resources import fields, filters
from hub.resources.resource import Resource
from hub.verbs import new
from tests.hub.pages import Page, change

PAGE = Page("add-a-resource.md")
SHORT, LONG, LISTS = "zz", "night_shift_of_the_wards", "supplies"
MADE = (SHORT, LONG, LISTS)
COPIED = ("hub", "channels", "domains", "media", "realtime_rules", "tests")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with nothing but an engine in it."""
    (tmp_path / "media").mkdir()
    monkeypatch.setattr(new, "here", lambda: Layout(tmp_path))
    return tmp_path


def test_it_writes_the_domain_and_its_tests(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "night_shift"]) == 0
    told = capsys.readouterr().out
    for path in ("domains/night_shift/module.py", "tests/domains/night_shift/test_night_shift.py"):
        assert (empty / path).is_file()
        assert path in told
    assert (empty / "domains/night_shift/migrations/night_shift_0001_entries.py").is_file()
    written = "".join(p.read_text("utf-8") for p in empty.rglob("*.py"))
    assert "class NightShiftRow" in written
    assert "$" not in written


def test_a_domain_of_lists_is_a_declaration_and_little_else(empty: Path) -> None:
    assert main(["new", "supplies", "--list"]) == 0
    written = {p.name for p in (empty / "domains/supplies").rglob("*.py")}
    assert written == {"__init__.py", "demo.py", "module.py", "resources.py", "supplies_0001_entries.py"}
    assert "$" not in "".join(p.read_text("utf-8") for p in empty.rglob("*.py"))


@pytest.mark.parametrize("name", ["Zz", "a", "1st", "a__b", "a_", "a-b", "../a", "class", "media", "x" * (LONGEST + 1)])
def test_a_name_that_will_not_do_is_refused_in_one_sentence(
    empty: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", name]) == 2
    assert name in capsys.readouterr().err
    assert [p.name for p in empty.iterdir()] == ["media"]


def test_a_domain_that_is_there_is_left_alone(empty: Path) -> None:
    assert main(["new", "night_shift"]) == 0
    (empty / "domains/night_shift/model.py").write_text("mine", "utf-8")
    assert main(["new", "night_shift"]) == 2
    assert (empty / "domains/night_shift/model.py").read_text("utf-8") == "mine"
    with pytest.raises(UnfitNameError, match="domains/queue"):
        check_name(here().root, "queue")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own tree with new domains: the shortest of names, the longest, and a list page made as docs/ tell it."""
    tree = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        shutil.copytree(here().root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(here().root / "pyproject.toml", tree)
    for name in (SHORT, LONG):
        _run(tree, "-m", "hub", "new", name)
    _run(tree, *PAGE.commands()[0])
    for file, block in PAGE.changes():
        change(tree / file, block)
    return tree


def _run(tree: Path, *words: str) -> str:
    environment = {**os.environ, "CAREWIRE_PREPARED": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=tree, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _folders() -> list[str]:
    return [f"{parent}/{name}" for parent in ("domains", "tests/domains") for name in MADE]


def test_the_longest_name_is_really_the_longest() -> None:
    assert len(LONG) == LONGEST


def test_the_page_tells_to_write_it_to_test_it_and_to_use_it() -> None:
    test = ["-m", "hub", "test", f"tests/domains/{LISTS}", "tests/architecture"]
    assert PAGE.commands() == [
        ["-m", "hub", "new", LISTS, "--list"],
        test,
        ["-m", "hub", "schema"],
        test,
        ["-m", "hub", "up"],
    ]
    assert {Path(file).parts[0] for file, _ in PAGE.changes()} == {"domains", "tests"}


def test_the_pages_list_of_what_other_commands_change_is_a_resource() -> None:
    columns = [sa.Column(name, sa.Text) for name in ("tenant", "id", "v", "name", "came_at")]
    given: dict[str, Any] = {
        **vars(fields),
        **vars(filters),
        "Resource": Resource,
        "__name__": f"domains.{LISTS}.resources",
        "tables": SimpleNamespace(records=sa.Table(f"{LISTS}_records", sa.MetaData(), *columns)),
        "events": SimpleNamespace(RecordMade=Event),
    }
    (example,) = PAGE.python()
    exec(example, given)  # noqa: S102 - what our own page says
    records = given["records"]
    assert isinstance(records, Resource)
    assert records.path == f"{LISTS}/record"
    assert set(records.rights) == {"view", "export"}


@pytest.mark.soak
@pytest.mark.slow
def test_a_new_domain_passes_its_own_tests_and_the_walks(copy: Path) -> None:
    folders = [folder for folder in _folders()[len(MADE) :] if LISTS not in folder]
    told = _run(copy, *PAGE.commands()[1], *folders, "-q", "-rN")
    assert " passed" in told
    modules = _run(copy, "-m", "hub", "modules")
    assert f"command     {SHORT}/add-entry" in modules
    assert f"command     {LISTS}/create-entry" in modules


@pytest.mark.slow
def test_a_new_domain_passes_lint_types_and_contracts(copy: Path) -> None:
    _run(copy, "-m", "ruff", "check", *_folders())
    _run(copy, "-m", "ruff", "format", "--check", *_folders())
    _run(copy, "-m", "mypy", *(w for name in MADE for w in ("-p", f"domains.{name}")))
    _run(copy, "-m", "mypy", *(w for name in MADE for w in ("-p", f"tests.domains.{name}")))
    contracts = "from importlinter.cli import lint_imports; lint_imports(cache_dir=None)"
    kept, _, broken = _run(copy, "-c", contracts).partition("Broken contracts")
    assert "domains meet only at public.py KEPT" in kept
    assert not [name for name in MADE if f"domains.{name}" in broken]
