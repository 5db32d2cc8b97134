"""What this room refuses, and why."""

from hub.errors import Conflict, Forbidden, HubError, NotFound


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


class RoomClosed(Conflict):
    """The room has been switched off: it takes nobody more; who is in its line may be finished."""

    code = "queue.room_closed"
    zh = "{room} 已停用，请选择其他检查室。"
    en = "{room} has been disabled. Please choose another room."


class RoomShown(Conflict):
    """Screens show the room."""

    code = "queue.room_shown"
    zh = "{room} 正在叫号屏“{screens}”上显示，不能删除；请先在“叫号屏管理”中移除，或将其停用。"
    en = "{room} is shown by the screens “{screens}”. Take it off them first, or disable it."


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
    zh = "本大屏尚未配对，请联系管理员在“叫号屏管理”中输入屏幕上的配对码。"
    en = "This screen is not paired. Please ask your administrator to enter its code under “Call screens”."


class NoSuchScreen(NotFound):
    """No screen has this code."""

    code = "queue.no_such_screen"
    zh = "没有编号为 {code} 的大屏，请核对网址，或联系管理员设置。"
    en = "There is no screen {code}. Please check the address, or ask your administrator to set it up."


class PairingWaits(Forbidden):
    """Nobody has decided about the screen yet."""

    code = "queue.pairing_waits"
    zh = "等待管理员在“叫号屏管理”中输入屏幕上的配对码。"
    en = "Waiting for an administrator to enter the code under “Call screens”."


class PairingRefused(Forbidden):
    """Staff did not want this screen."""

    code = "queue.pairing_refused"
    zh = "管理员拒绝了本屏的配对请求。"
    en = "The administrator refused to pair this screen."


class NoSuchPairing(NotFound):
    """No screen shows this code now, or not for this institution."""

    code = "queue.no_such_pairing"
    zh = "没有大屏显示此配对码，或已过期。请核对大屏上的六位数字，还可尝试 {left} 次。"
    en = "No screen shows this code, or it has expired. Please check the six digits; {left} tries are left."


class TooManyGuesses(HubError):
    """Too many wrong codes from one account."""

    status = 429
    code = "queue.too_many_guesses"
    zh = "配对码输入错误次数过多，请 {minutes} 分钟后再试。"
    en = "Too many wrong codes. Please try again in {minutes} minutes."


class TooManyPairings(HubError):
    """Too many screens ask to be paired at once from one place."""

    status = 429
    code = "queue.too_many_pairings"
    zh = "等待配对的大屏过多，请 {minutes} 分钟后再试。"
    en = "Too many screens are waiting to be paired. Please try again in {minutes} minutes."


class CallIsOver(Conflict):
    """The call is not to be spoken any more: it is old, was repeated, or the patient has come."""

    code = "queue.call_is_over"
    zh = "该次呼叫已结束，不再播报。"
    en = "This call is over and is not spoken any more."
