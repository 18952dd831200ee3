"""What can be chosen in the workbook with the failed rows: as in the template."""

import io

import openpyxl
import pytest

from imports.choices import Kind
from imports.models import ImportBatch
from imports.workbooks.errors import error_workbook
from tests.imports import workbooks
from tests.imports.conftest import check_file
from townships.choices import UnionKind
from townships.models import Union


@pytest.mark.parametrize("name", ["会员", "字典"])
def test_code_lists_have_the_drop_downs_of_the_template(staff, unions, tmp_path, name):
    table = [["姓名", "备注", "性别", "证件号码", "学历"], ["张三", "", "男", "1", ""]]
    path = workbooks.xlsx(tmp_path / "a.xlsx", table, name=name)
    batch = check_file(path, staff.county, default_union=unions.factory)
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(batch)))
    assert (book.active.title, book.worksheets[1].sheet_state) == (name, "hidden")
    found = drop_downs(book)
    assert set(found) == {"C2:C200001", "E2:E200001"}
    assert set(found["C2:C200001"]) >= {"男", "女"}
    assert None not in found["C2:C200001"]


def drop_downs(book):
    """Entries of the drop-downs on the first sheet, by the cells that have them."""
    rules = book.worksheets[0].data_validations.dataValidation
    sources = {str(rule.sqref): rule.formula1.removeprefix("=").split("!") for rule in rules}
    return {
        cells: [cell.value for (cell,) in book[lists][entries.replace("$", "")]]
        for cells, (lists, entries) in sources.items()
    }


def test_unions_can_be_chosen_where_the_place_of_the_import_has_them(staff, unions, tmp_path):
    _village(unions, "合涧镇某村工会委员会")
    path = workbooks.xlsx(
        tmp_path / "a.xlsx", [["姓名", "证件号码", "所属工会"], ["张三", "1", "某"]]
    )
    county = check_file(path, staff.county)
    chair = check_file(path, staff.chair, place=unions.linqi.township_id)
    own = [unions.factory.name]
    for batch, names in ((county, ["合涧镇某村工会委员会", *own]), (chair, own)):
        with batch.error_file.open() as made:
            assert drop_downs(openpyxl.load_workbook(made)) == {"C2:C200001": names}
        ImportBatch.objects.in_county("410581").filter(pk=batch.pk).update(created_by=None)
        batch.refresh_from_db()
        assert drop_downs(openpyxl.load_workbook(io.BytesIO(error_workbook(batch)))) == {}


def test_a_name_that_looks_like_a_formula_is_text(staff, unions, tmp_path):
    _village(unions, '=HYPERLINK("http://example.org","村工会")')
    path = workbooks.xlsx(
        tmp_path / "a.xlsx", [["姓名", "证件号码", "所属工会"], ["张三", "1", "某"]]
    )
    with check_file(path, staff.county).error_file.open() as made:
        lists = openpyxl.load_workbook(made).worksheets[1]
    cells = [cell for row in lists.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_townships_can_be_chosen_too(staff, unions, places, tmp_path):
    table = [["企业名称", "乡镇（街道）"], ["", "某镇"]]
    path = workbooks.xlsx(tmp_path / "a.xlsx", table)
    county = check_file(path, staff.county, Kind.EMPLOYERS)
    chair = check_file(path, staff.chair, Kind.EMPLOYERS, places.linqi.key)
    for batch, least, most in ((county, 2, 99), (chair, 1, 1)):
        with batch.error_file.open() as made:
            found = drop_downs(openpyxl.load_workbook(made))["B2:B200001"]
        assert places.linqi.name in found
        assert least <= len(found) <= most


def test_columns_of_ones_own_stay_whatever_they_are_called(staff, unions, tmp_path):
    titles = ["姓名", "证件号码", "错误原因（人工核对）", "原行号（老系统）"]
    path = workbooks.xlsx(tmp_path / "a.xlsx", [titles, ["张三", "1", "户口本没带", "A-77"]])
    batch = check_file(path, staff.county, default_union=unions.factory)
    with batch.error_file.open() as made:
        head, line = openpyxl.load_workbook(made).active.iter_rows(values_only=True)
    assert head == (*titles, "错误原因", f"原行号（{batch.number}）")
    assert (line[:4], line[5]) == (("张三", "1", "户口本没带", "A-77"), 2)


def _village(unions, name):
    """A village's union in another township than the factory's."""
    Union.objects.create(
        code="4105811000002",
        name=name,
        kind=UnionKind.VILLAGE,
        county_code="410581",
        township=unions.hejian.township,
        superior=unions.hejian,
    )
