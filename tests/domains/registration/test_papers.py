"""What is printed (RIS-013, RIS-018, RIS-052, RIS-053): its text is read out of the PDF, its barcode by a decoder."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp

from domains.registration.commands.form import Request
from domains.registration.commands.referring import ReferPatient
from domains.registration.model import Clinical
from domains.registration.printing import PrintPaper
from hub.house import House
from tests.domains.registration.desk import CARD, CT, REGISTRAR, form, register


async def _printed(house: House, registration_id: str, paper: Any) -> bytes:
    printed = await house.dispatch.ask(REGISTRAR, PrintPaper(registration_id=registration_id, paper=paper))
    assert printed.name.endswith(".pdf")
    pdf: bytes = printed.pdf
    return pdf


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _codes(pdf: bytes) -> list[str]:
    """What a scanner reads from the first sheet at 288 dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=4).to_pil()
    finally:
        document.close()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.covers("RIS-013")
async def test_the_barcode_label_says_who_and_scans_as_the_exam_number(house: House) -> None:
    done = await register(house, patient=form("欧阳若兰"))
    pdf = await _printed(house, done.registration_id, "barcode")
    assert _codes(pdf) == [done.exam_no]
    text = _text(pdf)
    for word in ("欧阳若兰", "35岁", "胸部CT平扫", "CT1 室", done.number, done.exam_no):
        assert word in text
    width, height = (float(side) for side in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox.upper_right)
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (50, 30)


@pytest.mark.covers("RIS-018")
async def test_the_slip_says_where_when_and_how_much(house: House) -> None:
    done = await register(house, patient=form("镕喆", numbers=CARD), arrears=True, request=Request(patient_class="vip"))
    pdf = await _printed(house, done.registration_id, "slip")
    text = _text(pdf)
    for word in ("示范医院", "检查登记单", "镕喆", "8800019999", "CT1 室", "2026-03-02 09:00", "260.00", "VIP", "欠费"):
        assert word in text
    assert _codes(pdf) == [done.exam_no]


@pytest.mark.covers("RIS-052")
async def test_the_request_form_shows_the_clinical_side(house: House) -> None:
    done = await register(
        house,
        clinical=Clinical(diagnosis="肺炎 <b>&", purpose="排除结核", history="发热" * 300, signs="湿啰音"),
        request=Request(requesting_department="呼吸内科", requesting_doctor="陈志远"),
    )
    text = _text(await _printed(house, done.registration_id, "request")).replace("\n", "")
    for word in ("检查申请单", "肺炎 <b>&", "排除结核", "发热" * 5, "湿啰音", "呼吸内科", "陈志远"):
        assert word in text


@pytest.mark.covers("RIS-053", "RIS-082")
async def test_the_referral_slip_names_the_other_institution_and_the_barcode_can_be_printed(house: House) -> None:
    done = await house.dispatch(
        REGISTRAR, ReferPatient(patient=form("白转诊"), institution="branch", campus="东院区影像科", items=(CT,))
    )
    text = _text(await _printed(house, done.registration_id, "referral"))
    for word in ("转诊单", "示范医院东院区", "东院区影像科", "白转诊", "胸部CT平扫"):
        assert word in text
    code = _codes(await _printed(house, done.registration_id, "barcode"))
    assert code == [f"R{done.registration_id[-12:].upper()}"]
