"""The tick boxes of the tree of rights, whatever the tree (AI-712)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.access.model.tree import Node, click, leaves, state, states, walk

RIGHTS = tuple(f"r{n}" for n in range(8))


def _numbered(shape: Any) -> tuple[Node, ...]:
    count = iter(range(10_000))

    def build(part: Any) -> Node:
        name = f"n{next(count)}"
        return Node(name, part) if isinstance(part, str) else Node(name, "", tuple(build(p) for p in part))

    return tuple(build(part) for part in shape)


SHAPES = st.recursive(st.sampled_from(RIGHTS), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=12)
TREES = st.lists(SHAPES, min_size=1, max_size=3).map(_numbered)
TICKED = st.frozensets(st.sampled_from(RIGHTS))


@settings(max_examples=50)
@given(tree=TREES, ticked=TICKED, data=st.data())
def test_a_click_fills_what_is_not_full_and_clears_what_is(tree: tuple[Node, ...], ticked: Any, data: Any) -> None:
    node = data.draw(st.sampled_from(list(walk(tree))))
    before, after = state(node, ticked), click(tree, ticked, node.id)
    assert state(node, after) == ("none" if before == "all" else "all")
    # Nothing else is touched than what stands below the node.
    assert after - leaves(node) == ticked - leaves(node)
    for child in walk(node.children):
        assert state(child, after) == state(node, after)


@settings(max_examples=50)
@given(tree=TREES, ticked=TICKED)
def test_a_parent_shows_what_its_children_are(tree: tuple[Node, ...], ticked: Any) -> None:
    found = states(tree, ticked)
    for node in walk(tree):
        below = {found[child.id] for child in node.children}
        if below:
            assert found[node.id] == (below.pop() if len(below) == 1 else "some")
        else:
            assert found[node.id] == ("all" if node.permission in ticked else "none")


@settings(max_examples=50)
@given(tree=TREES, ticked=TICKED, data=st.data())
def test_three_clicks_are_as_good_as_one(tree: tuple[Node, ...], ticked: Any, data: Any) -> None:
    node = data.draw(st.sampled_from(list(walk(tree))))
    once = click(tree, ticked, node.id)
    assert click(tree, click(tree, once, node.id), node.id) == once


@pytest.mark.covers("AI-712")
def test_white_tick_and_dash() -> None:
    tree = (
        Node("dir", "", (Node("menu", "", (Node("a", "ra"), Node("b", "rb"))), Node("other", "", (Node("c", "rc"),)))),
    )
    # White: a click selects the node, its children and its parents.
    ticked = click(tree, frozenset(), "menu")
    assert states(tree, ticked) == {"dir": "some", "menu": "all", "a": "all", "b": "all", "other": "none", "c": "none"}
    # Blue tick: a click clears the node and its children.
    assert click(tree, ticked, "menu") == frozenset()
    # Blue dash: the node is selected, but not all of its children; a click selects them all.
    partly = click(tree, ticked, "a")
    assert states(tree, partly)["menu"] == "some"
    assert states(tree, partly)["dir"] == "some"
    assert click(tree, partly, "menu") == frozenset({"ra", "rb"})
    assert states(tree, click(tree, partly, "dir")) == dict.fromkeys(("dir", "menu", "a", "b", "other", "c"), "all")


def test_an_unknown_node_is_ignored() -> None:
    assert click((Node("a", "ra"),), frozenset(), "b") == frozenset()
