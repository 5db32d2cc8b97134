"""What a way out of the house is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from domains.messages.adapters.wire import Wire
from domains.messages.model import Outcome, Way


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one address. ``out_id`` is what the vendor is to know it by, the same at each try of a delivery.

    ``code`` and ``params`` are the vendor's template and its variables, where it has such; ``first_at`` is when it was
    first tried.
    """

    out_id: str
    address: str
    title: str
    text: str
    at: datetime
    first_at: datetime
    level: str = ""
    topic: str = ""
    code: str = ""
    params: dict[str, str] = {}
    about: dict[str, str] = {}


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A setting of a way, as the page asks for it. ``default`` None: the institution must enter it."""

    name: str
    zh: str
    en: str
    kind: Literal["text", "number", "switch", "secret", "choice"] = "text"
    default: str | int | bool | None = None
    optional: bool = False
    choices: tuple[str, ...] = ()


Send = Callable[[Wire, Any, Letter], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Adapter:
    """One way. ``send`` tries once; ``ask`` finds out what became of a letter, where the vendor can tell.

    ``same_for``: so long after the first try the vendor takes a repeat under the same ``out_id`` for the same letter
    and delivers it once. ``templates``: it sends only by its own templates. ``own_address``: people have no address on
    it, the settings say where it goes.
    """

    way: Way
    zh: str
    en: str
    settings: type[msgspec.Struct]
    fields: tuple[Field, ...]
    send: Send
    ask: Send | None = None
    same_for: timedelta = timedelta(0)
    templates: bool = False
    own_address: bool = False
    address: str = r"^\S{1,200}$"
    """What an address looks like."""

    @property
    def secrets(self) -> frozenset[str]:
        """The settings that are never shown again."""
        return frozenset(field.name for field in self.fields if field.kind == "secret")

    def missing(self, given: Mapping[str, Any]) -> tuple[Field, ...]:
        """The settings that are still to be entered."""
        return tuple(f for f in self.fields if not f.optional and given.get(f.name, f.default) in (None, ""))

    def set_up(self, given: Mapping[str, Any]) -> Any:
        """The settings as ``send`` takes them; raises ``msgspec.ValidationError`` for what does not fit."""
        defaults = {f.name: f.default for f in self.fields if f.default is not None}
        return msgspec.convert({**defaults, **given}, self.settings, strict=False)
