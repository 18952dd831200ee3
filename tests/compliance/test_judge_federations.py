"""Federations and their year, judged from the records."""

from typing import Any

import pytest
from django.utils import timezone

from cadres.choices import MeetingKind, Post, SeatCategory
from cadres.models import Meeting
from compliance.collectors.federation_years import judged_year
from compliance.collectors.federations import Row
from compliance.deadlines import Window
from compliance.deadlines.federations import duties_of_the_year
from compliance.sentences import sentence
from federations.models import Coverage, Federation
from federations.services.seats import open_seat
from tests.compliance.checked import answers, finding_of
from tests.federations.conftest import COUNTY, Lianchi, day, make_lianchi
from tests.places import load_policies
from townships.choices import UnionStatus
from townships.models import Union

ON = day("2026-06-01")


@pytest.fixture
def world(places) -> Lianchi:
    """A federation in office since 2020, written without services."""
    load_policies()
    world = make_lianchi()
    union = Union.objects.create(
        county_code=COUNTY,
        code="1306069000088",
        name="保定市莲池区货运行业工会联合会",
        kind="federation",
        founded_on=day("2020-01-01"),
    )
    world.federation = Federation.objects.create(
        county_code=COUNTY, union=union, kind="industry", level="county", has_party_org=False
    )
    return world


def cover(world, number):
    for union in world.unions[:number]:
        Coverage.objects.create(
            county_code=COUNTY, federation=world.federation, union=union, valid_from="2024-01-01"
        )


def judged(world, rule):
    return answers(rule, world.federation.pk, county_code=COUNTY, on=ON)


def held(world, *rows):
    for kind, on in rows:
        Meeting.objects.create(
            county_code=COUNTY, union=world.federation.union, kind=kind, held_on=on
        )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, ("unknown", "missing_data")),
        (1, ("violated", "other")),
        (2, ("satisfied", None)),
    ],
)
def test_existing_unions_are_counted(world, number, expected):
    cover(world, number)
    assert judged(world, "R-ORG-23") == expected


def test_a_union_that_does_not_exist_counts_for_nothing(world):
    cover(world, 2)
    Union.objects.filter(pk=world.unions[0].pk).update(status=UnionStatus.PREPARING)
    assert judged(world, "R-ORG-23") == ("violated", "other")


@pytest.mark.parametrize(
    ("seated", "delegates", "expected"),
    [
        (0, False, ("unknown", "missing_data")),
        (2, False, ("violated", "other")),  # two of four are half and no majority
        (3, False, ("satisfied", None)),
        (2, True, (None, None)),  # C-10
    ],
)
def test_most_chairs_sit_where_there_are_no_delegates(world, seated, delegates, expected):
    cover(world, 4)
    category = SeatCategory.DELEGATE if delegates else SeatCategory.UNION_HEAD
    for union in world.unions[:seated]:
        name = f"{union.name}主席"
        seat = {"category": category, "represents": union}
        world.post(world.federation.union, name, Post.MEMBER, **seat)
        union.appointments.update(person=world.federation.union.appointments.latest("pk").person)
    assert judged(world, "R-COM-11") == expected


def test_an_open_seat_is_a_task_until_it_is_filled(world):
    cover(world, 1)
    assert judged(world, "R-COM-10") == ("satisfied", None)
    seat = open_seat(
        federation=world.federation,
        covered=world.unions[0],
        former=None,
        on=day("2026-05-01"),
        user=world.clerk,
    )
    assert judged(world, "R-COM-10") == ("satisfied", "missing_post")
    found = finding_of("R-COM-10", world.federation.pk)
    assert found is not None
    assert sentence(found).text
    seat.procedure_on = seat.closed_on = ON
    seat.save()
    assert judged(world, "R-COM-10") == ("satisfied", None)


FIVE = [
    (MeetingKind.MEMBER_ASSEMBLY, "2025-03-01"),
    (MeetingKind.WORKER_ASSEMBLY, "2025-03-01"),
    (MeetingKind.BARGAINING, "2025-04-01"),
    (MeetingKind.CONTEST, "2025-05-01"),
    (MeetingKind.CULTURE, "2025-12-31"),
]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], ("unknown", "missing_data")),
        (FIVE[:4], ("violated", "other")),
        ([*FIVE[:4], (MeetingKind.CULTURE, "2026-01-01")], ("violated", "other")),
        (FIVE, ("satisfied", None)),
        ([(MeetingKind.CULTURE, "2026-05-01")], ("unknown", "missing_data")),
    ],
)
def test_five_activities_of_the_year_that_is_over(world, events, expected):
    held(world, *events)
    assert judged(world, "R-MTG-04") == expected


def test_reports_to_the_union_only_where_there_is_no_party_organisation(world):
    held(world, (MeetingKind.REPORT_UNION, "2025-06-30"))
    assert judged(world, "R-MTG-03") == ("violated", "other")
    held(world, (MeetingKind.REPORT_UNION, "2025-07-01"))
    assert judged(world, "R-MTG-03") == ("satisfied", None)


@pytest.mark.parametrize(
    ("on", "founded", "expected"),
    [
        ("2025-12-30", "2020-01-01", 2024),
        ("2025-12-31", "2020-01-01", 2025),
        ("2026-06-01", None, 2025),
        ("2026-06-01", "2025-12-31", 2025),
        ("2026-06-01", "2026-01-01", 2026),
    ],
)
def test_the_last_year_that_is_over_is_judged(on, founded, expected):
    known: dict[str, Any] = dict.fromkeys(Row._fields)
    row = Row(**{**known, "founded_on": day(founded) if founded else None})
    assert judged_year(row, day(on)) == expected


def test_what_the_year_still_asks_for_has_a_date(world):
    year = timezone.localdate().year  # a window asks about days to come
    window = Window(
        world.clerk, day(f"{year}-01-01"), day(f"{year}-12-31"), today=day(f"{year}-01-01")
    )
    found = list(duties_of_the_year(window))
    reports = [one.day for one in found if "R-MTG-03" in one.key]
    assert reports == [day(f"{year}-06-30"), day(f"{year}-12-31")]
    assert len(found) == 5  # and three duties of the year
    held(world, (MeetingKind.PLENARY, f"{year}-02-01"), (MeetingKind.REPORT_UNION, f"{year}-02-01"))
    left = {one.key for one in found} - {one.key for one in duties_of_the_year(window)}
    assert {key.split(":")[0] for key in left} == {"R-MTG-02", "R-MTG-03"}
