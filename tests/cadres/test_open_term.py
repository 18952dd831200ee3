"""A re-election on one page: what it needs, ends and begins (R-COM-01 to 06, R-TRM)."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.choices import ElectionBody, EndReason, MeetingKind, Post
from cadres.models import Appointment, Meeting, Person, Term
from cadres.services.terms import correct_term, due_day, open_term, record_term
from history.models import Change
from tests.places import Staff, Unions, load_policies
from townships.choices import UnionForm, UnionKind
from townships.models import TownshipSummary, Union
from townships.services.closing import Approval, dissolve_union
from unionreg.county import Conflict
from unionreg.refusals import Refused

DAY = datetime.date
START, ELECTION = DAY(2021, 9, 12), DAY(2026, 9, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(unions: Unions) -> Union:
    """A township union whose committee an assembly elects, in 安阳."""
    load_policies()
    unions.linqi.form = UnionForm.COMMITTEE
    unions.linqi.save()
    return unions.linqi


@pytest.fixture
def running(committee: Union, staff: Staff) -> Term:
    term = Term(union=committee, number=3, started_on=START, years=5)
    return record_term(term=term, user=staff.county).record


def seat(name: str = "张三", **values: object) -> Appointment:
    known = {"body": "committee", "post": Post.CHAIR, "category": "cadre"}
    return Appointment(person=Person(name=name), **{**known, **values})


def election(union: Union, **values: object) -> Term:
    known = {
        "number": 4,
        "started_on": ELECTION,
        "years": 5,
        "elected_by": ElectionBody.DELEGATES,
        "rules_passed_on": ELECTION,
    }
    return Term(union=union, **{**known, **values})


def assembly(union: Union, day: DAY = ELECTION) -> Meeting:
    return Meeting(union=union, kind=MeetingKind.MEMBER_ASSEMBLY, held_on=day)


def opened(union: Union, user: object, **values: Any) -> Term:
    known: dict[str, Any] = {
        "term": election(union),
        "officers": [seat(), seat("李四", post=Post.MEMBER, category="front_line")],
        "meeting": assembly(union),
    }
    return open_term(user=user, **{**known, **values}).record


@pytest.mark.parametrize(
    ("start", "years", "due"),
    [
        (DAY(2021, 3, 15), 5, DAY(2026, 3, 15)),
        (DAY(2024, 2, 29), 3, DAY(2027, 2, 28)),
        (DAY(2024, 2, 29), 4, DAY(2028, 2, 29)),
    ],
)
def test_term_ends_on_the_corresponding_day(start, years, due):
    assert due_day(start, years) == due


def test_election_moves_everything_together(committee, running, staff: Staff):
    old = seat("王五", union=committee, term=running, valid_from=START)
    old.person.county_code = old.county_code = committee.county_code
    old.person.save()
    old.person_id = old.person.pk
    old.save()
    audit = seat("赵六", body="audit", category="")
    term = opened(committee, staff.county, officers=[seat(), audit])
    running.refresh_from_db()
    old.refresh_from_db()
    committee.refresh_from_db()
    assert (running.ended_on, term.due_on) == (ELECTION, DAY(2031, 9, 10))
    assert (old.valid_to, old.end_reason) == (DAY(2026, 9, 9), EndReason.TERM)
    chair = Appointment.objects.get(union=committee, post=Post.CHAIR, body="committee", term=term)
    assert (chair.valid_from, chair.election_id) == (ELECTION, term.assembly_id)
    assert (committee.chair_name, committee.audit_committee_on) == ("张三", ELECTION)
    assert committee.women_committee_on is None
    assert TownshipSummary.objects.get(township_key="410581101").check_due
    assert Change.objects.filter(model="cadres.term", object_id=str(term.pk)).exists()


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"meeting": None}, "assembly", "总工办发〔2019〕24号 三"),
        ({"term": {"elected_by": ElectionBody.COMMITTEE}}, "elected_by", "总工办发〔2019〕24号 三"),
        ({"term": {"rules_passed_on": None}}, "rules_passed_on", "安工办〔2020〕7号 二"),
        (
            {"term": {"rules_passed_on": DAY(2026, 9, 11)}},
            "rules_passed_on",
            "安工办〔2020〕7号 二",
        ),
        ({"term": {"started_on": DAY(2021, 9, 12)}}, "started_on", ""),
        ({"term": {"started_on": timezone.localdate() + datetime.timedelta(1)}}, "started_on", ""),
        ({"term": {"number": 3}}, "number", ""),
        ({"officers": []}, "officers", ""),
        ({"meeting": DAY(2026, 9, 11)}, "assembly", ""),
        ({"meeting": START}, "assembly", ""),
        ({"term": {"rules_passed_on": START}}, "rules_passed_on", ""),
        ({"term": {"approved_on": START}}, "approved_on", ""),
    ],
)
def test_skipped_requirement_is_refused(committee, running, staff, values, field, words):
    sent = dict(values)
    if "term" in sent:
        sent["term"] = election(committee, **sent["term"])
    if sent.get("meeting"):
        sent["meeting"] = assembly(committee, sent["meeting"])
    with pytest.raises(Refused) as refusal:
        opened(committee, staff.county, **sent)
    told = " ".join(refusal.value.message_dict[field])
    assert words in told
    running.refresh_from_db()
    assert running.ended_on is None
    assert Term.objects.count() == 1


def test_rules_may_be_passed_on_the_day_and_elsewhere_need_not(committee, running, staff, unions):
    assert opened(committee, staff.county).number == 4
    unions.chengguan.form = UnionForm.COMMITTEE
    unions.chengguan.save()


def test_late_election_of_a_township_union_is_told_not_refused(committee, running, staff):
    term = election(committee, started_on=DAY(2026, 9, 13), rules_passed_on=DAY(2026, 9, 13))
    meeting = assembly(committee, DAY(2026, 9, 13))
    seats = [seat(), seat("李四", post=Post.MEMBER, category="front_line")]
    saved = open_term(term=term, officers=seats, meeting=meeting, user=staff.county)
    assert any(notice.rule == "R-TRM-02" for notice in saved.notices)


def test_two_clerks_do_not_open_one_term_twice(committee, running, staff):
    opened(committee, staff.county, expected_version=running.version)
    with pytest.raises((Conflict, Refused)):
        opened(committee, staff.county, expected_version=running.version)
    assert Term.objects.filter(union=committee).count() == 2


def test_first_term_is_written_down_once(committee, running, staff):
    again = Term(union=committee, number=5, started_on=DAY(2022, 1, 1), years=5)
    with pytest.raises(Refused, match=committee.name):
        record_term(term=again, user=staff.county)


def test_correction_needs_a_reason_and_moves_the_due_day(committee, running, staff):
    running.started_on = DAY(2021, 10, 12)
    with pytest.raises(Refused) as refusal:
        correct_term(term=running, user=staff.county, expected_version=1)
    assert "reason" in refusal.value.message_dict
    correct_term(term=running, user=staff.county, expected_version=1, reason="抄错月份")
    assert running.due_on == DAY(2026, 10, 12)


def test_page_by_role(committee, running, staff, as_user, places):
    url = reverse("term_open", args=[committee.pk])
    for user, status in ((staff.county, 200), (staff.chair, 403), (staff.county2, 404)):
        assert as_user(user).get(url).status_code == status


def test_a_vacant_chair_and_an_early_approval_are_told(committee, running, staff):
    term = election(committee, approved_on=DAY(2026, 9, 9))
    seats = [
        seat("张三", post=Post.VICE_CHAIR),
        seat("李四", post=Post.MEMBER, category="front_line"),
    ]
    saved = open_term(term=term, officers=seats, meeting=assembly(committee), user=staff.county)
    fields = [notice.field for notice in saved.notices if not notice.rule]
    assert fields == ["approved_on", "officers"]


def test_an_election_after_the_approved_day_is_told(committee, running, staff):
    running.change_kind, running.new_due_on = "late", DAY(2026, 9, 12)
    running.change_approval_no, running.change_approved_on = "林工〔2026〕8号", DAY(2026, 8, 1)
    running.change_approved_by = committee.superior
    running.save()
    day = DAY(2026, 9, 13)
    Union.objects.filter(pk=committee.pk).update(kind=UnionKind.FEDERATION, form="")
    committee.refresh_from_db()
    term = election(committee, started_on=day, rules_passed_on=day)
    seats = [seat(elected_by="joint"), seat("李四", post=Post.MEMBER)]
    saved = open_term(
        term=term, officers=seats, meeting=assembly(committee, day), user=staff.county
    )
    assert "R-TRM-02" in [notice.rule for notice in saved.notices]


def test_a_damaged_line_is_refused_in_words(committee, running, staff, as_user):
    """A key that is no number, beside a name."""
    sent = {
        "started_on": "2026-09-10",
        "number": "4",
        "years": "5",
        "elected_by": "delegates",
        "seats-TOTAL_FORMS": "1",
        "seats-INITIAL_FORMS": "0",
        "seats-0-name": "张三",
        "seats-0-person": "abc",
        "seats-0-post": "chair",
    }
    page = as_user(staff.county).post(reverse("term_open", args=[committee.pk]), sent)
    assert page.status_code == 422
    assert "张三" in page.content.decode()


def test_an_assembly_on_record_is_chosen_not_recorded_again(committee, running, staff, as_user):
    held = assembly(committee)
    held.county_code = committee.county_code
    held.save()
    sent = {
        "started_on": "2026-09-10",
        "number": "4",
        "years": "5",
        "elected_by": "delegates",
        "rules_passed_on": "2026-09-10",
        "assembly_on": "2026-09-10",
        "former_version": str(running.version),
        "seats-TOTAL_FORMS": "1",
        "seats-INITIAL_FORMS": "0",
        "seats-0-name": "张三",
        "seats-0-body": "committee",
        "seats-0-post": "chair",
        "seats-0-kind": "parttime",
        "seats-0-category": "cadre",
    }
    address = reverse("term_open", args=[committee.pk])
    page = as_user(staff.county).post(address, sent)
    assert list(page.context["form"].errors) == ["assembly"]
    assert not Term.objects.filter(number=4).exists()
    page = as_user(staff.county).post(address, {**sent, "assembly": str(held.pk)})
    assert page.status_code == 302, page.context["form"].errors
    assert Term.objects.get(number=4).assembly == held


def stored_seat(union, name, **values) -> Appointment:
    """A seat since the beginning of the term, of which nobody said to which term it belongs."""
    made = seat(name, union=union, valid_from=START, county_code=union.county_code, **values)
    made.person.county_code = union.county_code
    made.person.save()
    made.person_id = made.person.pk
    made.save()
    return made


def test_a_first_recorded_election_ends_the_seats_before_it(committee, staff):
    """No term is on record, but its chair is: he leaves office on the day before."""
    old = stored_seat(committee, "王五")
    opened(committee, staff.county, term=election(committee, number=1))
    old.refresh_from_db()
    assert (old.valid_to, old.end_reason) == (DAY(2026, 9, 9), EndReason.TERM)


def test_the_form_begins_with_those_in_office(committee, running, staff, as_user):
    """Whatever term their posts name; who left in the term is not offered again."""
    stored_seat(committee, "王五")
    left = {"valid_to": DAY(2024, 1, 1), "end_reason": EndReason.RESIGNATION}
    stored_seat(committee, "赵六", post=Post.MEMBER, term=running, **left)
    page = as_user(staff.county).get(reverse("term_open", args=[committee.pk]))
    names = [form["name"].value() for form in page.context["seats"].forms]
    assert [name for name in names if name] == ["王五"]


def test_a_closed_union_elects_nobody(unions, staff, as_user):
    approval = Approval("林工〔2026〕9号", "林州市总工会", DAY(2026, 3, 1), "撤销建制")
    dissolve_union(union=unions.chengguan, approval=approval, user=staff.county2)
    page = as_user(staff.county2).get(reverse("term_open", args=[unions.chengguan.pk]))
    assert page["Location"] == reverse("union_terms", args=[unions.chengguan.pk])
