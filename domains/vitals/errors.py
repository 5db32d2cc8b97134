"""What this room refuses, and why."""

from hub.errors import Conflict, HubError


class UnknownDevice(HubError):
    """Nobody has registered this device, or it was switched off."""

    status = 422
    code = "vitals.unknown_device"
    zh = "未登记或已停用的设备 {device}，请在“监护设备”中登记后重试。"
    en = "The device {device} is not registered, or is switched off. Register it under “Devices” and try again."


class NoDevice(HubError):
    """The message names no device and no bed where one stands."""

    status = 422
    code = "vitals.no_device"
    zh = "报文没有设备标识（OBX-18 或 PRT-10），床位 {place} 也没有登记设备。"
    en = "The message names no device (OBX-18 or PRT-10), and none is registered at the bed {place}."


class OtherPatient(Conflict):
    """The message names another patient than the one whom the device is bound to."""

    code = "vitals.other_patient"
    zh = "设备 {device} 绑定的患者与报文中的患者不一致，请核对绑定后重试。"
    en = "The device {device} is bound to another patient than the message names. Check the binding and try again."


class BoundElsewhere(Conflict):
    """The device still measures somebody else."""

    code = "vitals.bound_elsewhere"
    zh = "设备 {device} 仍绑定着其他患者，请先解除绑定。"
    en = "The device {device} is still bound to another patient. Unbind it first."


class StillBound(Conflict):
    """A device that measures somebody is not taken away."""

    code = "vitals.still_bound"
    zh = "设备 {device} 正在监护患者，请先解除绑定。"
    en = "The device {device} is bound to a patient. Unbind it first."
