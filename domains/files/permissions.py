"""The rights of this room."""

from hub.caller import Permission

UPLOAD = Permission("files.upload", "上传文件", "Upload files", ("*", "patient"))
READ = Permission(
    "files.read",
    "打开文件（另需所属业务的权限）",
    "Open files (with the right of what keeps them)",
    ("*", "patient"),
)
