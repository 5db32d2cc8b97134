"""Algorithms opened for an institution: the view of it, its states, and who may see and do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domains.access.commands.applications import OpenApplication
from domains.access.model.applications import Terms
from domains.algorithms.commands import AI, ChangeOpening, EndOpening, OpenAlgorithm
from domains.algorithms.errors import AlgorithmDisabled, AlreadyOpened, ApplicationMissing, ChangedMeanwhile
from domains.algorithms.model import Standing, days_left, standing
from hub.db import audit
from hub.errors import Invalid, NotFound
from hub.house import House
from tests.domains.access.people import ask as asked
from tests.domains.access.people import enter, found
from tests.domains.algorithms.desk import BRANCH, PLATFORM, SHAPES, TODAY, opened, registered, shown
from tests.hub.front import front
from tests.kit.clock import StillClock
from tests.kit.house import person, recorded


@pytest.mark.parametrize(
    ("left", "enabled", "state"),
    [
        (91, True, "in_force"),
        (90, True, "to_renew"),
        (1, True, "to_renew"),
        (0, True, "expired"),
        (-5, True, "expired"),
        (None, True, "in_force"),
        (None, False, "suspended"),
        (10, False, "suspended"),
        (0, False, "expired"),
    ],
)
def test_how_an_opening_stands(left: int | None, enabled: bool, state: Standing) -> None:  # noqa: FBT001 - a case
    ends = None if left is None else TODAY + timedelta(days=left - 1)
    assert standing(ends, TODAY, enabled=enabled) == state
    assert days_left(ends, TODAY) == (None if left is None else max(0, left))


@pytest.mark.covers("AI-709")
async def test_an_institution_sees_the_algorithms_opened_for_it_only_and_those_that_are_over_marked(
    house: House, clock: StillClock
) -> None:
    liver, spine, breast = [(await registered(house, name=name)).id for name in ("肝脏", "脊柱", "乳腺")]
    await opened(house, liver, 10)
    await opened(house, spine, None)
    await opened(house, breast, 400, "demo")
    mine = await shown(house, BRANCH)
    assert [(name, one.state, one.days_left) for name, one in mine.items()] == [
        ("肝脏", "to_renew", 11),
        ("脊柱", "in_force", None),
    ]
    one = mine["肝脏"]
    assert (one.starts, one.ends, one.vendor) == (TODAY, TODAY + timedelta(days=10), "远山智能医疗")
    assert (one.modality, one.part, one.mine) == ("CT", "腹部", False)
    # The platform's administrator sees the same of the institution that he manages, and its own beside it.
    theirs = await shown(house, PLATFORM, "branch")
    assert set(theirs) == set(mine)
    assert all(one.mine for one in theirs.values())
    assert set(await shown(house, PLATFORM)) == {"乳腺"}
    clock.forward(days=11)
    assert {name: one.state for name, one in (await shown(house, BRANCH)).items()} == {
        "肝脏": "expired",
        "脊柱": "in_force",
    }


async def test_nobody_sees_the_algorithms_of_an_institution_that_he_does_not_manage(house: House) -> None:
    await opened(house, (await registered(house)).id, None, "demo")
    with pytest.raises(NotFound):
        await shown(house, BRANCH, "demo")
    assert await shown(house, BRANCH) == {}


async def test_what_the_register_disables_is_shown_as_suspended_and_not_opened(house: House) -> None:
    liver, spine = [await registered(house, name=name) for name in ("肝脏", "脊柱")]
    await opened(house, liver.id, 100)
    assert SHAPES.enable is not None
    await house.dispatch(PLATFORM, SHAPES.enable(algorithm_ids=(liver.id, spine.id), enabled=False))
    assert (await shown(house, BRANCH))["肝脏"].state == "suspended"
    with pytest.raises(AlgorithmDisabled):
        await opened(house, spine.id, 100)


async def test_an_opening_is_changed_and_ended_and_may_come_again(house: House, clock: StillClock) -> None:
    liver = (await registered(house, name="肝脏")).id
    first = await opened(house, liver, 10)
    with pytest.raises(AlreadyOpened):
        await opened(house, liver, 20)
    place = {"institution_id": "branch", "opening_id": first.opening_id}
    clock.forward(days=30)
    assert (await shown(house, BRANCH))["肝脏"].state == "expired"
    longer = ChangeOpening(**place, v=1, starts=TODAY, ends=TODAY + timedelta(days=365), note="续签一年")
    assert (await house.dispatch(PLATFORM, longer)).v == 2
    one = (await shown(house, BRANCH))["肝脏"]
    assert (one.state, one.note, one.v) == ("in_force", "续签一年", 2)
    with pytest.raises(ChangedMeanwhile):
        await house.dispatch(PLATFORM, longer)
    await house.dispatch(PLATFORM, EndOpening(**place))
    assert await shown(house, BRANCH) == {}
    with pytest.raises(NotFound):
        await house.dispatch(PLATFORM, EndOpening(**place))
    await opened(house, liver, None)
    assert set(await shown(house, BRANCH)) == {"肝脏"}


async def test_the_facts_and_the_audit_are_those_of_the_institution(house: House) -> None:
    last = (await recorded(house))[-1].seq
    first = await opened(house, (await registered(house)).id, 10)
    await house.dispatch(PLATFORM, EndOpening(institution_id="branch", opening_id=first.opening_id))
    facts = [fact.envelope for fact in await recorded(house, "algorithms.", after=last)]
    told = [(one.type, one.tenant, one.v) for one in facts if one.aggregate == first.opening_id]
    assert told == [("algorithms.algorithm_opened", "branch", 1), ("algorithms.opening_ended", "branch", 2)]
    async with house.engine.connect() as db:
        mine = audit.select().where(audit.c.tenant == "branch", audit.c.command.like("algorithms/%"))
        rows = list(await db.execute(mine.where(audit.c.actor == PLATFORM.actor).order_by(audit.c.id)))
    assert [row.command for row in rows] == ["algorithms/open-algorithm", "algorithms/end-opening"]


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [(TODAY + timedelta(days=1), None, "starts"), (TODAY, TODAY - timedelta(days=1), "ends")],
)
async def test_a_validity_begins_by_today_and_ends_after_its_beginning(
    house: House, starts: date, ends: date | None, field: str
) -> None:
    liver = (await registered(house)).id
    with pytest.raises(Invalid) as refused:
        await house.dispatch(
            PLATFORM, OpenAlgorithm(institution_id="branch", algorithm_id=liver, starts=starts, ends=ends)
        )
    assert [error.field for error in refused.value.fields] == [field]


async def test_only_the_platform_opens_and_only_for_whom_it_manages(house: House) -> None:
    liver = (await registered(house)).id
    first = await opened(house, liver, 10)
    # An institution's administrator finds neither the register nor an opening that he could change.
    with pytest.raises(NotFound):
        await house.dispatch(BRANCH, OpenAlgorithm(institution_id="branch", algorithm_id=liver, starts=TODAY))
    with pytest.raises(NotFound):
        await house.dispatch(BRANCH, EndOpening(institution_id="branch", opening_id=first.opening_id))
    with pytest.raises(NotFound):
        await opened(house, liver, 10, "elsewhere")
    with pytest.raises(NotFound):
        await house.dispatch(
            replace(person("admin"), reads=frozenset({"demo"})),
            OpenAlgorithm(institution_id="branch", algorithm_id=liver, starts=TODAY),
        )


async def test_an_institution_needs_the_application_and_its_administrator_then_has_the_page(house: House) -> None:
    code = (await found(house)).institution_id
    admin = replace(PLATFORM, reads=PLATFORM.reads | {code})
    liver = (await registered(house, name="肝脏")).id
    command = OpenAlgorithm(institution_id=code, algorithm_id=liver, starts=TODAY)
    with pytest.raises(ApplicationMissing):
        await house.dispatch(admin, command)
    terms = Terms("yearly", 0, TODAY, TODAY + timedelta(days=300))
    async with front(house) as client:
        await enter(client, "xincheng", "abcdef")
        assert (await asked(client, "algorithms/list-opened-algorithms"))[0] == 403
    await house.dispatch(admin, OpenApplication(institution_id=code, application=AI, terms=terms))
    await house.dispatch(admin, command)
    async with front(house) as client:
        await enter(client, "xincheng", "abcdef")
        status, listed = await asked(client, "algorithms/list-opened-algorithms")
        assert (status, [one["name"] for one in listed]) == (200, ["肝脏"])
        # The register itself is the platform's alone.
        assert (await asked(client, "algorithms/list-algorithms"))[0] == 403
        assert (
            await asked(
                client, "algorithms/open-algorithm", institution_id=code, algorithm_id=liver, starts="2026-03-01"
            )
        )[0] == 403
