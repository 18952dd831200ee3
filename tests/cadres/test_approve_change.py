"""An early or late re-election is approved by the union that leads on that day (R-TRM-03)."""

import datetime

import pytest
from django.urls import reverse

from cadres.choices import TermChange
from cadres.models import Term
from cadres.services.term_changes import approve_change, superior_on
from cadres.services.terms import record_term
from tests.places import Staff, Unions, load_policies
from townships.choices import UnionKind
from townships.models import Affiliation, Union
from unionreg.county import Conflict
from unionreg.refusals import Refused

DAY = datetime.date
START, DUE = DAY(2021, 9, 12), DAY(2026, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def term(unions: Unions, staff: Staff) -> Term:
    """The term of a federation below 临淇镇 until 2025, then below the county."""
    load_policies()
    union = Union.objects.create(
        code="4105811010099",
        name="临淇铸造行业工会联合会",
        kind=UnionKind.FEDERATION,
        county_code="410581",
        township=unions.linqi.township,
        superior=unions.county,
    )
    led = {"county_code": "410581", "union": union}
    Affiliation.objects.create(superior=unions.linqi, valid_to=DAY(2024, 12, 31), **led)
    Affiliation.objects.create(superior=unions.county, valid_from=DAY(2025, 1, 1), **led)
    return record_term(
        term=Term(union=union, started_on=START, years=5, number=1), user=staff.county
    ).record


def approve(term: Term, user: object, **values: object) -> Term:
    known = {
        "change_kind": TermChange.LATE,
        "approval_no": "林工〔2026〕8号",
        "approved_on": DAY(2026, 8, 1),
        "approved_by": term.union.superior,
        "new_due_on": DAY(2027, 3, 1),
        "reason": "企业搬迁",
        "expected_version": term.version,
    }
    return approve_change(term=term, user=user, **{**known, **values}).record


def test_approval_moves_the_deadline_and_keeps_the_due_day(term, staff: Staff):
    approved = approve(term, staff.county)
    approved.refresh_from_db()
    assert (approved.due_on, approved.deadline) == (DUE, DAY(2027, 3, 1))


def test_who_led_on_which_day(term, unions: Unions):
    assert superior_on(term.union, DAY(2024, 12, 31)) == unions.linqi
    assert superior_on(term.union, DAY(2025, 1, 1)) == unions.county


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"approved_on": DAY(2024, 12, 31)}, "approved_by"),
        ({"approved_by": None}, "approved_by"),
        ({"new_due_on": DUE}, "new_due_on"),
        ({"change_kind": TermChange.EARLY, "new_due_on": DUE}, "new_due_on"),
        (
            {"change_kind": TermChange.EARLY, "new_due_on": DAY(2026, 7, 31)},
            "approved_on",
        ),
        ({"new_due_on": DAY(9999, 12, 31)}, "new_due_on"),
        ({"approval_no": " "}, "approval_no"),
        ({"reason": ""}, "reason"),
        ({"approved_on": DAY(2021, 9, 11)}, "approved_on"),
    ],
)
def test_refused(term, staff: Staff, values, field):
    with pytest.raises(Refused) as refusal:
        approve(term, staff.county, **values)
    assert field in refusal.value.message_dict
    term.refresh_from_db()
    assert term.change_kind == ""


@pytest.mark.parametrize(("day", "told"), [(DUE, 0), (DUE + datetime.timedelta(1), 1)])
def test_approval_after_the_end_is_told_where_no_document_forbids_it(term, staff, day, told):
    saved = approve_change(
        term=term,
        user=staff.county,
        change_kind=TermChange.LATE,
        approval_no="林工〔2026〕8号",
        approved_on=day,
        approved_by=term.union.superior,
        new_due_on=DAY(2027, 3, 1),
        reason="企业搬迁",
    )
    assert len(saved.notices) == told


def test_second_clerk_is_told(term, staff: Staff):
    version = term.version
    approve(term, staff.county)
    with pytest.raises(Conflict):
        approve(Term.objects.get(pk=term.pk), staff.county, expected_version=version)


def test_page_by_role(term, staff: Staff, as_user):
    url = reverse("term_change", args=[term.pk])
    for user, status in ((staff.county, 200), (staff.chair, 403), (staff.county2, 404)):
        assert as_user(user).get(url).status_code == status
    sent = {"change_kind": "late", "approval_no": "x", "record_version": "1", "reason": "x"}
    sent |= {"approved_on": "2026-08-01", "new_due_on": "2026-09-01"}
    page = as_user(staff.county).post(url, {**sent, "approved_by": term.union.superior_id})
    assert page.status_code == 422
    assert "new_due_on" in page.context["form"].errors


@pytest.fixture
def of_county(unions: Unions, staff: Staff) -> Term:
    """The running term of the county federation."""
    term = Term(union=unions.county, started_on=START, years=5, number=6)
    return record_term(term=term, user=staff.county).record


def test_the_superior_of_a_county_federation_is_named(of_county, staff: Staff, unions: Unions):
    with pytest.raises(Refused) as refusal:
        approve(of_county, staff.county)
    assert list(refusal.value.message_dict) == ["approver_name"]
    with pytest.raises(Refused):  # nobody of the county leads it
        approve(of_county, staff.county, approved_by=unions.linqi, approver_name="安阳市总工会")
    approved = approve(of_county, staff.county, approver_name="安阳市总工会")
    approved.refresh_from_db()
    assert (approved.change_approver_name, approved.deadline) == ("安阳市总工会", DAY(2027, 3, 1))


def test_its_page_offers_the_union_of_the_city(of_county, staff: Staff, as_user):
    url = reverse("term_change", args=[of_county.pk])
    client = as_user(staff.county)
    form = client.get(url).context["form"]
    assert "approved_by" not in form.fields
    assert form["approver_name"].value() == "安阳市总工会"
    sent = {"change_kind": "late", "new_due_on": "2027-03-01", "approval_no": "安工〔2026〕3号"}
    sent |= {"approved_on": "2026-08-01", "reason": "机构改革", "record_version": "1"}
    assert client.post(url, {**sent, "approver_name": ""}).status_code == 422
    assert client.post(url, {**sent, "approver_name": "安阳市总工会"}).status_code == 302
    of_county.refresh_from_db()
    assert of_county.new_due_on == DAY(2027, 3, 1)


def test_its_election_proposes_the_union_of_the_city(of_county, staff: Staff, as_user):
    url = reverse("term_open", args=[of_county.union_id])
    assert as_user(staff.county).get(url).context["form"]["approved_by"].value() == "安阳市总工会"
