"""What is refused about files, and what to do."""

from __future__ import annotations

from hub.errors import Conflict, FieldError, HubError, Invalid, NotFound


class NoSuchPurpose(Invalid):
    """Nothing in this house keeps files of that kind."""

    code = "files.no_such_purpose"


class WrongMedia(Invalid):
    """The content is none of the types that may be kept here, whatever its name says."""

    status = 415
    code = "files.wrong_media"
    zh = "文件“{name}”的内容不是允许的类型（{allowed}），请更换文件。"
    en = "The content of “{name}” is not of an allowed type ({allowed}). Please choose another file."

    def __init__(self, name: str, allowed: str, field: str = "file") -> None:
        HubError.__init__(self, name=name, allowed=allowed)
        self.fields = (FieldError(field, f"只能是 {allowed} (only {allowed})"),)


class FileTooLarge(Invalid):
    """Larger than what may be kept here."""

    status = 413
    code = "files.too_large"
    zh = "文件“{name}”超过 {most} MB，请压缩后重试。"
    en = "“{name}” is larger than {most} MB. Please make it smaller and try again."

    def __init__(self, name: str, most_bytes: int, field: str = "file") -> None:
        most = f"{most_bytes / 1024 / 1024:g}"
        HubError.__init__(self, name=name, most=most)
        self.fields = (FieldError(field, f"最大 {most} MB (at most {most} MB)"),)


class WrongProportion(Invalid):
    """The picture is too wide or too high for where it is to be shown."""

    code = "files.wrong_proportion"
    zh = "图片“{name}”为 {width}*{height} 像素，宽高比应为 {ratio}:1（建议 {best} 像素），请裁剪后重新上传。"
    en = "“{name}” has {width}*{height} pixels; its proportion must be {ratio}:1 (best {best}). Please crop it first."

    def __init__(self, name: str, size: tuple[int, int], best: tuple[int, int], field: str = "file") -> None:
        ratio, wanted = f"{best[0] / best[1]:g}", f"{best[0]}*{best[1]}"
        HubError.__init__(self, name=name, width=size[0], height=size[1], ratio=ratio, best=wanted)
        self.fields = (FieldError(field, f"宽高比应为 {ratio}:1 (proportion {ratio}:1)"),)


class EmptyFile(Invalid):
    """Nothing in it."""

    code = "files.empty"
    zh = "文件“{name}”是空的，请重新选择。"
    en = "“{name}” is empty. Please choose another file."

    def __init__(self, name: str) -> None:
        HubError.__init__(self, name=name)
        self.fields = (FieldError("file", "内容为空 (empty)"),)


class OneFile(Invalid):
    """A request carries exactly one file."""

    code = "files.one_file"


class TooManyUploads(Conflict):
    """The account has as many unclaimed files as it may have."""

    code = "files.too_many_uploads"
    zh = "尚未使用的上传文件已达 {most} 个，请先提交或等待其过期后再上传。"
    en = "There are {most} uploaded files that nothing uses yet. Submit them, or wait until they expire."


class UploadGone(Conflict):
    """No upload of this caller, or it has expired, or something else keeps it already."""

    code = "files.upload_gone"
    zh = "上传的文件已失效，请重新上传。"
    en = "The uploaded file is no longer there. Please upload it again."

    def __init__(self, field: str) -> None:
        super().__init__()
        self.fields = (FieldError(field, "请重新上传 (upload it again)"),)


class FileLost(NotFound):
    """The row is there, its content is not."""

    status = 410
    code = "files.lost"
    zh = "文件“{name}”的内容已丢失，请联系管理员从备份恢复。"
    en = "The content of “{name}” is missing. Please ask your administrator to restore it from a backup."
