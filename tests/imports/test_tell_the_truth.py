"""What the pages of an import say is so: empty cells, earlier imports, remedies, clauses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports.choices import Kind
from imports.messages import describe
from imports.models import ImportBatch
from imports.selectors import row_page, same_file_before
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, undo_file
from tests.imports.people import row
from tests.places import load_policies
from townships.models import Employer


@pytest.fixture
def file(tmp_path):
    """A workbook with one person."""
    return workbooks.provincial(tmp_path / "a.xlsx", [row(1)])


def test_that_there_was_no_phone_is_not_masked(import_rows, tmp_path, staff, unions):
    import_rows(row(1, 移动电话=""), row(2))
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1), row(2, 移动电话="13900139000")])
    batch = check_file(path, staff.county, default_union=unions.factory)
    lines = row_page(batch, "changed", 1, 2, staff.county)
    (first,), (second,) = (line.fields for line in lines)
    assert "*" not in first.before
    assert first.after == "138****8000"
    assert (second.before, second.after) == ("138****8000", "139****9000")


def test_the_earlier_import_is_the_one_that_wrote_something(file, staff, unions):
    first = check_file(file, staff.county, default_union=unions.factory)
    apply_file(first, staff.county)
    unchanged = check_file(file, staff.county, default_union=unions.factory)
    assert unchanged.good_count == 0
    again = check_file(file, staff.county, default_union=unions.factory)
    assert same_file_before(again) == first
    undo_file(first, staff.county)
    assert same_file_before(again) is None


def test_a_file_with_nothing_in_it_is_refused_in_our_words(staff, as_user):
    url = reverse("imports:upload", args=["members"])
    sent = {"file": SimpleUploadedFile("a.xlsx", b""), "mode": "good_rows"}
    answer = as_user(staff.county).post(url, sent)
    field = answer.context["form"].fields["file"]
    assert answer.context["form"].errors["file"] == [field.error_messages["empty"]]
    assert not ImportBatch.objects.exists()


def test_an_approval_is_no_remedy_where_none_lifts_the_rule(import_table, staff, unions):
    load_policies()
    Employer.objects.create(county_code="410581", name="甲有限公司")
    batch = import_table(
        Kind.UNIONS,
        ["工会全称", "工会类型", "所在乡镇", "覆盖单位", "组织形式"],
        ["甲联合工会委员会", "联合基层工会", "临淇镇", "甲有限公司", ""],
        ["振林街道总工会", "乡镇（街道）工会", "振林街道", "", "总工会"],
    )
    remedies = {
        issue.row_number: {
            found.params["remedy"]
            for found in batch.issues.filter(row_number=issue.row_number, code="row_rule")
        }
        for issue in batch.issues.filter(code="row_rule", severity="error")
    }
    assert set(remedies) == {2, 3}
    assert not remedies[2] & remedies[3]


def test_a_clause_stands_apart_from_its_document():
    text = "要有两家单位（总工办发〔2019〕24号 三）"
    assert describe("row_rule", {"reason": text, "remedy": ""}).text == text
    assert describe("id_numeric_cell").remedy.startswith("把这一列设为")


def test_only_people_are_transferred(import_table, as_user, staff, places):
    batch = import_table(
        Kind.STATISTICS,
        ["乡镇", "统计日期", "企业数", "数据来源"],
        ["临淇镇", "2025-12-31", 5, "县统计局"],
    )
    answer = as_user(staff.county).get(reverse("imports:batch", args=[batch.pk]))
    assert answer.context["sum"] == "1 + 0 + 0 + 0 = 1"
