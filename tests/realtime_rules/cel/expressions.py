"""Well-typed conditions by the thousand, each twice: as we read it, and as the reference is to be asked.

The two differ where JSON has no form for a value (``timestamp(event.at)``) and where our schema knows more than a map
does (``has(event.low)``). The second is written here, not by the code under test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from tests.realtime_rules.cel.forms import CONSTANTS, FIELDS, FORMS, MACROS, OF_ITEM, Form, Macro

T = TypeVar("T")
MOST_LOOPS = 2


class Pair(NamedTuple):
    """The same expression for us and for the reference."""

    ours: str
    theirs: str


class Loop(NamedTuple):
    """What may be named inside a macro."""

    name: str
    kind: str


def read(name: str, kind: str) -> Pair:
    """A field, as a time where it is one."""
    if kind in ("timestamp", "duration"):
        return Pair(name, f"({name} == null ? null : {kind}({name}))")
    return Pair(name, f"{name}.map(t, timestamp(t))" if kind == "list<timestamp>" else name)


class Maker:
    """Draws one condition."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.loops: list[Loop] = []
        self.made = 0

    def pick(self, options: Sequence[T]) -> T:
        picked: T = self.draw(st.sampled_from(options))
        return picked

    def make(self, kind: str, depth: int) -> Pair:
        """An expression of ``kind``: a leaf at the end of ``depth``, or sometimes before."""
        if depth <= 0 or self.draw(st.integers(0, 3)) == 0:
            return self.leaf(kind)
        return self.form(kind, depth - 1)

    def form(self, kind: str, depth: int) -> Pair:
        """One that is more than a leaf."""
        options: list[Form | Macro] = [*FORMS.get(kind, ())]
        if len(self.loops) < MOST_LOOPS:
            options += MACROS.get(kind, []) * (1 + len(options) // 20)
        if kind in CONSTANTS:
            options += [Form("({} ? {} : {})", ("bool", kind, kind))] * (1 + len(options) // 12)
        form = self.pick(options) if options else None
        if form is None:
            return self.leaf(kind)
        return self.each(form, depth) if isinstance(form, Macro) else self.filled(form, depth)

    def filled(self, form: Form, depth: int) -> Pair:
        """The template with expressions put in."""
        parts = [self.make(kind, depth) for kind in form.of]
        theirs = (form.theirs or form.ours).format(*(part.theirs for part in parts))
        return Pair(form.ours.format(*(part.ours for part in parts)), theirs)

    def each(self, macro: Macro, depth: int) -> Pair:
        """A macro; no other stands in its source, and not more than two inside one another."""
        source = read(FIELDS[macro.source][0], macro.source)
        self.made += 1
        name = f"x{self.made}"
        self.loops.append(Loop(name, macro.element))
        body = self.make(macro.body, depth)
        self.loops.pop()
        form = f"{{}}.{macro.name}({name}, {{}})"
        return Pair(form.format(source.ours, body.ours), form.format(source.theirs, body.theirs))

    def leaf(self, kind: str) -> Pair:
        """A constant, a field, or what a macro goes through."""
        loops = [loop for loop in self.loops if loop.kind == kind or (loop.kind == "item" and kind in OF_ITEM)]
        if loops and self.draw(st.booleans()):
            return self.of_loop(self.pick(loops), kind)
        if kind not in CONSTANTS or self.draw(st.booleans()):
            return read(self.pick(FIELDS[kind]), kind)
        text = self.pick(CONSTANTS[kind])
        return Pair(text, text)

    def of_loop(self, loop: Loop, kind: str) -> Pair:
        """The macro's variable, or a field of it."""
        if loop.kind == "item":
            return read(f"{loop.name}.{self.pick(OF_ITEM[kind])}", kind)
        return Pair(loop.name, loop.name)


@st.composite
def conditions(draw: Any, depth: int = 3) -> Pair:
    """A condition: true, false, or an error."""
    return Maker(draw).form("bool", depth)
