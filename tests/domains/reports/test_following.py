"""How reports follow examinations, and registrations follow reports."""

from __future__ import annotations

import asyncio
import io

import pypdf
import pytest
import sqlalchemy as sa

from domains.queue.commands.calls import CallTicket
from domains.queue.commands.steps import FinishExam, StartExam
from domains.registration.carrying import Carrier
from domains.registration.commands.desk import EditRegistration
from domains.registration.commands.moves import CancelRegistration
from domains.registration.commands.referring import ReferPatient
from domains.registration.errors import CannotNow
from domains.registration.printing import PrintPaper
from domains.registration.queries.managing import ListRegistrations
from domains.reports.carrying import ReportCarrier
from domains.reports.commands.review import PassReport, StartReview
from domains.reports.commands.writing import AbandonWriting, SubmitReport
from hub.errors import NotFound
from hub.house import House
from tests.domains.registration.desk import CT, REGISTRAR, form, register, row_of, urgent
from tests.domains.registration.test_referral import CAMPUS
from tests.domains.reports.desk import (
    DONE,
    TECHNICIAN,
    entered,
    examined,
    names,
    passed,
    reviewing,
    rows,
    shown,
    somebody,
    submitted,
)
from tests.kit.house import person, recorded
from tests.kit.older import upgraded
from tests.kit.servers import Servers


async def _managed(house: House, status: str) -> list[str]:
    page = await house.dispatch.ask(REGISTRAR, ListRegistrations(status=status))  # type: ignore[arg-type]
    return [row.name for row in page.rows]


async def test_a_report_comes_into_being_when_the_examination_is_finished(house: House) -> None:
    done = await register(house, patient=form("新来的"))
    for step in (CallTicket, StartExam):
        await house.dispatch(TECHNICIAN, step(ticket_id=done.registration_id))
    with pytest.raises(NotFound):
        await shown(house, done.registration_id)
    await house.dispatch(TECHNICIAN, FinishExam(ticket_id=done.registration_id))
    seen = await shown(house, done.registration_id)
    assert (seen.report.state, seen.report.exam_at, seen.report.name) == ("to_diagnose", house.clock(), "新来的")
    assert [line.step for line in seen.log] == ["opened"]
    assert (seen.registration.registration_id, seen.registration.exam_no) == (done.registration_id, done.exam_no)


async def test_what_the_desk_corrects_before_the_report_is_begun_is_corrected_in_it(house: House) -> None:
    report = await examined(house, "错名")
    edit = EditRegistration(
        registration_id=report, edition=1, patient=form("对名"), items=(CT,), request=urgent("emergency")
    )
    await house.dispatch(REGISTRAR, edit)
    (row,) = await rows(house)
    assert (row.name, row.patient_class, row.v) == ("对名", "emergency", 2)
    await entered(house, report)
    with pytest.raises(CannotNow):
        await house.dispatch(
            REGISTRAR, EditRegistration(registration_id=report, edition=2, patient=form("再改"), items=(CT,))
        )


@pytest.mark.covers("RIS-071")
async def test_the_registration_moves_between_the_states_as_its_report_does(house: House) -> None:
    report = await examined(house, "本例")

    async def where() -> list[str]:
        found = [
            status for status in ("registered", "diagnosing", "completed") if "本例" in await _managed(house, status)
        ]
        assert "本例" in await _managed(house, "all")
        return found

    assert await where() == ["registered"]
    doctor = await somebody(house)
    await entered(house, report, doctor)
    assert await where() == ["diagnosing"]
    with pytest.raises(CannotNow) as refused:
        await house.dispatch(REGISTRAR, CancelRegistration(registration_id=report))
    assert "诊断中" in refused.value.detail("zh")
    await house.dispatch(doctor, AbandonWriting(report_id=report))
    assert await where() == ["registered"]
    await submitted(house, report)
    assert await where() == ["diagnosing"]
    await reviewing(house, report)
    assert await where() == ["diagnosing"]
    other = await examined(house, "写完")
    await passed(house, other)
    assert await _managed(house, "completed") == ["写完"]
    assert (await row_of(house, other))["state"] == "completed"


