"""Social union workers: who is employed, quota and actual of a township (R-SOC-01, R-SOC-02)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from cadres.models import Attendance, SocialWorker
from policies.engine import Book, Place, Verdict
from policies.selectors import load_book, place_of_division
from townships.models import Division, TownshipStatistics

QUOTA = "R-SOC-02"  # both clauses: posts for a township of any size


def employed_on(on: date, path: str = "") -> Q:
    """Workers who are employed on a day; `path`: how the worker is reached, such as `worker__`."""
    begun = Q(**{f"{path}started_on__lte": on})
    return begun & (Q(**{f"{path}ended_on__isnull": True}) | Q(**{f"{path}ended_on__gte": on}))


def employed(worker: SocialWorker, on: date) -> bool:
    """Whether this one is employed on a day."""
    return worker.started_on <= on and (worker.ended_on is None or worker.ended_on >= on)


def registered(county_codes: Collection[str], on: date) -> bool:
    """Whether the county keeps its social workers here at all: without any nobody knows."""
    rows = SocialWorker.objects.filter(county_code__in=county_codes, started_on__lte=on)
    return rows.exists()


def in_post(county_codes: Collection[str], on: date) -> QuerySet[SocialWorker]:
    """The social workers of a county who are employed on a day."""
    return SocialWorker.objects.filter(employed_on(on), county_code__in=county_codes)


def completed_before_post(worker: SocialWorker) -> date | None:
    """The first day on which the worker completed a training before the post; None: none is there.

    One that was not passed does not count; where nobody recorded a result, taking part does.
    """
    rows = Attendance.objects.in_county(worker.county_code).filter(
        person_id=worker.person_id, attended=True, training__before_post=True
    )
    days = rows.exclude(passed=False).order_by("training__completed_on")
    return days.values_list("training__completed_on", flat=True).first()


def quota_of(county_code: str, township_key: str, on: date) -> Verdict | None:
    """What R-SOC-02 says of a township on a day: quota and actual; None where it does not hold."""
    township = Division.objects.with_chain().get(pk=township_key)
    book, place = load_book(QUOTA), place_of_division(township)
    if not book.in_force(QUOTA, place, on):
        return None
    workers = _workers(county_code, township_key, on)
    number = in_post([county_code], on).filter(township_id=township_key).count()
    return judge_quota(book, place, on, workers, number)


def judge_quota(
    book: Book, place: Place, on: date, workers: int | None, number: int | None
) -> Verdict:
    """The verdict for so many workers and so many social workers (None: not recorded)."""
    measures = {"worker_count": workers, "social_workers": number}
    return book.evaluate(QUOTA, place=place, on=on, measures=measures)


def _workers(county_code: str, township_key: str, on: date) -> int | None:
    """Workers by the latest figures not later than the day."""
    rows = TownshipStatistics.objects.in_county(county_code).filter(
        township_id=township_key, as_of__lte=on
    )
    return rows.order_by("-as_of").values_list("worker_count", flat=True).first()
