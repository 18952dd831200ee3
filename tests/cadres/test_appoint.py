"""Coming into a post: who, from when, and what follows from it."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cadres.choices import AppointmentType, EndReason, Post, SeatCategory
from cadres.models import Appointment, Person
from cadres.selectors.posts import chair_on, in_office, roster_recorded, timeline
from cadres.services import heads
from cadres.services.appointments import appoint
from history.models import Change
from tests.cadres.conftest import refusal
from tests.places import Staff, Unions
from townships.models import TownshipSummary
from unionreg.county import Conflict

DAY = datetime.date


class Listener:
    def __init__(self) -> None:
        self.heard: list[tuple[str | None, str | None, datetime.date]] = []

    def head_changed(self, *, union, former, current, on, user) -> None:
        names = [row and row.person.name for row in (former, current)]
        self.heard.append((names[0], names[1], on))


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    monkeypatch.setattr(heads, "_registered", [])
    found = Listener()
    heads.register(found)
    return found


def test_a_chair_is_known_everywhere(
    staff: Staff, unions: Unions, person: Any, listener: Listener
) -> None:
    TownshipSummary.objects.create(county_code="410581", township_key="410581101")
    who = person("王建国")
    row = Appointment(union=unions.linqi, person=who, post=Post.CHAIR, valid_from=DAY(2024, 1, 5))
    appoint(appointment=row, user=staff.chair)
    unions.linqi.refresh_from_db()
    who.refresh_from_db()
    assert (unions.linqi.chair_name, who.township_id) == ("王建国", "410581101")
    assert listener.heard == [(None, "王建国", DAY(2024, 1, 5))]
    assert TownshipSummary.objects.get(township_key="410581101").check_due
    models = {c.model for c in Change.objects.filter(user=staff.chair)}
    assert models == {"cadres.appointment", "townships.union", "cadres.person"}


def test_in_office_counts_the_first_and_the_last_day(unions: Unions, post: Any) -> None:
    post(unions.linqi, "旧主席", valid_from=DAY(2020, 1, 1), valid_to=DAY(2022, 2, 28))
    post(unions.linqi, "新主席", valid_from=DAY(2022, 3, 5))
    names = {
        day: chair and chair.person.name
        for day in (DAY(2019, 12, 31), DAY(2020, 1, 1), DAY(2022, 2, 28), DAY(2022, 3, 1))
        for chair in [chair_on(unions.linqi, day)]
    }
    assert list(names.values()) == [None, "旧主席", "旧主席", None]
    assert in_office("410581", DAY(2022, 3, 5)).get().person.name == "新主席"
    spells = [
        (spell.chair and spell.chair.person.name, spell.first, spell.last)
        for spell in timeline(unions.linqi)
    ]
    assert spells == [
        ("旧主席", DAY(2020, 1, 1), DAY(2022, 2, 28)),
        (None, DAY(2022, 3, 1), DAY(2022, 3, 4)),
        ("新主席", DAY(2022, 3, 5), None),
    ]
    assert roster_recorded("410581") == {unions.linqi.pk}  # of the others nothing is known


def test_two_chairs_at_once_are_refused_by_name(unions: Unions, post: Any, person: Any) -> None:
    post(unions.linqi, "旧主席")
    new = person("新主席")
    found = refusal(lambda: post(unions.linqi, new, valid_from=DAY(2024, 1, 1)))
    assert found["post"][0].count("旧主席") == found["post"][0].count("2022-03-01") == 1
    post(unions.hejian, new, valid_from=DAY(2024, 1, 1))  # another organisation


@pytest.mark.parametrize(
    ("first", "allowed"), [(DAY(2023, 12, 31), False), (DAY(2024, 1, 1), True)]
)
def test_the_next_chair_begins_after_the_last_day_of_the_former(
    unions: Unions, post: Any, first: datetime.date, allowed: bool
) -> None:
    post(unions.linqi, "旧主席", valid_to=DAY(2023, 12, 31))
    if allowed:
        assert post(unions.linqi, "新主席", valid_from=first).pk
    else:
        assert "post" in refusal(lambda: post(unions.linqi, "新主席", valid_from=first))


def test_overlapping_posts_of_one_person_are_refused(unions: Unions, post: Any) -> None:
    who = post(unions.linqi, "李梅", Post.VICE_CHAIR, valid_to=DAY(2023, 5, 31)).person
    found = refusal(lambda: post(unions.linqi, who, Post.MEMBER, valid_from=DAY(2023, 5, 31)))
    assert "2023-05-31" in found["valid_from"][0]
    assert post(unions.linqi, who, Post.MEMBER, valid_from=DAY(2023, 6, 1)).pk


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"valid_from": DAY(2999, 1, 1)}, "valid_from"),
        ({"valid_from": DAY(1979, 12, 31)}, "valid_from"),
        ({"valid_to": DAY(2022, 2, 28)}, "valid_to"),
        ({"elected_on": DAY(2022, 3, 2)}, "elected_on"),
    ],
)
def test_backward_days_are_refused(
    unions: Unions, post: Any, person: Any, fields: dict[str, Any], where: str
) -> None:
    who = person("李梅", birth_date=DAY(1980, 1, 1))
    assert where in refusal(lambda: post(unions.linqi, who, **fields))


def test_a_year_of_three_digits_is_refused_without_a_birth_date(
    unions: Unions, post: Any, person: Any
) -> None:
    found = refusal(lambda: post(unions.linqi, person("李梅"), valid_from=DAY(206, 10, 1)))
    assert "valid_from" in found


def test_full_time_in_two_organisations_is_told(unions: Unions, post: Any) -> None:
    fulltime = AppointmentType.FULLTIME
    who = post(unions.linqi, "李梅", appointment_type=fulltime).person
    row = Appointment(
        union=unions.hejian,
        person=who,
        post=Post.VICE_CHAIR,
        appointment_type=fulltime,
        valid_from=DAY(2023, 1, 1),
    )
    notices = appoint(appointment=row, user=None).notices
    assert [(n.rule, "临淇镇工会联合会" in n.text) for n in notices] == [("R-CAD-04", True)]


def test_a_seat_for_a_union_that_is_not_below_is_refused(unions: Unions, post: Any) -> None:
    seat = {"kind": Post.MEMBER, "category": SeatCategory.UNION_HEAD}
    found = refusal(lambda: post(unions.hejian, "甲", represents=unions.factory, **seat))
    assert unions.factory.name in found["represents"][0]
    assert post(unions.linqi, "乙", represents=unions.factory, **seat).pk
    assert post(unions.county, "丙", represents=unions.factory, **seat).pk  # above all of them


def test_a_new_seat_belongs_to_the_term_in_which_it_begins(
    unions: Unions, post: Any, term: Any
) -> None:
    old = term(unions.linqi, started_on=DAY(2017, 3, 1), ended_on=DAY(2022, 3, 1), number=1)
    new = term(unions.linqi, number=2)
    first = post(unions.linqi, "甲", valid_from=DAY(2018, 1, 1), valid_to=DAY(2022, 2, 28))
    assert (first.term_id, post(unions.linqi, "乙").term_id) == (old.pk, new.pk)
    assert post(unions.linqi, "丙", Post.OFFICER).term_id is None  # nobody elects them


def test_a_post_is_corrected_but_stays_with_its_organisation(
    staff: Staff, unions: Unions, post: Any, listener: Listener
) -> None:
    row = post(unions.linqi, "甲", Post.VICE_CHAIR)
    row.post = Post.CHAIR
    appoint(appointment=row, user=staff.county, expected_version=row.version)
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == "甲"
    assert listener.heard == [(None, "甲", DAY(2022, 3, 1))]
    row.union = unions.hejian
    assert "union" in refusal(lambda: appoint(appointment=row, user=staff.county))
    row.union = unions.linqi
    with pytest.raises(Conflict):
        appoint(appointment=row, user=staff.county, expected_version=1)


@pytest.mark.parametrize("who", ["chair_beside", "county2", "auditor"])
def test_others_appoint_nobody(staff: Staff, unions: Unions, person: Any, who: str) -> None:
    row = Appointment(
        union=unions.linqi, person=person("甲"), post=Post.CHAIR, valid_from=DAY(2024, 1, 1)
    )
    with pytest.raises(PermissionDenied):
        appoint(appointment=row, user=getattr(staff, who))
    assert not Appointment.objects.exists()


def test_posts_of_the_past_change_no_chair_of_today(
    unions: Unions, post: Any, listener: Listener
) -> None:
    post(unions.linqi, "新主席", valid_from=DAY(2022, 3, 1))
    listener.heard.clear()
    row = post(unions.linqi, "老主席", valid_from=DAY(2015, 1, 1), valid_to=DAY(2018, 1, 1))
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == "新主席"
    assert listener.heard == []
    assert row.end_reason == EndReason.RETIREMENT
    assert Person.objects.get(name="老主席").township_id is None
