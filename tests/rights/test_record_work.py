"""The work log: duties by kind of union, incidents, acting for the lower (R-RGT, R-ORG-21)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from history.models import Change
from rights.choices import Category
from rights.kinds import GROUPS
from rights.models import WorkRecord
from rights.services.work import record_work
from townships.choices import UnionKind
from townships.models import Affiliation, Union
from unionreg.county import Conflict
from unionreg.refusals import Refused

DAY = datetime.date
TODAY = timezone.localdate()
TOMORROW = TODAY + datetime.timedelta(1)
pytestmark = pytest.mark.django_db


def record(union, user, **values):
    known = {"category": Category.VISIT, "held_on": DAY(2026, 3, 1), "title": "走访职工"}
    return record_work(work=WorkRecord(union=union, **{**known, **values}), user=user).record


def refused(union, user, **values):
    with pytest.raises(Refused) as refusal:
        record(union, user, **values)
    return sorted(refusal.value.message_dict)


def test_the_lists_have_the_numbers_of_the_documents():
    numbers = {group.key: len(group.categories) for group in GROUPS}
    assert (numbers["township"], numbers["grassroots"], numbers["federation"]) == (8, 9, 11)
    assert sorted(one for group in GROUPS for one in group.categories) == sorted(Category)


def test_an_entry_keeps_its_history(unions, staff):
    work = record(unions.factory, staff.chair, people=12)
    assert work.county_code == "410581"
    work.people = 13
    record_work(work=work, user=staff.chair, expected_version=work.version, reason="重新统计")
    changes = Change.objects.filter(model="rights.workrecord", object_id=str(work.pk))
    assert [change.action for change in changes.order_by("pk")] == ["+", "~"]
    with pytest.raises(Conflict):
        record_work(work=work, user=staff.chair, expected_version=1)


@pytest.mark.parametrize("kind", UnionKind.values)
def test_each_kind_of_union_has_its_own_duties(unions, staff, kind):
    """A township union carries those of a grassroots union besides its own (R-ORG-21)."""
    union = unions.linqi
    if kind != UnionKind.TOWNSHIP:
        union = unions.factory
        Union.objects.filter(pk=union.pk).update(kind=kind)
        union.refresh_from_db()
    mine = {
        UnionKind.TOWNSHIP: {"t_home", "g_safety"},
        UnionKind.FEDERATION: {"g_safety", "f_home"},
        UnionKind.COUNTY: set(),
    }.get(UnionKind(kind), {"g_safety"})
    for category in ("t_home", "g_safety", "f_home"):
        if category in mine:
            assert record(union, staff.county, category=category).pk
        else:
            assert refused(union, staff.county, category=category) == ["category"]


def test_only_on_days_on_which_the_union_existed(unions, staff):
    union = unions.factory
    union.founded_on, union.closed_on = DAY(2020, 5, 1), DAY(2026, 3, 1)
    union.save()
    for wrong in (TOMORROW, DAY(2020, 4, 30), DAY(2026, 3, 2), DAY(1900, 1, 1)):
        assert refused(union, staff.chair, held_on=wrong) == ["held_on"], wrong
    for right in (DAY(2020, 5, 1), DAY(2026, 3, 1)):
        assert record(union, staff.chair, held_on=right).pk


def test_an_incident_is_reported_on_its_day_or_later(unions, staff):
    known = {"category": Category.INCIDENT, "held_on": TODAY - datetime.timedelta(1)}
    for wrong in (TODAY - datetime.timedelta(2), TOMORROW):
        assert refused(unions.linqi, staff.chair, **known, reported_on=wrong) == ["reported_on"]
    work = record(unions.linqi, staff.chair, **known, level="4", reported_on=known["held_on"])
    assert (work.level, work.reported_on) == ("4", known["held_on"])
    assert record(unions.linqi, staff.chair, **known, title="未记上报").reported_on is None


def test_only_an_incident_has_level_and_report(unions, staff):
    values = {"level": "1", "reported_on": DAY(2026, 3, 1)}
    assert refused(unions.linqi, staff.chair, **values) == ["level", "reported_on"]


def test_who_acted_stood_above_on_that_day(unions, staff):
    known = {"category": Category.ACTED_FOR, "title": "代行维权"}
    factory = unions.factory
    for wrong in (unions.hejian, factory, unions.chengguan):
        assert refused(factory, staff.county, **known, acting_union=wrong) == ["acting_union"]
    for number, right in enumerate((unions.linqi, unions.county)):
        own = {**known, "title": f"代行{number}"}
        assert record(factory, staff.county, **own, acting_union=right).acting_union == right
    assert refused(factory, staff.county, acting_union=unions.linqi) == ["acting_union"]


def test_a_former_superior_acted_in_its_days_only(unions, staff):
    handed_over = DAY(2024, 1, 1)
    here = {"county_code": "410581", "union": unions.factory}
    last = handed_over - datetime.timedelta(1)
    Affiliation.objects.create(**here, superior=unions.hejian, valid_to=last)
    Affiliation.objects.create(**here, superior=unions.linqi, valid_from=handed_over)
    known = {"category": Category.ACTED_FOR, "acting_union": unions.hejian}
    assert record(unions.factory, staff.county, **known, held_on=last).pk
    assert refused(unions.factory, staff.county, **known, held_on=handed_over) == ["acting_union"]


def test_unnamed_it_was_the_next_higher_union(unions, staff):
    known = {"category": Category.ACTED_FOR}
    assert record(unions.factory, staff.chair, **known).acting_union == unions.linqi
    assert record(unions.linqi, staff.chair, **known).acting_union == unions.county
    assert refused(unions.county, staff.county, **known) == ["acting_union"]


def test_one_thing_is_recorded_once(unions, staff):
    first = record(unions.linqi, staff.chair)
    assert refused(unions.linqi, staff.chair) == ["title"]
    record(unions.linqi, staff.chair, title="第二次走访")
    first.text = "已解决"
    assert record_work(work=first, user=staff.chair).record.text == "已解决"


@pytest.mark.parametrize(("amount", "taken"), [("0", True), ("0.01", True), ("-0.01", False)])
def test_an_amount_is_empty_or_not_negative(unions, staff, amount, taken):
    assert record(unions.linqi, staff.chair, title="未记金额").spent is None
    if taken:
        assert str(record(unions.linqi, staff.chair, spent=amount).spent) == amount
        return
    with pytest.raises(ValidationError) as refusal:
        record(unions.linqi, staff.chair, spent=amount)
    assert not isinstance(refusal.value, Refused)


def test_it_is_kept_by_those_who_look_after_the_place(unions, staff, as_user):
    url = reverse("admin:rights_workrecord_add")
    sent = {"union": unions.factory.pk, "category": "visit", "held_on": "2026-03-01"}
    for user in (staff.chair_beside, staff.auditor, staff.county2, staff.city):
        as_user(user).post(url, {**sent, "title": user.username})
    assert not WorkRecord.objects.exists()
    for user in (staff.chair, staff.county):
        answer = as_user(user).post(url, {**sent, "title": user.username})
        assert answer.status_code == 302
    assert WorkRecord.objects.count() == 2


def test_a_chair_corrects_an_entry_with_the_county_as_acting_union(unions, staff, as_user):
    """The chair does not see the county's union in the form; it stays all the same."""
    work = record(unions.linqi, staff.county, category=Category.ACTED_FOR)
    url = reverse("admin:rights_workrecord_change", args=[work.pk])
    sent = {"category": "acted_for", "held_on": "2026-03-01", "title": "代行维权"}
    sent |= {"record_version": work.version, "reason": "更正"}
    assert as_user(staff.chair).post(url, sent).status_code == 302
    work.refresh_from_db()
    assert (work.title, work.acting_union) == ("代行维权", unions.county)


def test_lists_by_sort_of_work_and_missing_report(unions, staff, as_user):
    record(unions.linqi, staff.chair, title="走访一次")
    record(unions.linqi, staff.chair, category=Category.INCIDENT, title="未上报事件")
    known = {"category": Category.INCIDENT, "title": "已上报事件"}
    record(unions.linqi, staff.chair, **known, reported_on=DAY(2026, 3, 2))
    client, url = as_user(staff.chair), reverse("admin:rights_workrecord_changelist")
    for query, titles in {
        "group=contact": {"走访一次"},
        "group=rights": {"未上报事件", "已上报事件"},
        "reported=no": {"未上报事件"},
        "reported=yes": {"已上报事件"},
        f"union__id__exact={unions.factory.pk}": set(),
        "q=走访": {"走访一次"},
    }.items():
        rows = client.get(f"{url}?{query}").context["cl"].result_list
        assert {row.title for row in rows} == titles, query
