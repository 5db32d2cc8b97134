"""What a row consists of: each kind of field knows its type, its column, its limits and what to say when they break."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Final, Literal

import msgspec
import nh3
import sqlalchemy as sa

from hub.db import Json, Moment
from hub.files.keeping import KeptFile
from hub.files.purpose import IMAGES, MEGABYTE, PDF
from hub.masking import mask_identity, mask_name, mask_phone
from hub.resources.words import Reason, Words

Mask = Literal["name", "phone", "identity", "whole"]
MASKS: Final[dict[Mask, Callable[[str], str]]] = {
    "name": mask_name,
    "phone": mask_phone,
    "identity": mask_identity,
    "whole": lambda text: "***" if text else "",
}

_RICH_TAGS: Final = {
    *("p", "br", "b", "strong", "i", "em", "u", "s", "a"),
    *("h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"),
}

LARGEST_NUMBER: Final = 2**53 - 1
"""What a browser can hold without rounding."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a choice, with its label in both languages."""

    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """Base of all fields: its name in commands, rows and the table, and its label in both languages.

    ``listed`` False keeps it out of the table that the page shows (not out of the form); ``width`` is in pixels.
    ``mask`` says what of somebody it holds: accounts that see people masked see it so, in lists and files alike;
    ``whole``: nothing of a text that may name somebody anywhere. ``later``: rows from before there was such a field may
    lack what is ``required`` of new ones. ``exported`` False keeps it out of workbooks: it only sorts.
    """

    name: str
    zh: str
    en: str
    _: KW_ONLY
    required: bool = False
    listed: bool = True
    width: int | None = None
    mask: Mask | None = None
    later: bool = False
    exported: bool = True
    kind: ClassVar[str] = ""

    @property
    def blank(self) -> Any:
        """What stands in the row when nothing was given."""
        return None

    def value_type(self) -> Any:
        """The type of a value that is there."""
        raise NotImplementedError

    def column_type(self) -> Any:
        """How the database keeps it."""
        raise NotImplementedError

    def wrong(self, value: Any) -> Reason | None:
        """What is wrong with a value that is there, or None."""
        del value
        return None

    def tidy(self, value: Any) -> Any:
        """The value as it is kept."""
        return value

    def masked(self, value: Any) -> Any:
        """The value as those see it who are to see no more."""
        return value if self.mask is None or not isinstance(value, str) else MASKS[self.mask](value)

    def annotation(self) -> Any:
        """The type in commands and rows: None stands for nothing given, unless the field has a better blank."""
        always = self.blank is not None or (self.required and not self.later)
        return self.value_type() if always else self.value_type() | None

    def given(self) -> Any:
        """The type in commands, where that is another than in rows."""
        return self.value_type() if self.required else self.annotation()

    def seen(self, value: Any) -> Any:
        """The value of a row as its readers get it."""
        return value

    def column(self) -> sa.Column[Any]:
        """The column of this field."""
        empty = self.blank is None and (self.later or not self.required)
        return sa.Column(self.name, self.column_type(), nullable=empty)


@dataclass(frozen=True, slots=True)
class Text(Field):
    """Characters; ``pattern`` must match the whole, ``hint`` says in both languages what it asks for."""

    longest: int = 50
    pattern: str | None = None
    hint: Words | None = None
    lines: int = 1
    kind: ClassVar[str] = "text"

    @property
    def blank(self) -> Any:
        """Empty."""
        return ""

    def value_type(self) -> Any:
        """The limits are told in the schema and checked by ``wrong``, which names the field by its label."""
        return Annotated[str, msgspec.Meta(extra_json_schema={"maxLength": self.longest})]

    def column_type(self) -> Any:
        """Text; the limit is the declaration's business."""
        return sa.Text()

    def tidy(self, value: Any) -> Any:
        """Without blanks around it."""
        return value.strip()

    def wrong(self, value: Any) -> Reason | None:
        """Too long, or of another form."""
        if len(value) > self.longest:
            return Reason(f"最多 {self.longest} 个字符", f"at most {self.longest} characters")
        if value and self.pattern and not re.fullmatch(self.pattern, value):
            hint = self.hint or Words("格式不对", "not of the right form")
            return Reason(hint.zh, hint.en)
        return None


