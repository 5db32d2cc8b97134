"""The font of everything printed: WenQuanYi Micro Hei (文泉驿微米黑), embedded: paper looks alike everywhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


@cache
def font() -> str:
    """The name by which documents use it; read once, as it has five megabytes."""
    name = "MicroHei"
    with as_file(files("paperang_p2_fonts_cjk") / "fonts" / "wqy-microhei.ttc") as path:
        pdfmetrics.registerFont(TTFont(name, str(path), subfontIndex=0))
    return name
