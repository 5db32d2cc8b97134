"""The rights of this room."""

from hub.caller import Permission

SIGN_INS = Permission("audit.sign_ins", "登录日志", "Sign-in log", ("admin", "manager"))
OPERATIONS = Permission("audit.operations", "操作日志", "Operation log", ("admin", "manager"))
VISITS = Permission("audit.visits", "访问日志", "Access log", ("admin", "manager"))
