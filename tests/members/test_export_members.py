"""The list as a workbook: masked, or in full with permission and reason; always on record."""

import datetime
import io
import os
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Assignment, User
from history.models import Change
from members import workbook
from members.admin import exporting
from members.models import Member, MemberExport
from members.services.exports import remove_old_exports, write_export
from members.tasks import write_in_background
from tests.members.conftest import number
from unionreg.row_order import NEWEST

EXPORT = reverse("admin:members_member_export")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "exports"


def rows_of(response):
    """The workbook as one dictionary a row."""
    return rows_of_sheet(sheet_of(response))


def sheet_of(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def rows_of_sheet(sheet):
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_listed_people_with_masks(staff, as_user, unions, enrolled, folder):
    enrolled(1, name="王伟芳", phone="13800000001", workplace="=1+1")
    enrolled(3, name="李强", union=unions.hejian)
    enrolled(5, name="外县", union=unions.chengguan)
    response = as_user(staff.county).post(EXPORT + "?q=wangweifang", {})
    (row,) = rows_of(response)
    assert (row["姓名"], row["所属工会"]) == ("王伟芳", "临淇镇工会联合会")
    assert row["证件号码"] == f"4105**********{number(1)[-4:]}"
    assert row["移动电话"] == "138****0001"
    assert row["工作单位"] == "=1+1"
    assert row["出生日期"].date() == datetime.date(1985, 3, 15)
    assert "no-store" in response.headers["Cache-Control"]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("county", {"甲", "乙"}),
        ("chair", {"甲"}),
        ("county2", {"丙"}),
        ("city", {"甲", "乙", "丙"}),
    ],
)
def test_only_ones_own_places(staff, as_user, unions, enrolled, who, names):
    enrolled(1, name="甲")
    enrolled(3, name="乙", union=unions.hejian)
    enrolled(5, name="丙", union=unions.chengguan)
    response = as_user(staff.all()[who]).post(EXPORT, {})
    assert {row["姓名"] for row in rows_of(response)} == set(names)


def test_in_full_with_permission_and_reason(staff, as_user, enrolled):
    enrolled(phone="13800000001")
    client = as_user(staff.county)
    refused = client.post(EXPORT, {"unmasked": "on", "reason": ""})
    assert "reason" in refused.context["form"].errors
    page = refused.content.decode()
    assert _("Not exported: something has to be put right first") in page
    assert "没有保存" not in page  # an export saves nothing
    assert not Change.objects.filter(action=">").exists()
    (row,) = rows_of(client.post(EXPORT, {"unmasked": "on", "reason": "年度核查"}))
    assert (row["证件号码"], row["移动电话"]) == (number(1), "13800000001")
    entry = Change.objects.get(action=">")
    assert (entry.user, entry.reason) == (staff.county, "年度核查")
    assert entry.fields["rows"] == [None, 1]


@pytest.mark.parametrize("who", ["chair", "city", "auditor", "admin"])
def test_without_permission_it_stays_masked(staff, as_user, enrolled, who):
    enrolled()
    client = as_user(staff.all()[who])
    (row,) = rows_of(client.post(EXPORT, {"unmasked": "on", "reason": "年度核查"}))
    assert row["证件号码"] != number(1)


def test_in_full_only_where_one_may(staff, as_user, unions, enrolled, places):
    """County staff here, auditor there: full numbers here only."""
    Assignment.objects.create(user=staff.county, role=Role.AUDITOR, division=places.tangyin)
    enrolled(1, name="本县")
    enrolled(3, name="外县", union=unions.chengguan)
    client = as_user(User.objects.get(pk=staff.county.pk))
    rows = rows_of(client.post(EXPORT, {"unmasked": "on", "reason": "核查"}))
    numbers = {row["姓名"]: row["证件号码"] for row in rows}
    assert numbers["本县"] == number(1)
    assert numbers["外县"] == f"4105**********{number(3)[-4:]}"


