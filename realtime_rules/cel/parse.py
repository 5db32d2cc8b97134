"""Reads a condition into nodes: recursive descent after the grammar of the CEL language definition.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
"""

from __future__ import annotations

from typing import Final

from realtime_rules.cel.macros import expanded
from realtime_rules.cel.nodes import (
    Binary,
    Call,
    Choice,
    Each,
    Index,
    ListOf,
    Literal,
    Logic,
    MapOf,
    Name,
    Node,
    Select,
    Unary,
    children,
    walk,
)
from realtime_rules.cel.problems import Unreadable
from realtime_rules.cel.tokens import MOST_INT, RESERVED, WORDS, Token, tokens

MOST_CHARACTERS: Final = 4_000
MOST_DEPTH: Final = 50
MOST_LOOPS: Final = 2
"""Macros inside one another: with the limits of the lists' lengths, no condition can hold up a process."""

RELATIONS: Final = frozenset({"<", "<=", ">", ">=", "==", "!=", "in"})
_CONSTANTS: Final[dict[str, tuple[str, bool | None]]] = {
    "true": ("bool", True),
    "false": ("bool", False),
    "null": ("null_type", None),
}
_OTHER_WORDS: Final = {"and": "&&", "or": "||", "not": "!", "true": "true", "false": "false", "null": "null"}


