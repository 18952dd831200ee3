"""Social union workers: hired, contract, whom they guide, the end (总工办发〔2019〕24号 六)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Person, SocialWorker, WorkerAssignment
from cadres.selectors.social_workers import completed_before_post, employed, quota_of
from cadres.services.upkeep import (
    allow,
    basis,
    fit_township,
    judge_again,
    not_to_come,
    notices,
    same_county,
    verdicts_at,
)
from history.services import save_record
from policies.engine import NEVER
from townships.choices import OPEN_STATUSES
from townships.models import Union
from townships.problems import Problem, Saved
from townships.services.common import lock_stored, refuse_too_late
from unionreg.refusals import Refused


@transaction.atomic
def save_worker(
    *,
    worker: SocialWorker,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
    qualification: str | None = None,
    added: Iterable[Union] = (),
    removed: Iterable[int] = (),
    guides_from: date | None = None,
) -> Saved[SocialWorker]:
    """Save a new or changed employment; an end closes what the worker guided as well.

    `qualification` is that of the person (None: as it is). `added` unions are guided from
    `guides_from` on (today when None), those with the ids `removed` no longer.

    Tells when the township has more social workers than its quota (R-SOC-02), and when no training
    before the post is recorded (R-SOC-05). Raises Refused for a township or employer of another
    county and for days to come, ValidationError, Conflict.
    """
    stored = lock_stored(worker, expected_version)
    if stored is None:
        worker.county_code = worker.person.county_code
    same_county(worker, person=worker.person, employer=worker.employer)
    fit_township(worker, worker.county_code)
    allow(user, worker, stored)
    not_to_come(worker.started_on, "started_on")
    not_to_come(worker.ended_on, "ended_on")
    refuse_too_late(worker.contract_to, "contract_to")
    save_record(instance=worker, user=user, expected_version=expected_version, reason=reason)
    _settle_person(worker, qualification, user)
    on = guides_from or timezone.localdate()
    guide(worker=worker, added=added, removed=removed, on=on, user=user)
    if worker.ended_on:
        _end_guidance(worker, worker.ended_on, user, reason)
    judge_again(worker.county_code, worker.township_id, stored.township_id if stored else None)
    return Saved(worker, _notices(worker))


def _settle_person(worker: SocialWorker, qualification: str | None, user: Any) -> None:
    """The qualification; somebody without a post belongs to the township for which he works."""
    person: Person = worker.person
    if qualification is not None:
        person.qualification = qualification
    if not worker.ended_on and not person.township_id:
        person.township_id = worker.township_id
    save_record(instance=person, user=user)


def _notices(worker: SocialWorker) -> tuple[Problem, ...]:
    if worker.ended_on:
        return ()
    return notices((_above_quota(worker), _untrained(worker)))


def _above_quota(worker: SocialWorker) -> Problem | None:
    """R-SOC-02: “可配备” is a ceiling; more are told, not refused."""
    if worker.township_id is None:
        return None
    verdict = quota_of(worker.county_code, worker.township_id, timezone.localdate())
    if verdict is None or verdict.met is not False:
        return None
    text = _(
        "%(place)s now has %(actual)s social union workers, its quota is %(quota)s. Please check "
        "the number of workers of the township, or hire for the county."
    )
    said = text % {
        "place": worker.township,
        "actual": verdict.inputs["social_workers"],
        "quota": verdict.value,
    }
    return Problem("R-SOC-02", said, "township", basis(verdict))


def _untrained(worker: SocialWorker) -> Problem | None:
    """R-SOC-05: the training is completed when the work begins."""
    completed = completed_before_post(worker)
    values = {"started_on": worker.started_on, "completed_on": completed or NEVER}
    found = verdicts_at(
        "R-SOC-05",
        county_code=worker.county_code,
        township_key=worker.township_id,
        on=timezone.localdate(),
        values=values,
    )
    failed = next((verdict for verdict in found if verdict.met is False), None)
    if failed is None:
        return None
    text = _(
        "No training before the post is recorded that %(name)s completed by %(day)s. Record the "
        "training and who took part."
    )
    said = text % {"name": worker.person, "day": worker.started_on.isoformat()}
    return Problem("R-SOC-05", said, "started_on", basis(failed))


@transaction.atomic
def guide(
    *,
    worker: SocialWorker,
    added: Iterable[Union],
    removed: Iterable[int],
    on: date,
    user: Any,
) -> int:
    """Have a worker guide some unions from a day on, and others no longer (ids of unions).

    The last day of those that are left is the day before. Returns how many assignments changed.
    Raises Refused for a worker who is not employed on that day, a union of another county or one
    that is closed, and a day to come (冀工办发〔2020〕43号 四.3).
    """
    new = list(added)
    not_to_come(on, "guides_from")
    if new and not employed(worker, on):
        text = _("%(name)s is not employed on %(day)s. Choose a day of the employment.")
        raise Refused({"guides_from": text % {"name": worker, "day": on.isoformat()}})
    current = _guided(worker)
    for union in new:
        _check_guided(worker, union)
    changed = [_begin(worker, union, on, user) for union in new if union.pk not in current]
    ended = [current[pk] for pk in removed if pk in current]
    for row in ended:
        _end(row, on - timedelta(days=1), user, "")
    return len(changed) + len(ended)


def _guided(worker: SocialWorker) -> dict[int, WorkerAssignment]:
    """The open assignments by id of the union, locked."""
    rows = WorkerAssignment.objects.in_county(worker.county_code)
    open_rows = rows.filter(worker_id=worker.pk, valid_to__isnull=True).order_by("pk")
    return {row.union_id: row for row in open_rows.select_for_update(no_key=True)}


def _check_guided(worker: SocialWorker, union: Union) -> None:
    if union.county_code != worker.county_code:
        raise Refused({"guides": _("%(union)s belongs to another county.") % {"union": union}})
    if union.status not in OPEN_STATUSES:
        raise Refused({"guides": _("%(union)s is closed.") % {"union": union}})


def _begin(worker: SocialWorker, union: Union, on: date, user: Any) -> WorkerAssignment:
    row = WorkerAssignment(
        county_code=worker.county_code, worker=worker, union=union, valid_from=on
    )
    return save_record(instance=row, user=user)


def _end(row: WorkerAssignment, last_day: date, user: Any, reason: str) -> None:
    """One that began later than its last day ends on the day it began."""
    row.valid_to = max(last_day, row.valid_from)
    save_record(instance=row, user=user, reason=reason)


def _end_guidance(worker: SocialWorker, last_day: date, user: Any, reason: str) -> None:
    for row in _guided(worker).values():
        _end(row, last_day, user, reason)
