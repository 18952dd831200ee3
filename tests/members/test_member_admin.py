"""The list and the form of members in the admin."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from history.models import Change
from members.models import Member, Membership
from members.services.membership import end, keep
from tests.members.conftest import DAY, number
from tests.places import make_division
from townships.choices import UnionKind
from townships.models import Union

LIST = reverse("admin:members_member_changelist")
ADD = reverse("admin:members_member_add")


def page_of(member):
    return reverse("admin:members_member_change", args=[member.pk])


def typed(union, sequence=1, **more):
    """What a clerk types into the form for a new member."""
    return {
        "name": "王伟芳",
        "id_type": "01",
        "id_number": number(sequence),
        "union": union.pk,
        "joined_on": DAY.isoformat(),
        "is_migrant": "unknown",
        **more,
    }


def edited(client, member, **more):
    """The values of the form as the browser would send them back, with changes."""
    form = client.get(page_of(member)).context["adminform"].form
    data: dict[Any, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if value is not None:
            data[name] = value.isoformat() if isinstance(value, datetime.date) else value
    data |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    data["is_migrant"] = {True: "true", False: "false"}.get(data.get("is_migrant", ""), "unknown")
    return data | more


# --- list -----------------------------------------------------------------------------------------


def test_the_list_shows_masks_and_no_full_number(staff, as_user, enrolled):
    enrolled(phone="13800000001")
    text = as_user(staff.county).get(LIST).text
    assert f"4105**********{number(1)[-4:]}" in text
    assert "138****0001" in text
    assert number(1) not in text
    assert "13800000001" not in text


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("county", {"甲", "乙"}),
        ("chair", {"甲"}),
        ("chair_beside", {"乙"}),
        ("county2", {"丙"}),
        ("auditor", {"甲", "乙"}),
        ("city", {"甲", "乙", "丙"}),
        ("admin", {"甲", "乙", "丙"}),
    ],
)
def test_everybody_sees_his_places_only(staff, as_user, unions, enrolled, who, names):
    enrolled(1, name="甲")
    enrolled(3, name="乙", union=unions.hejian)
    enrolled(5, name="丙", union=unions.chengguan)
    response = as_user(staff.all()[who]).get(LIST)
    assert {row.name for row in response.context["cl"].result_list} == names


def test_former_members_are_listed_when_asked_for(staff, as_user, enrolled):
    enrolled(1, name="在册")
    end(member=enrolled(3, name="已退"), ended_by="6", on=DAY, reason_code="5", user=None)
    keep(member=enrolled(5, name="保留"), on=DAY, reason_code="2", user=None)
    client = as_user(staff.county)

    def listed(query):
        response = client.get(f"{LIST}?{query}")
        return {row.name for row in response.context["cl"].result_list}

    assert listed("") == {"在册", "保留"}
    assert listed("state=left") == {"已退"}
    assert listed("state=kept") == {"保留"}
    assert listed("state=all") == {"在册", "已退", "保留"}


def test_dashboards_can_link_to_the_rows_behind_a_number(staff, as_user, unions, enrolled):
    enrolled(1, name="甲")
    enrolled(3, name="乙", union=unions.hejian)
    client = as_user(staff.county)
    for query, name in (
        ("township__key__exact=410581101", "甲"),
        (f"union__id__exact={unions.hejian.pk}", "乙"),
        ("township__key__exact=410581100&joined_on__gte=2024-01-01", "乙"),
    ):
        rows = client.get(f"{LIST}?{query}").context["cl"].result_list
        assert [row.name for row in rows] == [name]


def test_the_list_takes_few_statements_however_many_rows(staff, as_user, unions, enrolled):
    for n in range(1, 41, 2):
        enrolled(n, union=unions.factory if n % 4 == 1 else unions.hejian)
    client = as_user(staff.county)
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(LIST).status_code == 200
    assert len(captured) <= 12, [query["sql"][:120] for query in captured]


def test_every_statement_on_people_names_the_county(staff, as_user, enrolled):
    member = enrolled()
    client = as_user(staff.county)
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)
        client.get(page_of(member))
    tables = ('FROM "members_member"', 'FROM "members_membership"')
    about_people = [q["sql"] for q in captured if any(table in q["sql"] for table in tables)]
    assert about_people
    for sql in about_people:
        assert '"county_code" IN (' in sql or '"county_code" = ' in sql, sql


# --- form -----------------------------------------------------------------------------------------


def test_a_clerk_enrols_a_member(staff, as_user, unions):
    response = as_user(staff.chair).post(ADD, typed(unions.factory, workplace="示例机械"))
    assert response.status_code == 302
    member = Member.objects.get()
    assert (member.union_id, member.sex, member.workplace) == (unions.factory.pk, "1", "示例机械")
    assert member.birth_date == datetime.date(1985, 3, 15)
    assert Change.objects.filter(user=staff.chair, model="members.member").count() == 1


def test_a_mismatch_is_saved_by_the_number_and_pointed_out(staff, as_user, unions):
    client = as_user(staff.chair)
    data = typed(unions.factory, sex="2", birth_date="1990-01-01")
    response = client.post(ADD, data, follow=True)
    assert Member.objects.get().sex == "1"
    assert len([m for m in response.context["messages"] if m.level_tag == "warning"]) == 2


@pytest.mark.parametrize("wrong", ["410581198503150019", "4105811985031500", "E12"])
def test_a_wrong_number_stays_in_the_field_and_is_explained(staff, as_user, unions, wrong):
    response = as_user(staff.chair).post(ADD, typed(unions.factory, id_number=wrong))
    assert response.status_code == 200
    form = response.context["adminform"].form
    assert form.errors["id_number"]
    assert wrong not in str(form.errors)
    assert not Member.objects.exists()


@pytest.mark.parametrize(("id_number", "told"), [("4105811985031500", 1), (number(1), 0)])
def test_the_number_is_explained_beside_what_is_missing(staff, as_user, unions, id_number, told):
    data = typed(unions.factory, id_number=id_number, name="", joined_on="")
    form = as_user(staff.chair).post(ADD, data).context["adminform"].form
    assert {"name", "joined_on"} <= set(form.errors)
    assert len(form.errors.get("id_number", [])) == told


@pytest.mark.parametrize(("id_number", "told"), [("1", 1), ("E12345678", 0)])
def test_a_missing_sex_is_told_beside_a_wrong_passport(staff, as_user, unions, id_number, told):
    data = typed(unions.factory, id_type="02", id_number=id_number, sex="")
    form = as_user(staff.chair).post(ADD, data).context["adminform"].form
    assert list(form.errors["sex"]) == ["请选性别。"]
    assert len(form.errors.get("id_number", [])) == told


def test_a_union_outside_cannot_be_chosen(staff, as_user, unions):
    for union in (unions.hejian, unions.chengguan):
        response = as_user(staff.chair).post(ADD, typed(union))
        assert "union" in response.context["adminform"].form.errors
    assert not Member.objects.exists()


def test_who_is_a_member_elsewhere_is_refused_with_the_way_to_the_transfer(
    staff, as_user, unions, enrolled
):
    member = enrolled(union=unions.linqi)
    response = as_user(staff.county).post(ADD, typed(unions.hejian))
    transfer = reverse("admin:members_member_transfer", args=[member.pk])
    assert f"{transfer}?union={unions.hejian.pk}" in response.text
    other = as_user(staff.chair_beside).post(ADD, typed(unions.hejian))
    assert transfer not in other.text
    assert "王伟芳现在" not in other.text


def test_another_name_is_asked_about_and_can_be_confirmed(staff, as_user, unions, enrolled):
    end(member=enrolled(), ended_by="6", on=DAY, reason_code="5", user=None)
    client = as_user(staff.county)
    data = typed(unions.factory, name="王维芳", joined_on="2024-04-01")
    response = client.post(ADD, data)
    field = response.context["adminform"].form.fields["name_changed"]
    assert not field.widget.is_hidden
    assert client.post(ADD, data | {"name_changed": "on"}).status_code == 302
    assert Member.objects.get().name == "王维芳"


@pytest.mark.parametrize("who", ["auditor", "city", "province"])
def test_readers_have_no_form_to_add(staff, as_user, who):
    assert as_user(staff.all()[who]).get(ADD).status_code in (403, 404)


def test_an_edit_is_saved_with_its_reason(staff, as_user, enrolled):
    member = enrolled()
    client = as_user(staff.county)
    data = edited(client, member, workplace="示例机械", reason="换了岗位")
    assert client.post(page_of(member), data).status_code == 302
    member.refresh_from_db()
    assert (member.workplace, member.version) == ("示例机械", 2)
    change = Change.objects.filter(model="members.member").first()
    assert (change.fields, change.reason) == ({"workplace": ["", "示例机械"]}, "换了岗位")


def test_the_second_of_two_clerks_is_refused_and_sees_what_changed(staff, as_user, enrolled):
    member = enrolled()
    first, second = as_user(staff.county), as_user(staff.chair)
    late = edited(second, member, workplace="乙厂")
    first.post(page_of(member), edited(first, member, workplace="甲厂"))
    response = second.post(page_of(member), late)
    assert response.status_code == 200
    assert "甲厂" in response.text
    member.refresh_from_db()
    assert member.workplace == "甲厂"
    # once more, knowing it
    again = late | {"record_version": response.context["adminform"].form["record_version"].value()}
    assert second.post(page_of(member), again).status_code == 302
    member.refresh_from_db()
    assert member.workplace == "乙厂"


def test_an_ended_membership_meanwhile_is_a_conflict_too(staff, as_user, enrolled):
    member = enrolled()
    client = as_user(staff.county)
    late = edited(client, member, workplace="甲厂")
    end(member=member, ended_by="6", on=DAY, reason_code="5", user=staff.chair)
    assert client.post(page_of(member), late).status_code == 200
    member.refresh_from_db()
    assert member.workplace == ""


def test_another_number_is_typed_with_a_reason(staff, as_user, enrolled):
    member = enrolled(1)
    client = as_user(staff.county)
    data = edited(client, member, id_number=number(3))
    response = client.post(page_of(member), data)
    assert "reason" in response.context["adminform"].form.errors
    assert client.post(page_of(member), data | {"reason": "录入错误"}).status_code == 302
    member.refresh_from_db()
    assert member.id_tail == number(3)[-4:]


def test_union_and_days_cannot_be_posted_into_the_edit(staff, as_user, unions, enrolled):
    member = enrolled(union=unions.linqi)
    client = as_user(staff.county)
    data = edited(client, member, union=unions.hejian.pk, joined_on="2020-01-01", state="left")
    client.post(page_of(member), data)
    member.refresh_from_db()
    assert (member.union_id, member.joined_on, member.state) == (unions.linqi.pk, DAY, "active")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("county", 200),
        ("chair", 200),
        ("auditor", 200),
        ("city", 200),
        ("chair_beside", 404),
        ("county2", 404),
        ("chair2", 404),
    ],
)
def test_outside_there_is_no_such_page(staff, as_user, enrolled, who, status):
    member = enrolled()
    client = as_user(staff.all()[who])
    assert client.get(page_of(member)).status_code == status
    history = reverse("admin:members_member_history", args=[member.pk])
    assert client.get(history).status_code == status


@pytest.mark.parametrize("who", ["auditor", "city"])
def test_readers_cannot_save(staff, as_user, enrolled, who):
    member = enrolled()
    client = as_user(staff.all()[who])
    data = edited(as_user(staff.county), member, workplace="甲厂")
    assert client.post(page_of(member), data).status_code in (403, 404)
    member.refresh_from_db()
    assert member.workplace == ""


def test_nobody_deletes(staff, as_user, enrolled):
    member = enrolled()
    url = reverse("admin:members_member_delete", args=[member.pk])
    for user in (staff.admin, staff.county):
        assert as_user(user).post(url, {"post": "yes"}).status_code in (403, 404)
        as_user(user).post(LIST, {"action": "delete_selected", "_selected_action": member.pk})
    assert Member.objects.count() == Membership.objects.count() == 1


def test_a_chair_chooses_his_few_unions_from_a_list(staff, as_user, unions):
    form = as_user(staff.chair).get(ADD).context["adminform"].form
    offered = {str(label) for value, label in form.fields["union"].choices if value}
    assert offered == {unions.linqi.name, unions.factory.name}


def test_with_many_unions_one_types_a_part_of_the_name(staff, as_user, unions, places):
    Union.objects.bulk_create(
        Union(
            county_code="410581",
            code=f"410581101{n:04}",
            name=f"示例第{n}厂工会",
            kind=UnionKind.OWN,
            township=places.linqi,
        )
        for n in range(10, 80)
    )
    client = as_user(staff.county)
    assert "admin-autocomplete" in client.get(ADD).text
    url = reverse("admin:autocomplete")
    query = {
        "app_label": "members",
        "model_name": "member",
        "field_name": "union",
        "term": "第11厂",
    }
    found = client.get(url, query).json()["results"]
    assert [row["text"] for row in found] == ["示例第11厂工会"]
    assert as_user(staff.county2).get(url, query).json()["results"] == []


def test_memberships_are_shown_with_the_person(staff, as_user, unions, enrolled):
    end(member=enrolled(), ended_by="6", on=DAY, reason_code="5", user=None)
    enrolled(1, union=unions.hejian, on=DAY + datetime.timedelta(days=9))
    text = as_user(staff.county).get(page_of(Member.objects.get())).text
    assert "临淇镇工会联合会" in text
    assert "合涧镇工会联合会" in text
    assert "个人要求退会" in text


def test_a_member_of_the_county_itself_can_be_opened(staff, as_user, unions, enrolled):
    make_division("410581102", "东姚镇")
    member = enrolled(union=unions.county)
    assert as_user(staff.county).get(page_of(member)).status_code == 200
    assert as_user(staff.chair).get(page_of(member)).status_code == 404


@pytest.mark.parametrize(("who", "full"), [("county", True), ("auditor", False), ("city", False)])
def test_readers_see_the_phone_masked(staff, as_user, enrolled, who, full):
    member = enrolled(phone="13800000001")
    text = as_user(staff.all()[who]).get(page_of(member)).text
    assert ("13800000001" in text) == full
    assert ("138****0001" in text) == (not full)
