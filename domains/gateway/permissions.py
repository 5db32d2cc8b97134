"""The rights of this room."""

from hub.caller import Permission

OPERATE = Permission("gateway.operate", "接口运维", "Operate interfaces", ("admin", "operator"))
READ = Permission("gateway.read_messages", "查看接口报文原文", "Read interface messages", ("admin",))
RECEIVE = Permission("gateway.receive", "接收外部系统消息", "Take messages of other systems")
