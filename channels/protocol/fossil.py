"""Patches in the Fossil delta format (section 13): a publication travels as its difference to the one before.

The encoder looks the target's bytes up in an index of the source's 16-byte blocks, as the original does; Python's own
hash of 16 bytes takes the place of the rolling one. Every boundary lies between two characters when the texts are
UTF-8, so such a patch is UTF-8 itself and fits into a JSON string.
"""

from __future__ import annotations

from bisect import bisect_left
from struct import unpack
from typing import Final

_BLOCK: Final = 16
_DIGITS: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
_MOST_COPIES: Final = 256  # a text in more pieces is another text: finding them all costs more than it saves
_INSIDE: Final = 0b1000_0000
_LONGEST_TAIL: Final = 3  # bytes of a UTF-8 character after its first

Copy = tuple[int, int, int]
"""Where a stretch of the target starts and ends, and where it stands in the source."""


def patch(before: bytes, after: bytes) -> bytes | None:
    """What turns `before` into `after`; None when `after` itself is not longer than that."""
    written = [_number(len(after)), b"\n"]
    done = 0
    for start, end, source in _copies(before, after):
        if start > done:
            written += (_number(start - done), b":", after[done:start])
        written += (_number(end - start), b"@", _number(source), b",")
        done = end
    if done < len(after):
        written += (_number(len(after) - done), b":", after[done:])
    written += (_number(_checksum(after)), b";")
    delta = b"".join(written)
    return delta if len(delta) < len(after) else None


def _copies(before: bytes, after: bytes) -> list[Copy]:
    """The stretches of `after` that also stand in `before`; ascending, without overlap."""
    head = _run(before, 0, after, 0)
    limit = min(len(before), len(after)) - head
    tail = _run_back(before, len(before), after, len(after), limit)
    found: list[Copy] = []
    _keep(found, after, 0, head, 0)
    if len(after) - head - tail >= _BLOCK:
        _search(found, before, after, head, len(after) - tail)
    _keep(found, after, len(after) - tail, len(after), len(before) - tail)
    return found


def _search(found: list[Copy], before: bytes, after: bytes, done: int, stop: int) -> None:
    """Add the copies between `done` and `stop`; each byte is looked at a bounded number of times."""
    index: dict[bytes, list[int]] = {}
    for at in range(0, len(before) - _BLOCK + 1, _BLOCK):
        index.setdefault(before[at : at + _BLOCK], []).append(at)
    at = read = done  # `read`: where the source would go on after the last copy
    while at <= stop - _BLOCK and len(found) < _MOST_COPIES:
        if after[at : at + _BLOCK] not in index:
            at += 1
            continue
        # Rows that look alike begin at other places within their blocks: the best copy may begin a little later.
        start, end, source = max(
            (_match(index, before, after, place, done, read) for place in range(at, at + _BLOCK)), key=_length
        )
        end = min(end, stop)
        if _keep(found, after, start, end, source):
            at = done = end
            read = source + end - start
        else:
            at += 1


def _match(index: dict[bytes, list[int]], before: bytes, after: bytes, at: int, done: int, read: int) -> Copy:
    """The copy around `at`, not before `done`; of several places in the source the next one from `read` on."""
    places = index.get(after[at : at + _BLOCK])
    if places is None:
        return at, at, 0
    source = places[bisect_left(places, read) % len(places)]
    back = _run_back(before, source, after, at, min(source, at - done))
    return at - back, at + _run(before, source, after, at), source - back


def _length(copy: Copy) -> int:
    return copy[1] - copy[0]


def _keep(found: list[Copy], after: bytes, start: int, end: int, source: int) -> bool:
    """Add a copy, narrowed to whole characters, unless it would be longer than the bytes themselves."""
    first, last = start, end
    while first < last and first - start < _LONGEST_TAIL and _is_inside(after[first]):
        first += 1
    while last > first and end - last < _LONGEST_TAIL and last < len(after) and _is_inside(after[last]):
        last -= 1
    source += first - start
    if last - first <= len(_number(last - first)) + len(_number(source)) + 2:
        return False
    found.append((first, last, source))
    return True


def _is_inside(byte: int) -> bool:
    """Whether this byte belongs to a UTF-8 character that began before it."""
    return byte & 0b1100_0000 == _INSIDE


def _run(before: bytes, source: int, after: bytes, target: int) -> int:
    """How many bytes are the same from here on: in growing strides, then halving the one that differs."""
    limit = min(len(before) - source, len(after) - target)
    same, stride = 0, _BLOCK
    while stride:
        stride = min(stride, limit - same)
        if before[source + same : source + same + stride] == after[target + same : target + same + stride]:
            same += stride
            stride = 2 * stride if same < limit else 0
        else:
            return same + _agreeing(before, source + same, after, target + same, stride)
    return same


def _agreeing(before: bytes, source: int, after: bytes, target: int, differs: int) -> int:
    """How many bytes are the same when among the next `differs` one is not."""
    same = 0
    while differs > 1:
        half = differs // 2
        if before[source + same : source + same + half] == after[target + same : target + same + half]:
            same += half
            differs -= half
        else:
            differs = half
    return same


def _run_back(before: bytes, source: int, after: bytes, target: int, limit: int) -> int:
    """How many of the up to `limit` bytes before these places are the same."""
    same, step = 0, limit
    while step:
        source_end, target_end = source - same, target - same
        if before[source_end - step : source_end] == after[target_end - step : target_end]:
            same += step
            step = min(step, limit - same)
        else:
            step //= 2
    return same


def _number(value: int) -> bytes:
    """Base 64 in the digits of the format, the highest first."""
    digits = bytearray()
    while True:
        digits.append(_DIGITS[value & 63])
        value >>= 6
        if not value:
            return bytes(digits[::-1])


def _checksum(data: bytes) -> int:
    """The sum of the data's big-endian 32-bit words, the last one filled up with zeros."""
    count = -(-len(data) // 4)
    words: tuple[int, ...] = unpack(f">{count}I", data.ljust(count * 4, b"\0"))
    return sum(words) & 0xFFFFFFFF
