"""The rights of this room."""

from hub.caller import Permission

VIEW = Permission("critical_values.view", "查看危急值", "See critical values", ("admin", "head", "doctor", "reviewer"))
HANDLE = Permission(
    "critical_values.handle", "确认与处置危急值", "Confirm and handle", ("admin", "head", "doctor", "reviewer")
)
REPORT = Permission(
    "critical_values.report", "上报危急值", "Report by hand", ("admin", "head", "doctor", "reviewer", "technician")
)