def test_each_county_has_its_entry(staff, as_user, unions, enrolled):
    enrolled(1)
    enrolled(3, union=unions.hejian)
    enrolled(5, union=unions.chengguan)
    as_user(staff.city).post(EXPORT, {})
    entries = Change.objects.filter(action=">")
    assert {(e.county_code, e.township_key, e.fields["rows"][1]) for e in entries} == {
        ("410581", "", 2),
        ("410523", "410523100", 1),
    }


def test_former_members_come_along_when_listed(staff, as_user, enrolled):
    enrolled()
    page = as_user(staff.county).get(EXPORT + "?state=left")
    assert page.context["length"].number == 0


def test_a_number_in_the_address_is_refused(staff, as_user, enrolled):
    enrolled()
    assert as_user(staff.county).get(EXPORT, {"q": number(1)}).status_code == 404


@pytest.mark.parametrize("query", ["foo=1", "joined_on__gte=abc"])
@pytest.mark.parametrize("model", ["members_member", "townships_employer"])
def test_a_filter_that_there_is_not_finds_nothing(staff, as_user, enrolled, model, query):
    address = f"{reverse(f'admin:{model}_export')}?{query}"
    assert as_user(staff.county).get(address).status_code == 404


def test_nobody_without_a_role_exports(as_user, places, enrolled):
    enrolled()
    nobody = User.objects.create_user(username="nobody", password="x")
    assert as_user(nobody).post(EXPORT, {}).status_code in (403, 404)


def test_what_looks_like_a_formula_or_a_number_stays_text(staff, as_user, enrolled):
    for n, text in enumerate(["=1+1", "+1", "-1", "@SUM(A1)", "0012", "a\x01b"]):
        enrolled(2 * n + 1, workplace=text)
    response = as_user(staff.county).post(EXPORT, {})
    sheet = sheet_of(response)
    titles = [cell.value for cell in sheet[1]]
    for title in ("工作单位", "证件号码"):
        cells = [row[titles.index(title)] for row in sheet.iter_rows(min_row=2)]
        assert {cell.data_type for cell in cells} == {"s"}
    day = next(sheet.iter_rows(min_row=2))[titles.index("出生日期")]
    assert (day.data_type, day.number_format) == ("d", "yyyy-mm-dd")


def test_without_people_there_are_the_headers(staff, as_user, enrolled):
    enrolled()
    response = as_user(staff.county).post(EXPORT + "?state=left", {})
    sheet = sheet_of(response)
    assert "证件号码" in [cell.value for cell in sheet[1]]
    assert not any(row["姓名"] for row in rows_of_sheet(sheet))


def test_blocks_make_one_list(staff, as_user, unions, enrolled, monkeypatch):
    """People are read a few at a time, and none twice or not at all."""
    monkeypatch.setattr(workbook, "BLOCK", 2)
    names = [f"王{n}" for n in "一二三四五"]
    for n, name in enumerate(names):
        enrolled(2 * n + 1, name=name, union=unions.hejian if n % 2 else unions.linqi)
    with CaptureQueriesContext(connection) as captured:
        rows = rows_of(as_user(staff.county).post(EXPORT, {}))
    assert [row["姓名"] for row in rows] == names[::-1]
    assert {row["所属工会"] for row in rows} == {"临淇镇工会联合会", "合涧镇工会联合会"}
    reading = [q["sql"] for q in captured if '"members_member"."workplace"' in q["sql"]]
    assert len([sql for sql in reading if "LIMIT 2" in sql]) == 3


def test_more_than_a_sheet_holds_is_refused(staff, as_user, enrolled, monkeypatch):
    enrolled(1)
    enrolled(3)
    monkeypatch.setattr(workbook, "MOST_PEOPLE", 1)
    page = as_user(staff.county).post(EXPORT, {})
    assert page.context["form"].non_field_errors()
    assert not Change.objects.filter(action=">").exists()


# --- in the background ----------------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch):
    """Everything counts as a large list."""
    monkeypatch.setattr(exporting, "AT_ONCE", 0)


