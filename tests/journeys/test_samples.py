"""A sample goes there and back: the patient's telephone and the staff's page side by side, nobody presses refresh."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.domains.messages.vendors import KEY_ID, KEY_SECRET, Server, Vendors
from tests.kit.browser import BROWSER, Open, open_page, picture, sign_in
from tests.kit.up import Up, eventually

pytestmark = pytest.mark.slow

PHONE, SECRET = "13700000009", "Sample-2026"
NAME = "送检患者甲"
COPIED = "收件地址：{address}\n收件人：{recipient}\n电话：{phone}"
TIP = "样本请发顺丰到付，血液样本需要联系顺丰快递员加冰袋。"
FRIENDLY = "如需修改送检信息，请点击“申请修改送检信息”按钮申请。"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser whose camera is made up, and that asks nobody whether it may be used."""
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", *camera]
        one = playwright.chromium.launch(executable_path=BROWSER, args=args)
        yield one
        one.close()


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    """Who carries text messages."""
    server = Server()
    yield server.vendors
    server.close()


def phone(up: Up, window: Open) -> Page:
    """A telephone at the institution's link."""
    page = window(f"{up.url}/patient?tid=demo", 390, 844)
    page.context.grant_permissions(["camera", "clipboard-read", "clipboard-write"])
    return page


def text_messages(up: Up, vendors: Vendors) -> None:
    settings = {"access_key_id": KEY_ID, "sign_name": "示范医院", "endpoint": vendors.url}
    secrets = {"access_key_secret": KEY_SECRET}
    up.do("admin", "messages/save-way", way="sms", enabled=True, settings=settings, secrets=secrets)
    template = {
        "name": "验证码",
        "topic": "access.patient_code",
        "way": "sms",
        "code": "T2",
        "params": {"code": "{code}"},
    }
    up.do("admin", "messages/save-template", template=template, edition=0)


def field(page: Page, name: str) -> Locator:
    """The input of the telephone's form with this name."""
    return page.get_by_test_id(name).locator("input, textarea").first


def clipboard(page: Page) -> str:
    """What was copied; waits until it has been."""
    expect(page.get_by_test_id("told").last).to_contain_text("已复制")
    copied: str = page.evaluate("navigator.clipboard.readText()")
    return copied


def register(page: Page, vendors: Vendors) -> None:
    """By a code to the telephone."""
    page.get_by_test_id("to-register").click()
    field(page, "phone").fill(PHONE)
    page.get_by_test_id("ask-code").click()
    expect(page.get_by_test_id("ask-code")).to_contain_text("秒后重发")
    sent = eventually(
        lambda: next((p for way, to, p in vendors.delivered if (way, to) == ("sms", PHONE)), None), "no code"
    )
    field(page, "code").fill(json.loads(sent["TemplateParam"])["code"])
    field(page, "password").fill("12345678")
    field(page, "confirmation").fill("12345678")
    page.get_by_test_id("agree").click()
    page.get_by_test_id("register").click()
    expect(page.get_by_text("密码至少包含字母、数字、符号中的两种")).to_be_visible()
    field(page, "password").fill(SECRET)
    field(page, "confirmation").fill(SECRET)
    page.get_by_test_id("register").click()
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "live")


def shoot(page: Page, kind: str, count: int) -> None:
    """One photo by the camera; there are so many then."""
    group = page.get_by_test_id(f"photos-samples.{kind}")
    group.get_by_test_id("take-photo").click()
    page.get_by_test_id("shoot").click()
    expect(group.get_by_test_id("photo")).to_have_count(count)


def send_materials(page: Page) -> None:
    page.get_by_test_id("entry-samples-materials").click()
    expect(page.get_by_test_id("review")).to_have_attribute("data-review", "none")
    field(page, "real-name").fill(NAME)
    shoot(page, "identity", 1)
    shoot(page, "identity", 2)
    shoot(page, "document", 1)
    page.get_by_test_id("send-materials").click()
    expect(page.get_by_test_id("review")).to_have_attribute("data-review", "waiting")


def fill_in(page: Page) -> None:
    """The form, with the sample to come back."""
    page.get_by_test_id("type-血液样本").click()
    expect(page.get_by_test_id("iced")).to_be_visible()
    expect(page.get_by_test_id("return_address")).to_have_count(0)
    page.get_by_test_id("needs-return").click()
    field(page, "return_recipient").fill("送检患者甲")
    field(page, "return_phone").fill("13700000009")
    field(page, "return_address").fill("示范市回寄路 9 号")
    field(page, "report_email").fill("patient@example.com")
    field(page, "tracking_no").fill("SF1000000001")
    shoot(page, "form", 1)


