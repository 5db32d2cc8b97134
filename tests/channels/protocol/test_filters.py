"""Every line of the filter rules (section 14)."""

from __future__ import annotations

from contextlib import suppress

import msgspec
import pytest
from centrifuge.filter import Filter
from centrifuge.filter import FilterNode as SdkNode
from hypothesis import given
from hypothesis import strategies as st

from channels.protocol.commands import FilterNode
from channels.protocol.filters import DEEPEST, MOST_NODES, MOST_VALUES, compiled
from tests.channels.protocol.words import words


def leaf(cmp: str, val: str = "", *vals: str, key: str = "k") -> FilterNode:
    return FilterNode(key=key, cmp=cmp, val=val, vals=vals)


@pytest.mark.parametrize(
    ("node", "tag", "expected"),
    [
        (leaf("eq", "a"), "a", True),
        (leaf("eq", "a"), "b", False),
        (leaf("eq", "a"), None, False),
        (leaf("neq", "a"), "a", False),
        (leaf("neq", "a"), "b", True),
        (leaf("neq", "a"), None, True),
        (leaf("sw", "ab"), "abc", True),
        (leaf("sw", "ab"), "cab", False),
        (leaf("sw", "ab"), None, False),
        (leaf("ew", "bc"), "abc", True),
        (leaf("ew", "bc"), "bca", False),
        (leaf("ew", "bc"), None, False),
        (leaf("ct", "b"), "abc", True),
        (leaf("ct", "x"), "abc", False),
        (leaf("ct", "b"), None, False),
        (leaf("gt", "9"), "10", True),
        (leaf("gt", "9"), "9.0", False),
        (leaf("gte", "9"), "9.0", True),
        (leaf("gte", "9"), "8.99999999999999999999", False),
        (leaf("lt", "-0.5"), "-.6", True),
        (leaf("lt", "-0.5"), "-0.5", False),
        (leaf("lte", "+1."), "1", True),
        (leaf("lte", "1"), "1.0000000000000000000001", False),
        (leaf("gt", "9"), None, False),
        (leaf("gt", "9"), "ten", False),
        (leaf("gt", "nine"), "10", False),
        (leaf("lt", "9"), "NaN", False),
        (leaf("gt", "9"), "Infinity", False),
        (leaf("gt", "9"), "1_0", False),
        (leaf("gt", "9"), "\u0661\u0660", False),
        (leaf("gt", "9"), "", False),
        (leaf("in", "", "a", "b"), "b", True),
        (leaf("in", "", "a", "b"), "c", False),
        (leaf("in", "", "a", "b"), None, False),
        (leaf("in", "", "a", ""), None, True),
        (leaf("nin", "", "a", "b"), "b", False),
        (leaf("nin", "", "a", "b"), "c", True),
        (leaf("nin", "", "a", "b"), None, True),
        (leaf("nin", "", "a", ""), None, False),
        (leaf("ex"), "", True),
        (leaf("ex"), None, False),
        (leaf("nex"), "", False),
        (leaf("nex"), None, True),
        (leaf("ex", key=""), "a", False),
    ],
)
def test_comparisons(node: FilterNode, tag: str | None, *, expected: bool) -> None:
    assert compiled(node)({} if tag is None else {"k": tag}) is expected


@pytest.mark.parametrize(
    ("op", "children", "expected"),
    [
        ("and", "TT", True),
        ("and", "TF", False),
        ("and", "T", True),
        ("or", "FT", True),
        ("or", "FF", False),
        ("not", "T", False),
        ("not", "F", True),
    ],
)
def test_branches(op: str, children: str, *, expected: bool) -> None:
    nodes = tuple(leaf("ex") if child == "T" else leaf("nex") for child in children)
    assert compiled(FilterNode(op=op, nodes=nodes))({"k": "v"}) is expected


@pytest.mark.parametrize(
    "node",
    [
        FilterNode(),
        leaf("eq"),
        leaf("eq", "", "a"),
        leaf("eq", "a", "b"),
        leaf("eq", "a", key=""),
        leaf("in", "", key=""),
        leaf("in"),
        leaf("in", "a"),
        leaf("in", "a", "b"),
        leaf("nin"),
        leaf("ex", "a"),
        leaf("nex", "", "a"),
        leaf("like", "a"),
        leaf("", "a"),
        FilterNode(op="and"),
        FilterNode(op="or"),
        FilterNode(op="not"),
        FilterNode(op="not", nodes=(leaf("ex"), leaf("ex"))),
        FilterNode(op="xor", nodes=(leaf("ex"),)),
        FilterNode(op="and", nodes=(leaf("ex"), leaf("eq"))),
        FilterNode(key="k", cmp="ex", nodes=(leaf("ex"),)),
    ],
)
def test_malformed(node: FilterNode) -> None:
    with pytest.raises(ValueError, match=r"parts|key|unknown"):
        compiled(node)


def test_size_is_bounded() -> None:
    compiled(FilterNode(op="and", nodes=(leaf("ex"),) * (MOST_NODES - 1)))
    with pytest.raises(ValueError, match="too many parts"):
        compiled(FilterNode(op="and", nodes=(leaf("ex"),) * MOST_NODES))
    compiled(leaf("in", "", *map(str, range(MOST_VALUES))))
    with pytest.raises(ValueError, match="too many parts"):
        compiled(leaf("in", "", *map(str, range(MOST_VALUES + 1))))


def test_depth_is_bounded() -> None:
    node = leaf("ex")
    for _ in range(DEEPEST - 1):
        node = FilterNode(op="not", nodes=(node,))
    assert compiled(node)({"k": ""}) is (DEEPEST % 2 == 1)
    with pytest.raises(ValueError, match="too many levels"):
        compiled(FilterNode(op="not", nodes=(node,)))


@pytest.mark.parametrize(
    ("built", "yes", "no"),
    [
        (Filter.all(Filter.eq("t", "A"), Filter.gte("p", "100")), {"t": "A", "p": "100.0"}, {"t": "A", "p": "99"}),
        (Filter.any(Filter.is_in("s", ["x", "y"]), Filter.not_exists("s")), {}, {"s": "z"}),
        (Filter.negate(Filter.contains("s", "b")), {"s": "a"}, {"s": "abc"}),
    ],
)
def test_what_the_sdk_builds(built: SdkNode, yes: dict[str, str], no: dict[str, str]) -> None:
    wants = compiled(msgspec.convert(built.node, FilterNode))
    assert wants(yes)
    assert not wants(no)


@given(words(FilterNode, st.binary()), st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=3))
def test_any_filter_is_refused_or_decides(node: FilterNode, tags: dict[str, str]) -> None:
    with suppress(ValueError):
        assert compiled(node)(tags) in {True, False}