def test_a_large_list_is_written_in_the_background(staff, as_user, enrolled, large, folder):
    enrolled(1, name="王伟芳")
    enrolled(3, name="李强")
    client = as_user(staff.county)
    response = client.post(EXPORT + "?q=wangweifang", {"unmasked": "on", "reason": "核查"})
    export = MemberExport.objects.get()
    MemberExport.objects.update(state="writing", rows=1)
    assert _earlier(client) == "正在生成"  # how many it will be is not known yet
    MemberExport.objects.update(state="waiting", rows=0)
    assert response.url == reverse("admin:members_member_exported", args=[export.pk])
    assert client.get(response.url).context["waits"]
    write_in_background.func(export.pk)
    page = client.get(response.url)
    assert not page.context["waits"]
    assert _earlier(client) == "可以下载，1 人"
    file = client.get(reverse("admin:members_member_file", args=[export.pk]))
    assert [row["姓名"] for row in rows_of(file)] == ["王伟芳"]
    assert Change.objects.get(action=">").user == staff.county
    (written,) = folder.iterdir()
    assert written.stat().st_mode & 0o077 == 0


def test_twice_in_the_queue_it_is_written_once(staff, as_user, enrolled, large, folder):
    enrolled()
    as_user(staff.county).post(EXPORT, {})
    export = MemberExport.objects.get()
    write_in_background.func(export.pk)
    write_in_background.func(export.pk)
    assert len(list(folder.iterdir())) == 1


def test_the_page_says_how_far_it_is(staff, as_user, enrolled, large):
    enrolled()
    client = as_user(staff.county)
    client.post(EXPORT, {})
    export = MemberExport.objects.get()
    assert export.expected == 1
    seen = []

    def look(number):
        MemberExport.objects.update(rows=number)
        url = reverse("admin:members_member_exported", args=[export.pk])
        seen.append(client.get(url).context["export"].rows)

    listed = Member.objects.visible_to(staff.county)
    write_export(members=listed, order=NEWEST, user=staff.county, progress=look)
    assert seen == [1]


def test_what_could_not_be_written_is_told(staff, as_user, enrolled, large, monkeypatch):
    enrolled()
    client = as_user(staff.county)
    client.post(EXPORT, {})
    export = MemberExport.objects.get()
    monkeypatch.setattr(workbook, "write_worksheet", _disk_full)
    write_in_background.func(export.pk)
    page = client.get(reverse("admin:members_member_exported", args=[export.pk]))
    assert not page.context["waits"]
    assert "这张表没有生成" in page.text
    assert client.get(reverse("admin:members_member_file", args=[export.pk])).status_code == 404


def _earlier(client):
    """What the page of the export says of the only workbook of the last day."""
    (about,) = re.findall(r'class="about"\s*>([^<]*)<', client.get(EXPORT).content.decode())
    return about.strip()


def _disk_full(*_args, **_options):
    raise OSError("No space left on device")


def test_rights_of_the_moment_of_writing_count(staff, as_user, enrolled, large):
    enrolled()
    as_user(staff.county).post(EXPORT, {"unmasked": "on", "reason": "核查"})
    staff.county.assignments.all().delete()
    export = MemberExport.objects.get()
    write_in_background.func(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file_name) == ("failed", "")


def test_only_the_one_who_asked_may_fetch_it(staff, as_user, enrolled, large):
    enrolled()
    as_user(staff.county).post(EXPORT, {})
    export = MemberExport.objects.get()
    write_in_background.func(export.pk)
    for name in ("exported", "file"):
        url = reverse(f"admin:members_member_{name}", args=[export.pk])
        assert as_user(staff.admin).get(url).status_code == 404
        assert as_user(staff.auditor).get(url).status_code == 404


def test_after_a_day_the_file_is_gone(staff, as_user, enrolled, large, folder):
    enrolled()
    client = as_user(staff.county)
    client.post(EXPORT, {})
    export = MemberExport.objects.get()
    write_in_background.func(export.pk)
    old = timezone.now() - datetime.timedelta(days=1, minutes=1)
    MemberExport.objects.update(asked_at=old)
    (written,) = folder.iterdir()
    os.utime(written, (old.timestamp(), old.timestamp()))
    assert remove_old_exports() == 1
    url = reverse("admin:members_member_file", args=[export.pk])
    assert client.get(url).status_code == 404
    export.refresh_from_db()
    assert export.state == "removed"