@dataclass(frozen=True, slots=True)
class RichText(Text):
    """Text (HTML) with emphasis, headings, lists and links; whatever else was sent is left out before it is kept."""

    longest: int = 20_000
    listed: bool = False
    kind: ClassVar[str] = "rich"

    def tidy(self, value: Any) -> Any:
        """Without scripts, styles, frames, handlers, and addresses that are no web or mail addresses."""
        cleaned = nh3.clean(
            value.strip(), tags=_RICH_TAGS, attributes={"a": {"href", "title"}}, url_schemes={"http", "https", "mailto"}
        )
        return cleaned.strip()


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A whole number."""

    least: int = 0
    most: int = LARGEST_NUMBER
    kind: ClassVar[str] = "number"

    def value_type(self) -> Any:
        """A whole number of any size; the limits are checked by ``wrong``."""
        return int

    def column_type(self) -> Any:
        """Eight bytes."""
        return sa.BigInteger()

    def wrong(self, value: Any) -> Reason | None:
        """Out of its limits."""
        if not self.least <= value <= self.most:
            return Reason(f"应在 {self.least} 到 {self.most} 之间", f"must be from {self.least} to {self.most}")
        return None


@dataclass(frozen=True, slots=True)
class Money(Number):
    """An amount in fen (1/100 yuan); the page shows and takes yuan."""

    most: int = 100_000_000_00
    kind: ClassVar[str] = "money"

    def wrong(self, value: Any) -> Reason | None:
        """Out of its limits, told in yuan."""
        if not self.least <= value <= self.most:
            least, most = self.least / 100, self.most / 100
            return Reason(f"应在 {least:.2f} 到 {most:.2f} 元之间", f"must be from ¥{least:.2f} to ¥{most:.2f}")
        return None


@dataclass(frozen=True, slots=True)
class Date(Field):
    """A day."""

    kind: ClassVar[str] = "date"

    def value_type(self) -> Any:
        """A calendar day."""
        return date

    def column_type(self) -> Any:
        """A calendar day."""
        return sa.Date()


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of a few fixed values."""

    options: Sequence[Option] = ()
    kind: ClassVar[str] = "choice"

    def value_type(self) -> Any:
        """Any of the values."""
        values: Any = tuple(option.value for option in self.options)
        return Literal[values]

    def column_type(self) -> Any:
        """The value as it stands in commands."""
        return sa.Text()


@dataclass(frozen=True, slots=True)
class Flag(Field):
    """Yes or no."""

    kind: ClassVar[str] = "flag"

    @property
    def blank(self) -> Any:
        """No."""
        return False

    def value_type(self) -> Any:
        """Yes or no."""
        return bool

    def column_type(self) -> Any:
        """Yes or no."""
        return sa.Boolean()


@dataclass(frozen=True, slots=True)
class Reference(Field):
    """A row of another resource (``to``, e.g. ``catalog/modality``), shown by its field ``shows``.

    The field's name ends in ``_id``; rows carry the shown text beside it as ``<name without _id>_name``.
    """

    to: str = ""
    shows: str = "name"
    kind: ClassVar[str] = "reference"

    @property
    def label(self) -> str:
        """The field of the row that carries the shown text."""
        return f"{self.name.removesuffix('_id')}_name"

    def value_type(self) -> Any:
        """The row's id."""
        return str

    def column_type(self) -> Any:
        """The row's id."""
        return sa.Text()


@dataclass(frozen=True, slots=True)
class File(Field):
    """Uploaded files, at most ``most``, each of one of ``media_types`` and of at most ``max_bytes``.

    Commands name uploads by their ids; the house claims them for the row, and releases what the row lets go of. Who may
    see the row may open them.
    """

    most: int = 10
    media_types: frozenset[str] = IMAGES | {PDF}
    max_bytes: int = 10 * MEGABYTE
    listed: bool = False
    kind: ClassVar[str] = "file"

    @property
    def blank(self) -> Any:
        """None of them."""
        return ()

    def value_type(self) -> Any:
        """What is kept, in the order in which it was given."""
        return tuple[KeptFile, ...]

    def given(self) -> Any:
        """The ids of uploads, or of what the row keeps already; the limit is checked by ``wrong``."""
        return Annotated[tuple[str, ...], msgspec.Meta(max_length=1000, extra_json_schema={"maxItems": self.most})]

    def seen(self, value: Any) -> Any:
        """As files."""
        return msgspec.convert(value, tuple[KeptFile, ...])

    def column_type(self) -> Any:
        """What is told of each, so that a list needs no other table."""
        return Json()

    def wrong(self, value: Any) -> Reason | None:
        """Too many."""
        if len(set(value)) > self.most:
            return Reason(f"最多 {self.most} 个文件", f"at most {self.most} files")
        return None


@dataclass(frozen=True, slots=True)
class Instant(Field):
    """A moment that the house writes by itself, such as ``created_at``; nobody fills it in."""

    kind: ClassVar[str] = "moment"

    def value_type(self) -> Any:
        """RFC 3339."""
        return datetime

    def column_type(self) -> Any:
        """With its time zone."""
        return Moment


CREATED: Final = Instant("created_at", "创建时间", "Created")
UPDATED: Final = Instant("updated_at", "更新时间", "Updated")
ENABLED: Final = Flag("enabled", "是否启用", "Enabled")
