"""Conditions as the visual editor (react-querybuilder) shows them: there and back again.

``to_text(to_tree(text))`` means the same as ``text``; where the editor has no form for a condition, ``to_tree`` says
so by giving nothing, and the condition is edited as text.
"""

from __future__ import annotations

from typing import Any

import msgspec

from realtime_rules.cel import tree_write
from realtime_rules.cel.check import check
from realtime_rules.cel.nodes import NOWHERE
from realtime_rules.cel.parse import parse
from realtime_rules.cel.problems import ConditionError, Problem, Unreadable
from realtime_rules.cel.schema import Schema
from realtime_rules.cel.tree_model import Offered, as_json, from_json, offered
from realtime_rules.cel.tree_read import OnlyAsText, read

__all__ = ["Offered", "offered", "to_text", "to_tree"]


def to_text(tree: Any, schema: Schema) -> str:
    """The editor's ``tree`` (its JSON, decoded) as CEL; empty if it has no rules.

    Raises ``ConditionError`` for what it cannot say: an unknown field, an operator or a value that does not fit. The
    text is still to be given to ``Condition.of``.
    """
    try:
        group = from_json(tree)
    except msgspec.ValidationError:
        raise ConditionError([Problem.at("", NOWHERE, "tree_shape")]) from None
    return tree_write.to_text(group, schema)


def to_tree(text: str, schema: Schema) -> dict[str, Any] | None:
    """The editor's tree for ``text``; nothing if it can be edited only as text, be it that it is wrong."""
    if not text.strip():
        return {"combinator": "and", "not": False, "rules": []}
    try:
        root = parse(text)
        return None if check(text, root, schema).problems else as_json(read(root, schema))
    except (Unreadable, OnlyAsText):
        return None