def parse(text: str) -> Node:
    """The expression in ``text``; raises ``Unreadable`` at the first place that is wrong."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable((MOST_CHARACTERS, len(text)), "too_long", most=MOST_CHARACTERS)
    words = tokens(text)
    if words[0].kind == "end":
        raise Unreadable((0, len(text)), "empty")
    reader = _Reader(words)
    root = reader.expression()
    reader.finish()
    if max(depth for _, depth in walk(root)) > MOST_DEPTH:
        raise Unreadable(root.span, "too_deep", most=MOST_DEPTH)
    _limit_loops(root, 0)
    return root


def _limit_loops(node: Node, loops: int) -> None:
    inside = loops + isinstance(node, Each)
    if inside > MOST_LOOPS:
        raise Unreadable(node.span, "too_many_loops", most=MOST_LOOPS)
    for below in children(node):
        _limit_loops(below, loops if isinstance(node, Each) and below is node.source else inside)


class _Reader:
    """Walks over the words; every method reads one level of the grammar."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.at = 0
        self.depth = 0

    @property
    def word(self) -> Token:
        return self.words[self.at]

    def takes(self, *signs: str) -> Token | None:
        """The next word if it is one of these signs (or ``in``), taken; else nothing."""
        word = self.word
        if word.kind in ("sign", "name") and word.text in signs:
            self.at += 1
            return word
        return None

    def expects(self, sign: str) -> Token:
        """The next word, which must be this sign."""
        word = self.takes(sign)
        if word is None:
            raise self.wrong()
        return word

    def finish(self) -> None:
        """Nothing may follow."""
        if self.word.kind != "end":
            raise self.wrong()

    def wrong(self) -> Unreadable:
        """Why the next word cannot stand here."""
        word = self.word
        if word.kind == "end":
            return Unreadable((max(word.span[0] - 1, 0), word.span[1]), "unfinished")
        instead = _OTHER_WORDS.get(word.text.lower())
        if word.kind == "name" and instead and instead != word.text:
            return Unreadable(word.span, "instead", found=word.text, instead=instead)
        if word.kind == "name" and word.text in RESERVED:
            return Unreadable(word.span, "reserved", found=word.text)
        return Unreadable(word.span, "unexpected", found=word.text)

    def expression(self) -> Node:
        """``a ? b : c`` or less."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise Unreadable(self.word.span, "too_deep", most=MOST_DEPTH)
        condition = self.chain("||")
        if self.takes("?"):
            then = self.chain("||")
            self.expects(":")
            otherwise = self.expression()
            condition = Choice((condition.span[0], otherwise.span[1]), condition, then, otherwise)
        self.depth -= 1
        return condition

    def chain(self, op: str) -> Node:
        """``a || b || c``, each part a chain of ``&&``."""
        parts = [self._link(op)]
        while self.takes(op):
            parts.append(self._link(op))
        if len(parts) == 1:
            return parts[0]
        return Logic((parts[0].span[0], parts[-1].span[1]), op, tuple(parts))

    def _link(self, op: str) -> Node:
        return self.chain("&&") if op == "||" else self.relation()

    def relation(self) -> Node:
        """Comparisons, from left to right."""
        left = self.sum()
        while op := self.takes(*RELATIONS):
            left = _joined(op, left, self.sum())
        return left

    def sum(self) -> Node:
        """``+`` and ``-``."""
        left = self.product()
        while op := self.takes("+", "-"):
            left = _joined(op, left, self.product())
        return left

    def product(self) -> Node:
        """``*``, ``/`` and ``%``."""
        left = self.unary()
        while op := self.takes("*", "/", "%"):
            left = _joined(op, left, self.unary())
        return left

    def unary(self) -> Node:
        """``!a`` or ``-a``; a pair of the same sign cancels out."""
        first = self.takes("!", "-")
        if first is None:
            return self.member()
        count, last = 1, first
        while more := self.takes(first.text):
            count, last = count + 1, more
        if first.text == "-" and self.word.kind in ("int", "double"):
            self.at -= 1
            count -= 1
        operand = self.member()
        return Unary((last.span[0], operand.span[1]), first.text, operand) if count % 2 else operand

    def member(self) -> Node:
        """A primary with ``.field``, ``.function()`` and ``[index]`` behind it."""
        node = self.primary()
        while sign := self.takes(".", "["):
            if sign.text == "[":
                index = self.expression()
                node = Index((node.span[0], self.expects("]").span[1]), node, index)
            else:
                node = self.selection(node)
        return node

    def selection(self, operand: Node) -> Node:
        """What follows a dot."""
        word = self.word
        if word.kind != "name" or word.text in WORDS:
            raise self.wrong()
        self.at += 1
        if not self.takes("("):
            return Select((operand.span[0], word.span[1]), operand, word.text)
        args, end = self.several(")")
        return expanded(Call((operand.span[0], end), word.text, operand, args))

    def several(self, closing: str) -> tuple[tuple[Node, ...], int]:
        """Expressions with commas up to ``closing``, and where that ends. A list may end with a comma."""
        items: list[Node] = []
        while not (end := self.takes(closing)):
            items.append(self.expression())
            if not self.takes(","):
                end = self.expects(closing)
                break
            if closing == ")" and self.word.text == ")":
                raise self.wrong()
        return tuple(items), end.span[1]

    def primary(self) -> Node:
        """A literal, a name, a call, a list, a map or something in brackets."""
        word = self.word
        if word.kind in ("int", "uint", "double", "string", "bytes") or word.text == "-":
            return self.literal()
        if word.kind == "name" or word.text == ".":
            return self.name()
        self.at += 1
        if word.kind == "sign" and word.text == "(":
            inner = self.expression()
            self.expects(")")
            return inner
        if word.kind == "sign" and word.text == "[":
            items, end = self.several("]")
            return ListOf((word.span[0], end), items)
        if word.kind == "sign" and word.text == "{":
            return self.map(word)
        self.at -= 1
        raise self.wrong()

    def literal(self) -> Node:
        """A number, a text or bytes; the minus of a number belongs to it."""
        minus = self.takes("-")
        word = self.word
        if word.kind not in ("int", "uint", "double", "string", "bytes"):
            raise self.wrong()
        self.at += 1
        if word.kind == "int" and word.value == MOST_INT + 1 and not minus:
            raise Unreadable(word.span, "bad_number", found=word.text)
        if minus and isinstance(word.value, int | float):
            return Literal((minus.span[0], word.span[1]), word.kind, -word.value)
        return Literal(word.span, word.kind, word.value)

    def name(self) -> Node:
        """A constant's name, a variable or a function's call."""
        dot = self.takes(".")
        word = self.word
        if word.kind != "name" or word.text == "in" or word.text in RESERVED:
            raise self.wrong()
        self.at += 1
        if word.text in _CONSTANTS and not dot:
            kind, value = _CONSTANTS[word.text]
            return Literal(word.span, kind, value)
        if self.takes("("):
            args, end = self.several(")")
            return expanded(Call((word.span[0], end), word.text, None, args))
        if self.word.text == "{":
            raise Unreadable(word.span, "no_messages", found=word.text)
        return Name(word.span, word.text)

    def map(self, opening: Token) -> Node:
        """``{key: value, ...}``."""
        entries: list[tuple[Node, Node]] = []
        while not (end := self.takes("}")):
            key = self.expression()
            self.expects(":")
            entries.append((key, self.expression()))
            if not self.takes(","):
                end = self.expects("}")
                break
        return MapOf((opening.span[0], end.span[1]), tuple(entries))


def _joined(op: Token, left: Node, right: Node) -> Node:
    return Binary((left.span[0], right.span[1]), op.text, left, right)
