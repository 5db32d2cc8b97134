"""Failures that a person can act on: a stable code, a status, and what to do in both languages.

A domain names its own by subclassing: ``class RoomBusy(Conflict): code = "queue.room_busy"; zh = ...; en = ...``.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

Language = Literal["zh", "en"]


class FieldError(msgspec.Struct, frozen=True):
    """What is wrong with one field of the input."""

    field: str
    message: str


class HubError(Exception):
    """Base of all expected failures; ``params`` fill the message templates."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    zh: ClassVar[str] = "系统出现意外错误，内容没有丢失，请稍后重试。"
    en: ClassVar[str] = "Something unexpected went wrong; nothing was lost. Please try again."

    def __init__(self, **params: object) -> None:
        super().__init__(self.code)
        self.params = params
        self.fields: tuple[FieldError, ...] = ()
        self.noted = False
        """Whether the audit tells of this refusal already."""

    def detail(self, language: Language) -> str:
        """The message for the user, in ``language``."""
        return (self.zh if language == "zh" else self.en).format(**self.params)


class Invalid(HubError):
    """The input does not have the declared shape or limits."""

    status = 422
    code = "invalid"
    zh = "填写的内容有误：{reason}"
    en = "The input is not valid: {reason}"

    def __init__(self, reason: str, fields: tuple[FieldError, ...] = ()) -> None:
        super().__init__(reason=reason)
        self.fields = fields


class Unauthenticated(HubError):
    """Nobody is signed in, or the session has ended."""

    status = 401
    code = "unauthenticated"
    zh = "请先登录。"
    en = "Please sign in first."


class TokenExpired(Unauthenticated):
    """The token was right once; a new one can be had."""

    code = "token_expired"
    zh = "登录已过期，请重新登录。"
    en = "Your sign-in has expired. Please sign in again."


class Forbidden(HubError):
    """Signed in, but without this right."""

    status = 403
    code = "forbidden"
    zh = "您没有此操作的权限（{permission}），请联系管理员。"
    en = "You do not have the right to do this ({permission}). Please ask your administrator."


class NotFound(HubError):
    """Not there, or not visible for this caller: the two are one answer on purpose."""

    status = 404
    code = "not_found"
    zh = "没有找到该记录，可能已被删除。"
    en = "This record was not found; it may have been removed."


class Conflict(HubError):
    """Right in itself, but not in the present state."""

    status = 409
    code = "conflict"
    zh = "当前状态不允许此操作，请查看最新状态。"
    en = "The present state does not allow this. Please look at the latest state."


class KeyReused(Conflict):
    """The same Idempotency-Key came with another command or another body."""

    status = 422
    code = "idempotency_key_reused"
    zh = "重复提交的编号与先前的内容不一致，请刷新页面后重试。"
    en = "This idempotency key was used for a different request. Send a new key."


class AlreadyDone(Conflict):
    """A repeat of a command whose result is secret and therefore not kept."""

    code = "already_done"
    zh = "该操作已执行过一次，请重新发起。"
    en = "This was already carried out once. Please start it anew."


class Unavailable(HubError):
    """A part we depend on is down; the same request may be sent again."""

    status = 503
    code = "unavailable"
    zh = "系统的{part}暂时不可用，正在自动恢复，请稍后重试。"
    en = "{part} is not available at the moment and is being recovered. Please try again shortly."
