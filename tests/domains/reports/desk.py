"""What the tests of reports do in the reading room, and what they look at."""

from __future__ import annotations

from typing import Any

import msgspec

from channels.channel import Channel
from channels.feed import snapshot
from domains.access.rights import rights_of
from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import FinishExam, StartExam
from domains.reports.channel import diagnosis_list
from domains.reports.commands.form import Standing
from domains.reports.commands.review import PassReport, StartReview
from domains.reports.commands.writing import StartWriting, SubmitReport
from domains.reports.model import Content
from domains.reports.queries.listing import ListReports
from domains.reports.queries.showing import ShownReport, ShowReport
from domains.reports.seen import ListedReport
from hub.caller import Caller
from hub.firing import fire_next
from hub.house import House
from tests.domains.registration.desk import form, register
from tests.kit.house import one, person

TECHNICIAN, REGISTRAR, HEAD = person("technician"), person("registrar"), person("head")
DONE = Content(
    findings="<p>双肺纹理<strong>清晰</strong>，右上肺见结节影。</p>",
    impression="<p>右上肺结节，建议复查。</p>",
    critical=False,
    hp=False,
    image_score=90,
    report_score=95,
)


async def somebody(house: House, login: str = "doctor") -> Caller:
    """The demo's person with this login: with a name, and with the rights of the role that he bears."""
    role = login.rstrip("2")
    account = await one(house, "select id from access_accounts where login = :l and tenant = 'demo'", l=login)
    return Caller("demo", account, rights_of((role,)), frozenset({"demo"}))


async def examined(house: House, name: str = "钱多多", **fields: Any) -> str:
    """The id of the report of somebody who was registered, called and examined."""
    done = await register(house, patient=form(name, **fields.pop("who", {})), **fields)
    for step in (CallTicket, StartExam, FinishExam):
        await house.dispatch(TECHNICIAN, step(ticket_id=done.registration_id))
    while await fire_next(house.dispatch):
        continue
    return done.registration_id


async def entered(house: House, report_id: str, who: Caller | None = None) -> Standing:
    """The report as the doctor has it who has just entered to write."""
    stands: Standing = await house.dispatch(who or await somebody(house), StartWriting(report_id=report_id))
    return stands


async def submitted(house: House, report_id: str, content: Content = DONE, who: Caller | None = None) -> Standing:
    """Written and handed in."""
    doctor = who or await somebody(house)
    stands = await entered(house, report_id, doctor)
    wanted = SubmitReport(report_id=report_id, revision=stands.revision, content=content)
    done: Standing = await house.dispatch(doctor, wanted)
    return done


async def reviewing(house: House, report_id: str, who: Caller | None = None) -> Standing:
    """The report as the reviewer has it who has just entered."""
    stands: Standing = await house.dispatch(who or await somebody(house, "reviewer"), StartReview(report_id=report_id))
    return stands


async def passed(house: House, report_id: str, content: Content = DONE) -> Standing:
    """Written, handed in, and let pass."""
    await submitted(house, report_id, content)
    reviewer = await somebody(house, "reviewer")
    stands = await reviewing(house, report_id, reviewer)
    wanted = PassReport(report_id=report_id, revision=stands.revision, content=content)
    done: Standing = await house.dispatch(reviewer, wanted)
    return done


async def shown(house: House, report_id: str, who: Caller = HEAD) -> ShownReport:
    """The report as somebody who opens it sees it."""
    report: ShownReport = await house.dispatch.ask(who, ShowReport(report_id=report_id))
    return report


async def rows(house: House, who: Caller = HEAD, **filters: Any) -> list[ListedReport]:
    """The diagnosis list with these filters."""
    return list((await house.dispatch.ask(who, ListReports(**filters))).rows)


async def names(house: House, **filters: Any) -> list[str]:
    """Who is on it."""
    return [row.name for row in await rows(house, **filters)]


async def live(house: House, channel: Channel = diagnosis_list, **params: str) -> dict[str, Any]:
    """The rows of a channel as a fresh page shows them, by key."""
    async with house.engine.connect() as db:
        found = await channel.rows(db, channel.place("demo", params), house.clock(), None)
    return {row["key"]: row["row"] for row in msgspec.json.decode(snapshot(found))["rows"]}
