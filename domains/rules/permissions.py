"""The rights of this room."""

from hub.caller import Permission

VIEW = Permission("rules.view", "查看预警规则", "See the rules", ("admin", "head"))
EDIT = Permission("rules.edit", "修改预警规则", "Change the rules", ("admin",))
