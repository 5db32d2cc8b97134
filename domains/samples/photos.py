"""What files are kept for: one purpose for each kind of attachment. Their key is the patient's account."""

from __future__ import annotations

from typing import Final, Literal

from domains.samples import permissions as p
from hub.files.purpose import MEGABYTE, PDF, FilePurpose

PHOTOS: Final = frozenset({"image/jpeg", "image/png"})

Kind = Literal["identity", "document", "signed", "form"]


def _purpose(name: Kind, media: frozenset[str]) -> FilePurpose:
    return FilePurpose(f"samples.{name}", p.VIEW, media, 10 * MEGABYTE, personal=True, keyed=p.SUBMIT)


IDENTITY: Final = _purpose("identity", PHOTOS)
DOCUMENT: Final = _purpose("document", PHOTOS | {PDF})
SIGNED: Final = _purpose("signed", PHOTOS | {PDF})
FORM: Final = _purpose("form", PHOTOS)

KINDS: Final[dict[Kind, tuple[str, str, FilePurpose]]] = {
    "identity": ("实名认证照片", "Identity photos", IDENTITY),
    "document": ("上传资料", "Documents", DOCUMENT),
    "signed": ("签字材料", "Signed papers", SIGNED),
    "form": ("送检信息附件", "Submission-form photos", FORM),
}
"""The four boxes of a bulk download, in their order."""

ALL: Final = (IDENTITY, DOCUMENT, SIGNED, FORM)
