"""The files room's declaration."""

from domains.files import commands, permissions, queries, routes
from hub.files import sweeping
from hub.files.storage import Storage, open_storage
from hub.module import Module
from hub.tools import Tool

MODULE = Module(
    "files",
    provides=(
        permissions.UPLOAD,
        permissions.READ,
        commands.begin_upload,
        commands.finish_upload,
        queries.find_file,
        queries.open_personal_file,
        routes.site,
        sweeping.role,
        Tool("storage", Storage, open_storage, Storage.probe),
    ),
)
