"""What the reading room refuses, and why."""

from __future__ import annotations

from hub.errors import Conflict, FieldError, HubError, Invalid


class LockedBy(Conflict):
    """Somebody else has entered the report."""

    code = "reports.locked"
    zh = "该报告已被 {name} 锁定，正在{doing_zh}。如需接手，请先解锁再进入。"
    en = "The report is locked by {name}, who is {doing_en} it. To take over, unlock it first, then enter."


class LockLost(Conflict):
    """The caller does not hold the report (any more): it was unlocked, or somebody else has entered it."""

    code = "reports.lock_lost"
    zh = "该报告已被解锁，您不能继续修改；报告内容没有改变。请复制您未保存的内容，需要时重新进入报告。"
    en = "The report was unlocked, so you cannot change it any more; its content is as it was. Copy what you have not saved, and enter again if needed."  # noqa: E501 - a sentence


class WrongState(Conflict):
    """The step is not possible from where the report stands."""

    code = "reports.wrong_state"
    zh = "该报告当前为“{state_zh}”，不能{step_zh}。请查看最新状态。"
    en = "The report is “{state_en}” and cannot be {step_en} now. Please look at its latest state."


class ChangedMeanwhile(Conflict):
    """The content was saved from another window since this one looked."""

    code = "reports.changed_meanwhile"
    zh = "报告内容已在其他窗口中保存，请刷新后再修改，以免互相覆盖。"
    en = "The content was saved from another window. Reload before you go on, so that nothing is overwritten."


class NotWrittenYet(Invalid):
    """The report lacks what it must have before it goes on; every missing field is named."""

    code = "reports.not_written_yet"
    zh = "报告还不能提交，请填写：{names_zh}。"
    en = "The report cannot be submitted yet. Please fill in: {names_en}."

    def __init__(self, missing: tuple[tuple[str, str, str], ...]) -> None:
        """``missing``: field, and its label in both languages."""
        zh, en = "、".join(one[1] for one in missing), ", ".join(one[2] for one in missing)
        HubError.__init__(self, names_zh=zh, names_en=en)
        self.fields = tuple(FieldError(f"content.{one[0]}", f"请填写{one[1]} ({one[2]})") for one in missing)


class ReasonMissing(Invalid):
    """A report is returned with a reason, or not at all."""

    code = "reports.reason_missing"
    zh = "退回报告必须填写退回理由。"
    en = "Please say why the report is returned."

    def __init__(self) -> None:
        HubError.__init__(self)
        self.fields = (FieldError("reason", "请填写退回理由 (the reason is required)"),)


class TooLong(Invalid):
    """A text is longer than the report takes."""

    code = "reports.too_long"
