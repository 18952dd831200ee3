"""The change history of a county: who sees what, in words, with everything of one operation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from history.choices import Action
from history.models import Change
from history.selectors import labelled
from history.services import record, save_record, snapshot
from members.services.members import save_member
from members.services.membership import enrol
from townships.models import Employer

LIST = reverse("admin:history_change_changelist")


@pytest.fixture
def employer(staff, places):
    """An employer in 临淇镇, made and changed by county staff."""
    made = Employer(county_code="410581", name="示例机械厂", township=places.linqi)
    save_record(instance=made, user=staff.county)
    made.address = "红旗渠大道 1 号"
    made.township = places.hejian
    made.township = places.linqi
    save_record(instance=made, user=staff.chair, reason="更正地址")
    return made


def listed(client, query=""):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return response.context["cl"].result_list


def test_changes_are_told_in_words(staff, as_user, employer):
    text = as_user(staff.county).get(LIST).text
    assert "示例机械厂" in text
    assert "红旗渠大道 1 号" in text
    assert "更正地址" in text
    assert str(staff.chair) in text


@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("county", 2),
        ("chair", 2),
        ("auditor", 2),
        ("city", 2),
        ("admin", 2),
        ("chair_beside", 0),
        ("county2", 0),
    ],
)
def test_everybody_sees_his_places_only(staff, as_user, employer, who, number):
    client = as_user(staff.all()[who])
    assert len(listed(client)) == number
    for change in Change.objects.all():
        page = client.get(reverse("admin:history_change_change", args=[change.pk]))
        assert page.status_code == (200 if number else 404)


def test_everything_of_one_operation(staff, as_user, employer):
    changes = list(Change.objects.order_by("pk"))
    Change.objects.filter(pk=changes[0].pk).update(request_id="a" * 32)
    Change.objects.filter(pk=changes[1].pk).update(request_id="b" * 32)
    rows = listed(as_user(staff.county), f"request_id={'b' * 32}")
    assert [row.pk for row in rows] == [changes[1].pk]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("q=示例机械", 2),
        ("q=更正", 1),
        ("q=不存在", 0),
        ("model=townships.employer", 2),
        ("model=members.member", 0),
        ("action__exact=%2B", 1),
    ],
)
def test_search_and_filters(staff, as_user, employer, query, number):
    assert len(listed(as_user(staff.county), query)) == number


def test_nobody_writes_the_history(staff, as_user, employer):
    change = Change.objects.first()
    url = reverse("admin:history_change_change", args=[change.pk])
    for user in (staff.admin, staff.county):
        client = as_user(user)
        assert client.get(reverse("admin:history_change_add")).status_code in (403, 404)
        assert client.post(url, {"reason": "anders"}).status_code in (403, 404)
        delete = reverse("admin:history_change_delete", args=[change.pk])
        assert client.post(delete, {"post": "yes"}).status_code in (403, 404)
    change.refresh_from_db()
    assert change.reason == "更正地址"


def test_names_behind_keys_are_looked_up_once(staff, as_user, places, employer):
    for n in range(20):
        row = Employer(county_code="410581", name=f"示例{n}厂", township=places.linqi)
        save_record(instance=row, user=staff.county)
        row.township = places.hejian
        save_record(instance=row, user=staff.county)
    client = as_user(staff.county)
    client.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        text = client.get(LIST).text
    assert "合涧镇" in text
    assert len(captured) <= 12, [query["sql"][:100] for query in captured]


def test_a_record_without_page_and_a_kind_that_is_gone_do_no_harm(staff, as_user, employer):
    record(
        instance=employer,
        before=snapshot(employer),
        user=None,
        action=">",
        fields={"rows": [None, 12], "gone": [1, 2]},
    )
    Change.objects.create(
        county_code="410581", model="gone.thing", object_id="1", object_label="旧", action="~"
    )
    client = as_user(staff.county)
    assert len(listed(client)) == 4
    for change in Change.objects.all():
        url = reverse("admin:history_change_change", args=[change.pk])
        assert client.get(url).status_code == 200


def test_phones_of_members_are_masked_in_the_history(staff, as_user, unions):
    member = enrol(
        union=unions.linqi,
        id_number="410581198503150018",
        details={"name": "王伟芳", "sex": "1", "phone": "13800000001"},
        joined_on=None,
        user=None,
    ).member
    save_member(member=member, details={"phone": "13900000002"}, user=staff.county)
    client = as_user(staff.county)
    page = client.get(reverse("admin:members_member_history", args=[member.pk]))
    for text in (client.get(LIST).text, page.text):
        assert "139****0002" in text
        assert "13900000002" not in text


def test_what_is_removed_is_told_as_it_was(staff, as_user, employer):
    record(instance=employer, before={}, user=staff.county, action=Action.REMOVED)
    change = Change.objects.filter(action=Action.REMOVED).get()
    assert change.fields["name"] == [None, "示例机械厂"]
    ((_change, fields),) = labelled([change])
    name = next(field for field in fields if field.name == "name")
    assert (name.before, name.after) == ("示例机械厂", "（空）")


def test_moments_are_told_in_the_time_of_the_place(staff):
    change = Change(
        county_code="410581",
        model="funding.payment",
        action=Action.CHANGED,
        fields={"approved_at": [None, "2026-12-01T05:03:16.834218+00:00"]},
    )
    ((_change, (field,)),) = labelled([change])
    assert (field.before, field.after) == ("（空）", "2026-12-01 13:03")
