"""What people do with a finding: who may, what is refused, what the history keeps."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from compliance.choices import FindingState
from compliance.models import Finding
from history.models import Change
from history.selectors import changes_of
from tests.compliance.made import make_finding
from tests.places import make_user

WAIVER = {"number": "林工办〔2026〕9号", "reason": "延期换届"}


def send(client, name: str, finding: Finding, **data):
    """Send a form of the finding's page, from the version it was read with."""
    values = {"record_version": finding.version, **data}
    return client.post(reverse(f"finding_{name}", args=[finding.pk]), values)


def stored(finding: Finding) -> Finding:
    return Finding.objects.in_county(finding.county_code).get(pk=finding.pk)


def changes(finding: Finding) -> list[dict]:
    return [change.fields for change in changes_of(finding)]


@pytest.mark.parametrize("who", ["county", "chair", "admin"])
def test_assign(as_user, staff, finding, who) -> None:
    response = send(as_user(getattr(staff, who)), "assign", finding, assignee=staff.chair.pk)
    assert response.status_code == 302
    assert stored(finding).assignee == staff.chair
    assert changes(finding) == [{"assignee": [None, staff.chair.pk]}]


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("city", 403), ("county2", 404)])
@pytest.mark.parametrize("name", ["assign", "note", "waive", "unwaive"])
def test_others_change_nothing(as_user, staff, finding, who, status, name) -> None:
    response = send(as_user(getattr(staff, who)), name, finding, note="x", **WAIVER)
    assert response.status_code == status
    assert stored(finding).version == 1


def test_chair_of_another_township_finds_nothing(as_user, staff, finding) -> None:
    assert send(as_user(staff.chair_beside), "note", finding, note="x").status_code == 404


def test_those_who_can_be_in_charge(as_user, staff, finding, places) -> None:
    """Of the township and of the county; not of another township, not those who only read."""
    page = as_user(staff.county).get(reverse("finding", args=[finding.pk]))
    offered = {key for key, _label in page.context["forms"]["assign"].fields["assignee"].choices}
    assert offered == {"", str(staff.chair.pk), str(staff.county.pk)}


@pytest.mark.parametrize("who", ["chair_beside", "county2", "auditor"])
def test_nobody_else_is_put_in_charge(as_user, staff, finding, who) -> None:
    person = getattr(staff, who)
    response = send(as_user(staff.county), "assign", finding, assignee=person.pk)
    assert response.status_code == 422
    assert stored(finding).assignee is None


def test_nobody_in_charge_again(as_user, staff, finding) -> None:
    client = as_user(staff.county)
    send(client, "assign", finding, assignee=staff.chair.pk)
    send(client, "assign", stored(finding), assignee="")
    assert stored(finding).assignee is None


def test_note_is_kept_with_what_it_was_before(as_user, staff, finding) -> None:
    send(as_user(staff.chair), "note", finding, note="周五开会")
    send(as_user(staff.county), "note", stored(finding), note="已开会")
    assert stored(finding).note == "已开会"
    assert changes(finding) == [{"note": ["周五开会", "已开会"]}, {"note": ["", "周五开会"]}]


def test_second_of_two_clerks_is_told(as_user, staff, finding) -> None:
    send(as_user(staff.chair), "note", finding, note="first")
    response = send(as_user(staff.county), "note", finding, note="second")
    assert response.status_code == 422
    assert stored(finding).note == "first"
    shown = response.context["refused"]
    assert str(staff.chair) in str(shown.non_field_errors())
    assert shown["note"].value() == "second"
    again = {"note": "second", "record_version": shown["record_version"].value()}
    assert send(as_user(staff.county), "note", finding, **again).status_code == 302
    assert stored(finding).note == "second"


def test_waive(as_user, staff, finding) -> None:
    assert send(as_user(staff.county), "waive", finding, **WAIVER).status_code == 302
    now = stored(finding)
    assert (now.state, now.waiver_no) == (FindingState.WAIVED, WAIVER["number"])
    assert (now.waived_by, now.waived_on) == (staff.county, timezone.localdate())
    change = Change.objects.get(model="compliance.finding")
    assert (change.user, change.reason) == (staff.county, WAIVER["reason"])


@pytest.mark.parametrize("missing", ["number", "reason"])
@pytest.mark.parametrize("given", ["", "  "])
def test_waiver_needs_number_and_reason(as_user, staff, finding, missing, given) -> None:
    response = send(as_user(staff.county), "waive", finding, **{**WAIVER, missing: given})
    assert response.status_code == 422
    assert missing in response.context["refused"].errors
    assert stored(finding).state == FindingState.OPEN


