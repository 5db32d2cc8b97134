"""What this room refuses, and why."""

from hub.errors import Conflict, Invalid, NotFound


class NoSuchRule(NotFound):
    """The institution has no rule of this code."""

    code = "rules.no_such_rule"
    zh = "没有编号为 {rule} 的规则。"
    en = "There is no rule {rule}."


class ChangedElsewhere(Conflict):
    """Somebody else has saved the rule since it was opened."""

    code = "rules.changed_elsewhere"
    zh = "规则 {rule} 已被他人修改（第 {version} 版），请查看最新内容后再保存。"
    en = "Rule {rule} was changed by somebody else (version {version}). Please look at it before you save."


class WrongRule(Invalid):
    """The rule cannot work as it is; the fields say why."""

    code = "rules.wrong_rule"


class NotTestable(Invalid):
    """What looks by the clock reads the present: there is no past to try it on."""

    code = "rules.not_testable"
    zh = "定时查看指标的规则只能查看当前数据，不能回测。"
    en = "A rule that looks by the clock reads the present and cannot be tried on the past."

    def __init__(self) -> None:
        super().__init__(reason="")


class CalendarChangedElsewhere(Conflict):
    """Somebody else has saved the calendar since it was opened."""

    code = "rules.calendar_changed_elsewhere"
    zh = "日历 {calendar} 已被他人修改，请查看最新内容后再保存。"
    en = "Calendar {calendar} was changed by somebody else. Please look at it before you save."


class NoHours(Invalid):
    """A calendar on which no time ever counts."""

    code = "rules.no_hours"
    zh = "请至少填写一段时间。"
    en = "Please give at least one stretch of hours."

    def __init__(self) -> None:
        super().__init__(reason="")
