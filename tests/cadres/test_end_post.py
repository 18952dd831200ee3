"""Leaving a post: the day, the reason, and the consents that a move needs (R-TRM-07)."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cadres.choices import EndReason, FormationMode, Post
from cadres.models import Appointment, Person
from cadres.selectors.reports import officer_changes
from cadres.services.appointments import end_appointment, end_with_term
from history.models import Change
from tests.cadres.conftest import refusal
from tests.places import Places, Staff, Unions, load_policies
from townships.choices import UnionForm, UnionKind
from townships.models import Union
from unionreg.county import Conflict
from unionreg.refusals import Refused

DAY = datetime.date
LAST = DAY(2025, 5, 1)


def end(post: Appointment, reason: str = EndReason.TRANSFER, **values: Any) -> Any:
    given = {"last_day": LAST, "reason": reason, "user": None, **values}
    return end_appointment(appointment=post, **given)


@pytest.fixture
def street(places: Places) -> Union:
    """A street union in 绍兴, where R-TRM-07 is in force."""
    load_policies()
    return Union.objects.create(
        code="3306030010001",
        name="柯桥街道工会联合会",
        kind=UnionKind.TOWNSHIP,
        form=UnionForm.FEDERATION,
        county_code="330603",
        township=places.keqiao_street,
    )


@pytest.fixture
def chair(street: Union, term: Any) -> Appointment:
    """Its chair, in a term that lasts until 2027-03-01."""
    made = Person.objects.create(county_code="330603", name="王建国")
    return Appointment.objects.create(
        county_code="330603",
        union=street,
        person=made,
        post=Post.CHAIR,
        term=term(street),
        valid_from=DAY(2022, 3, 1),
    )


COMMITTEE, UPPER = {"consent_committee_on": LAST}, {"consent_upper_on": LAST}
LATE = {"consent_upper_on": DAY(2025, 5, 2)}


@pytest.mark.parametrize(
    ("consents", "missing"),
    [
        ({}, {"consent_committee_on", "consent_upper_on"}),
        (COMMITTEE, {"consent_upper_on"}),
        (UPPER, {"consent_committee_on"}),
        ({**COMMITTEE, **LATE}, {"consent_upper_on"}),
        ({**COMMITTEE, **UPPER}, set()),
    ],
)
def test_a_chair_is_moved_only_with_both_consents(
    chair: Appointment, consents: dict[str, Any], missing: set[str]
) -> None:
    if missing:
        found = refusal(lambda: end(chair, **consents))
        assert set(found) == missing
        assert all("三(二)" in text for texts in found.values() for text in texts)
    else:
        assert end(chair, **consents).record.valid_to == LAST


@pytest.mark.parametrize(
    "reason",
    [EndReason.RESIGNATION, EndReason.RECALL, EndReason.RETIREMENT, EndReason.DEATH],
)
def test_who_is_not_moved_needs_no_consent(chair: Appointment, reason: str) -> None:
    assert end(chair, reason).record.end_reason == reason


@pytest.mark.parametrize(("last", "allowed"), [(DAY(2026, 6, 30), False), (DAY(2026, 7, 1), True)])
def test_the_end_of_the_term_is_no_reason_before_it_has_come(
    chair: Appointment, last: datetime.date, allowed: bool
) -> None:
    chair.term.due_on = DAY(2026, 7, 1)
    chair.term.save()
    if allowed:
        assert end(chair, EndReason.TERM, last_day=last).record.valid_to == last
    else:
        assert "reason" in refusal(lambda: end(chair, EndReason.TERM, last_day=last))
    # on that day nobody needs a consent any more
    assert not allowed or officer_changes(chair.union)[0].officers == 0


def test_without_a_recorded_term_nobody_can_say_and_the_clerk_is_told(chair: Appointment) -> None:
    chair.term = None
    chair.save()
    notices = end(chair).notices
    assert [notice.rule for notice in notices] == ["R-TRM-07"]


def test_elsewhere_nobody_asks_for_consents(unions: Unions, post: Any, term: Any) -> None:
    load_policies()
    term(unions.linqi)
    assert end(post(unions.linqi, "王建国")).notices == ()


@pytest.mark.parametrize(
    ("last", "field"), [(DAY(2022, 2, 28), "last_day"), (DAY(2999, 1, 1), "last_day")]
)
def test_impossible_days_are_refused(
    unions: Unions, post: Any, last: datetime.date, field: str
) -> None:
    row = post(unions.linqi, "王建国")
    assert field in refusal(lambda: end(row, last_day=last))
    assert Appointment.objects.get(pk=row.pk).valid_to is None


def test_what_follows_when_a_chair_leaves(staff: Staff, unions: Unions, post: Any) -> None:
    row = post(unions.linqi, "王建国")
    end(row, EndReason.RETIREMENT, user=staff.chair, expected_version=row.version)
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == ""
    change = Change.objects.get(model="cadres.appointment", user=staff.chair)
    assert change.fields["valid_to"] == [None, "2025-05-01"]
    with pytest.raises(Refused):  # it has ended already
        end(row, EndReason.RETIREMENT)


def test_others_end_nothing(staff: Staff, unions: Unions, post: Any) -> None:
    row = post(unions.linqi, "王建国")
    for who in (staff.chair_beside, staff.county2, staff.auditor):
        with pytest.raises(PermissionDenied):
            end(Appointment.objects.get(pk=row.pk), EndReason.DEATH, user=who)
    with pytest.raises(Conflict):
        end(Appointment.objects.get(pk=row.pk), EndReason.DEATH, expected_version=7)


def test_the_seats_of_a_term_end_together(unions: Unions, post: Any, term: Any) -> None:
    term(unions.linqi, formation_mode=FormationMode.ELECTED)
    for name, kind in (("甲", Post.CHAIR), ("乙", Post.MEMBER), ("丙", Post.OFFICER)):
        post(unions.linqi, name, kind)
    ended = end_with_term(union=unions.linqi, last_day=LAST, user=None)
    assert {row.person.name for row in ended} == {"甲", "乙"}
    open_rows = Appointment.objects.filter(valid_to__isnull=True)
    assert [row.person.name for row in open_rows] == ["丙"]  # staff stays
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == ""


def test_the_page_speaks_of_consents_where_a_document_does(
    as_user: Any, staff: Staff, unions: Unions, post: Any, chair: Appointment
) -> None:
    client = as_user(staff.admin)
    elsewhere = post(unions.linqi, "李四")
    for one, told in ((chair, True), (elsewhere, False)):
        page = client.get(f"/admin/cadres/appointment/{one.pk}/end/")
        assert ("任期未满" in page.content.decode()) is told
        assert bool(page.context["consents"]) is told
