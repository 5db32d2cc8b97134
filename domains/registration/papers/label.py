"""The barcode label (检查条码), 50 by 30 millimetres, as label printers have it."""

from __future__ import annotations

import io
from typing import Final

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domains.registration.papers.fonts import font
from domains.registration.papers.words import Facts

WIDTH: Final = 50 * mm
HEIGHT: Final = 30 * mm
_EDGE: Final = 2.5 * mm
_LONGEST: Final = 30


def label(facts: Facts) -> bytes:
    """A PDF of one label: who, what, where, and the number as a Code 128 bar code (ISO/IEC 15417)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setTitle(f"检查条码 {facts.code}")
    name = font()
    canvas.setFont(name, 10)
    canvas.drawString(_EDGE, HEIGHT - 5 * mm, f"{facts.name} {facts.sex} {facts.age}"[:_LONGEST])
    canvas.setFont(name, 8)
    canvas.drawRightString(WIDTH - _EDGE, HEIGHT - 5 * mm, facts.number)
    canvas.setFont(name, 6.5)
    canvas.drawString(_EDGE, HEIGHT - 8.5 * mm, f"{facts.exam_type} {facts.items}"[:_LONGEST])
    canvas.drawString(_EDGE, HEIGHT - 11.5 * mm, f"{facts.place} {facts.time}"[:_LONGEST])
    code = Code128(facts.code, barHeight=10 * mm, barWidth=_bar(facts.code), quiet=False)
    code.drawOn(canvas, (WIDTH - code.width) / 2, 5.5 * mm)
    canvas.drawCentredString(WIDTH / 2, 2.5 * mm, facts.code)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _bar(code: str) -> float:
    """The narrowest bar as wide as the label allows, at most 0.33 mm; quiet zones of ten bars stay free."""
    one = Code128(code, barWidth=1, quiet=False).width
    widest: float = min(0.33 * mm, WIDTH / (one + 20))
    return widest
