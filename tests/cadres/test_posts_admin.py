"""Lists and forms of cadres and posts: finding, appointing, leaving, showing a number."""

import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.choices import EndReason, Post
from cadres.models import Appointment, Person
from history.models import Change
from members.identity import check_digit
from tests.places import Places, Staff, Unions, load_policies, make_division
from townships.choices import UnionKind
from townships.models import Union

PEOPLE = reverse("admin:cadres_person_changelist")
POSTS = reverse("admin:cadres_appointment_changelist")
FIRST, SHORT = "41058119800101001", "410581800101001"
LONG = FIRST + check_digit(FIRST)
DAY = datetime.date


def names(response: Any) -> list[str]:
    return sorted(str(row) for row in response.context["cl"].result_list)


def post_form(union: Union, person: Person, **values: Any) -> dict[str, Any]:
    """What the browser sends for a new post."""
    known = {"union": union.pk, "person": person.pk, "body": "committee", "post": "chair"}
    return {**known, "valid_from": "2024-01-05", **values}


def test_who_was_in_office_on_a_day(staff: Staff, unions: Unions, post: Any, as_user: Any) -> None:
    post(unions.linqi, "旧主席", valid_from=DAY(2020, 1, 1), valid_to=DAY(2022, 2, 28))
    post(unions.linqi, "新主席", valid_from=DAY(2022, 3, 5))
    client = as_user(staff.chair)
    asked = {day: names(client.get(POSTS, {"on": day})) for day in ("", "2022-02-28", "2022-03-01")}
    former, current = "旧主席 · 工会主席", "新主席 · 工会主席"
    assert asked == {"": [current], "2022-02-28": [former], "2022-03-01": []}
    page = client.get(POSTS, {"union": unions.linqi.pk, "on": "all"})
    assert names(page) == sorted([former, current])
    assert [spell.first for spell in page.context["chairs"]] == [
        DAY(2020, 1, 1),
        DAY(2022, 3, 1),
        DAY(2022, 3, 5),
    ]
    assert names(client.get(POSTS, {"on": "2022-02-31"})) == [current]  # no such day


def test_a_number_leads_to_the_person_and_into_no_address(
    staff: Staff, person: Any, as_user: Any, unions: Unions, post: Any
) -> None:
    who = post(unions.linqi, person("王建国", LONG)).person
    search = reverse("admin:cadres_person_search")
    for number in (LONG, SHORT):
        answer = as_user(staff.county).post(search, {"q": number})
        assert answer.headers["Location"] == reverse("admin:cadres_person_change", args=[who.pk])
    elsewhere = as_user(staff.county2).post(search, {"q": LONG})
    assert LONG not in elsewhere.headers["Location"]
    assert names(as_user(staff.county).get(PEOPLE, {"q": "wjg"})) == ["王建国"]
    assert names(as_user(staff.county).get(PEOPLE, {"number": "none"})) == []


def test_two_chairs_are_refused_in_the_form(
    staff: Staff, unions: Unions, post: Any, person: Any, as_user: Any
) -> None:
    post(unions.linqi, "旧主席")
    client, add = as_user(staff.county), reverse("admin:cadres_appointment_add")
    new = person("新主席")
    answer = client.post(add, post_form(unions.linqi, new))
    assert "旧主席" in str(answer.context["errors"])
    assert not Appointment.objects.filter(person=new).exists()
    assert client.post(add, post_form(unions.hejian, new)).status_code == 302


def test_an_earlier_post_needs_its_end_and_its_reason(
    staff: Staff, unions: Unions, person: Any, as_user: Any
) -> None:
    client, add = as_user(staff.county), reverse("admin:cadres_appointment_add")
    form = post_form(unions.linqi, person("老主席"), valid_to="2024-05-01")
    assert "left_because" in client.post(add, form).context["adminform"].form.errors
    client.post(add, {**form, "left_because": EndReason.RETIREMENT})
    assert Appointment.objects.get().end_reason == EndReason.RETIREMENT


def test_leaving_has_a_page_of_its_own(
    staff: Staff, unions: Unions, post: Any, as_user: Any
) -> None:
    row = post(unions.linqi, "王建国")
    address = reverse("admin:cadres_appointment_end", args=[row.pk])
    form = {"last_day": "2025-05-01", "reason": EndReason.DEATH, "record_version": row.version}
    assert as_user(staff.chair_beside).post(address, form).status_code == 404
    assert as_user(staff.auditor).post(address, form).status_code == 404
    early = as_user(staff.chair).post(address, {**form, "last_day": "2021-01-01"})
    assert "last_day" in early.context["form"].errors
    stale = as_user(staff.chair).post(address, {**form, "record_version": 99})
    assert stale.context["form"].errors
    assert as_user(staff.chair).post(address, form).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == DAY(2025, 5, 1)
    assert as_user(staff.chair).get(address).status_code == 404  # there is nothing to end