def test_chair_does_not_waive(as_user, staff, finding) -> None:
    assert send(as_user(staff.chair), "waive", finding, **WAIVER).status_code == 403
    page = as_user(staff.chair).get(reverse("finding", args=[finding.pk]))
    assert set(page.context["forms"]) == {"assign", "note"}


def test_waiver_is_taken_back_for_a_reason(as_user, staff, finding) -> None:
    client = as_user(staff.county)
    send(client, "waive", finding, **WAIVER)
    assert send(client, "unwaive", stored(finding), reason="").status_code == 422
    assert send(client, "unwaive", stored(finding), reason="批文撤销").status_code == 302
    now = stored(finding)
    assert (now.state, now.waiver_no, now.waived_by) == (FindingState.OPEN, "", None)
    assert changes_of(finding)[0].reason == "批文撤销"


@pytest.mark.parametrize(("name", "data"), [("waive", WAIVER), ("note", {"note": "x"})])
def test_what_is_resolved_stays(as_user, staff, policies, name, data) -> None:
    done = make_finding(state=FindingState.RESOLVED, resolved_on=timezone.localdate())
    assert send(as_user(staff.county), name, done, **data).status_code == 422
    assert stored(done).version == 1
    page = as_user(staff.county).get(reverse("finding", args=[done.pk]))
    assert page.context["forms"] == {}


def test_what_a_check_did_meanwhile_is_kept(as_user, staff, finding) -> None:
    """A check writes no version: it takes nothing from a clerk, and he nothing from it."""
    Finding.objects.filter(pk=finding.pk).update(urgency="money")
    assert send(as_user(staff.county), "note", finding, note="x").status_code == 302
    assert (stored(finding).urgency, stored(finding).note) == ("money", "x")


def test_page_shows_what_came_before(as_user, staff, finding) -> None:
    day = timezone.localdate()
    before = make_finding(
        verdict=finding.verdict, days=90, state=FindingState.RESOLVED, resolved_on=day
    )
    send(as_user(staff.chair), "note", finding, note="x")
    page = as_user(staff.auditor).get(reverse("finding", args=[finding.pk]))
    assert page.context["earlier"] == [before]
    assert [change.user for change, _fields in page.context["changes"]] == [staff.chair]


def test_who_moved_away_stays_in_charge_until_another_is_chosen(
    as_user, staff, finding, places
) -> None:
    former = make_user("former", Role.CHAIR, places.chengguan)
    Finding.objects.filter(pk=finding.pk).update(assignee=former)
    page = as_user(staff.county).get(reverse("finding", args=[finding.pk]))
    field = page.context["forms"]["assign"]["assignee"]
    assert field.value() == str(former.pk)
    assert str(former.pk) in dict(field.field.choices)


def test_assign_many(as_user, staff, finding, beside, elsewhere) -> None:
    """Those in another county and in another township than the person's are left."""
    keys = [finding.pk, beside.pk, elsewhere.pk, "x", "9" * 40]
    data = {"finding": keys, "assignee": staff.chair.pk}
    response = as_user(staff.county).post(reverse("compliance_assign"), data)
    assert response.status_code == 302
    rows = (finding, beside, elsewhere)
    assert [stored(row).assignee for row in rows] == [staff.chair, None, None]
    assert changes(finding) == [{"assignee": [None, staff.chair.pk]}]
    assert stored(finding).version == 2


def test_assign_many_in_a_fixed_number_of_statements(
    as_user, staff, policies, django_assert_max_num_queries
) -> None:
    rows = [make_finding(key=str(n)) for n in range(30)]
    data = {"finding": [row.pk for row in rows], "assignee": staff.county.pk}
    client = as_user(staff.county)
    with django_assert_max_num_queries(20):
        client.post(reverse("compliance_assign"), data)
    assert Finding.objects.filter(assignee=staff.county).count() == 30


@pytest.mark.parametrize("data", [{}, {"finding": "1"}, {"finding": "x", "assignee": "x"}])
def test_assign_many_without_a_choice(as_user, staff, finding, data) -> None:
    client = as_user(staff.county)
    assert client.post(reverse("compliance_assign"), data).status_code == 302
    assert stored(finding).assignee is None


def test_assign_many_leads_back_to_the_list_only(as_user, staff, finding) -> None:
    client, address = as_user(staff.county), reverse("compliance_assign")
    good = reverse("compliance_list") + "?tab=other"
    assert client.post(address, {"next": good}).url == good
    for bad in ("https://elsewhere.example/compliance/", "/admin/", "//elsewhere.example"):
        assert client.post(address, {"next": bad}).url == reverse("compliance_list")
