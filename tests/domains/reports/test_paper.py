"""What is printed of a report: its text is read out of the PDF; each printing is counted."""

from __future__ import annotations

import io
from dataclasses import replace

import msgspec
import pypdf
import pytest

from domains.registration.model import Clinical
from domains.registration.printing import PrintPaper
from domains.reports.commands.printing import PrintReport
from domains.reports.commands.review import PassAndPrint
from domains.reports.errors import WrongState
from domains.reports.papers.rich import paragraphs
from domains.reports.queries.showing import PreviewReport
from hub.house import House
from tests.domains.reports.desk import (
    DONE,
    HEAD,
    REGISTRAR,
    examined,
    live,
    passed,
    reviewing,
    shown,
    somebody,
    submitted,
)


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.slow
@pytest.mark.covers("RIS-244", "RIS-328")
async def test_a_reviewed_report_is_previewed_and_then_printed(house: House) -> None:
    report = await examined(house, "欧阳若兰", clinical=Clinical(diagnosis="咳嗽待查"))
    await submitted(house, report)
    for asked in (PreviewReport(report_id=report),):
        with pytest.raises(WrongState):
            await house.dispatch.ask(HEAD, asked)
    with pytest.raises(WrongState):
        await house.dispatch(REGISTRAR, PrintReport(report_id=report))
    other = await examined(house, "镕喆", clinical=Clinical(diagnosis="咳嗽待查"))
    await passed(house, other)
    text = _text((await house.dispatch.ask(HEAD, PreviewReport(report_id=other))).pdf).replace("\n", "")
    words = ("示范医院", "CT检查报告单", "镕喆", "胸部CT平扫", "咳嗽待查", "双肺纹理清晰", "右上肺结节，建议复查。")
    for word in (*words, "HP 阴性", "诊断医生小吴", "审核医生小何", "2026-03-02 09:00", "第 1 页"):
        assert word in text
    assert (await shown(house, other)).report.state == "reviewed"
    printed = await house.dispatch(REGISTRAR, PrintReport(report_id=other))
    assert (printed.state, printed.prints, printed.name[:6]) == ("printed", 1, "report")
    assert "右上肺结节" in _text(printed.pdf)
    masked = await house.dispatch.ask(replace(HEAD, masked=True), PreviewReport(report_id=other))
    assert "镕喆" not in _text(masked.pdf)


@pytest.mark.covers("RIS-245")
async def test_printing_makes_it_printed_and_again_is_counted_in_the_log(house: House) -> None:
    report = await examined(house)
    await passed(house, report)
    for times in (1, 2):
        assert (await house.dispatch(HEAD, PrintReport(report_id=report))).prints == times
    assert (await live(house))[report]["state"] == "printed"
    seen = await shown(house, report)
    assert [(line.step, line.detail) for line in seen.log if line.step == "printed"] == [
        ("printed", {"prints": 2}),
        ("printed", {"prints": 1}),
    ]


@pytest.mark.covers("RIS-325")
async def test_passing_and_printing_is_one_step(house: House) -> None:
    report = await examined(house)
    await submitted(house, report)
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report, reviewer)
    wanted = PassAndPrint(report_id=report, revision=stands.revision, content=DONE)
    done = await house.dispatch(reviewer, wanted)
    assert (done.state, done.prints) == ("printed", 1)
    assert done.pdf.startswith(b"%PDF")
    assert [line.step for line in (await shown(house, report)).log][:2] == ["printed", "passed"]


@pytest.mark.covers("RIS-014", "RIS-076")
async def test_the_desk_previews_the_slip_until_the_report_is_completed(house: House) -> None:
    report = await examined(house)

    async def preview() -> str:
        printed = await house.dispatch.ask(REGISTRAR, PrintPaper(registration_id=report, paper="preview"))
        return _text(printed.pdf).replace("\n", "")

    assert "检查登记单" in await preview()
    await submitted(house, report)
    assert "检查登记单" in await preview()
    await passed(house, done := await examined(house, "写完"))
    printed = await house.dispatch.ask(REGISTRAR, PrintPaper(registration_id=done, paper="preview"))
    text = _text(printed.pdf).replace("\n", "")
    assert "检查报告单" in text
    assert "右上肺结节，建议复查。" in text
    assert (await house.dispatch(REGISTRAR, PrintReport(report_id=done))).prints == 1


@pytest.mark.slow
async def test_a_long_report_goes_on_over_the_next_sheet(house: House) -> None:
    report = await examined(house)
    findings = "".join(f"<p>第{n}段：{'未见异常。' * 12}</p>" for n in range(60))
    critical = {"critical": True, "critical_item": "气胸", "critical_value": "张力性"}
    await passed(house, report, msgspec.structs.replace(DONE, findings=findings, **critical))
    pdf = (await house.dispatch.ask(HEAD, PreviewReport(report_id=report))).pdf
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) >= 2
    assert all("钱多多" in page and f"第 {n} 页" in page for n, page in enumerate(pages, 1))
    assert "危急值：气胸：张力性" in pages[-1]


def test_rich_text_becomes_paragraphs() -> None:
    html = (
        "<h2>右肺</h2><p>见<strong>结节</strong>，约 5&lt;6 mm<br>边缘<em>毛糙</em></p>"
        "<ol><li><p>一</p></li><li>二<ul><li>甲</li></ul></li></ol><blockquote>同前</blockquote><p></p>尾"
    )
    made: list[tuple[str, float, float]] = []

    def make(text: str, indent: float, size: float) -> object:
        made.append((text, indent, size))
        return text

    assert len(paragraphs(html, make)) == len(made)  # type: ignore[arg-type]
    assert made == [
        ("右肺", 0.0, 12.0),
        ("见<u>结节</u>，约 5&lt;6 mm<br/>边缘<u>毛糙</u>", 0.0, 10.0),
        ("1. 一", 5.0, 10.0),
        ("2. 二", 5.0, 10.0),
        ("• 甲", 10.0, 10.0),
        ("同前", 5.0, 10.0),
        ("尾", 0.0, 10.0),
    ]
