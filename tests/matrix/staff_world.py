"""Social union workers, trainings and allowances of every sort of place."""

import datetime
from collections.abc import Callable
from typing import Any

from cadres.models import (
    Allowance,
    Appointment,
    Attendance,
    Person,
    SocialWorker,
    Training,
    TrainingPlan,
)

DAY = datetime.date(2026, 3, 1)


def _person(spot: Any, name: str) -> Person:
    return Person.objects.create(county_code=spot.county_code, name=name, township_id=spot.township)


def _worker(world: Any, spot: Any) -> SocialWorker:
    return SocialWorker.objects.create(
        county_code=spot.county_code,
        person=_person(spot, spot.mark),
        township_id=spot.township,
        hire_mode="direct",
        started_on=DAY,
    )


def _plan(world: Any, spot: Any) -> TrainingPlan | None:
    """A plan is made by an office."""
    if spot.township:
        return None
    return TrainingPlan.objects.create(
        county_code=spot.county_code, year=2026, level=6, title=spot.mark
    )


def _training(world: Any, spot: Any) -> Training:
    return Training.objects.create(
        county_code=spot.county_code,
        title=spot.mark,
        mode="off_job",
        organiser_level=6,
        organiser="x",
        started_on=DAY,
        completed_on=DAY,
        township_id=spot.township,
    )


def _attendance(world: Any, spot: Any) -> Attendance:
    return Attendance.objects.create(
        county_code=spot.county_code,
        training=world.record("training", spot.name),
        person=_person(spot, spot.mark),
    )


def _allowance(world: Any, spot: Any) -> Allowance:
    post = Appointment.objects.create(
        county_code=spot.county_code,
        union=world.record("grassroots union", spot.name),
        person=_person(spot, spot.mark),
        post="vice_chair",
        appointment_type="parttime",
        valid_from=DAY,
    )
    return Allowance.objects.create(
        county_code=spot.county_code, appointment=post, monthly=200, valid_from=DAY, payer="x"
    )


STAFF_MAKERS: dict[str, Callable[[Any, Any], Any]] = {
    "social worker": _worker,
    "training plan": _plan,
    "training": _training,
    "attendance": _attendance,
    "allowance": _allowance,
}
