"""What a patient is told in his message centre, and what besides (W-SS-01 to W-SS-03).

``about`` leads the patient app on: ``page`` is where the entry in the detail goes, ``opens`` where a tap on the
subscription message goes.
"""

from __future__ import annotations

from typing import Final

from domains.messages.public import Notice, send
from hub.commands import Tx
from hub.levels import Level

TIPS: Final = "样本请发顺丰到付，血液样本需要联系顺丰快递员加冰袋。"
TIPS_EN: Final = (
    "Please ship the sample by SF Express, freight collect; for blood samples ask the SF courier to add an ice bag."
)
SUBSCRIPTION: Final = ("popup", "mini_program", "wechat")


async def materials_passed(tx: Tx, sample_id: str, number: int) -> None:
    """The way to the sample is open."""
    words = (
        ("资料审核通过", "Materials passed"),
        (f"您的资料已审核通过，请寄送样本并填写送检信息。{TIPS}", f"Your materials have passed. {TIPS_EN}"),
    )
    await _tell(tx, sample_id, "samples.materials_passed", words, f"passed:{number}", {"page": "samples/approved"})


async def materials_rejected(tx: Tx, sample_id: str, number: int, reason: str) -> None:
    """Others are needed."""
    words = (
        ("资料审核未通过", "Materials rejected"),
        (f"驳回原因：{reason}。请修改后重新提交。", f"Reason: {reason}. Please correct them and send them again."),
    )
    await _tell(tx, sample_id, "samples.materials_rejected", words, f"rejected:{number}", {"page": "samples/materials"})


async def change_approved(tx: Tx, sample_id: str, number: int) -> None:
    """He may write anew."""
    said = ("审核结果：通过。您可以重新编辑并提交送检信息。", "Result: passed. You can edit and submit it again.")
    await _decided(tx, sample_id, number, said, {"result": "passed"})


async def change_rejected(tx: Tx, sample_id: str, number: int, reason: str) -> None:
    """He may not."""
    said = (f"审核结果：驳回。驳回原因：{reason}", f"Result: rejected. Reason: {reason}")
    await _decided(tx, sample_id, number, said, {"result": "rejected"})


async def returned(tx: Tx, sample_id: str, version: int, number: str) -> None:
    """The sample comes back: the message centre only, no text message and no subscription message (SS-019)."""
    words = (
        ("回寄信息", "Return of your sample"),
        (f"样品已经寄回，回寄物流单号：{number}", f"Your sample has been sent back; tracking number: {number}"),
    )
    await _tell(
        tx, sample_id, "samples.returned", words, f"returned:{version}", {"page": "samples/form", "return_no": number}
    )


async def _decided(tx: Tx, sample_id: str, number: int, said: tuple[str, str], more: dict[str, str]) -> None:
    words = (("送检信息修改申请审核结果", "Result of your change request"), said)
    about = {"page": "samples/form", "opens": "me", **more}
    await _tell(tx, sample_id, "samples.change_decided", words, f"decided:{number}", about, SUBSCRIPTION)


async def _tell(  # noqa: PLR0913, PLR0917 - what a message consists of
    tx: Tx,
    sample_id: str,
    topic: str,
    words: tuple[tuple[str, str], tuple[str, str]],
    once: str,
    about: dict[str, str],
    channels: tuple[str, ...] = ("popup",),
) -> None:
    (title_zh, title_en), (text_zh, text_en) = words
    notice = Notice(
        topic=topic,
        level=Level.INFO,
        title_zh=title_zh,
        title_en=title_en,
        text_zh=text_zh,
        text_en=text_en,
        to=(sample_id,),
        once=f"{sample_id}:{once}",
        channels=channels,
        about=about,
        # Best effort: whoever has not agreed to subscription messages gets no text message instead.
        alone=True,
    )
    await send(tx, notice)
