"""Where things lie: partitions, keys, and what is sent for a plain publication."""

from __future__ import annotations

from collections import Counter

import pytest

from channels.broker.base import Extras, Publication, Signal
from channels.broker.keys import Keys
from channels.broker.parcel import pack_extras, pack_present, pack_signal, pack_unkept, unpack, unpack_present
from channels.broker.partitions import PARTITIONS, SLOTS, partition_of, slot_of, tags
from channels.protocol.people import ClientInfo


def test_slots_are_those_of_the_specification() -> None:
    assert slot_of("123456789") == 0x31C3 % SLOTS


@pytest.mark.parametrize("masters", [1, 2, 3, 5, 7, 16, 64])
def test_partitions_spread_evenly_over_the_masters(masters: int) -> None:
    held = Counter(slot_of(tag) * masters // SLOTS for tag in tags())
    assert len(tags()) == len(set(tags())) == PARTITIONS
    assert max(held.values()) - min(held.get(number, 0) for number in range(masters)) <= 2


def test_channels_spread_over_the_partitions() -> None:
    held = Counter(partition_of(f"queue:room{number}") for number in range(12800))
    assert len(held) == PARTITIONS
    assert max(held.values()) < 160


def test_the_layout_does_not_change() -> None:
    assert (tags()[0], tags()[64], tags()[127]) == LAYOUT_TAGS
    assert partition_of("ward:1") == LAYOUT_WARD
    assert Keys.tagged("carewire", "7").stream("a{b}") == "carewire{7}.stream.a{b}"


LAYOUT_TAGS = ("14", "16", "44")
LAYOUT_WARD = 15


def test_all_keys_of_a_partition_share_its_tag() -> None:
    keys = Keys.tagged("p", "42")
    channel = "odd{}name.}"
    names = [keys.fence, keys.stream(channel), keys.meta(channel), keys.rows(channel), keys.old_rows(channel)]
    names += [keys.result(channel, "k"), *keys.present(channel), keys.live(channel), keys.control("n"), keys.probe("x")]
    assert {name[name.index("{") : name.index("}") + 1] for name in names} == {"{42}"}
    assert len(set(names)) == len(names)


def test_results_of_different_channels_are_different_keys() -> None:
    keys = Keys.alone("p")
    assert keys.result("a", "b.c") != keys.result("a.b", "c")


def test_a_plain_publication_has_no_extras() -> None:
    assert pack_extras(Extras(version=None, idempotency_key="k")) == b""
    assert pack_unkept(b"1", b"") == b"0::1"


@pytest.mark.parametrize("joined", [True, False])
def test_signals_and_infos_come_back(joined: bool) -> None:  # noqa: FBT001 - a parameter of the test
    info = ClientInfo("贝:亚", "c", b"\x00", None)
    assert unpack(pack_signal(Signal(joined, info))) == Signal(joined, info)
    assert unpack_present(pack_present(info)) == info


def test_extras_come_back() -> None:
    extras = pack_extras(Extras(key="k", tags={"a": "b:c"}))
    assert unpack(pack_unkept(b"x1:y", extras)) == Publication(0, "", b"x1:y", "k", {"a": "b:c"})


@pytest.mark.parametrize("payload", [b"", b"1:e", b"x:y", b"n:o:t", b"j\xc1", b"x1:\xc11:e:d"])
def test_what_no_broker_sends_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(payload)
