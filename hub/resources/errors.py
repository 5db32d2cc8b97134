"""What every resource refuses, and why."""

from hub.errors import Conflict, FieldError, Invalid, Unavailable


class Wrong(Invalid):
    """Fields that break their limits; each is named by its label."""

    code = "resource.invalid"
    zh = "请更正：{wrong_zh}"
    en = "Please correct: {wrong_en}"

    def __init__(self, zh: str, en: str, fields: tuple[FieldError, ...]) -> None:
        super().__init__(zh, fields)
        self.params = {"wrong_zh": zh, "wrong_en": en}


class Taken(Conflict):
    """Another living row has the same value where only one may have it."""

    code = "resource.taken"
    zh = "{label_zh}“{value}”已存在，请更换后重试。"
    en = "There is already one with {label_en} “{value}”. Please choose another."


class EditedMeanwhile(Conflict):
    """The row is not what it was when the editor opened it."""

    code = "resource.edited_meanwhile"
    zh = "该记录刚被{who}修改过，请查看最新内容后再编辑。"
    en = "{who} has changed this record in the meantime. Please look at the latest version and edit again."


class InUse(Conflict):
    """Other rows refer to it."""

    code = "resource.in_use"
    zh = "“{name}”正被 {count} 条{by_zh}使用，不能删除；可将其停用。"
    en = "“{name}” is used by {count} {by_en} and cannot be deleted; it can be disabled."


class NotOffered(Conflict):
    """What a reference names has been deleted or disabled, or never was there."""

    code = "resource.not_offered"
    zh = "{label_zh}所选的内容已停用或删除，请重新选择。"
    en = "What {label_en} names has been disabled or deleted. Please choose again."


class SyncFailed(Unavailable):
    """The source could not be asked, or gave what will not do."""

    code = "resource.sync_failed"
    zh = "同步失败，请联系管理员"
    en = "Synchronisation failed. Please ask your administrator."


class BadCursor(Invalid):
    """The place to go on from is not one that this list gave."""

    code = "resource.bad_cursor"
