"""The way of a submission, from the materials to the sample that came back (section 4.1): pure rules."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec


class Review(StrEnum):
    """How the review of the materials stands (资料审核)."""

    NONE = "none"
    WAITING = "waiting"
    PASSED = "passed"
    REJECTED = "rejected"


class State(StrEnum):
    """The state of a submission (送检状态); there is none before the materials have passed."""

    EDITABLE = "editable"
    EFFECTIVE = "effective"
    CHANGE_WAITING = "change_waiting"
    RETURNED = "returned"


REVIEWS: Final = {
    Review.NONE: ("待提交", "Not sent"),
    Review.WAITING: ("待审核", "To review"),
    Review.PASSED: ("审核通过", "Passed"),
    Review.REJECTED: ("已驳回", "Rejected"),
}
STATES: Final = {
    State.EDITABLE: ("可修改", "Editable"),
    State.EFFECTIVE: ("已生效", "In effect"),
    State.CHANGE_WAITING: ("修改申请待审核", "Change request waiting"),
    State.RETURNED: ("已寄回", "Returned"),
}


class NotPossible(Exception):
    """The step is not possible from where the submission stands."""


class NoReturnWanted(NotPossible):
    """The sample does not come back, so there is no number to fill in."""


class Sample(msgspec.Struct, frozen=True):
    """What the rules look at. ``materials_no`` and ``change_no`` count how often the patient sent and asked.

    ``rejection`` is why the last change request was refused, ``review_reason`` why the materials were.
    """

    id: str
    v: int = 0
    review: Review = Review.NONE
    state: State | None = None
    materials_no: int = 0
    review_reason: str = ""
    change_no: int = 0
    change_reason: str = ""
    rejection: str = ""
    needs_return: bool = False
    return_no: str = ""


def _next(one: Sample, **changes: object) -> Sample:
    return msgspec.structs.replace(one, v=one.v + 1, **changes)


def _must(one: Sample, *states: State) -> None:
    if one.state not in states:
        raise NotPossible


def send_materials(one: Sample) -> Sample:
    """The patient sends his materials, for the first time or after a rejection."""
    if one.review not in (Review.NONE, Review.REJECTED):
        raise NotPossible
    return _next(one, review=Review.WAITING, materials_no=one.materials_no + 1, review_reason="")


def pass_materials(one: Sample) -> Sample:
    """They will do: from now on there is a submission to fill in."""
    if one.review is not Review.WAITING:
        raise NotPossible
    return _next(one, review=Review.PASSED, state=State.EDITABLE)


def reject_materials(one: Sample, reason: str) -> Sample:
    """They will not do; the patient sends others."""
    if one.review is not Review.WAITING:
        raise NotPossible
    return _next(one, review=Review.REJECTED, review_reason=reason)


def submit(one: Sample, *, needs_return: bool) -> Sample:
    """The patient has filled it in."""
    _must(one, State.EDITABLE)
    return _next(one, state=State.EFFECTIVE, needs_return=needs_return, change_reason="", rejection="")


def ask_for_change(one: Sample, reason: str) -> Sample:
    """The patient asks to write it anew."""
    _must(one, State.EFFECTIVE)
    return _next(one, state=State.CHANGE_WAITING, change_no=one.change_no + 1, change_reason=reason, rejection="")


def approve_change(one: Sample) -> Sample:
    """He may."""
    _must(one, State.CHANGE_WAITING)
    return _next(one, state=State.EDITABLE)


def reject_change(one: Sample, reason: str) -> Sample:
    """He may not."""
    _must(one, State.CHANGE_WAITING)
    return _next(one, state=State.EFFECTIVE, rejection=reason)


def edit(one: Sample, *, needs_return: bool) -> Sample:
    """Staff correct it; it stays in effect (reading 2: only from there)."""
    _must(one, State.EFFECTIVE)
    return _next(one, needs_return=needs_return)


def reset(one: Sample) -> Sample:
    """Staff open it for the patient again."""
    _must(one, State.EFFECTIVE)
    return _next(one, state=State.EDITABLE, change_reason="", rejection="")


def fill_return_number(one: Sample, number: str) -> Sample:
    """The sample is on its way back, or its number was wrong; an unchanged number changes nothing (reading 4)."""
    _must(one, State.EFFECTIVE, State.RETURNED)
    if not one.needs_return:
        raise NoReturnWanted
    if one.state is State.RETURNED and one.return_no == number:
        return one
    return _next(one, state=State.RETURNED, return_no=number)
