"""The report of an examination (检查报告单), A4; a long one goes on over the next sheets."""

from __future__ import annotations

import io
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import HRFlowable, Paragraph, SimpleDocTemplate, Spacer, Table

from domains.registration.public import paper_font
from domains.reports.papers.rich import SIZE, paragraphs
from domains.reports.papers.words import Words

_EDGE: Final = 16 * mm
_WIDTH: Final = A4[0] - 2 * _EDGE
_LABEL: Final = 18 * mm
_NOTE: Final = "本报告仅供临床医生参考，经审核医生审核后有效。"


def report(words: Words) -> bytes:
    """The PDF; doctors and times stand at the foot of the last sheet, the patient's name on each."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_EDGE,
        rightMargin=_EDGE,
        topMargin=14 * mm,
        bottomMargin=18 * mm,
        title=words.title,
    )
    flow: list[Any] = [
        _text(words.hospital, 14, align=1),
        _text(words.title, 16, align=1),
        Spacer(0, 3 * mm),
        _pairs(words.patient),
        Spacer(0, 2 * mm),
        *_block("检查项目", [_text(words.items)]),
        *(_block("临床诊断", [_text(words.diagnosis)]) if words.diagnosis else []),
        *_block("影像所见", paragraphs(words.findings, _paragraph)),
        *_block("诊断意见", paragraphs(words.impression, _paragraph)),
        *_block("其他", [_text(words.hp), *([_text(f"危急值：{words.critical}")] if words.critical else [])]),
        Spacer(0, 6 * mm),
        HRFlowable(width="100%", thickness=0.6, color=colors.grey),
        _pairs(words.footer, ruled=False),
        _text(_NOTE, 8),
    ]

    def numbered(canvas: Canvas, _: object) -> None:
        canvas.setFont(paper_font(), 8)
        canvas.drawString(_EDGE, 10 * mm, f"{words.patient[0][1]}  {dict(words.patient)['检查号']}")
        canvas.drawRightString(A4[0] - _EDGE, 10 * mm, f"第 {canvas.getPageNumber()} 页")

    document.build(flow, onFirstPage=numbered, onLaterPages=numbered)
    return out.getvalue()


def _block(title: str, parts: list[Paragraph]) -> list[Any]:
    return [Spacer(0, 2.5 * mm), _text(title, 11), *parts] if parts else []


def _paragraph(marked: str, indent: float, size: float) -> Paragraph:
    """Of a text that is marked already."""
    return Paragraph(marked, _style(size, 0, indent * mm))


def _text(text: str, size: float = SIZE, align: Literal[0, 1] = 0) -> Paragraph:
    return Paragraph(escape(text), _style(size, align, 0))


def _style(size: float, align: Literal[0, 1], indent: float) -> ParagraphStyle:
    return ParagraphStyle(
        "text",
        fontName=paper_font(),
        fontSize=size,
        leading=size * 1.55,
        wordWrap="CJK",
        alignment=align,
        leftIndent=indent,
    )


def _pairs(lines: tuple[tuple[str, str], ...], *, ruled: bool = True) -> Table:
    """Two labelled values in a row."""
    cells = [[_text(label, 9), _text(value, 9)] for label, value in lines]
    rows = [[*cells[i], *(cells[i + 1] if i + 1 < len(cells) else ("", ""))] for i in range(0, len(cells), 2)]
    style: Any = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.4, colors.grey))
    return Table(rows, colWidths=[_LABEL, _WIDTH / 2 - _LABEL] * 2, style=style)
