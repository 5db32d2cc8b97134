"""What an institution looks like (机构照片)."""

from typing import Final

from domains.access import permissions
from hub.files.purpose import MEGABYTE, FilePurpose, Proportion

MOST: Final = 5
INSTITUTION_PHOTO: Final = FilePurpose(
    "access.institution_photo",
    permissions.INSTITUTION,
    frozenset({"image/jpeg", "image/png"}),
    MEGABYTE,
    proportion=Proportion(1125, 750),
)
