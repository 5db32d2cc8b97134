"""The rules that this room ships (sample-submission.md §6, W-SS-04 to W-SS-06)."""

from __future__ import annotations

from typing import Final

from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Recipient, Rule, Wait
from realtime_rules.triggers.absent import Absent
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

DAY: Final = 86_400
_DESK: Final = (Recipient(kind="role", name="registrar"),)
_SUPERVISORS: Final = (Recipient(kind="role", name="head"),)

PACK: Final = Pack(
    "samples",
    (
        Rule(
            code="W-SS-04",
            zh="送检修改申请待审核超时",
            en="Change request waits too long",
            trigger=Absent(
                after=Step(fact="samples.change_asked"),
                expected=(Step(fact="samples.change_approved"), Step(fact="samples.change_rejected")),
                seconds=DAY,
            ),
            key=("sample_id",),
            level=Level.LOW,
            says_zh="{event.patient} 的送检修改申请超过 24 小时未审核",
            says_en="The change request of {event.patient} has waited for more than 24 hours",
            to=_DESK,
            otherwise=_SUPERVISORS,
            escalation=(Wait(after=DAY, to=(*_DESK, *_SUPERVISORS), level=Level.MEDIUM),),
            source="W-SS-04 SS-010",
        ),
        Rule(
            code="W-SS-05",
            zh="附件下载任务失败",
            en="Attachment download failed",
            trigger=Happened(on=Step(fact="jobs.job_failed", when='event.job_kind == "samples.attachments"')),
            key=("job_id",),
            level=Level.LOW,
            says_zh="任务“{event.job_kind}”失败，请在下载管理中查看原因并重试",
            says_en="The job “{event.job_kind}” failed. See the reason in the download centre and try again",
            to=(Recipient(kind="field", name="account_id"),),
            source="W-SS-05 SS-025",
        ),
        Rule(
            code="W-SS-06",
            zh="应寄回样本长期未寄回",
            en="A sample that was to be sent back has not been",
            trigger=Absent(
                after=Step(fact="samples.submitted", when="event.needs_return"),
                expected=(
                    Step(fact="samples.return_number_filled"),
                    Step(fact="samples.change_approved"),
                    Step(fact="samples.reset"),
                    Step(fact="samples.edited", when="!event.needs_return"),
                ),
                seconds=30 * DAY,
            ),
            key=("sample_id",),
            level=Level.LOW,
            says_zh="{event.patient} 的样本应寄回，超过 30 天未填写回寄物流单号",
            says_en="The sample of {event.patient} was to be sent back; no number after 30 days",
            to=_DESK,
            source="W-SS-06 SS-017",
            enabled=False,
            disabled="默认关闭；需要时由管理员开启 (off by default)",
        ),
    ),
)
