"""The screens of an import: each state has its page, inside the scope only, and no page is slow."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from imports.choices import Kind, State
from imports.models import ImportBatch
from imports.tasks import build_error_file, want_error_file, work
from imports.workbooks.errors import make_error_file
from members.models import Member
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import id_number, row

LATIN = re.compile(r"[A-Za-z]{3,}")


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(f"imports:{name}", args=args), query)
    assert response.status_code == status, response.status_code
    return response


def text_of(response):
    """The words of the main part of a page."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.fixture
def clerk(as_user, staff):
    return as_user(staff.county)


def upload(client, path, kind="members", **data):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("imports:upload", args=[kind]), {"file": file, **FORM, **data})


FORM = {"mode": "good_rows"}


def test_from_upload_to_undo_by_the_screens(
    clerk, unions, tmp_path, django_capture_on_commit_callbacks
):
    path = workbooks.provincial(tmp_path / "会员.xlsx", [row(1), row(2, 姓名="")])
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(clerk, path, union=f"{unions.factory.name}　{unions.factory.code}")
    batch = ImportBatch.objects.get()
    assert response.headers["Location"] == reverse("imports:batch", args=[batch.pk])
    assert DBTaskResult.objects.get().args_kwargs == {"args": [batch.pk], "kwargs": {}}
    assert "正在排队" in text_of(page(clerk, "batch", batch.pk))
    assert "HX-Refresh" not in page(clerk, "progress", batch.pk).headers
    work(batch.pk)
    assert page(clerk, "progress", batch.pk).headers["HX-Refresh"] == "true"
    preview = text_of(page(clerk, "batch", batch.pk))
    assert "共读取 2" in preview
    assert "B6" in preview
    assert "导入 1 行" in preview
    clerk.post(reverse("imports:confirm", args=[batch.pk]), {"mode": "good_rows"})
    assert "正在排队" in text_of(page(clerk, "batch", batch.pk))
    work(batch.pk)
    result = text_of(page(clerk, "batch", batch.pk))
    assert "已导入 1 行，还有 1 行要改" in result
    assert "1 + 0 + 0 + 0 + 1 = 2" in result
    assert "移除" in text_of(page(clerk, "undo", batch.pk))
    clerk.post(reverse("imports:undo", args=[batch.pk]))
    work(batch.pk)
    assert "这一批已撤销" in text_of(page(clerk, "batch", batch.pk))
    assert not Member.objects.exists()


def test_no_english_words_on_the_screens(clerk, staff, unions, import_rows, tmp_path):
    import_rows(row(1), row(2))
    batch = import_rows(
        row(1, 移动电话="13900139000"), row(2, 姓名=""), row(3), row(4, 性别="女"), row(4)
    )
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1, 移动电话="13600136000"), row(9)])
    ready = check_file(path, staff.county, default_union=unions.factory)
    broken = tmp_path / "c.xlsx"
    broken.write_bytes(b"PK\3\4")
    refused = check_file(broken, staff.county)
    pages = [page(clerk, "list"), page(clerk, "undo", batch.pk)]
    pages += [page(clerk, "upload", kind) for kind in Kind.values]
    tabs = ("errors", "changed", "transfer", "new", "unchanged", "warnings")
    pages += [page(clerk, "batch", one.pk, tab=tab) for one in (batch, ready) for tab in tabs]
    pages.append(page(clerk, "batch", refused.pk))
    for state in (State.UPLOADED, State.APPLYING, State.UNDOING, State.FAILED, State.DISCARDED):
        ImportBatch.objects.filter(pk=ready.pk).update(state=state)
        pages.append(page(clerk, "batch", ready.pk))
    allowed = {"Excel", "xlsx", "xls", "csv", "CSV", "UTF"}
    for response in pages:
        text = re.sub(r"\S+\.xlsx", "", text_of(response))
        assert set(LATIN.findall(text)) <= allowed, response.request["PATH_INFO"]


def test_every_row_that_changes_shows_old_and_new(clerk, import_rows, staff, unions, tmp_path):
    import_rows(row(1))
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1, 移动电话="13900139000", 学历="本科")])
    batch = check_file(path, staff.county, default_union=unions.factory)
    text = text_of(page(clerk, "batch", batch.pk))
    assert "138****8000 → 139****9000" in text
    assert "（空） → 大学本科" in text
    assert id_number(1) not in page(clerk, "batch", batch.pk).content.decode()


