"""Words of the screens that must be true: summaries, reasons, an undo, the notes of a template."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from imports.choices import Kind, State
from imports.models import ImportBatch
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, undo_file
from tests.imports.people import row


@pytest.fixture
def clerk(as_user, staff):
    return as_user(staff.county)


def page_of(client, batch, **query):
    return client.get(reverse("imports:batch", args=[batch.pk]), query)


def test_the_summary_is_one_sentence_without_stray_blanks(clerk, staff, unions, tmp_path):
    path = workbooks.provincial(tmp_path / "a.xlsx", [row(1), row(2), row(3, 姓名="")])
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert ">新增 2，更新 0；有错误的 1 行不导入<" in page_of(clerk, batch).text


def test_people_to_be_transferred_are_counted_apart(clerk, staff, unions, import_rows, tmp_path):
    import_rows(row(1))
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1), row(2), row(3, 姓名="")])
    batch = check_file(path, staff.county, default_union=unions.hejian)
    expected = ">新增 1，更新 0；跳过 2 行（出错 1、要转会 1）<"
    assert expected in page_of(clerk, batch).text


def test_reasons_of_two_columns_with_the_same_words_name_their_columns(clerk, import_rows):
    number = row(1)[7]
    batch = import_rows(row(number[:6] + "********" + number[-4:], 移动电话="138****8000"))
    causes = [cause.text for cause in page_of(clerk, batch).context["causes"]]
    assert causes == ["证件号码：这是隐去中间几位的导出表", "移动电话：这是隐去中间几位的导出表"]


def test_a_reason_of_one_column_is_not_longer_than_needed(clerk, import_rows):
    number = row(1)[7]
    batch = import_rows(row(number[:6] + "********" + number[-4:]))
    causes = [cause.text for cause in page_of(clerk, batch).context["causes"]]
    assert causes == ["这是隐去中间几位的导出表"]


@pytest.mark.parametrize("state", [State.UNDO_WANTED, State.UNDOING])
def test_while_it_is_undone_nobody_is_told_that_it_can_be(clerk, staff, import_rows, state):
    batch = import_rows(row(1))
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, undone_by=staff.county)
    text = page_of(clerk, batch).text
    assert "正在撤销这一批" in text
    assert f"撤销人：{staff.county}" in text
    for untrue in ("写完还能撤销", "只写一半", "开始于"):
        assert untrue not in text
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.APPLYING)
    assert "写完还能撤销" in page_of(clerk, batch).text


def notes_of(client, kind: str) -> dict[str, str]:
    """The explanations of a template's columns."""
    data = client.get(reverse("imports:template", args=[kind])).content
    sheet = openpyxl.load_workbook(io.BytesIO(data))["填写说明"]
    rows = sheet.iter_rows(min_row=5, values_only=True)
    return {str(title).strip("【】"): str(about) for title, about in rows}


def test_the_notes_name_every_entry_of_a_short_list(clerk, unions):
    notes = notes_of(clerk, Kind.MEMBERS)
    assert notes["政治面貌"].endswith("、群众")
    assert "等" not in notes["政治面貌"]


def test_the_notes_say_where_the_rest_of_a_long_list_is(clerk, unions):
    ethnicity = notes_of(clerk, Kind.MEMBERS)["民族"]
    assert "汉族" in ethnicity
    assert ethnicity.endswith("等，共 58 项，点开单元格的下拉列表可见全部")


def test_the_page_does_not_promise_columns_that_the_template_has_not(clerk, unions):
    assert "20 列" not in clerk.get(reverse("imports:list")).text


def test_who_may_only_look_is_offered_nothing_that_will_be_refused(as_user, staff, import_rows):
    batch = import_rows(row(1))
    auditor = as_user(staff.auditor)
    page = page_of(auditor, batch).text
    assert "由有导入权限的人员操作" in page
    for untrue in ("已经不能撤销", "再导入一份", reverse("imports:undo", args=[batch.pk])):
        assert untrue not in page
    asked = auditor.get(reverse("imports:undo", args=[batch.pk])).text
    assert "撤销这一批" not in asked.partition('<form class="import-next')[2]
    assert "再导入一份" in page_of(as_user(staff.county), batch).text


def test_values_of_changed_rows_are_named_by_what_has_happened(
    clerk, staff, unions, import_rows, tmp_path
):
    import_rows(row(1))
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1, 移动电话="13900139000")])
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert heads(clerk, batch) == ("系统里现在", "改成")
    apply_file(batch, staff.county)
    assert heads(clerk, batch) == ("导入前", "导入后")
    undo_file(batch, staff.county)
    assert heads(clerk, batch) == ("导入后", "撤销后")


def heads(client, batch):
    """What stands above the two values of a changed row."""
    batch.refresh_from_db()
    table = page_of(client, batch, tab="changed").text.partition('id="lists"')[2]
    titles = [
        re.sub("<[^>]+>", "", cell).strip() for cell in re.findall("<th>.*?</th>", table, re.S)
    ]
    return titles[4], titles[6]
