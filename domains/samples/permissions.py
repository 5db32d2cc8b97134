"""The rights of this room."""

from __future__ import annotations

from typing import Final

from hub.caller import Permission

STAFF: Final = ("admin", "head", "registrar")
KEEPERS: Final = ("admin", "head")

SUBMIT: Final = Permission("samples.submit", "提交送检资料（患者）", "Submit one's own sample (patients)", ("patient",))
RECEIVING: Final = Permission("samples.receiving", "查看送检收件信息", "See where samples go", ("patient", *STAFF))
VIEW: Final = Permission("samples.open", "查看送检详情", "Open a submission", STAFF)
CONFIGURE: Final = Permission("samples.configure", "送检信息配置", "Configure sample submission", KEEPERS)
REVIEW: Final = Permission("samples.review", "审核资料与修改申请", "Review materials and change requests", STAFF)
EDIT: Final = Permission("samples.edit", "编辑与重置送检信息", "Edit and reset submissions", STAFF)
RETURN: Final = Permission("samples.return_number", "填写回寄物流单号", "Fill in return numbers", STAFF)
EXPORT: Final = Permission("samples.export", "异步下载附件", "Download attachments in bulk", KEEPERS)

ALL: Final = (SUBMIT, RECEIVING, VIEW, CONFIGURE, REVIEW, EDIT, RETURN, EXPORT)
"""Those that no resource declares."""