@pytest.mark.slow
@pytest.mark.covers("RIS-083")
async def test_a_referred_patient_is_reported_on_where_he_is_examined_and_the_report_comes_back(house: House) -> None:
    wanted = ReferPatient(patient=form("白转诊"), institution="branch", campus=CAMPUS, items=(CT,))
    sent = await house.dispatch(REGISTRAR, wanted)
    carrier = Carrier(house)
    await carrier.handle(await recorded(house, "registration."))
    there, technician = person("registrar", "branch"), person("technician", "branch")
    async with house.engine.connect() as db:
        query = sa.text("select id, edition from registration_registrations where tenant = 'branch'")
        row = (await db.execute(query)).one()
        room = (await db.execute(sa.text("select id from queue_rooms where tenant = 'branch' limit 1"))).scalar_one()
    edit = EditRegistration(
        registration_id=row.id, edition=row.edition, patient=form("白转诊"), items=(CT,), room_id=room
    )
    await house.dispatch(there, edit)
    for step in (CallTicket, StartExam, FinishExam):
        await house.dispatch(technician, step(ticket_id=row.id))
    head = person("head", "branch")
    assert [one.report_id for one in await rows(house, head)] == [row.id]
    await entered(house, row.id, head)
    await carrier.handle(await recorded(house, "registration."))
    assert (await row_of(house, sent.registration_id))["state"] == "diagnosing"
    assert await names(house, statuses=()) == []
    assert "检查登记单" in await _preview(house, sent.registration_id)
    stands = await house.dispatch(head, SubmitReport(report_id=row.id, revision=0, content=DONE))
    stands = await house.dispatch(head, StartReview(report_id=row.id))
    await house.dispatch(head, PassReport(report_id=row.id, revision=stands.revision, content=DONE))
    await carrier.handle(await recorded(house, "registration."))
    for _ in range(2):
        await ReportCarrier(house).handle(await recorded(house, "reports."))
    assert (await row_of(house, sent.registration_id))["state"] == "completed"
    (mine,) = await rows(house, statuses=())
    theirs = (await rows(house, head, statuses=()))[0]
    assert (mine.report_id, mine.state, mine.exam_no) == (sent.registration_id, "reviewed", theirs.exam_no)
    text = await _preview(house, sent.registration_id)
    assert "检查报告单" in text
    assert "右上肺结节，建议复查。" in text
    assert [line.step for line in (await shown(house, sent.registration_id)).log] == ["taken"]


async def _preview(house: House, registration_id: str) -> str:
    printed = await house.dispatch.ask(REGISTRAR, PrintPaper(registration_id=registration_id, paper="preview"))
    pages = pypdf.PdfReader(io.BytesIO(printed.pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


OLD = (
    "insert into access_institutions (id, name, time_zone) values ('h1', '老医院', 'Asia/Shanghai')",
    (
        "insert into queue_rooms (tenant, id, name, campus, v, enabled, note, created_at, created_by, updated_at,"
        " updated_by) values ('h1', 'ct1', '一室', '东院', 1, true, '', now(), '', now(), '')"
    ),
    *(
        "insert into registration_registrations (id, tenant, state, ticket_state, patient_id, name, pinyin, sex, rank,"
        " exam_type, items, parts, diagnosis, purpose, history, signs, requesting_department, requesting_doctor,"
        " study_uid, order_no, arrears, campus, room_id, number, exam_no, image_no, direction, other_tenant, other_id,"
        " other_v, requesting_campus, registered_at, registered_by, updated_at, edition, v)"
        f" values ('{key}', 'h1', '{state}', '', 'p1', '旧患者', '', 'male', 1, 'CT',"
        """ '[{"code": "CT-002", "name": "胸部CT平扫"}]', '{胸部}', '', '', '', '', '内科', '陈', '', '', false,"""
        f" '东院', 'ct1', 'CT001', 'E{key}', 'I{key}', '{direction}', '', '', 0, '', '2026-03-01T01:00:00Z', 'a1',"
        " '2026-03-01T02:00:00Z', 1, 4)"
        for key, state, direction in (
            ("r1", "examined", ""),
            ("r2", "registered", ""),
            ("r3", "examined", "sent"),
            ("r4", "cancelled", ""),
            ("r5", "examined", "received"),
        )
    ),
)
SHOWN = "select id, state, name, items, room, exam_no, turn / 1000000000000000, revision, content from reports_reports"


async def _migrate(servers: Servers) -> None:
    revisions = ("registration_0001", "queue_0004", "access_0006")
    async with upgraded(servers, "old_exams", revisions, OLD) as db:
        found = [tuple(row) for row in await db.execute(sa.text(f"{SHOWN} order by id"))]
        whole = ("to_diagnose", "旧患者", ["胸部CT平扫"], "一室")
        assert found == [("r1", *whole, "Er1", 1, 0, {}), ("r5", *whole, "Er5", 1, 0, {})]


@pytest.mark.slow
def test_who_was_examined_before_there_were_reports_gets_one(servers: Servers) -> None:
    asyncio.run(_migrate(servers))
