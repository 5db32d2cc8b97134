"""The rights of this room."""

from hub.caller import Permission

VIEW = Permission("vitals.view", "查看监护", "See vital signs", ("admin", "doctor", "reviewer", "head", "technician"))
RECORD = Permission("vitals.record", "上传监护数据", "Record readings", ("admin", "operator"))
BIND = Permission("vitals.bind", "绑定监护设备", "Bind devices to patients", ("admin", "doctor", "head", "technician"))
