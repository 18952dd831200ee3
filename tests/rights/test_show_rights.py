"""The organisation page: contracts in force, the log, the year in numbers; documents."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from attachments.records import find_record, record_key
from rights.models import CollectiveContract, WorkRecord

TODAY = timezone.localdate()
ONE = datetime.timedelta(1)
pytestmark = pytest.mark.django_db


def contract(union, title, first, last):
    return CollectiveContract.objects.create(
        county_code=union.county_code,
        union=union,
        scope="enterprise",
        title=title,
        signed_on=first,
        valid_from=first,
        valid_to=last,
    )


def work(union, title, category="visit", on=TODAY):
    known = {"county_code": union.county_code, "union": union, "held_on": on}
    return WorkRecord.objects.create(**known, title=title, category=category)


def page(client, union):
    return client.get(reverse("organisation", args=[union.pk]))


def test_contracts_in_force_and_the_last_entries(unions, staff, as_user):
    contract(unions.factory, "昨日到期", TODAY - 9 * ONE, TODAY - ONE)
    contract(unions.factory, "今日到期", TODAY - 9 * ONE, TODAY)
    contract(unions.factory, "明日生效", TODAY + ONE, None)
    for number in range(7):
        work(unions.factory, f"工作{number}", on=TODAY - number * ONE)
    context = page(as_user(staff.chair), unions.factory).context
    assert [one.title for one in context["contracts"]] == ["今日到期"]
    assert [one.title for one in context["works"]] == [f"工作{n}" for n in range(5)]


def test_a_township_adds_up_its_unions(unions, staff, as_user):
    work(unions.factory, "走访")
    work(unions.linqi, "蹲点", "field_study")
    work(unions.linqi, "建会", "t_founding")
    work(unions.hejian, "别处")
    work(unions.linqi, "去年", on=TODAY.replace(year=TODAY.year - 1, day=1))
    client = as_user(staff.county)
    numbers = {
        union.name: [number for _label, number in page(client, union).context["work_counts"]]
        for union in (unions.factory, unions.linqi, unions.county)
    }
    assert list(numbers.values()) == [[1], [1, 2], [1, 3]]


def test_buttons_are_for_those_who_keep_the_place(unions, staff, as_user):
    for user, may in ((staff.chair, True), (staff.county, True), (staff.auditor, False)):
        urls = page(as_user(user), unions.factory).context["urls"]
        assert (bool(urls["work"]), bool(urls["contract"])) == (may, may)
    assert page(as_user(staff.chair_beside), unions.factory).status_code == 404


def test_documents_are_attached_to_a_record(unions, staff, as_user):
    entry = work(unions.factory, "走访")
    assert find_record(unions.factory, record_key(entry)) == entry
    shown = as_user(staff.chair).get(reverse("admin:rights_workrecord_change", args=[entry.pk]))
    url = f"/documents/{unions.factory.pk}/?record=rights.workrecord%3A{entry.pk}"
    assert url in shown.content.decode()
    assert as_user(staff.chair).get(url).status_code == 200
