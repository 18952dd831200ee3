"""The list as a workbook: the same rows, texts stay texts."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.choices import Role
from accounts.models import Assignment, User
from accounts.permissions import ROLE_PERMISSIONS
from compliance import permissions
from compliance.models import Finding
from tests.compliance.made import make_finding, make_verdict

EXPORT = reverse("compliance_export")


def rows(client, **query) -> list[list]:
    """The rows of the workbook below its titles."""
    response = client.get(EXPORT, query)
    assert response.status_code == 200
    sheet = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)
    titles, *found = sheet.to_python()
    assert len(titles) == len(set(titles)) == 12
    return found


def test_same_places_and_filters_as_the_list(as_user, staff, finding, beside, elsewhere) -> None:
    assert [row[1] for row in rows(as_user(staff.chair))] == ["临淇镇"]
    assert sorted(row[1] for row in rows(as_user(staff.county))) == ["临淇镇", "合涧镇"]
    assert [row[0] for row in rows(as_user(staff.city), county="410523")] == ["汤阴县"]
    assert rows(as_user(staff.county), tab="money") == []


def test_only_places_where_export_is_allowed(
    as_user, staff, places, finding, elsewhere, monkeypatch
) -> None:
    """The county exports its own; in the county beside it has a role that only looks."""
    looks = ROLE_PERMISSIONS[Role.AUDITOR] - {permissions.EXPORT}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.AUDITOR, looks)
    Assignment.objects.create(user=staff.county, role=Role.AUDITOR, division=places.tangyin)
    user = User.objects.get(pk=staff.county.pk)
    assert len(as_user(user).get(reverse("compliance_list")).context["page"].object_list) == 2
    assert [row[0] for row in rows(as_user(user))] == ["林州市"]


def test_what_a_row_says(as_user, staff, finding) -> None:
    Finding.objects.filter(pk=finding.pk).update(assignee=staff.chair)
    (row,) = rows(as_user(staff.county))
    assert row[2] == "临淇镇"
    assert row[5] == f"{finding.verdict.document} {finding.verdict.clause}"
    assert (row[7], row[8], row[9]) == (finding.first_seen, 10, str(staff.chair))


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1", "http://elsewhere.example"])
def test_name_is_no_formula(as_user, staff, policies, name) -> None:
    make_finding(key="x", label=name)
    response = as_user(staff.county).get(EXPORT)
    assert rows(as_user(staff.county))[0][2] == name
    assert b"<f>" not in response.content


def test_too_many_rows_lead_back_to_the_list(as_user, staff, finding, beside, monkeypatch) -> None:
    monkeypatch.setattr("compliance.exports.LARGEST_EXPORT", 1)
    response = as_user(staff.county).get(EXPORT, {"tab": "other"})
    assert response.status_code == 302
    assert response.url == reverse("compliance_list") + "?tab=other"


def test_number_of_queries_does_not_grow(
    as_user, staff, policies, django_assert_max_num_queries
) -> None:
    verdict = make_verdict("410581", "410581101", "x", "x")
    for n in range(40):
        make_finding(key=str(n), verdict=verdict, assignee=staff.chair)
    client = as_user(staff.county)
    with django_assert_max_num_queries(11):
        client.get(EXPORT)
