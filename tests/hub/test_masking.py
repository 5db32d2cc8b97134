"""Personal data as others may see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.masking import mask_identity, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张小三", "张*三"), ("张三", "张*"), ("欧阳若兰", "欧**兰"), ("张", "张"), ("", ""), ("Anna Li", "A*****i")],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13412345678", "134****5678"), ("8612345", "*******"), ("", ""), ("01012345678", "010****5678")],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"), [("110101199003075998", "1101****5998"), ("11010119", "********"), ("", "")]
)
def test_identity_numbers(number: str, masked: str) -> None:
    assert mask_identity(number) == masked


@given(st.text(alphabet="甲乙丙丁戊己庚辛", min_size=3, max_size=8))
def test_of_a_longer_name_only_the_ends_remain(name: str) -> None:
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert (masked[0], masked[-1], set(masked[1:-1])) == (name[0], name[-1], {"*"})


@given(st.text(alphabet="0123456789", max_size=30))
def test_never_more_digits_than_promised(number: str) -> None:
    assert sum(c.isdigit() for c in mask_phone(number)) <= 7
    assert sum(c.isdigit() for c in mask_identity(number)) <= 8
    if number:
        assert "*" in mask_phone(number)
        assert "*" in mask_identity(number)
