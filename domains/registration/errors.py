"""What the desk refuses, and why."""

from hub.errors import Conflict, FieldError, Invalid, NotFound


class CannotNow(Conflict):
    """The step is not possible from where the registration stands."""

    code = "registration.cannot_now"
    zh = "该登记当前为“{state_zh}”，不能{step_zh}。"
    en = "This registration is “{state_en}” and can no longer be {step_en}."


class EditedElsewhere(Conflict):
    """Somebody else has saved another edition in the meantime."""

    code = "registration.edited_elsewhere"
    zh = "该登记刚被其他人修改，请重新打开后再编辑。"
    en = "Somebody else has just changed this registration. Open it again and repeat your changes."


class SlotFull(Conflict):
    """Somebody else was faster."""

    code = "registration.slot_full"
    zh = "{room} {time} 的号源已被约满，请选择其他时间。"
    en = "{room} has no place left at {time}. Please choose another time."

    def __init__(self, **params: object) -> None:
        super().__init__(**params)
        self.fields = (FieldError("slot_at", "已约满 (no place left)"),)


class NoSuchSlot(Conflict):
    """The room's schedule has no such time (any more)."""

    code = "registration.no_such_slot"
    zh = "{room} 的排班中没有 {time} 这个时间，请重新选号。"
    en = "The schedule of {room} has no slot at {time}. Please choose again."


class OrderTaken(Conflict):
    """The order has been registered or cancelled."""

    code = "registration.order_taken"
    zh = "申请单 {order_no} 已登记或已取消，请刷新后查看。"
    en = "The order {order_no} is registered or cancelled already."


class OrderUnderway(Conflict):
    """The hospital's information system wants to change or cancel what is being examined or done."""

    code = "registration.order_underway"
    zh = "申请单 {order_no} 对应的检查为“{state_zh}”，不能再变更或取消。"
    en = "The examination of order {order_no} is “{state_en}” and cannot be changed or cancelled any more."


class OrderUnknown(NotFound):
    """No order has this number."""

    code = "registration.order_unknown"
    zh = "没有编号为 {order_no} 的申请单。"
    en = "There is no order {order_no}."


class UnknownItem(Conflict):
    """An order names an examination that the catalogue does not have."""

    code = "registration.unknown_item"
    zh = "检查项目编码 {item} 未在“检查项目”中维护，请先维护再重放该消息。"
    en = "The examination {item} is not in the catalogue. Add it there, then replay the message."


class ItemsWrong(Invalid):
    """What was chosen to be examined does not go together."""

    code = "registration.items_wrong"


class NobodyToRefer(Conflict):
    """The institution does not take such referrals from here."""

    code = "registration.nobody_to_refer"
    zh = "所选机构或院区不接收 {exam_type} 转诊，请重新选择转诊机构和院区。"
    en = "The chosen institution or campus does not take referrals for {exam_type}. Please choose another."


class NotYoursToCancel(Conflict):
    """A referral that was sent is cancelled where it was received."""

    code = "registration.not_yours_to_cancel"
    zh = "转诊登记由接收机构（{institution}）办理取消，请与其联系。"
    en = "A referral is cancelled by the institution that received it ({institution}). Please ask them."


class NotAssigned(Conflict):
    """A referral that waits for a room cannot be sent to one."""

    code = "registration.not_assigned"
    zh = "该登记尚未安排检查室，请先编辑并选择检查室和预检时间。"
    en = "This registration has no room yet. Edit it and choose a room and a time first."