def row(staff: Page) -> Locator:
    return staff.locator("tr[data-row-key]").filter(has_text=NAME)


def yes(staff: Page) -> None:
    staff.locator("#confirm-ok").click()


def state(page: Page) -> Locator:
    return page.get_by_test_id("sample-state")


@pytest.mark.covers(
    "SS-001", "SS-003", "SS-005", "SS-006", "SS-007", "SS-010", "SS-011", "SS-020", "SS-021",
    "SS-022", "SS-023", "SS-024", "SS-025", "SS-026", "SS-027", "SS-028", "SS-029", "SS-030",
    "SS-031", "SS-032", "SS-033", "SS-034", "SS-035", "SS-036", "SS-037", "SS-038", "SS-039",
    "SS-040", "SS-041", "SS-045", "SS-046", "SS-047", "SS-048", "SS-049", "SS-050", "SS-051",
    "SS-052", "SS-053", "SS-056",
)  # fmt: skip
def test_a_sample_goes_there_and_back(up: Up, window: Open, vendors: Vendors, tmp_path: Path) -> None:
    text_messages(up, vendors)
    patient, staff = phone(up, window), window(up.url)
    register(patient, vendors)
    sign_in(staff, "head")
    open_page(staff, "sample-patients")
    materials(patient, staff)
    first_submission(patient, staff)
    change(patient, staff)
    back(patient, staff)
    download(staff, tmp_path)
    for page in (patient, staff):
        assert page.evaluate("window.notReloaded") is True


def materials(patient: Page, staff: Page) -> None:
    """Who he is and his papers, photographed; staff see it come and pass it; the entry opens by itself."""
    patient.get_by_test_id("entry-samples-materials").wait_for()
    expect(patient.get_by_test_id("entry-samples-form")).to_have_count(0)
    patient.evaluate("location.hash = 'samples/form'")
    expect(patient.get_by_test_id("sample-closed")).to_contain_text("资料审核通过后即可填写送检信息")
    patient.get_by_test_id("back").click()
    send_materials(patient)
    patient.get_by_test_id("back").click()
    row(staff).get_by_test_id("row-handle").click()
    drawer = staff.get_by_test_id("patient-drawer")
    expect(drawer.get_by_test_id("materials").locator("img")).to_have_count(3)
    staff.get_by_test_id("act-pass").click()
    yes(staff)
    expect(patient.get_by_test_id("entry-samples-form")).to_contain_text("可修改")
    expect(staff.get_by_test_id("act-pass")).to_have_count(0)
    expect(drawer.get_by_test_id("flow-line").first).to_contain_text("资料审核通过")


def first_submission(patient: Page, staff: Page) -> None:
    """The notice leads to where the sample goes; the form wants the tick; then nothing can be edited."""
    patient.get_by_test_id("entry-messages").click()
    patient.get_by_test_id("message").filter(has_text="资料审核通过").click()
    patient.get_by_test_id("message-entry").click()
    expect(patient.get_by_test_id("tip")).to_have_text(TIP)
    told = dict(
        zip(("address", "recipient", "phone"), patient.locator(".phone-pairs dd").all_inner_texts(), strict=True)
    )
    patient.get_by_test_id("copy-receiving").click()
    assert clipboard(patient) == COPIED.format(**told)
    patient.get_by_test_id("to-form").click()
    patient.get_by_test_id("copy-receiving").click()
    assert "到付" not in clipboard(patient)
    staff.get_by_test_id("patient-drawer").locator(".ant-drawer-close").click()
    configure(staff, "config-address", "新地址 100 号")
    expect(patient.get_by_test_id("receiving-address")).to_have_text("新地址 100 号")
    fill_in(patient)
    patient.get_by_test_id("read-notice").click()
    expect(patient.get_by_test_id("notice-text")).to_contain_text("送检信息")
    patient.get_by_test_id("notice-close").click()
    patient.get_by_test_id("submit-sample").click()
    expect(patient.get_by_test_id("warned")).to_contain_text("请先阅读并同意《患者告知书》")
    patient.get_by_test_id("agree-notice").click()
    picture(patient, "patient-sample-form")
    patient.get_by_test_id("submit-sample").click()
    expect(state(patient)).to_have_text("已生效")
    expect(patient.locator("main input, main textarea")).to_have_count(0)
    expect(patient.get_by_test_id("friendly")).to_contain_text(f"{FRIENDLY}详情咨询平台电话：")
    expect(row(staff)).to_contain_text("已生效")
    configure(staff, "config-platform", "")
    expect(patient.get_by_test_id("friendly").locator("p")).to_have_text(FRIENDLY)


