"""The rights of this room."""

from hub.caller import Permission

CENTRE = Permission("messages.centre", "消息中心", "Message centre", ("*", "patient"))
SETTINGS = Permission("messages.settings", "消息通道与模板", "Message channels and templates", ("admin",))
DELIVERIES = Permission("messages.deliveries", "消息发送记录", "Message deliveries", ("admin", "operator"))
ANNOUNCE = Permission("messages.announce", "发布通知", "Make announcements", ("admin",))
CARRY = Permission("messages.carry", "投递消息", "Carry messages out")
