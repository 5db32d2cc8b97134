"""Who stands where in a list (radiology, section 6 and 4.2)."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domains.queue.model import PatientClass, Step, Ticket, first_waiting, order_of, step
from tests.domains.queue.test_model import ticket
from tests.kit.clock import MORNING


def at(clock_time: str, patient_class: PatientClass = PatientClass.NORMAL, state: str = "waiting") -> Ticket:
    """Somebody of that class whose pre-exam time is ``clock_time`` in Shanghai, where MORNING is nine o'clock."""
    hour, minute = clock_time.split(":")
    moment = MORNING + timedelta(hours=int(hour) - 9, minutes=int(minute))
    return ticket(state, id=clock_time, pre_exam_time=moment, patient_class=patient_class, exam_no=clock_time)


def names(tickets: list[Ticket]) -> list[str]:
    return [t.id for t in sorted(tickets, key=order_of)]


EMERGENCY, VIP = PatientClass.EMERGENCY, PatientClass.VIP


def test_the_example_of_the_requirements() -> None:
    assert names([at("09:00"), at("09:40", EMERGENCY), at("08:50")]) == ["09:40", "08:50", "09:00"]


def test_vip_stands_between_emergency_and_normal() -> None:
    line = [at("08:00"), at("11:00", VIP), at("12:00", EMERGENCY), at("10:00", VIP)]
    assert names(line) == ["12:00", "10:00", "11:00", "08:00"]


def test_a_new_emergency_is_called_next_however_late_its_time() -> None:
    line = [at("08:00"), at("08:10", VIP)]
    first = first_waiting(line)
    assert first is not None
    assert first.id == "08:10"
    first = first_waiting([*line, at("16:00", EMERGENCY)])
    assert first is not None
    assert first.id == "16:00"


def test_nobody_is_next_when_nobody_waits() -> None:
    assert first_waiting([]) is None
    assert first_waiting([at("08:00", state="called"), at("08:10", state="passed")]) is None


def test_who_signs_in_again_stands_behind_the_called_of_his_class_at_his_own_time() -> None:
    passed = at("08:10", state="passed")
    others = [at("08:20", state="called"), at("08:30", state="called"), at("08:05"), at("08:15"), at("08:00", VIP)]
    assert names([*others, passed]) == ["08:00", "08:20", "08:30", "08:05", "08:15", "08:10"]
    again = step(passed, Step.SIGN_IN_AGAIN)
    assert names([*others, again]) == ["08:00", "08:20", "08:30", "08:05", "08:10", "08:15"]


def test_a_call_does_not_let_anybody_past_a_higher_class() -> None:
    assert names([at("08:00", state="calling"), at("12:00", EMERGENCY)]) == ["12:00", "08:00"]


def test_the_same_time_keeps_the_order_of_registration() -> None:
    early, late = (ticket(id=n, exam_no=n) for n in ("202603020001", "202603020002"))
    assert names([late, early]) == [early.id, late.id]


waiting = st.builds(
    lambda minute, patient_class, no: ticket(
        id=str(no), exam_no=f"{no:012}", patient_class=patient_class, pre_exam_time=MORNING + timedelta(minutes=minute)
    ),
    st.integers(-240, 600),
    st.sampled_from(PatientClass),
    st.integers(1, 10**9),
)


@given(st.lists(waiting, max_size=12, unique_by=lambda t: t.id), st.randoms(use_true_random=False))
def test_waiting_patients_stand_by_class_and_time(line: list[Ticket], random: Random) -> None:
    ordered = sorted(line, key=order_of)
    assert [(t.patient_class, t.pre_exam_time) for t in ordered] == sorted(
        (t.patient_class, t.pre_exam_time) for t in line
    )
    shuffled = random.sample(line, len(line))
    assert sorted(shuffled, key=order_of) == ordered
    assert first_waiting(shuffled) == (ordered[0] if ordered else None)
