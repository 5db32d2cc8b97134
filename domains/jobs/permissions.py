"""The rights of this room."""

from hub.caller import Permission

USE = Permission("jobs.use", "查看和管理自己的任务", "See and manage one's own jobs", ("*",))