def test_errors_are_filtered_by_cause_and_paged(clerk, import_rows):
    rows = [
        row(at, 姓名="" if at % 2 else "张三", 民族="汉足" if at < 60 else "") for at in range(120)
    ]
    batch = import_rows(*rows)
    first = page(clerk, "batch", batch.pk)
    assert text_of(first).count("这一格没有填") + text_of(first).count("没有“汉足”") == 50
    assert "1–50" in text_of(first)
    names = page(clerk, "batch", batch.pk, code="cell_required.B", page=2)
    assert text_of(names).count("这一格没有填") == 10
    assert "没有“汉足”" not in text_of(names)
    assert page(clerk, "batch", batch.pk, code="nonsense", page="x").status_code == 200


# --- who may see and do what ----------------------------------------------------------------------


def test_batches_outside_the_scope_are_not_found(as_user, staff, import_rows):
    batch = import_rows(row(1))
    own = import_rows(row(2), user=staff.county2, union="chengguan", place="410523")
    for name in ("county2", "chair2", "chair", "chair_beside"):
        client = as_user(getattr(staff, name))
        for url in ("batch", "progress", "errors", "undo"):
            page(client, url, batch.pk, status=404)
        for url in ("confirm", "discard", "retry", "undo"):
            assert client.post(reverse(f"imports:{url}", args=[batch.pk])).status_code == 404
    listed = text_of(page(as_user(staff.county2), "list"))
    assert listed.count("会员.xlsx") == 1
    assert page(as_user(staff.county2), "batch", own.pk).status_code == 200


def test_an_auditor_sees_and_does_nothing(as_user, staff, import_rows):
    batch = import_rows(row(1))
    client = as_user(staff.auditor)
    assert "撤销这一批" not in text_of(page(client, "batch", batch.pk))
    assert "上传" not in text_of(page(client, "list"))
    for kind in Kind.values:
        page(client, "upload", kind, status=403)
        page(client, "template", kind, status=403)
    assert client.post(reverse("imports:undo", args=[batch.pk])).status_code == 403
    batch.refresh_from_db()
    assert batch.state == State.APPLIED


def test_provincial_and_city_staff_do_not_import(as_user, staff):
    for user in (staff.province, staff.city):
        page(as_user(user), "list", status=403)
        page(as_user(user), "upload", "members", status=403)


def test_unknown_kinds_and_foreign_unions(clerk, as_user, staff, unions, tmp_path):
    page(clerk, "upload", "nonsense", status=404)
    path = workbooks.provincial(tmp_path / "a.xlsx", [row(1)])
    response = upload(clerk, path, union=unions.chengguan.code)
    assert response.status_code == 422
    assert "没有叫" in text_of(response)
    chair = upload(as_user(staff.chair), path, union=unions.hejian.name)
    assert chair.status_code == 422
    assert not ImportBatch.objects.exists()


def test_too_large_and_empty_uploads_are_refused_at_once(clerk, tmp_path, settings):
    settings.IMPORT_MAX_MEGABYTES = 0
    path = workbooks.provincial(tmp_path / "a.xlsx", [row(1)])
    assert "超过 0 MB" in text_of(upload(clerk, path))
    settings.IMPORT_MAX_MEGABYTES = 50
    empty = tmp_path / "b.xlsx"
    empty.write_bytes(b"")
    assert upload(clerk, empty).status_code == 422
    assert not ImportBatch.objects.exists()


def test_a_second_confirmation_does_nothing(clerk, import_rows, staff, unions, tmp_path):
    path = workbooks.provincial(tmp_path / "b.xlsx", [row(1)])
    batch = check_file(path, staff.county, default_union=unions.factory)
    for _time in range(2):
        clerk.post(reverse("imports:confirm", args=[batch.pk]))
    work(batch.pk)
    work(batch.pk)
    assert Member.objects.count() == 1
    response = clerk.post(reverse("imports:discard", args=[batch.pk]), follow=True)
    assert "刚刚有了变化" in text_of(response)


# --- workbooks ------------------------------------------------------------------------------------


