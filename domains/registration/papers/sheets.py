"""The sheets of A5: registration slip (登记单), request form (申请单), referral slip (转诊单)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib import colors
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from domains.registration.papers.fonts import font
from domains.registration.papers.words import Facts

_EDGE: Final = 10 * mm
_WIDTH: Final = A5[0] - 2 * _EDGE


def slip(facts: Facts) -> bytes:
    """What the patient takes along: where and when, and what it costs."""
    note = "请携带本单，于预检时间前 15 分钟到检查室外候诊，留意叫号屏与语音呼叫。"
    return _sheet(facts, "检查登记单", [_pairs(facts.lines), _prices(facts), _text(note)])


def request_form(facts: Facts) -> bytes:
    """What the department examines by: the clinical side too."""
    return _sheet(facts, "检查申请单", [_pairs(facts.lines), _prices(facts), _wide(facts.clinical)])


def referral_slip(facts: Facts, institution: str) -> bytes:
    """What the patient takes to the other institution."""
    where = (("转诊机构", institution), ("转诊院区", dict(facts.lines)["检查院区"]))
    note = "请携带本单及有效证件前往转诊机构，检查室和时间由接收机构安排。"
    return _sheet(
        facts, "转诊单", [_pairs(where), _pairs(facts.lines), _prices(facts), _wide(facts.clinical), _text(note)]
    )


def _sheet(facts: Facts, title: str, parts: Sequence[Flowable]) -> bytes:
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A5, leftMargin=_EDGE, rightMargin=_EDGE, topMargin=_EDGE, bottomMargin=_EDGE, title=title
    )
    code = Code128(facts.code, barHeight=9 * mm, barWidth=0.3 * mm)
    code.hAlign = "CENTER"
    head = [_text(facts.hospital, 10, align=1), _text(title, 14, align=1), code, _text(facts.code, 8, align=1)]
    flow: list[Any] = [*head]
    for part in parts:
        flow += [Spacer(0, 3 * mm), part]
    document.build(flow)
    return out.getvalue()


def _text(text: str, size: float = 8.5, align: Literal[0, 1] = 0) -> Paragraph:
    style = ParagraphStyle("text", fontName=font(), fontSize=size, leading=size * 1.4, wordWrap="CJK", alignment=align)
    return Paragraph(escape(text), style)


def _pairs(lines: Sequence[tuple[str, str]]) -> Table:
    """Two labelled values in a row."""
    cells = [[_text(label), _text(value)] for label, value in lines]
    rows = [[*cells[i], *(cells[i + 1] if i + 1 < len(cells) else ("", ""))] for i in range(0, len(cells), 2)]
    return _ruled(rows, [18 * mm, _WIDTH / 2 - 18 * mm] * 2)


def _wide(lines: Sequence[tuple[str, str]]) -> Table:
    return _ruled([[_text(label), _text(value)] for label, value in lines], [18 * mm, _WIDTH - 18 * mm])


def _prices(facts: Facts) -> Table:
    head = [_text(word) for word in ("项目编码", "检查项目名称", "部位", "单价（元）")]
    rows = [[_text(value) for value in row] for row in facts.prices]
    total = [_text(""), _text("合计"), _text(""), _text(facts.total)]
    return _ruled([head, *rows, total], [26 * mm, _WIDTH - 70 * mm, 22 * mm, 22 * mm])


def _ruled(rows: list[Any], widths: Sequence[float]) -> Table:
    lines: Any = [("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return Table(rows, colWidths=list(widths), style=lines)