def test_the_full_number_is_shown_with_a_reason_and_a_trace(
    staff: Staff, person: Any, as_user: Any
) -> None:
    who = person("王建国", LONG)
    address = reverse("admin:cadres_person_reveal", args=[who.pk])
    assert LONG not in as_user(staff.county).post(address, {"reason": ""}).content.decode()
    shown = as_user(staff.county).post(address, {"reason": "核对身份证"}).content.decode()
    assert LONG in shown
    assert Change.objects.filter(model="cadres.person", reason="核对身份证").exists()
    nobody = reverse("admin:cadres_person_reveal", args=[person("李梅").pk])
    assert as_user(staff.county).get(nobody).status_code == 404  # there is no number


def test_the_page_of_a_person_tells_all_in_time_order(
    staff: Staff, unions: Unions, post: Any, as_user: Any
) -> None:
    who = post(unions.linqi, "王建国", Post.VICE_CHAIR, valid_to=DAY(2023, 12, 31)).person
    post(unions.hejian, who, valid_from=DAY(2024, 1, 1))
    page = as_user(staff.county).get(reverse("admin:cadres_person_change", args=[who.pk]))
    told = [(entry.first, entry.union.name) for entry in page.context["timeline"]]
    assert told == [
        (DAY(2022, 3, 1), unions.linqi.name),
        (DAY(2024, 1, 1), unions.hejian.name),
    ]


def test_the_roster_is_a_workbook_without_numbers(
    staff: Staff, unions: Unions, post: Any, person: Any, as_user: Any
) -> None:
    post(unions.linqi, person("王建国", LONG, phone="13800000001"))
    for address in (POSTS, PEOPLE):
        answer = as_user(staff.county).get(f"{address}export/")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert {"姓名", "王建国"} < set(cells)
        assert not {LONG, "13800000001"} & set(cells)
        assert as_user(staff.county2).get(f"{address}export/").status_code == 200


@pytest.mark.parametrize("address", [PEOPLE, POSTS])
def test_lists_ask_no_more_for_more_rows(
    staff: Staff, unions: Unions, post: Any, as_user: Any, address: str
) -> None:
    client = as_user(staff.county)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    post(unions.linqi, "甲")
    client.get(address)
    few = asked()
    for number, name in enumerate("乙丙丁戊"):
        post(unions.hejian, name, Post.MEMBER, valid_from=DAY(2023, 1, 1 + number))
    assert asked() == few <= 20


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"association_role": "president"}, True),
        ({"association_role": "vice_president"}, True),
        ({"association_role": "secretary_general"}, False),
        ({"association_role": "no_role"}, False),
        ({"is_administrative_head": True, "association_role": "no_role"}, False),
    ],
)
def test_who_may_lead_a_federation_in_hebei(
    staff: Staff, places: Places, as_user: Any, facts: dict[str, Any], refused: bool
) -> None:
    """R-ELG-03; R-ELG-02 only warns where no covered unit is known; R-COM-13 asks for the vote."""
    federation = hebei_federation()
    who = Person.objects.create(county_code="130602", name="王建国", **facts)
    client, add = as_user(staff.admin), reverse("admin:cadres_appointment_add")
    form = post_form(federation, who)
    without = client.post(add, form).context["adminform"].form.errors
    assert {"elected_on", "elected_by"} <= set(without)
    voted = {"elected_on": "2024-01-05", "elected_by": "joint"}
    answer = client.post(add, {**form, **voted}, follow=True)
    assert Appointment.objects.exists() is not refused
    if facts.get("is_administrative_head"):
        assert "二.4" in "".join(str(message) for message in answer.context["messages"])
    if facts["association_role"] == "president":
        member = {"post": Post.MEMBER, "record_version": ""}
        assert client.post(add, {**form, **member}).status_code == 302  # a member he may be


def hebei_federation() -> Union:
    """A federation in 保定市竞秀区, with the documents loaded."""
    load_policies()
    make_division("130602", "竞秀区", "district")
    return Union.objects.create(
        code="1306020000001",
        name="竞秀区电子行业工会联合会",
        kind=UnionKind.FEDERATION,
        county_code="130602",
    )
