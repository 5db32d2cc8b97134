"""What this room refuses, and why."""

from hub.errors import Conflict, Invalid


class ReadBackDiffers(Invalid):
    """What was read back is not the value that was reported."""

    code = "critical_values.read_back_differs"

    def __init__(self) -> None:
        super().__init__("复述值与报告值不一致，请核对后重新复述 / the value read back is not the one reported")


class StepNotPossible(Conflict):
    """The step is not possible from where the value stands."""

    code = "critical_values.step_not_possible"
    zh = "该危急值当前为“{state_zh}”，不能执行此操作。"
    en = "This critical value is “{state_en}”; this cannot be done now."


class NotCritical(Conflict):
    """The value reported by hand is not beyond any limit, and nobody said that it is critical all the same."""

    code = "critical_values.not_critical"
    zh = "{item} {value} 未超出危急值界限；如仍需上报，请选择级别。"
    en = "{item} {value} is not beyond a limit. Choose a level to report it all the same."


class NoSuchDoctor(Invalid):
    """The doctor is none of this institution's."""

    code = "critical_values.no_such_doctor"
