"""The media engine's declaration."""

from hub.module import Module
from hub.tools import Tool
from media.ports import Speech
from media.speech.options import open_speech

MODULE = Module("media", provides=(Tool("speech", Speech, open_speech, Speech.probe),))
