"""The rights of this room."""

from hub.caller import Permission

CLINICAL = ("admin", "head", "doctor", "reviewer", "technician", "registrar")

VIEW = Permission("alerts.view", "查看预警", "See alerts", CLINICAL)
HANDLE = Permission("alerts.handle", "处理预警", "Handle alerts", CLINICAL)
SILENCE = Permission("alerts.silence", "静默与停用", "Silence and take out of service", ("admin", "head"))
ROSTERS = Permission("alerts.rosters", "维护值班表", "Keep duty rosters", ("admin", "head"))
REVIEW = Permission("alerts.review", "预警统计", "Alert statistics", ("admin", "head"))
RAISE = Permission("alerts.raise", "规则产生预警", "Raise alerts")
