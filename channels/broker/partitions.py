"""In which part of a cluster a channel lies.

A cluster has 16,384 slots and gives each of its masters some ranges of them. Channels are hashed to 128 partitions, and
each partition has a tag whose slot lies in the partition's own 128th of all slots, so that partitions spread as evenly
over the masters as slots do. The number and the tags are part of the data's layout: changing them moves all channels.
"""

from __future__ import annotations

import zlib
from binascii import crc_hqx
from functools import cache

SLOTS = 16384
PARTITIONS = 128


def slot_of(tag: str) -> int:
    """The slot of all keys that carry `{tag}` (CRC16, https://redis.io/docs/reference/cluster-spec)."""
    return crc_hqx(tag.encode(), 0) % SLOTS


@cache
def tags() -> tuple[str, ...]:
    """One tag per partition: the first decimal number that lies in the partition's share of the slots."""
    found: dict[int, str] = {}
    number = 0
    while len(found) < PARTITIONS:
        found.setdefault(slot_of(str(number)) * PARTITIONS // SLOTS, str(number))
        number += 1
    return tuple(found[partition] for partition in range(PARTITIONS))


def partition_of(name: str) -> int:
    """The partition of a channel, or of a node that is told something."""
    return zlib.crc32(name.encode()) % PARTITIONS