def test_the_error_workbook_can_be_corrected_and_uploaded_again(
    clerk, import_rows, staff, unions, tmp_path
):
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("会员")
    sheet.write_row(1, 0, ["序号", "姓名", "证件号码", "备注", "移动电话", "出生日期"])
    sheet.write_row(2, 0, ["1", "张三", id_number(1), "好", "13800138000", 31121])
    sheet.write_row(3, 0, ["2", "", id_number(2), "留着", 13800138001, "19850315"])
    sheet.write_row(4, 0, ["3", "李四", float(id_number(3)[:17] + "0"), "", "1", ""])
    book.close()
    batch = check_file(tmp_path / "a.xlsx", staff.county, default_union=unions.factory)
    ImportBatch.objects.filter(pk=batch.pk).update(error_file="")  # the worker was killed
    assert "正在准备" in text_of(page(clerk, "errors", batch.pk))
    make_error_file(batch.pk)
    response = page(clerk, "errors", batch.pk)
    data = b"".join(response.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    titles = ["序号", "姓名", "证件号码", "备注", "移动电话", "出生日期", "错误原因"]
    assert lines[0] == [*titles, f"原行号（{batch.number}）"]
    assert [line[7] for line in lines[1:]] == [4, 5]
    assert lines[1][3:5] == ["留着", "13800138001"]
    assert "姓名" in lines[1][6]
    assert lines[2][2] == "4.10581198503150E+17"
    assert sheet["B2"].fill.fgColor.rgb == "FFFBE3E1"
    assert sheet["D2"].fill.fgColor.rgb != "FFFBE3E1"
    assert sheet["C3"].number_format == "@"
    sheet["B2"] = "王五"
    sheet["C3"], sheet["E3"] = id_number(3), "13800138003"
    sheet.parent.save(tmp_path / "b.xlsx")
    again = check_file(tmp_path / "b.xlsx", staff.county, default_union=unions.factory)
    assert counts(apply_file(again, staff.county)) == (2, 0, 0, 0, 0)
    assert not again.layout["unused"] or again.layout["unused"] == [[4, "备注"]]


def test_the_error_workbook_is_there_with_the_preview(
    import_rows, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = import_rows(row(1), row(2, 姓名=""))
    assert batch.error_file
    assert not DBTaskResult.objects.filter(task_path__endswith="build_error_file").exists()


def test_the_worker_makes_a_missing_error_workbook_once(
    import_rows, django_capture_on_commit_callbacks
):
    batch = import_rows(row(1), row(2, 姓名=""))
    ImportBatch.objects.filter(pk=batch.pk).update(error_file="")
    batch.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        want_error_file(batch)
    wanted = DBTaskResult.objects.filter(task_path__endswith="build_error_file")
    assert [task.args_kwargs["args"] for task in wanted] == [[batch.pk]]
    build_error_file.call(batch.pk)
    batch.refresh_from_db()
    assert batch.error_file
    name = batch.error_file.name
    build_error_file.call(batch.pk)
    batch.refresh_from_db()
    assert batch.error_file.name == name


@pytest.mark.parametrize("kind", Kind.values)
def test_templates_can_be_read_and_have_lists_to_choose_from(clerk, unions, staff, tmp_path, kind):
    response = page(clerk, "template", kind)
    path = tmp_path / "t.xlsx"
    path.write_bytes(response.content)
    book = openpyxl.load_workbook(path)
    assert book["字典"].sheet_state == "hidden"
    sheet = book.worksheets[0]
    assert sheet.data_validations.dataValidation
    reds = [
        cell.value for cell in sheet[1] if cell.font.color and cell.font.color.rgb == "FFB3261E"
    ]
    from imports.kinds import kind_of

    assert reds == [c.header for c in kind_of(kind).columns if c.required]
    batch = check_file(path, staff.county, kind)
    assert batch.refusal["code"] == "no_rows"
    for column in kind_of(kind).template_columns():
        cell = next(cell for cell in sheet[1] if cell.value == column.header)
        texts = sheet.column_dimensions[cell.column_letter]
        if column.as_text:
            assert texts.number_format == "@" or texts.width


def test_the_provincial_template_is_the_provincial_layout(clerk, staff, unions, tmp_path):
    response = page(clerk, "template", "members", layout="provincial")
    path = tmp_path / "t.xlsx"
    path.write_bytes(response.content)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[4]] == list(workbooks.PROVINCIAL)
    for number, value in enumerate(row(1), start=1):
        sheet.cell(5, number, value)
    book.save(path)
    batch = check_file(path, staff.county, default_union=unions.factory)
    assert (counts(batch), codes(batch)) == ((1, 0, 0, 0, 0), {})


# --- speed ----------------------------------------------------------------------------------------


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(
    clerk, import_rows, django_assert_max_num_queries
):
    batch = import_rows(*[row(at, 姓名="" if at % 3 else "张三") for at in range(200)])
    for tab in ("errors", "new"):
        with django_assert_max_num_queries(16):
            page(clerk, "batch", batch.pk, tab=tab, page=2)
    with django_assert_max_num_queries(12):
        page(clerk, "progress", batch.pk)
