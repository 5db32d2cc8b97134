"""What is said to senders and operators. ``hl7`` is the error code of HL7 table 0357, ``answer`` that of table 0008."""

from __future__ import annotations

from typing import ClassVar

from hub.errors import Conflict, HubError


class Refusal(HubError):
    """A message that cannot be taken."""

    status = 422
    hl7: ClassVar[str] = "207"
    answer: ClassVar[str] = "AE"


class Unreadable(Refusal):
    """It is not an HL7 v2 message in an encoding that we know."""

    code = "gateway.unreadable"
    hl7 = "100"
    answer = "AR"
    zh = "报文无法解析：{why}。"
    en = "The message cannot be read: {why}."


class FieldMissing(Refusal):
    """A field without which the message means nothing."""

    code = "gateway.field_missing"
    hl7 = "101"
    zh = "报文缺少必填字段 {field}（{what}）。"
    en = "The message lacks the required field {field} ({what})."


class WrongValue(Refusal):
    """A field holds what it cannot hold."""

    code = "gateway.wrong_value"
    hl7 = "102"
    zh = "报文字段 {field} 的值“{value}”不正确：应为{wanted}。"
    en = "The value “{value}” of field {field} is not right: {wanted} is expected."


class UnknownSender(Refusal):
    """Nobody has allowed this sender, or not from there."""

    code = "gateway.unknown_sender"
    hl7 = "207"
    answer = "AR"
    zh = "未登记的发送方 {application}/{facility}（来自 {address}），请在“接口发送方”中登记。"
    en = "The sender {application}/{facility} at {address} is not allowed. Add it to the senders."


class UnknownKind(Refusal):
    """No domain takes this kind of message."""

    code = "gateway.unknown_kind"
    hl7 = "200"
    answer = "AR"
    zh = "不支持的消息类型 {kind}。"
    en = "Messages of the type {kind} are not supported."


class ControlIdReused(Refusal):
    """The same control id came with another content."""

    code = "gateway.control_id_reused"
    hl7 = "205"
    zh = "消息控制号 {control_id} 已用于另一条内容不同的消息。"
    en = "The control id {control_id} was used for a different message."


class NothingToReplay(Conflict):
    """Only what was refused can be replayed."""

    code = "gateway.nothing_to_replay"
    zh = "该消息已处理成功，无需重放。"
    en = "This message was accepted; there is nothing to replay."


class SenderTaken(Conflict):
    """One name cannot stand for two senders."""

    code = "gateway.sender_taken"
    zh = "发送方 {application}/{facility} 已登记。"
    en = "The sender {application}/{facility} is there already."
