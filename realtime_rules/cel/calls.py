"""The types of calls, and the constants that a call can be wrong about before it ever runs."""

from __future__ import annotations

from typing import Final

from realtime_rules.cel import times
from realtime_rules.cel.checked import Checking
from realtime_rules.cel.functions import MEMBERS, PLAIN, Function
from realtime_rules.cel.kinds import DYN, Type
from realtime_rules.cel.macros import EACH
from realtime_rules.cel.nearest import hints
from realtime_rules.cel.nodes import Call, Literal, Node

_USAGE: Final = {
    "has": "has(event.value)",
    **{name: f"event.list.{name}(x, x > 1)" for name in EACH},
}


def called(checker: Checking, node: Call) -> Type:
    """What ``node`` gives."""
    given = [checker.value(part) for part in ((node.target,) if node.target else ()) + node.args]
    function = (MEMBERS if node.target else PLAIN).get(node.function)
    if function is None:
        return _unknown(checker, node, given)
    for overload in function.overloads:
        if len(overload.takes) == len(given) and all(map(_fits, overload.takes, given)):
            _constants(checker, node)
            return overload.gives
    return _unfit(checker, node, function.usage, given)


def _fits(wanted: str, given: Type) -> bool:
    return wanted in ("*", given.name) or given == DYN


def _unknown(checker: Checking, node: Call, given: list[Type]) -> Type:
    other: Function | None = (PLAIN if node.target else MEMBERS).get(node.function)
    usage = other.usage if other else _USAGE.get(node.function)
    if usage:
        return _unfit(checker, node, usage, given)
    known = MEMBERS if node.target else PLAIN
    return checker.wrong(node, "no_function", found=node.function, **hints(node.function, known))


def _unfit(checker: Checking, node: Call, usage: str, given: list[Type]) -> Type:
    arguments = given[1:] if node.target else given
    return checker.wrong(
        node,
        "arguments",
        function=node.function,
        given_zh="，".join(kind.zh for kind in arguments),
        given_en=", ".join(kind.en for kind in arguments),
        usage=usage,
    )


def _constants(checker: Checking, node: Call) -> None:
    """A written time, duration or time zone must be one."""
    last = node.args[-1] if node.args else None
    text = _text(last)
    if text is None or last is None:
        return
    if node.function == "timestamp" and times.moment(text) is None:
        checker.wrong(last, "bad_time", found=text)
    elif node.function == "duration" and times.time_span(text) is None:
        checker.wrong(last, "bad_duration", found=text)
    elif node.function.startswith("get") and times.zone(text) is None:
        checker.wrong(last, "bad_zone", found=text)


def _text(node: Node | None) -> str | None:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None
