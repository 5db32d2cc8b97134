"""The rights of this room."""

from hub.caller import Permission

VIEW = Permission(
    "queue.view", "查看叫号", "See the queue", ("admin", "technician", "registrar", "head", "doctor", "reviewer")
)
CALL = Permission("queue.call", "叫号与检查", "Call and examine", ("admin", "technician", "head"))
SIGN_IN = Permission("queue.sign_in", "过号重新签到", "Sign in again", ("admin", "registrar", "technician", "head"))
ADMIT = Permission("queue.admit", "排队登记", "Put in line", ("admin", "registrar", "head"))
MANAGE = Permission("queue.manage", "管理检查室与大屏", "Manage rooms and screens", ("admin",))
SCREEN = Permission("queue.screen", "叫号大屏", "Lobby screen")
