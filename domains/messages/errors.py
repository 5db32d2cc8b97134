"""What is refused here, in words that a person can act on."""

from __future__ import annotations

from hub.errors import Conflict, Invalid


class NotRepeatable(Conflict):
    """Only what has not arrived can be sent once more."""

    code = "messages.not_repeatable"
    zh = "这条发送记录正在发送或已送达，无需重试。"
    en = "This delivery is under way or has arrived; there is nothing to repeat."


class WayIncomplete(Invalid):
    """A way is switched on before everything that it needs is there."""

    code = "messages.way_incomplete"


class WrongAddress(Invalid):
    """An address that cannot be one of this way."""

    code = "messages.wrong_address"


class NoAddress(Conflict):
    """A test goes to one's own address, and there is none."""

    code = "messages.no_address"
    zh = "您还没有填写该通道的接收地址，请先在“我的接收设置”中填写。"
    en = "You have no address on this channel yet. Enter one under “How I am reached” first."


class WayOff(Conflict):
    """A test of a way that is switched off."""

    code = "messages.way_off"
    zh = "该通道尚未启用，请先填写参数并启用。"
    en = "This channel is not switched on yet. Enter its settings and switch it on first."


class ChangedElsewhere(Conflict):
    """Somebody else has saved the template meanwhile."""

    code = "messages.changed_elsewhere"
    zh = "模板已被他人修改（当前第 {version} 版），请刷新后再改。"
    en = "The template was changed by somebody else (now version {version}). Reload and change it again."
