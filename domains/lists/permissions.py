"""The rights of this room."""

from hub.caller import Permission

USE = Permission("lists.use", "使用列表页", "Use list pages", ("*",))
