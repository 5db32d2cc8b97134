"""The rights of this room."""

from hub.caller import Permission

LOOK_UP = Permission(
    "patients.look_up",
    "查询患者",
    "Look patients up",
    ("admin", "registrar", "technician", "doctor", "reviewer", "head"),
)
KEEP = Permission("patients.keep", "维护患者资料", "Keep patient records", ("admin", "registrar"))
