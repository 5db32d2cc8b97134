"""Where blobs are: what a wrong place says, and how health tells of it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from hub.errors import Unavailable
from hub.files.storage import BlobMissing, Storage, open_storage
from hub.health import examine
from hub.house import House, open_house
from hub.probes import probes_of
from hub.settings import Settings, WrongSetting


def opened(settings: Settings, url: str) -> Storage:
    return open_storage(replace(settings, storage_url=url), {})


async def test_a_blob_comes_back_whole_or_in_part_and_is_gone_once(settings: Settings, tmp_path: Path) -> None:
    storage = opened(settings, (tmp_path / "with a blank").as_uri())
    await storage.put("demo/aa/x", io.BytesIO(b"0123456789"))
    assert await storage.read("demo/aa/x") == b"0123456789"
    assert b"".join([part async for part in await storage.stream("demo/aa/x", 2, 5, 10)]) == b"234"
    await storage.delete(["demo/aa/x", "demo/aa/never"])
    with pytest.raises(BlobMissing):
        await storage.read("demo/aa/x")


async def test_health_tells_of_the_storage(house: House, settings: Settings) -> None:
    well = (await examine(probes_of(house, []))).components["storage"]
    assert (well.status, well.detail) == ("ok", "local folder")
    async with open_house(replace(settings, storage_url="")) as without:
        ill = (await examine(probes_of(without, []))).components["storage"]
    assert ill.status == "down"
    assert "CAREWIRE_STORAGE_URL" in ill.detail


async def test_without_a_storage_or_with_a_broken_one_it_is_unavailable(settings: Settings, tmp_path: Path) -> None:
    broken = opened(settings, (tmp_path / "f").as_uri())
    (tmp_path / "f").rmdir()
    (tmp_path / "f").write_text("a file where the folder should be", "utf-8")
    for storage in (opened(settings, ""), broken):
        with pytest.raises(Unavailable):
            await storage.put("demo/aa/x", b"x")


def test_a_place_that_cannot_be_is_a_wrong_setting(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("no folder", "utf-8")
    with pytest.raises(WrongSetting, match="CAREWIRE_STORAGE_URL"):
        opened(settings, (tmp_path / "f").as_uri())
    with pytest.raises(WrongSetting, match="CAREWIRE_STORAGE_URL"):
        opened(settings, "s3://")
