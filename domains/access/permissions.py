"""The rights of this room."""

from hub.caller import Permission

SIGNED_IN = Permission("access.signed_in", "已登录", "Signed in", ("*",))
MANAGE = Permission("access.manage", "管理机构与账号", "Manage institutions and accounts", ("admin",))
