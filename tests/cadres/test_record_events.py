"""Meetings, bodies, delegates and proposals (R-MTG-05 to 10, R-COM-16 to 18, R-TRM-08)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cadres.choices import Body, DelegateStatus, MeetingKind, ProposalState
from cadres.models import Delegate, Meeting, OrganisationBody, Person, Proposal, Term
from cadres.services.bodies import save_body
from cadres.services.delegates import replace_delegate, save_delegate, save_proposal
from cadres.services.meetings import record_meeting
from cadres.services.terms import record_term
from tests.places import Staff, Unions
from townships.models import TownshipSummary, Union
from townships.services.closing import Approval, dissolve_union
from unionreg.refusals import Refused

DAY = datetime.date
TOMORROW = timezone.localdate() + datetime.timedelta(1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def founded(unions: Unions):
    unions.linqi.founded_on = DAY(2012, 5, 1)
    unions.linqi.save()
    return unions.linqi


@pytest.fixture
def delegate(founded, staff: Staff) -> Delegate:
    term = Term(union=founded, started_on=DAY(2022, 3, 1), years=5, number=1)
    made = Delegate(
        term=record_term(term=term, user=staff.county).record,
        person=Person(name="张三"),
        since=DAY(2022, 3, 1),
    )
    return save_delegate(delegate=made, user=staff.chair).record


@pytest.mark.parametrize("day", [TOMORROW, DAY(2012, 4, 30)])
def test_meeting_that_cannot_have_been(founded, staff: Staff, day):
    meeting = Meeting(union=founded, kind=MeetingKind.PLENARY, held_on=day)
    with pytest.raises(Refused) as refusal:
        record_meeting(meeting=meeting, user=staff.chair)
    assert list(refusal.value.message_dict) == ["held_on"]


def test_nothing_is_held_after_the_end_of_an_organisation(founded, staff: Staff):
    Union.objects.filter(pk=founded.pk).update(closed_on=DAY(2026, 3, 1))
    founded.refresh_from_db()

    def record(day):
        meeting = Meeting(union=founded, kind=MeetingKind.PLENARY, held_on=day)
        return record_meeting(meeting=meeting, user=staff.county).record

    assert record(DAY(2026, 3, 1)).pk
    with pytest.raises(Refused) as refusal:
        record(DAY(2026, 3, 2))
    assert list(refusal.value.message_dict) == ["held_on"]


def test_one_event_is_recorded_once(founded, staff: Staff):
    """A second one on the same day has a title of its own; the first can be corrected."""

    def meeting(**values):
        known = {"union": founded, "kind": MeetingKind.CULTURE, "held_on": DAY(2026, 3, 1)}
        return Meeting(**{**known, **values})

    first = record_meeting(meeting=meeting(), user=staff.chair).record
    with pytest.raises(Refused) as refusal:
        record_meeting(meeting=meeting(), user=staff.chair)
    assert list(refusal.value.message_dict) == ["title"]
    for other in ({"title": "拔河比赛"}, {"kind": MeetingKind.CONTEST}):
        record_meeting(meeting=meeting(**other), user=staff.chair)
    first.participants = "各单位"
    assert record_meeting(meeting=first, user=staff.chair).record.participants == "各单位"


def test_meeting_has_the_township_judged_anew(founded, staff: Staff):
    TownshipSummary.objects.update(check_due=False)
    meeting = Meeting(union=founded, kind=MeetingKind.PLENARY, held_on=DAY(2026, 3, 1), expected=9)
    record_meeting(meeting=meeting, user=staff.chair)
    assert TownshipSummary.objects.get(township_key="410581101").check_due
    meeting.attended = 10
    with pytest.raises(ValidationError):
        record_meeting(meeting=meeting, user=staff.chair)


def test_meeting_is_recorded_by_the_chair_of_the_place_only(founded, unions, staff, as_user):
    url, sent = reverse("admin:cadres_meeting_add"), {"kind": "plenary", "held_on": "2026-03-01"}
    as_user(staff.chair_beside).post(url, {**sent, "union": founded.pk})
    as_user(staff.auditor).post(url, {**sent, "union": founded.pk})
    assert not Meeting.objects.exists()
    as_user(staff.chair).post(url, {**sent, "union": founded.pk})
    assert Meeting.objects.get().union == founded


def test_body_is_recorded_once_and_committees_elsewhere(founded, staff: Staff):
    known = {"union": founded, "founded_on": DAY(2020, 1, 1)}
    save_body(body=OrganisationBody(kind=Body.MEDIATION, **known), user=staff.county)
    with pytest.raises(ValidationError):
        save_body(body=OrganisationBody(kind=Body.MEDIATION, **known), user=staff.county)
    with pytest.raises(Refused) as refusal:
        save_body(body=OrganisationBody(kind=Body.AUDIT, **known), user=staff.county)
    assert "kind" in refusal.value.message_dict


def test_successor_takes_the_mandate_over(delegate: Delegate, staff: Staff):
    on = DAY(2024, 6, 1)
    new = replace_delegate(
        delegate=delegate, person=Person(name="李四"), on=on, reason="调离", user=staff.chair
    ).record
    delegate.refresh_from_db()
    assert (delegate.until, delegate.status) == (DAY(2024, 5, 31), DelegateStatus.REPLACED)
    assert (new.since, new.replaces, new.status) == (on, delegate, DelegateStatus.SERVING)
    with pytest.raises(Refused):
        replace_delegate(delegate=delegate, person=None, on=on, reason="x", user=staff.chair)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"reason": " "}, "reason"), ({"on": DAY(2022, 3, 1)}, "on"), ({"on": TOMORROW}, "on")],
)
def test_mandate_does_not_end_like_this(delegate: Delegate, staff: Staff, values, field):
    known = {"person": None, "on": DAY(2024, 6, 1), "reason": "调离"}
    with pytest.raises(Refused) as refusal:
        replace_delegate(delegate=delegate, user=staff.chair, **{**known, **values})
    assert field in refusal.value.message_dict


def test_proposal_goes_step_by_step(delegate: Delegate, staff: Staff):
    proposal = Proposal(delegate=delegate, title="改善食堂", submitted_on=DAY(2024, 1, 1))
    save_proposal(proposal=proposal, user=staff.chair)
    proposal.state = ProposalState.ANSWERED
    with pytest.raises(Refused) as refusal:
        save_proposal(proposal=proposal, user=staff.chair)
    assert "state" in refusal.value.message_dict
    proposal.state = ProposalState.ACCEPTED
    save_proposal(proposal=proposal, user=staff.chair)
    proposal.state = ProposalState.ANSWERED
    with pytest.raises(Refused) as refusal:
        save_proposal(proposal=proposal, user=staff.chair)
    assert "answer" in refusal.value.message_dict


def test_term_and_mandates_end_with_the_union(delegate: Delegate, staff: Staff):
    union = delegate.term.union
    for other in union.subordinates.all():
        other.superior = union.superior
        other.save()
    closing = Approval(
        number="林工〔2026〕12号",
        approved_by="林州市总工会",
        closed_on=DAY(2026, 6, 30),
        reason="x",
    )
    dissolve_union(union=union, approval=closing, user=staff.county)
    delegate.refresh_from_db()
    assert Term.objects.get().ended_on == DAY(2026, 6, 30)
    assert (delegate.until, delegate.status) == (DAY(2026, 6, 30), DelegateStatus.ENDED)


def test_pages_of_a_mandate_by_role(delegate: Delegate, staff: Staff, as_user):
    url = reverse("admin:cadres_delegate_replace", args=[delegate.pk])
    for user, status in ((staff.chair, 200), (staff.auditor, 404), (staff.county2, 404)):
        assert as_user(user).get(url).status_code == status
    sent = {"on": "2024-06-01", "reason": "调离", "new_name": "李四", "record_version": "1"}
    assert as_user(staff.chair).post(url, sent).status_code == 302
    assert Delegate.objects.get(status=DelegateStatus.SERVING).person.name == "李四"
