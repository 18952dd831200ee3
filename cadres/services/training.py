"""Training: plans, events, and who took part and passed (总工办发〔2019〕24号 七)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope
from cadres.choices import TrainingMode
from cadres.models import Attendance, Person, Training, TrainingPlan
from cadres.services.upkeep import allow, fit_township, judge_again, same_county
from history.services import save_record
from townships.choices import Level
from townships.models import Division
from townships.problems import Problem, Saved
from townships.services.common import lock_stored, refuse_too_early
from unionreg.refusals import Refused


@transaction.atomic
def save_plan(
    *, plan: TrainingPlan, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[TrainingPlan]:
    """Save a training plan of a county (R-TRN-03). Raises Refused, ValidationError, Conflict."""
    stored = lock_stored(plan, expected_version)
    plan.county_code = plan.county_code or _county_of(plan, user)
    allow(user, plan, stored)
    save_record(instance=plan, user=user, expected_version=expected_version, reason=reason)
    return Saved(plan)


@transaction.atomic
def save_training(
    *,
    training: Training,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
    people: Iterable[Person] = (),
    passed: bool | None = None,
) -> Saved[Training]:
    """Save a training that was held or is to be held; its people are judged again.

    `people` are put on its list with the result `passed` (`add_people`).

    The county is that of the township, else of the plan, else the only one in which the user may
    add trainings. Raises Refused when none says which, for a place or plan of another county and
    for a training that is on record already, ValidationError, Conflict.
    """
    stored = lock_stored(training, expected_version)
    training.county_code = training.county_code or _county_of(training, user)
    fit_township(training, training.county_code)
    same_county(training, plan=training.plan)
    allow(user, training, stored)
    refuse_too_early(training.started_on, "started_on")
    _once(training)
    save_record(instance=training, user=user, expected_version=expected_version, reason=reason)
    add_people(training=training, people=people, passed=passed, user=user)
    if stored is not None:
        judge_again(training.county_code, *_places_of(training))
    return Saved(training)


def _once(training: Training) -> None:
    """Two trainings of one name on the same days cannot be told apart in an attendance list."""
    rows = Training.objects.in_county(training.county_code).filter(
        title=training.title,
        organiser=training.organiser,
        township_id=training.township_id,
        started_on=training.started_on,
        completed_on=training.completed_on,
    )
    if rows.exclude(pk=training.pk).exists():
        text = _("%(title)s of these days is recorded already. Open that record, or rename one.")
        raise Refused({"title": text % {"title": training.title}})


def _county_of(record: Any, user: Any) -> str:
    """Which county a new plan or training belongs to; raises Refused when nothing says so."""
    township, plan = getattr(record, "township", None), getattr(record, "plan", None)
    if township is not None and township.parent_id:
        return str(township.parent_id)
    if plan is not None:
        return str(plan.county_code)
    scope: Scope = user.scope_for(f"cadres.add_{record._meta.model_name}")
    own = Division.objects.filter(key__in=scope.divisions, level=Level.COUNTY)
    keys = list(own.values_list("key", flat=True)[:2])
    if len(keys) == 1:
        return keys[0]
    raise Refused(_("Nothing here says which county this is. The county federation records it."))


def _places_of(training: Training) -> set[str | None]:
    """The townships of everybody who took part."""
    rows = Attendance.objects.in_county(training.county_code).filter(training_id=training.pk)
    return set(rows.order_by().values_list("person__township_id", flat=True).distinct())


@transaction.atomic
def record_attendance(
    *,
    attendance: Attendance,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
    batch_id: int | None = None,
) -> Saved[Attendance]:
    """Save that a person took part in a training, and whether he passed (None: not recorded).

    Raises Refused for a training that is not over yet or of another county, ValidationError,
    Conflict.
    """
    stored = lock_stored(attendance, expected_version)
    training = attendance.training
    attendance.county_code = attendance.county_code or training.county_code
    same_county(attendance, training=training, person=attendance.person)
    allow(user, attendance, stored)
    _over(training)
    save_record(
        instance=attendance,
        user=user,
        expected_version=expected_version,
        reason=reason,
        batch_id=batch_id,
    )
    judge_again(attendance.county_code, attendance.person.township_id)
    return Saved(attendance, _no_result(attendance))


def _no_result(attendance: Attendance) -> tuple[Problem, ...]:
    """An off-job training counts for new leaders only once it says whether they passed."""
    off_job = attendance.training.mode == TrainingMode.OFF_JOB
    if not (off_job and attendance.attended and attendance.passed is None):
        return ()
    text = _("Nobody recorded whether %(name)s passed; until then the duty cannot be judged.")
    return (Problem("R-TRN-01", text % {"name": attendance.person}, "passed"),)


def _over(training: Training) -> None:
    if training.completed_on > timezone.localdate():
        text = _("%(training)s is not over yet: it ends on %(day)s. Record the attendance then.")
        day = training.completed_on.isoformat()
        raise Refused(text % {"training": training, "day": day})


@transaction.atomic
def add_people(
    *, training: Training, people: Iterable[Person], passed: bool | None, user: Any
) -> int:
    """Put several people on the list of a training, each once; returns how many were added.

    Whoever is on the list already stays as recorded. Raises Refused, ValidationError.
    """
    wanted = {person.pk: person for person in people}
    if not wanted:
        return 0
    rows = Attendance.objects.in_county(training.county_code).filter(training_id=training.pk)
    known = set(rows.filter(person_id__in=wanted).values_list("person_id", flat=True))
    new = [person for pk, person in wanted.items() if pk not in known]
    for person in new:
        row = Attendance(training=training, person=person, passed=passed)
        record_attendance(attendance=row, user=user)
    return len(new)
