"""Roles shared out to processes: every one runs once, and a role that there is not is named."""

from __future__ import annotations

import argparse

import pytest

from hub import roles
from hub.house import House
from hub.settings import WrongSetting
from hub.supervise.shares import LIVE, SHARES
from hub.verbs import work


def _chosen(house: House, options: tuple[str, ...]) -> list[str]:
    parser = argparse.ArgumentParser()
    work.configure(parser)
    asked = parser.parse_args(options)
    return [r.name for r in roles.chosen(house, asked.only, asked.without)]


async def test_the_shares_of_up_run_every_role_once(house: House) -> None:
    live, rest = (_chosen(house, share) for share in SHARES)
    assert sorted(live) == sorted(LIVE)
    assert sorted(live + rest) == sorted(r.name for r in roles.roles_of(house))
    assert _chosen(house, ()) == [r.name for r in roles.roles_of(house)]


@pytest.mark.parametrize("options", [("--only", "nobody"), ("--except", "nobody")])
async def test_a_role_that_there_is_not_is_named(house: House, options: tuple[str, str]) -> None:
    with pytest.raises(WrongSetting, match=r"no role 'nobody'.*relay"):
        _chosen(house, options)
