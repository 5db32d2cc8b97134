"""The rights of this room."""

from hub.caller import Permission

OPERATE = Permission("delivery.operate", "实时通道运维", "Operate live delivery", ("admin", "operator"))
