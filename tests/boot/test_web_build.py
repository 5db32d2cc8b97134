"""The web build: once per change of the sources, whole or not at all. Node and npm are small programs of the test."""

from pathlib import Path

import pytest

from hub.boot.errors import CannotStartError
from hub.boot.layout import Layout
from hub.boot.web import ensure_web

NPM = """#!/bin/sh
echo "$1" >> "$NPM_LOG"
case "$1" in
ci) mkdir -p node_modules ;;
run) for last; do [ "$before" = --outDir ] && out=$last; before=$last; done
     mkdir -p "$out"; cp src/page.html "$out/"
     [ -e fail ] && { echo "the reason"; exit 1; }
     cp src/page.html "$out/whole.html" ;;
esac
"""


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    programs, web = tmp_path / "bin", tmp_path / "web"
    (web / "src").mkdir(parents=True)
    programs.mkdir()
    for name, text in {"node": "#!/bin/sh\necho v22.12.0\n", "npm": NPM}.items():
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o755)
    for name in ("package.json", "package-lock.json"):
        (web / name).write_text("{}", "utf-8")
    (web / "src" / "page.html").write_text("first", "utf-8")
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("NPM_LOG", str(tmp_path / "npm.log"))
    return Layout(tmp_path)


def calls(layout: Layout) -> list[str]:
    return (layout.root / "npm.log").read_text("utf-8").split()


def page(layout: Layout) -> str:
    return (layout.web / "dist" / "whole.html").read_text("utf-8")


def test_an_unchanged_source_is_built_once(layout: Layout) -> None:
    ensure_web(layout)
    ensure_web(layout)
    assert page(layout) == "first"
    assert calls(layout) == ["ci", "run"]


def test_a_changed_source_is_built_again_with_the_packages_that_are_there(layout: Layout) -> None:
    ensure_web(layout)
    (layout.web / "src" / "page.html").write_text("second", "utf-8")
    ensure_web(layout)
    assert page(layout) == "second"
    assert calls(layout) == ["ci", "run", "run"]


def test_changed_packages_are_installed_again(layout: Layout) -> None:
    ensure_web(layout)
    (layout.web / "package-lock.json").write_text('{"changed": true}', "utf-8")
    ensure_web(layout)
    assert calls(layout) == ["ci", "run", "ci", "run"]


def test_a_failed_build_keeps_the_old_pages_and_is_tried_again(layout: Layout) -> None:
    ensure_web(layout)
    (layout.web / "src" / "page.html").write_text("second", "utf-8")
    (layout.web / "fail").touch()
    with pytest.raises(CannotStartError, match="the reason"):
        ensure_web(layout)
    assert page(layout) == "first"
    assert (layout.web / "dist" / "page.html").read_text("utf-8") == "first"
    (layout.web / "fail").unlink()
    ensure_web(layout)
    assert page(layout) == "second"


def test_without_web_sources_there_is_nothing_to_do(layout: Layout) -> None:
    (layout.web / "package-lock.json").unlink()
    ensure_web(layout)
    assert not (layout.root / "npm.log").exists()
