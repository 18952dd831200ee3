"""A check asks the database a fixed number of questions, however many rows there are."""

import datetime
import re

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from compliance.collectors import Scope, collectors
from compliance.models import Finding, StoredVerdict
from compliance.selectors.standing import as_json, unresolved
from members.models import Member
from tests.compliance.checked import (
    COUNTY,
    ON,
    check,
    count,
    cover,
    make_employer,
    make_township_union,
    make_union,
)
from tests.places import make_division
from townships.choices import UnionKind
from townships.models import TownshipSummary, Union

pytestmark = pytest.mark.usefixtures("policies")

# Nothing changed: places, book, and for each rule the rows that hold, what is stored, what is
# collected and what is open; a transaction (two savepoints in the tests) for each rule.
MOST = 7 * len(collectors()) + 10
FOUNDED = datetime.date(2020, 1, 1)


def grow(number: int, places) -> None:
    """So many townships, each with a union, units, figures, a joint union, members."""
    start = Union.objects.count()
    for n in range(start, start + number):
        place = make_division(f"410581{500 + n}", f"新{n}镇")
        TownshipSummary.objects.create(county_code=COUNTY, township_key=place.key, members=5)
        count(place, worker_count=100, firm_count=10, legal_person_units=5)
        union = make_township_union(place, name=f"新{n}镇工会联合会", founded_on=FOUNDED)
        own = make_union(f"新{n}厂工会", township=place, superior=union)
        joint = make_union(f"新{n}联合工会", UnionKind.JOINT, township=place, superior=union)
        unit = make_employer(f"新{n}厂", place, opened_on=FOUNDED)
        cover(own, make_employer(f"旧{n}厂", place))
        cover(joint, unit)
        Member.objects.create(
            county_code=COUNTY, name="张三", union=joint, workplace=unit.name, id_hash=f"{n:032x}"
        )


def asked(do) -> int:
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured)


@pytest.fixture
def grown(places):
    grow(2, places)
    return places


def test_a_check_that_finds_nothing_new(grown):
    check()
    few = asked(check)
    grow(4, grown)
    check()
    assert asked(check) == few <= MOST


def test_a_first_check_writes_in_batches(grown):
    """New rows are written many at a time; nothing is asked for each of them."""
    few = asked(check)
    Finding.objects.all().delete()
    StoredVerdict.objects.all().delete()
    grow(2, grown)
    verdicts = StoredVerdict.objects.filter(is_latest=True)
    many = asked(check)
    assert verdicts.count() > 60
    # SQLite takes fewer rows in one statement
    allowed = verdicts.count() // 30 if connection.vendor == "sqlite" else 0
    assert many <= few + allowed


def test_a_check_of_some_townships(grown):
    check()
    key = TownshipSummary.objects.order_by("township_key").first().township_key
    few = asked(lambda: check(township_keys=[key]))
    grow(4, grown)
    check()
    assert asked(lambda: check(township_keys=[key])) == few <= MOST


def test_rules_that_reach_no_place_of_the_county_read_nothing(grown):
    """R-FIN-04 holds in 绍兴: no union of 林州 is read for it."""
    with CaptureQueriesContext(connection) as captured:
        check(on=ON)
    unions = [query["sql"] for query in captured if 'FROM "townships_union"' in query["sql"]]
    read = [sql for sql in unions if "account_mode" in sql]
    assert len(read) == 2  # R-FIN-02 and R-FIN-03


SELF_JOIN = re.compile(r'"superior_id" = \(?(T\d+|"townships_union")\."id"')


@pytest.mark.parametrize("looks_back", [False, True])
def test_no_union_is_joined_with_its_superior(grown, looks_back):
    """Without statistics PostgreSQL reads the county again for each union of such a join."""
    scope = Scope(COUNTY, ON, looks_back=looks_back)
    joins = []
    for rule_id, collector in collectors().items():
        with CaptureQueriesContext(connection) as captured:
            list(collector.collect(scope))
        joins += [rule_id for query in captured if SELF_JOIN.search(query["sql"])]
    assert joins == []


def test_findings_are_told_without_a_query_for_each(grown):
    check()
    few = asked(lambda: list(as_json(unresolved(Q(county_code=COUNTY)))))
    assert Finding.objects.count() > 5
    assert few == 1
