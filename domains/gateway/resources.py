"""What operators see of the interfaces: the messages that came, and who may send. Commands of this room change both."""

from __future__ import annotations

from typing import Final

from domains.gateway import events, tables
from hub.resources.fields import Choice, Flag, Instant, Number, Option, Reference, Text
from hub.resources.filters import Between, Exact, Is
from hub.resources.resource import Resource

OPERATORS: Final = ("admin", "operator")

sender = Resource(
    __name__,
    "sender",
    "接口发送方",
    "sender",
    fields=(
        Text("name", "名称", "Name", required=True),
        Text("application", "发送应用 (MSH-3)", "Application (MSH-3)", required=True),
        Text("facility", "发送机构 (MSH-4)", "Facility (MSH-4)"),
        Text("addresses", "允许的地址", "Allowed addresses", required=True, longest=3000),
        Choice(
            "charset",
            "报文编码",
            "Encoding",
            required=True,
            options=(
                Option("auto", "按报文声明", "As declared"),
                Option("utf-8", "UTF-8", "UTF-8"),
                Option("gb18030", "GB18030", "GB18030"),
            ),
        ),
        Flag("enabled", "是否启用", "Enabled"),
    ),
    filters=(Is("enabled"),),
    sorts=("name",),
    sort="name",
    changes=False,
    rows=tables.senders,
    told_by=((events.SenderChanged, "sender_id"),),
    readers=OPERATORS,
)

message = Resource(
    __name__,
    "message",
    "接口消息",
    "interface message",
    fields=(
        Instant("received_at", "接收时间", "Received", required=True),
        Choice(
            "state",
            "状态",
            "State",
            required=True,
            options=(Option("accepted", "已接收", "Accepted"), Option("rejected", "已拒绝", "Refused")),
        ),
        Reference("sender_id", "发送方", "Sender", required=True, to="gateway/sender"),
        Text("kind", "消息类型", "Type", required=True),
        Text("control_id", "消息控制号", "Control id", required=True),
        Number("attempts", "处理次数", "Attempts", required=True),
        # A reason may repeat what the message says of somebody.
        Text("reason_zh", "拒绝原因", "Reason (Chinese)", mask="whole"),
        Text("reason_en", "拒绝原因（英文）", "Reason", mask="whole"),
        Instant("handled_at", "处理时间", "Handled", required=True, listed=False),
    ),
    filters=(Is("state"), Is("sender_id"), Between("received_at", days=7), Exact("control_id")),
    sorts=("received_at",),
    sort="-received_at",
    shows="control_id",
    changes=False,
    rows=tables.messages,
    told_by=((events.MessageAccepted, "message_id"), (events.MessageRejected, "message_id")),
    readers=OPERATORS,
)

ALL: Final = (message, sender)
