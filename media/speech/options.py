"""Which voice speaks, by the settings of the process."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from hub.settings import Settings, WrongSetting
from media.ports import Engine, Speech
from media.speech.clips import Clips
from media.speech.espeak import Espeak
from media.speech.shelves import DiskShelf, NoShelf

log = logging.getLogger(__name__)

GROUP: Final = "carewire.speech"
EMBEDDED: Final = "espeak"


def open_speech(settings: Settings, env: Mapping[str, str]) -> Speech:
    """The voice that ``CAREWIRE_SPEECH_ENGINE`` and ``CAREWIRE_SPEECH_CLIPS`` ask for; raises ``WrongSetting``."""
    engine = _engine(env)
    if env.get("CAREWIRE_SPEECH_CLIPS"):
        folder = Path(env["CAREWIRE_SPEECH_CLIPS"])
        if not folder.is_dir():
            raise WrongSetting(f"CAREWIRE_SPEECH_CLIPS: there is no folder {folder}.")
        engine = Clips(folder, engine)
    data = env.get("CAREWIRE_DATA")
    shelf = DiskShelf(Path(data) / "speech", settings.secret, settings.clock()) if data else NoShelf()
    return Speech(engine, shelf)


def _engine(env: Mapping[str, str]) -> Engine:
    wanted = env.get("CAREWIRE_SPEECH_ENGINE") or EMBEDDED
    if wanted == EMBEDDED:
        return Espeak()
    offered = {point.name: point for point in entry_points(group=GROUP)}
    if wanted not in offered:
        raise WrongSetting(
            f"CAREWIRE_SPEECH_ENGINE must be {' or '.join([EMBEDDED, *sorted(offered)])}, not {wanted!r}."
        )
    try:
        engine: Engine = offered[wanted].load()(env)
    except Exception as error:
        raise WrongSetting(f"CAREWIRE_SPEECH_ENGINE: {wanted} does not start: {error}") from error
    return engine
