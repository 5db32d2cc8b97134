"""What this room refuses, and why."""

from hub.errors import Conflict, Forbidden, NotFound


class RoomBusy(Conflict):
    """Somebody is being called in the room right now."""

    code = "queue.room_busy"
    zh = "{room} 正在呼叫 {number} {name}，请等本次呼叫结束后再呼叫。"
    en = "{room} is calling {number} {name} right now. Please wait until this call has ended."


class PatientElsewhere(Conflict):
    """The patient is being called or examined in another room."""

    code = "queue.patient_elsewhere"
    zh = "{name} 正在 {room} 呼叫或检查中，暂不能呼叫。"
    en = "{name} is being called or examined in {room} and cannot be called now."


class NobodyWaiting(Conflict):
    """The line is empty."""

    code = "queue.nobody_waiting"
    zh = "{room} 当前没有等待的患者。"
    en = "Nobody is waiting for {room}."


class WrongState(Conflict):
    """The step is not possible from where the ticket stands."""

    code = "queue.wrong_state"
    zh = "{number} {name} 当前为“{state_zh}”，不能{step_zh}。"
    en = "{number} {name} is “{state_en}” and cannot be changed this way ({step_en})."


class RoomUnfit(Conflict):
    """The room does not do this kind of examination, or is where the patient is already."""

    code = "queue.room_unfit"
    zh = "{room} 不能接收该检查（{exam_type}），请选择其他检查室。"
    en = "{room} does not take this examination ({exam_type}). Please choose another room."


class AlreadyThere(Conflict):
    """The room to change to is the room where the patient is."""

    code = "queue.already_there"
    zh = "患者已在 {room} 的队列中。"
    en = "The patient is in the line of {room} already."


class NotToday(Conflict):
    """The examination belongs to another day."""

    code = "queue.not_today"
    zh = "{number} {name} 不是今天的检查，不能呼叫。"
    en = "{number} {name} is not to be examined today and cannot be called."


class NotPaired(Forbidden):
    """The screen has not been allowed to show anything."""

    code = "queue.screen_not_paired"
    zh = "本大屏尚未配对，请联系管理员。"
    en = "This screen is not paired. Please ask your administrator."


class NoSuchScreen(NotFound):
    """No screen has this code."""

    code = "queue.no_such_screen"
    zh = "没有编号为 {code} 的大屏，请核对网址，或联系管理员设置。"
    en = "There is no screen {code}. Please check the address, or ask your administrator to set it up."
