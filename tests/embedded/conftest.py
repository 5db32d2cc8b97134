"""A folder that the unprivileged account of root's servers can reach (pytest's own is closed)."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="carewire-parts-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
