"""Random moves in the alert centre, for tests that only care that everything keeps converging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from domains.alerts.commands.handling import (
    AcknowledgeAlerts,
    CloseAlerts,
    GiveBackAlerts,
    NoteAlert,
    ShelveAlerts,
    UnshelveAlerts,
)
from domains.alerts.commands.rostering import DeleteRoster, SaveRoster
from domains.alerts.commands.silencing import CreateSilence, EndSilence
from domains.alerts.rotas import Rota
from hub.commands import Command
from hub.house import House
from tests.domains.alerts.board import ADMIN, ESCALATING, RULE, finding, found, save

PLACES: tuple[Mapping[str, str], ...] = ({},)
"""The parts beside the tenant of the channel names to watch."""
ON_ALERTS = (AcknowledgeAlerts, GiveBackAlerts, CloseAlerts, UnshelveAlerts)


async def move(house: House, random: Random) -> None:
    """One random finding, or step of somebody; it may well be refused."""
    async with house.engine.connect() as db:
        rules = (await db.execute(sa.text("select count(*) from rules_own where code = 'T-LATE'"))).scalar()
        alerts = list((await db.execute(sa.text("select id from alerts_alerts where tenant = 'demo'"))).scalars())
        silences = list((await db.execute(sa.text("select id from alerts_silences where tenant = 'demo'"))).scalars())
        query = sa.text("select v from alerts_rosters where tenant = 'demo' and id = 'night' and deleted_at is null")
        edition = (await db.execute(query)).scalar() or 0
    if not rules:
        await save(house, RULE, ESCALATING)
    kind = random.randrange(10)
    if kind <= 2 or not alerts:
        rule = random.choice((RULE.code, ESCALATING.code))
        key, window = f"p{random.randrange(3)}", f"w{random.randrange(30)}"
        await found(house, finding(key, window, rule=rule, holds=random.random() < 0.7))
        return
    await house.dispatch(ADMIN, _command(house, random, kind, (alerts, silences, edition)))


def _command(house: House, random: Random, kind: int, there: tuple[list[str], list[str], int]) -> Command:
    alerts, silences, edition = there
    soon = house.clock() + timedelta(seconds=random.randint(1, 30))
    if kind == 3:
        goes = edition and random.random() < 0.4
        written = SaveRoster(roster_id="night", name="夜班", rota=Rota(), edition=edition)
        return DeleteRoster(roster_id="night", edition=edition) if goes else written
    if kind == 4 and silences:
        return EndSilence(silence_id=random.choice(silences))
    if kind == 4:
        rules = random.choice(((), (RULE.code,)))
        return CreateSilence(kind="silence", starts_at=house.clock(), ends_at=soon, comment="检修", rules=rules)
    if kind == 5:
        return ShelveAlerts(alert_ids=(random.choice(alerts),), until=soon)
    if kind == 6:
        return NoteAlert(alert_id=random.choice(alerts), note="已电话联系")
    return random.choice(ON_ALERTS)(alert_ids=tuple(random.sample(alerts, min(2, len(alerts)))))
