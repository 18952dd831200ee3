"""Summary rows are counted in the transaction of the change, and agree with a full recount."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from townships.choices import EmployerStatus, UnionKind
from townships.models import (
    Employer,
    TownshipMonth,
    TownshipSummary,
    Union,
    UnionEmployer,
    UnionSummary,
)
from townships.services.closing import Approval, dissolve_union
from townships.services.coverage import set_covered_employers
from townships.services.employers import save_employer
from townships.services.summaries import refresh, refresh_county
from townships.services.unions import save_union

COUNTS = ("unions", "employers", "legal_persons", "unionised")
JULY = datetime.date(2026, 7, 1)


def counts(key: str, county: str = "410581") -> tuple[int, ...]:
    row = TownshipSummary.objects.get(county_code=county, township_key=key)
    return tuple(getattr(row, name) for name in COUNTS)


def stored() -> dict:
    """Everything the summary tables say, without the time."""
    unions = UnionSummary.objects.values_list("union_id", "township_id", "employers", "workers")
    townships = TownshipSummary.objects.values_list("county_code", "township_key", *COUNTS)
    return {"unions": sorted(unions), "townships": sorted(townships)}


def test_union_and_employer_are_counted(places, own_union):
    union = own_union(places.linqi, "示例公司")
    assert counts("410581101") == (1, 1, 1, 1)
    row = UnionSummary.objects.get(union=union)
    assert (row.employers, row.workers, row.township_id) == (1, None, "410581101")


def test_workers_follow_the_employer(places, own_union):
    union = own_union(places.linqi, "示例公司")
    unit = union.covered.get().employer
    unit.worker_count, unit.counted_on = 120, JULY
    save_employer(employer=unit, user=None)
    row = UnionSummary.objects.get(union=union)
    assert (row.workers, row.uncounted) == (120, 0)
    unit.worker_count = None
    save_employer(employer=unit, user=None)
    row.refresh_from_db()
    assert (row.workers, row.uncounted) == (None, 1)


def test_a_sum_says_how_many_employers_are_missing_in_it(places, employer):
    one = employer(places.linqi, "甲公司", worker_count=30, counted_on=JULY)
    two = employer(places.linqi, "乙公司")
    union = Union(township=places.linqi, kind=UnionKind.JOINT, name="甲乙联合工会委员会")
    saved = save_union(union=union, employers=[one, two], user=None).record
    row = UnionSummary.objects.get(union=saved)
    assert (row.employers, row.workers, row.uncounted) == (2, 30, 1)
    two.worker_count, two.counted_on = 0, JULY
    save_employer(employer=two, user=None)
    row.refresh_from_db()
    assert (row.workers, row.uncounted) == (30, 0)


def test_what_is_no_legal_person_or_closed_is_left_out(places, own_union):
    unit = own_union(places.linqi, "示例公司").covered.get().employer
    unit.is_legal_person = False
    save_employer(employer=unit, user=None)
    assert counts("410581101") == (1, 1, 0, 0)
    unit.status = EmployerStatus.CLOSED
    save_employer(employer=unit, user=None)
    assert counts("410581101") == (1, 0, 0, 0)


def test_dissolving_takes_union_and_coverage_out(places, own_union):
    union = own_union(places.linqi, "示例公司")
    approval = Approval(number="1号", approved_by="县总", closed_on=JULY, reason="注销")
    dissolve_union(union=union, approval=approval, user=None)
    assert counts("410581101") == (0, 1, 1, 0)


def test_move_to_another_township_moves_the_counts(places, own_union):
    union = own_union(places.linqi, "示例公司")
    union.township = places.hejian
    save_union(union=union, user=None)
    assert counts("410581101")[0] == 0
    assert counts("410581100")[0] == 1
    assert UnionSummary.objects.get(union=union).township_id == "410581100"


def test_what_lies_in_no_township_has_a_row_of_the_county(places, federation):
    save_union(
        union=Union(county_code="410581", kind=UnionKind.FEDERATION, name="物流工会联合会"),
        user=None,
    )
    assert counts("410581") == (1, 0, 0, 0)


def test_running_month_repeats_the_counts(places, own_union, figures):
    figures(places.linqi, worker_count=5000, legal_person_units=110)
    own_union(places.linqi, "示例公司")
    month = TownshipMonth.objects.get(township_key="410581101")
    assert month.month == timezone.localdate().replace(day=1)
    assert (month.unions, month.employers, month.unionised) == (1, 1, 1)
    assert (month.workers, month.legal_person_units) == (5000, 110)


def test_closed_months_stay(places, own_union):
    old = TownshipMonth.objects.create(
        county_code="410581",
        township_key="410581101",
        month=datetime.date(2026, 1, 1),
        unions=7,
    )
    own_union(places.linqi, "示例公司")
    old.refresh_from_db()
    assert old.unions == 7


def test_a_full_recount_changes_nothing(places, federation, own_union, employer, township_union):
    township_union(places.linqi)
    first = own_union(places.linqi, "甲公司")
    own_union(places.hejian, "乙公司")
    units = [employer(places.hejian, f"{n}号店") for n in range(3)]
    joint = save_union(
        union=Union(township=places.hejian, kind=UnionKind.JOINT, name="商圈联合工会"),
        employers=units,
        user=None,
    ).record
    set_covered_employers(union=joint, employers=units[:2], user=None, on=JULY)
    first.township = places.hejian
    save_union(union=first, user=None)
    before = stored()
    refresh_county(county_code="410581")
    assert stored() == before


def test_recount_repairs_wrong_numbers(places, own_union):
    union = own_union(places.linqi, "示例公司")
    right = stored()
    UnionSummary.objects.filter(union=union).update(employers=9, workers=9)
    TownshipSummary.objects.update(unions=9)
    refresh_county(county_code="410581")
    assert stored() == right


def test_number_of_statements_does_not_depend_on_number_of_unions(places, federation, own_union):
    ids = [own_union(places.linqi, f"示例{n}公司").pk for n in range(5)]
    with CaptureQueriesContext(connection) as few:
        refresh(county_code="410581", union_ids=ids[:1], township_keys=["410581101"])
    with CaptureQueriesContext(connection) as many:
        refresh(county_code="410581", union_ids=ids, township_keys=["410581101"])
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_counts_of_two_clerks_add_up(places, policy, transactional_db):
    """Two savers at the same time: the second waits for the rows and counts what the first did."""

    def add(number: int) -> None:
        try:
            save_employer(
                employer=Employer(township=places.linqi, name=f"示例{number}公司"), user=None
            )
        finally:
            connection.close()

    save_employer(employer=Employer(township=places.linqi, name="第一家"), user=None)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(8)))
    assert Employer.objects.count() == 9
    assert counts("410581101")[1] == 9


def test_coverage_is_dated_and_never_deleted(places, employer):
    units = [employer(places.linqi, f"{n}号店") for n in range(3)]
    joint = save_union(
        union=Union(
            township=places.linqi,
            kind=UnionKind.JOINT,
            name="商圈联合工会",
            founded_on=datetime.date(2020, 1, 1),
        ),
        employers=units[:2],
        user=None,
    ).record
    set_covered_employers(union=joint, employers=units[1:], user=None, on=JULY)
    rows = {row.employer.name: row for row in UnionEmployer.objects.filter(union=joint)}
    assert rows["0号店"].valid_to == datetime.date(2026, 6, 30)
    assert rows["1号店"].valid_to is None
    assert (rows["2号店"].valid_from, rows["2号店"].valid_to) == (JULY, None)
