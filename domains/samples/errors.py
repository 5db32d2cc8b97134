"""What this room refuses, and why."""

from __future__ import annotations

from hub.errors import Conflict, FieldError, HubError, Invalid


class StepNotPossible(Conflict):
    """The step is not possible from where the submission stands."""

    code = "samples.step_not_possible"
    zh = "送检信息当前为“{state_zh}”，不能执行此操作，请查看最新状态。"
    en = "The submission is “{state_en}”; this cannot be done now. Please look at the latest state."


class NotOpenYet(Conflict):
    """The materials have not passed, so there is no submission to fill in."""

    code = "samples.not_open_yet"
    zh = "资料审核通过后才能填写送检信息，请等待审核结果。"
    en = "Sample submission opens once your materials have passed the review. Please wait for the result."


class MaterialsNotWaiting(Conflict):
    """The materials do not wait for a review, or wait for one already."""

    code = "samples.materials_not_waiting"
    zh = "资料当前为“{review_zh}”，不能执行此操作，请查看最新状态。"
    en = "The materials are “{review_en}”; this cannot be done now. Please look at the latest state."


class AlreadyHandled(Conflict):
    """Another reviewer was first."""

    code = "samples.already_handled"
    zh = "已由{who}处理，无需重复操作。"
    en = "Already handled by {who}; nothing more to do."


class NoReturn(Conflict):
    """The patient did not ask for the sample back."""

    code = "samples.no_return"
    zh = "患者未选择“样本需寄回”，不能填写回寄物流单号。"
    en = "The patient did not ask for the sample back, so there is no return number to fill in."


class EditedMeanwhile(Conflict):
    """Somebody else changed it since the editor looked."""

    code = "samples.edited_meanwhile"
    zh = "内容已被{who}修改，请刷新后重新编辑。"
    en = "{who} has changed this meanwhile. Please reload and edit again."


class NothingToExport(Conflict):
    """None of the chosen patients has attachments of the chosen kinds."""

    code = "samples.nothing_to_export"
    zh = "所选患者没有所选类型的附件，请调整范围或附件类型。"
    en = "The chosen patients have no attachments of these kinds. Choose other patients or kinds."


class TooManyPatients(Conflict):
    """More patients than one download may have."""

    code = "samples.too_many_patients"
    zh = "所选范围超过 {most} 名患者，请缩小筛选范围后重试。"
    en = "That is more than {most} patients. Please narrow the filter down."


class WrongContent(Invalid):
    """Some fields break their limits; all of them are named."""

    code = "samples.wrong_content"
    zh = "填写的内容有误，请检查：{names_zh}。"
    en = "Please check: {names_en}."

    def __init__(self, wrong: list[tuple[str, str, str, str, str]]) -> None:
        """``wrong``: field, its label in both languages, what is wrong in both languages."""
        zh, en = "、".join(one[1] for one in wrong), ", ".join(one[2] for one in wrong)
        HubError.__init__(self, names_zh=zh, names_en=en)
        self.fields = tuple(FieldError(one[0], f"{one[3]} ({one[4]})") for one in wrong)


class SealedOtherwise(Conflict):
    """What was written down was enciphered with another installation's secret, or changed in the database since."""

    code = "samples.sealed_otherwise"
    zh = "送检信息是用另一个安装密钥加密的，无法读取。请管理员恢复原来的 CAREWIRE_SECRET 后重试。"
    en = (
        "This submission was enciphered with another secret and cannot be read. "
        "Please have your administrator restore the former CAREWIRE_SECRET and try again."
    )


class ConsentOutdated(Conflict):
    """The notice that the patient agreed to is not the present one."""

    code = "samples.consent_outdated"
    zh = "《患者告知书》已更新，请重新阅读并同意后提交。"
    en = "The patient notice has been updated. Please read it again and agree before submitting."
