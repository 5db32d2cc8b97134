"""Our own rules see what they are for."""

from pathlib import Path

from hub.checks.sizes import python_faults, too_large
from hub.checks.wholeness import disagreements


def test_long_functions_and_files_are_found_with_their_line() -> None:
    body = "    x = 1\n" * 40
    assert python_faults(f"y = 0\ndef long():\n{body}") == ["2: long has 41 lines, at most 40"]
    assert python_faults(f"def right():\n{body[:-10]}") == []
    assert python_faults("x = 1\n" * 401) == ["1: 401 lines, at most 400"]


def test_migrations_and_generated_files_are_left_alone(tmp_path: Path) -> None:
    for folder in ("web/src/generated", "hub/migrations", "web/src"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "big.ts").write_text("x\n" * 251, "utf-8")
    assert too_large(tmp_path) == ["web/src/big.ts:1: 251 lines, at most 250"]


def test_lists_that_contradict_each_other_are_found(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.importlinter]\nroot_packages = ["hub"]\n', "utf-8")
    for package in ("hub", "extra", "tests"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "requirements.lock").write_text("one==1 \\\ntwo==2 \\\n", "utf-8")
    (tmp_path / "requirements-dev.lock").write_text("one==1 \\\ntwo==3 \\\n", "utf-8")
    assert disagreements(tmp_path) == [
        "extra/ is not among the root_packages of the import contracts",
        "requirements-dev.lock has two 3, requirements.lock has 2",
    ]
