"""What this room refuses, and why."""

from hub.errors import Conflict, Invalid


class AlreadyClosed(Conflict):
    """The alert has been dealt with."""

    code = "alerts.already_closed"
    zh = "该预警已处理完毕，无需再次操作。"
    en = "This alert has been dealt with already."


class StepNotPossible(Conflict):
    """The step is not possible from where the alert stands."""

    code = "alerts.step_not_possible"
    zh = "预警当前状态不允许此操作，请查看最新状态。"
    en = "The alert cannot be changed this way now. Please look at its latest state."


class WrongTime(Invalid):
    """An end that is not after the beginning, or too far away."""

    code = "alerts.wrong_time"


class AlreadyOver(Conflict):
    """The silence has ended."""

    code = "alerts.already_over"
    zh = "该静默已结束，无需再次操作。"
    en = "This silence is over already."


class RosterChangedElsewhere(Conflict):
    """Somebody else saved the roster meanwhile."""

    code = "alerts.roster_changed_elsewhere"
    zh = "值班表已被他人修改，请刷新后重试。"
    en = "Somebody else has changed this roster. Please look at its latest state and try again."


class RosterInUse(Conflict):
    """Rules name the roster: without it their alerts would reach nobody by it."""

    code = "alerts.roster_in_use"
    zh = "以下规则的通知对象是该值班表，请先在规则中更换通知对象：{rules_zh}。"
    en = "These rules tell who is on duty by this roster; have them tell others first: {rules_en}."


class WrongRoster(Invalid):
    """Shifts that end before they begin, or people who are not there."""

    code = "alerts.wrong_roster"
