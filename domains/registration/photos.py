"""The paper request, photographed (拍照申请单)."""

from typing import Final

from domains.registration import permissions
from hub.files.purpose import IMAGES, MEGABYTE, PDF, FilePurpose

REQUEST_PHOTO: Final = FilePurpose(
    "registration.request_photo", permissions.VIEW, IMAGES | {PDF}, 10 * MEGABYTE, personal=True
)
