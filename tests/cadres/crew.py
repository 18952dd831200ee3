"""People in posts, trainings and social union workers, for tests of staffing and training."""

import datetime
from typing import Any

from cadres.models import Appointment, Attendance, Person, SocialWorker, Training
from townships.choices import UnionForm, UnionKind
from townships.models import Division, Union

COUNTY = "410581"


def person(name: str, county: str = COUNTY, **values: Any) -> Person:
    """A cadre."""
    return Person.objects.create(county_code=county, name=name, **values)


def township_union(
    place: Division, form: str = UnionForm.GENERAL, county: str = COUNTY, **values: Any
) -> Union:
    """The union of a township."""
    return Union.objects.create(
        county_code=county,
        township=place,
        code=place.code,
        name=f"{place.name}总工会",
        kind=UnionKind.TOWNSHIP,
        form=form,
        **values,
    )


def post(union: Union, who: Person | str, what: str, kind: str = "", **values: Any) -> Appointment:
    """A post that is held since 2024-03-01."""
    if isinstance(who, str):
        who = person(who, union.county_code, township=union.township)
    return Appointment.objects.create(
        county_code=union.county_code,
        union=union,
        person=who,
        post=what,
        appointment_type=kind,
        **{"valid_from": datetime.date(2024, 3, 1), **values},
    )


def training(county: str = COUNTY, **values: Any) -> Training:
    """A passed-or-not off-job course of the city union that ended on 2025-03-01."""
    known = {
        "title": "乡镇工会主席脱产培训班",
        "mode": "off_job",
        "organiser_level": 4,
        "organiser": "安阳市总工会",
        "started_on": datetime.date(2025, 2, 24),
        "completed_on": datetime.date(2025, 3, 1),
    }
    given = {**known, **values}
    given["started_on"] = min(given["started_on"], given["completed_on"])
    return Training.objects.create(county_code=county, **given)


def took_part(who: Person, course: Training, passed: bool | None = True) -> Attendance:
    """Who took part, and whether he passed."""
    return Attendance.objects.create(
        county_code=course.county_code, training=course, person=who, passed=passed
    )


def worker(who: Person | str, place: Division | None = None, **values: Any) -> SocialWorker:
    """A social union worker since 2024-03-01."""
    county = str(place.parent_id) if place else COUNTY
    if isinstance(who, str):
        who = person(who, county, township=place)
    known = {"hire_mode": "direct", "started_on": datetime.date(2024, 3, 1)}
    return SocialWorker.objects.create(
        county_code=county, person=who, township=place, **{**known, **values}
    )