def configure(staff: Page, name: str, value: str) -> None:
    staff.get_by_test_id("configure").click()
    staff.get_by_test_id(name).fill(value)
    staff.locator("#form-save").click()
    expect(staff.locator("#form-save")).to_have_count(0)


def ask_for_change(patient: Page, reason: str) -> None:
    patient.get_by_test_id("ask-change").click()
    field(patient, "reason").fill(reason)
    patient.get_by_test_id("send-reason").click()
    expect(state(patient)).to_have_text("修改申请待审核")
    expect(patient.get_by_test_id("ask-change")).to_have_count(0)


def change(patient: Page, staff: Page) -> None:
    """Refused with a reason, then approved; each time the other side sees it at once."""
    ask_for_change(patient, "物流单号填错了")
    expect(row(staff)).to_contain_text("修改申请待审核")
    row(staff).get_by_test_id("row-handle").click()
    expect(staff.get_by_test_id("change-reason")).to_contain_text("物流单号填错了")
    staff.get_by_test_id("act-reject").click()
    staff.locator("#form-save").click()
    expect(staff.get_by_text("请填写驳回原因")).to_be_visible()
    staff.get_by_test_id("reject-reason").fill("样本已在途")
    staff.locator("#form-save").click()
    expect(patient.get_by_test_id("rejection")).to_contain_text("驳回原因：样本已在途")
    expect(state(patient)).to_have_text("已生效")
    ask_for_change(patient, "邮箱需要更换")
    staff.get_by_test_id("act-approve").click()
    yes(staff)
    expect(state(patient)).to_have_text("可修改")
    patient.evaluate("location.hash = 'messages'")
    result = patient.get_by_test_id("message").filter(has_text="送检信息修改申请审核结果")
    expect(result).to_have_count(2)
    result.first.click()
    expect(patient.get_by_test_id("message-text")).to_contain_text("通过")
    patient.get_by_test_id("message-entry").click()
    expect(field(patient, "tracking_no")).to_have_value("SF1000000001")
    field(patient, "report_email").fill("new@example.com")
    patient.get_by_test_id("agree-notice").click()
    patient.get_by_test_id("submit-sample").click()
    expect(state(patient)).to_have_text("已生效")
    expect(staff.get_by_test_id("submission")).to_contain_text("new@example.com")


def back(patient: Page, staff: Page) -> None:
    """The number is filled in; the patient finds and copies it."""
    staff.get_by_test_id("act-return").click()
    staff.get_by_test_id("return-number").fill("SF2000000002")
    staff.locator("#form-save").click()
    expect(state(patient)).to_have_text("已寄回")
    expect(patient.get_by_test_id("returned")).to_contain_text("样品已经寄回")
    expect(patient.get_by_test_id("return-no")).to_have_text("SF2000000002")
    patient.evaluate("location.hash = 'messages'")
    patient.get_by_test_id("message").filter(has_text="回寄信息").click()
    expect(patient.get_by_test_id("message-text")).to_contain_text("样品已经寄回")
    picture(patient, "patient-return-message")
    patient.get_by_test_id("copy-number").click()
    assert clipboard(patient) == "SF2000000002"
    picture(staff, "sample-detail")


def download(staff: Page, folder: Path) -> None:
    """The ticked patient's attachments, with the forms that are unticked by themselves, as one ZIP."""
    staff.get_by_test_id("patient-drawer").locator(".ant-drawer-close").click()
    row(staff).locator("input[type=checkbox]").check()
    staff.get_by_test_id("download").click()
    kinds = staff.get_by_test_id("download-kinds").locator("label")
    expect(kinds).to_have_text(["实名认证照片", "上传资料", "签字材料", "送检信息附件"])
    expect(kinds.nth(0).locator("input")).to_be_checked()
    expect(kinds.nth(3).locator("input")).not_to_be_checked()
    kinds.nth(3).click()
    expect(staff.get_by_role("radio", name="已选患者（1）")).to_be_checked()
    staff.locator("#form-save").click()
    job = staff.get_by_test_id("job").first
    expect(job).to_have_attribute("data-state", "done")
    with staff.expect_download() as told:
        job.get_by_test_id("job-download").click()
    path = folder / "attachments.zip"
    told.value.save_as(path)
    assert told.value.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 4
        assert len({name.split("/", 1)[0] for name in archive.namelist()}) == 1
