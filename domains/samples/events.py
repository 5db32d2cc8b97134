"""What happens to submissions. No full names: who may see the patient reads them from the submission."""

from __future__ import annotations

from typing import ClassVar, Final

from hub.events import Event


class SampleEvent(Event, frozen=True, kw_only=True):
    """Base of what happens to one submission, whose id is its patient's account; ``patient``: his name, masked."""

    key: ClassVar[str] = "sample_id"
    aggregate: ClassVar[str] = "sample_id"
    sample_id: str
    patient: str
    needs_return: bool


class MaterialsSent(SampleEvent, frozen=True, kw_only=True, tag="samples.materials_sent"):
    """The patient sent his materials."""


class MaterialsPassed(SampleEvent, frozen=True, kw_only=True, tag="samples.materials_passed"):
    """The materials will do."""


class MaterialsRejected(SampleEvent, frozen=True, kw_only=True, tag="samples.materials_rejected"):
    """The materials will not do."""


class SampleSubmitted(SampleEvent, frozen=True, kw_only=True, tag="samples.submitted"):
    """The patient filled in the submission; it is in effect."""


class ChangeAsked(SampleEvent, frozen=True, kw_only=True, tag="samples.change_asked"):
    """The patient asks to write it anew."""


class ChangeApproved(SampleEvent, frozen=True, kw_only=True, tag="samples.change_approved"):
    """He may."""


class ChangeRejected(SampleEvent, frozen=True, kw_only=True, tag="samples.change_rejected"):
    """He may not; the submission is in effect as it was."""


class SampleEdited(SampleEvent, frozen=True, kw_only=True, tag="samples.edited"):
    """Staff corrected it."""


class SampleReset(SampleEvent, frozen=True, kw_only=True, tag="samples.reset"):
    """Staff opened it for the patient."""


class ReturnNumberFilled(SampleEvent, frozen=True, kw_only=True, tag="samples.return_number_filled"):
    """The sample is on its way back; ``amended``: only its number is another one."""

    amended: bool


class ReceivingChanged(Event, frozen=True, kw_only=True, tag="samples.receiving_changed"):
    """Samples go somewhere else from now on, or the notice that patients agree to is another one."""

    key: ClassVar[str] = "institution_id"
    aggregate: ClassVar[str] = "institution_id"
    institution_id: str


SAMPLE_EVENTS: Final = (
    MaterialsSent,
    MaterialsPassed,
    MaterialsRejected,
    SampleSubmitted,
    ChangeAsked,
    ChangeApproved,
    ChangeRejected,
    SampleEdited,
    SampleReset,
    ReturnNumberFilled,
)
