"""Who may sit on a committee: heads of covered units, 联合制, and a mixed committee."""

import datetime
from typing import Any

import pytest

from cadres.choices import FormationMode, Post, SeatCategory
from cadres.models import Appointment, Person
from cadres.services.appointments import appoint
from federations.models import Coverage, Federation
from tests.cadres.conftest import refusal
from tests.places import Unions, load_policies, make_division
from townships.choices import UnionKind
from townships.models import Employer, Union, UnionEmployer

DAY = datetime.date
FROM = DAY(2023, 5, 1)


def rules(row: Appointment) -> set[str]:
    """Rules that the saved appointment is told about."""
    return {notice.rule for notice in appoint(appointment=row, user=None).notices}


# --- federations in 河北 --------------------------------------------------------------------------


@pytest.fixture
def federation(places: Any) -> Union:
    """A federation that covers one union (of 甲厂) since 2023-05-01, beside one it does not."""
    load_policies()
    make_division("130602", "竞秀区", "district")

    def union(number: int, name: str, kind: str) -> Union:
        code = f"130602{number:07}"
        return Union.objects.create(code=code, name=name, kind=kind, county_code="130602")

    made = union(1, "电子行业工会联合会", UnionKind.FEDERATION)
    record = Federation.objects.create(
        county_code="130602", union=made, kind="industry", level="county"
    )
    covered, _beside = union(2, "甲厂工会", UnionKind.OWN), union(3, "乙厂工会", UnionKind.OWN)
    Coverage.objects.create(county_code="130602", federation=record, union=covered, valid_from=FROM)
    for name in ("甲厂", "乙厂"):
        employer = Employer.objects.create(county_code="130602", name=name)
        holder = Union.objects.get(name=f"{name}工会")
        UnionEmployer.objects.create(county_code="130602", union=holder, employer=employer)
    return made


def member(federation: Union, workplace: str = "", **facts: Any) -> Appointment:
    who = Person.objects.create(county_code="130602", name="王建国", workplace=workplace, **facts)
    return Appointment(union=federation, person=who, post=Post.MEMBER, valid_from=FROM)


@pytest.mark.parametrize(
    ("workplace", "head", "outcome"),
    [
        ("甲厂", True, "refused"),
        ("乙厂", True, {"R-ELG-02"}),  # not covered: whether it lies in the industry, people say
        ("", True, {"R-ELG-02"}),
        ("甲厂", False, set()),  # a deputy
        ("甲厂", None, {"R-ELG-01"}),  # not recorded: asked for
    ],
)
def test_heads_of_covered_units_have_no_seat(
    federation: Union, workplace: str, head: bool | None, outcome: Any
) -> None:
    row = member(federation, workplace, is_administrative_head=head)
    if outcome == "refused":
        found = refusal(lambda: rules(row))
        assert "二.4" in found["person"][0]
    else:
        assert rules(row) == outcome


@pytest.mark.parametrize(("first", "allowed"), [(DAY(2023, 4, 30), False), (FROM, True)])
def test_seats_are_held_for_covered_unions_from_the_day_of_coverage(
    federation: Union, first: datetime.date, allowed: bool
) -> None:
    row = member(federation, is_administrative_head=False)
    row.valid_from, row.represents = first, Union.objects.get(name="甲厂工会")
    if allowed:
        assert rules(row) == set()
    else:
        assert "甲厂工会" in refusal(lambda: rules(row))["represents"][0]


def test_a_seat_for_a_union_that_is_not_covered_is_refused(federation: Union) -> None:
    row = member(federation, is_administrative_head=False)
    row.represents = Union.objects.get(name="乙厂工会")
    assert "represents" in refusal(lambda: rules(row))


# --- township unions ------------------------------------------------------------------------------


@pytest.fixture
def united(unions: Unions, term: Any) -> Union:
    """A township federation whose committee was formed by 联合制."""
    load_policies()
    term(unions.linqi, formation_mode=FormationMode.UNITED)
    return unions.linqi


def seat(union: Union, who: Person, category: str = "", lower: Union | None = None) -> Any:
    return Appointment(
        union=union,
        person=who,
        post=Post.MEMBER,
        category=category,
        represents=lower,
        valid_from=DAY(2024, 1, 1),
    )


def test_by_united_system_each_member_heads_a_union_below_or_is_another_side(
    united: Union, unions: Unions, person: Any, post: Any
) -> None:
    head = post(unions.factory, "厂主席").person
    other = person("李梅")
    heads = SeatCategory.UNION_HEAD
    assert "represents" in refusal(lambda: rules(seat(united, other, heads)))
    assert "represents" in refusal(lambda: rules(seat(united, other, heads, unions.factory)))
    assert "represents" in refusal(lambda: rules(seat(united, other)))
    assert "R-COM-02" not in rules(seat(united, head, heads, unions.factory))
    assert "R-COM-02" not in rules(seat(united, other, SeatCategory.OTHER_SIDE))


def test_who_heads_a_union_without_records_is_unknown_not_wrong(
    united: Union, unions: Unions, person: Any
) -> None:
    row = seat(united, person("李梅"), SeatCategory.UNION_HEAD, unions.factory)
    assert "R-COM-02" in rules(row)


def test_an_elected_committee_may_have_anybody(unions: Unions, term: Any, person: Any) -> None:
    load_policies()
    term(unions.linqi, formation_mode=FormationMode.ELECTED)
    assert "R-COM-02" not in rules(seat(unions.linqi, person("李梅")))


@pytest.mark.parametrize(
    ("category", "front_line", "told"),
    [
        (SeatCategory.OTHER_SIDE, False, True),
        (SeatCategory.FRONT_LINE, False, True),  # no cadre from below
        (SeatCategory.CADRE, True, False),
        (SeatCategory.CADRE, False, True),
        (SeatCategory.CADRE, None, False),  # whether front-line is not recorded
    ],
)
def test_a_township_committee_has_cadres_from_below_and_front_line_members(
    unions: Unions, person: Any, category: str, front_line: bool | None, told: bool
) -> None:
    """R-COM-04 (安工办〔2020〕7号 二)."""
    load_policies()
    who = person("李梅", is_front_line=front_line)
    assert ("R-COM-04" in rules(seat(unions.linqi, who, category))) is told
