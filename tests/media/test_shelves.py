"""What was said is kept: bounded, unreadable by name, whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

from media.ports import Sound
from media.speech.shelves import SUFFIX, DiskShelf
from tests.kit.clock import StillClock

SOUND = Sound("audio/wav", b"\n" * 10 + b"x" * 90)


def shelf(folder: Path, most: int = 10_000, secret: str = "s", clock: StillClock | None = None) -> DiskShelf:  # noqa: S107 - no secret
    """A shelf of ``most`` bytes."""
    return DiskShelf(folder / "speech", secret, clock or StillClock(), most)


def test_found_by_engine_and_text(tmp_path: Path) -> None:
    shelf(tmp_path).keep("espeak", "请张三", SOUND)
    assert shelf(tmp_path).find("espeak", "请张三") == SOUND
    assert shelf(tmp_path).find("espeak 2", "请张三") is None
    assert shelf(tmp_path).find("espeak", "请李四") is None


def test_names_tell_nothing_without_the_secret(tmp_path: Path) -> None:
    shelf(tmp_path).keep("espeak", "请张三", SOUND)
    assert shelf(tmp_path, secret="another").find("espeak", "请张三") is None
    (file,) = (tmp_path / "speech").iterdir()
    assert file.suffix == SUFFIX
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_what_was_not_asked_for_longest_goes_first(tmp_path: Path) -> None:
    clock = StillClock()
    kept = shelf(tmp_path, 350, clock=clock)
    for text in ("a", "b", "c"):
        clock.forward(seconds=1)
        kept.keep("e", text, SOUND)
    clock.forward(seconds=1)
    assert kept.find("e", "a") == SOUND
    clock.forward(seconds=1)
    kept.keep("e", "d", SOUND)
    assert [text for text in "abcd" if kept.find("e", text)] == ["a", "c", "d"]


def test_nothing_is_kept_for_longer_than_a_day(tmp_path: Path) -> None:
    clock = StillClock()
    kept = shelf(tmp_path, clock=clock)
    kept.keep("e", "a", SOUND)
    clock.forward(hours=25)
    kept.keep("e", "b", SOUND)
    assert kept.find("e", "a") is None
    assert kept.find("e", "b") == SOUND


def test_a_disk_that_refuses_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "speech").write_text("in the way")
    kept = shelf(tmp_path)
    kept.keep("e", "a", SOUND)
    assert kept.find("e", "a") is None
