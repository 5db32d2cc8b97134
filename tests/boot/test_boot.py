"""What the way in decides before anything is installed."""

import os
from pathlib import Path

import pytest

from hub.boot import debian
from hub.boot.errors import CannotStartError
from hub.boot.layout import Layout
from hub.boot.needs import needs_of
from hub.boot.node import fits
from hub.boot.packages import ensure_packages
from hub.boot.stamp import digest_files, read_stamp, write_stamp
from hub.boot.tool import run_tool, tool_environment


@pytest.mark.parametrize(
    ("line", "developer", "web"),
    [
        ("up --port 1", False, True),
        ("serve", False, True),
        ("test tests/hub -k up", True, True),
        ("check", True, False),
        ("channels --config up", False, False),
        ("up --help", False, False),
        ("", False, False),
    ],
)
def test_each_verb_gets_what_it_needs_and_no_more(line: str, developer: bool, web: bool) -> None:  # noqa: FBT001
    needs = needs_of(line.split())
    assert (needs.developer_packages, needs.web) == (developer, web)


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("v20.18.9", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_only_a_node_that_can_build_is_taken(version: str, good: bool) -> None:  # noqa: FBT001
    assert fits(version) is good


def make_environment(root: Path) -> Layout:
    layout = Layout(root)
    (layout.venv / "bin").mkdir(parents=True)
    layout.python.symlink_to("/usr/bin/env")
    for name in ("runtime", "dev", "boot"):
        layout.lock(name).write_text(f"{name}==1\n", "utf-8")
    return layout


def stamp(layout: Layout, kind: str) -> None:
    lock = digest_files(layout.root, [layout.lock(kind)])
    entries = {"kind": kind, "lock": lock, "python": os.path.realpath(layout.python)}
    write_stamp(layout.venv / "carewire-stamp.json", entries)


def test_a_right_stamp_costs_nothing_and_dev_serves_the_runtime_too(tmp_path: Path) -> None:
    layout = make_environment(tmp_path)
    stamp(layout, "dev")
    ensure_packages(layout, "dev")
    ensure_packages(layout, "runtime")
    assert not layout.cache.exists()  # it would be made as soon as something had to be done


def test_changed_locks_and_missing_developer_packages_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.boot.packages._install", lambda _layout, kind: asked.append(kind))
    asked: list[str] = []
    layout = make_environment(tmp_path)
    stamp(layout, "runtime")
    ensure_packages(layout, "dev")
    layout.lock("runtime").write_text("runtime==2\n", "utf-8")
    ensure_packages(layout, "runtime")
    assert asked == ["dev", "runtime"]


def test_a_stamp_that_was_cut_short_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "stamp.json"
    write_stamp(path, {"lock": "x"})
    assert read_stamp(path) == {"lock": "x"}
    path.write_text(path.read_text("utf-8")[:-3], "utf-8")
    assert read_stamp(path) == {}


def test_a_failing_tool_is_named_and_a_dead_network_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CannotStartError, match="exit code 3: bake") as plain:
        run_tool("bake", ["/bin/sh", "-c", "echo too hot; exit 3"], cwd=tmp_path, extra={})
    assert "too hot" in str(plain.value)
    with pytest.raises(CannotStartError, match="registry could not be reached"):
        run_tool("bake", ["/bin/sh", "-c", "echo dns error; exit 1"], cwd=tmp_path, extra={})
    with pytest.raises(CannotStartError, match="Could not run"):
        run_tool("bake", [tmp_path / "missing"], cwd=tmp_path, extra={})


def test_tools_see_certificates_but_nothing_that_leads_them_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/some/ca.pem")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    environment = tool_environment({"CI": "1"})
    assert environment["SSL_CERT_FILE"] == "/some/ca.pem"
    assert environment["CI"] == "1"
    assert "PIP_TARGET" not in environment


def test_a_user_is_told_the_one_command_for_missing_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    if not debian.present():
        pytest.skip("not a Debian system")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(CannotStartError, match="apt-get install -y no-such-package-1 no-such-package-2"):
        debian.ensure(["no-such-package-1", "dpkg", "no-such-package-2"])
