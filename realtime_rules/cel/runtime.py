"""What compiled conditions call where Python's own operators differ from CEL's.

Every function refuses null by the error that Python itself would raise (``TypeError`` or ``AttributeError``);
``FAULTS`` are all the errors that a compiled condition can end with.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec

LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1
MOST_ELEMENTS: Final = 10_000
"""Elements that one macro goes through."""
MOST_NESTED: Final = 100
"""The same, where one macro stands inside another: a hundred times a hundred is as much again."""

_MOST_SPAN: Final = dt.timedelta(microseconds=MOST // 1_000)
"""What is calculated fits into 64 bits of nanoseconds, some 292 years; a written duration may be longer."""

_MICROSECOND: Final = dt.timedelta(microseconds=1)


class Fault(Exception):
    """An error that Python has no name for; ``kind`` as in ``EvaluationError``."""

    def __init__(self, kind: str, found: object = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.found = found


FAULTS: Final = (Fault, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, ValueError)


def whole(number: int) -> int:
    """``number``, if 64 bits hold it."""
    if LEAST <= number <= MOST:
        return number
    raise Fault("overflow")


def quotient(left: int, right: int) -> int:
    """``left / right`` without the fraction."""
    if right == 0:
        raise Fault("division_by_zero")
    result = abs(left) // abs(right)
    return whole(result if (left < 0) == (right < 0) else -result)


def remainder(left: int, right: int) -> int:
    """What that leaves; it has the sign of ``left``."""
    if right == 0:
        raise Fault("division_by_zero")
    if left == LEAST and right == -1:
        raise Fault("overflow")
    result = abs(left) % abs(right)
    return result if left >= 0 else -result


def ratio(left: float, right: float) -> float:
    """``left / right`` after IEEE 754: there is an infinity, and what is no number."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def to_int(number: float) -> int:
    """``number`` without its fraction; both ends of the range are out of it, as in the reference."""
    if not float(LEAST) < number < float(MOST):
        raise Fault("overflow")
    return int(number)


def seconds(moment: dt.datetime) -> int:
    """Seconds since 1970."""
    return (moment - _EPOCH) // dt.timedelta(seconds=1)


def day_of_year(value: dt.datetime) -> int:
    """The day of the year, from 0."""
    return value.timetuple().tm_yday - 1


def number_or_null(value: float | None) -> float | None:
    """A decimal number that may be missing."""
    return None if value is None else value * 1.0


def moment(value: str | dt.datetime) -> dt.datetime:
    """A raw time, in UTC."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            raise Fault("bad_time", "timestamp") from None
    if value.tzinfo is dt.UTC:
        return value
    if value.tzinfo is None:
        raise Fault("bad_time", "timestamp")
    return value.astimezone(dt.UTC)


def moment_or_null(value: str | dt.datetime | None) -> dt.datetime | None:
    """A raw time that may be missing."""
    return None if value is None else moment(value)


def span(value: str | dt.timedelta) -> dt.timedelta:
    """A raw duration."""
    if isinstance(value, dt.timedelta):
        return value
    if value is None:
        raise TypeError("null")
    try:
        return msgspec.convert(value, dt.timedelta)
    except msgspec.ValidationError:
        raise Fault("bad_time", "duration") from None


def span_or_null(value: str | dt.timedelta | None) -> dt.timedelta | None:
    """A raw duration that may be missing."""
    return None if value is None else span(value)


def in_span(value: dt.timedelta) -> dt.timedelta:
    """``value``, a calculated duration, if CEL's reach as far."""
    if abs(value) > _MOST_SPAN:
        raise Fault("overflow")
    return value


def units(value: dt.timedelta, micros: int) -> int:
    """How many whole units of ``micros`` microseconds ``value`` has, towards zero."""
    total = value // _MICROSECOND
    return total // micros if total >= 0 else -(-total // micros)


def milliseconds(value: dt.timedelta) -> int:
    """The milliseconds that are left over from whole seconds."""
    total = units(value, 1_000)
    return total % 1_000 if total >= 0 else -(-total % 1_000)


def element(values: Sequence[Any], index: int) -> Any:
    """``values[index]``; nothing counts from the end."""
    if 0 <= index < len(values):
        return values[index]
    raise Fault("no_element", index)


def truth(value: Any) -> bool:
    """``value``, which must be there."""
    if value is True or value is False:
        return value
    raise TypeError("null")


def present(value: Any) -> Any:
    """``value``, which must be there: null is no key of a map."""
    if value is None:
        raise TypeError("null")
    return value


def each(values: Any) -> Any:
    """The elements that a macro goes through."""
    if len(values) > MOST_ELEMENTS:
        raise Fault("long_list", MOST_ELEMENTS)
    return values


def each_nested(values: Any) -> Any:
    """The same, where macros stand inside one another."""
    if len(values) > MOST_NESTED:
        raise Fault("long_list", MOST_NESTED)
    return values


def every(parts: Iterable[Callable[[], bool]]) -> bool:
    """``&&``: false if one part is, else an error if one part is, else true."""
    fault: Exception | None = None
    for part in parts:
        try:
            if not part():
                return False
        except FAULTS as error:
            fault = fault or error
    if fault is not None:
        raise fault
    return True


def some(parts: Iterable[Callable[[], bool]]) -> bool:
    """``||``: true if one part is, else an error if one part is, else false."""
    fault: Exception | None = None
    for part in parts:
        try:
            if part():
                return True
        except FAULTS as error:
            fault = fault or error
    if fault is not None:
        raise fault
    return False


def every_element(values: Iterable[Any], body: Callable[[Any], bool]) -> bool:
    """``all``, which is ``&&`` over the elements."""
    return every([_bound(body, value) for value in values])


def some_element(values: Iterable[Any], body: Callable[[Any], bool]) -> bool:
    """``exists``, which is ``||`` over the elements."""
    return some([_bound(body, value) for value in values])


def _bound(body: Callable[[Any], bool], value: Any) -> Callable[[], bool]:
    return lambda: body(value)


_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
