"""Budgets as tables: pasted or uploaded, with every bad row told, and a workbook to fill in."""

import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from funding.models import Budget, BudgetLine
from funding.services.budgets import Planned, save_budget
from townships.choices import UnionKind
from townships.models import Union
from unionreg.workbooks import write_table

TITLES = ("类别", "科目", "金额（元）")


@pytest.fixture
def draft(unions, staff):
    made = Budget(union=unions.linqi, year=2025, kind="budget")
    lines = [Planned("levy", Decimal(7)), Planned("rights", Decimal(8))]
    return save_budget(budget=made, lines=lines, user=staff.county)


def workbook(*rows, titles=TITLES):
    content = write_table(title="预算", headers=titles, rows=rows)
    return SimpleUploadedFile("预算.xlsx", content)


def send(client, budget, **data):
    return client.post(reverse("budget", args=[budget.pk]), {"record_version": 1, **data})


def planned(budget):
    return dict(BudgetLine.objects.filter(budget=budget).values_list("account", "amount"))


def told(answer):
    assert answer.status_code == 422
    form = answer.context["form"]
    return [*form.errors.get("pasted", []), *form.errors.get("workbook", [])]


def test_a_workbook_is_uploaded(draft, staff, as_user):
    rows = [
        ("收入", "拨缴经费收入", Decimal("1000.50")),
        ("收入", "收入合计", Decimal("1000.50")),
        ("支出", "职工活动支出", "400"),
        ("支出", "维权支出", None),
    ]
    answer = send(as_user(staff.county), draft, workbook=workbook(*rows), rights="8", dues="3")
    assert answer.status_code == 302
    assert planned(draft) == {
        "levy": Decimal("1000.50"),
        "activities": Decimal(400),
        "dues": Decimal(3),
    }


def test_the_template_comes_back_as_it_was(draft, unions, staff, as_user):
    below = Union.objects.create(
        county_code="410581",
        name="货运联合会",
        code="hy",
        kind=UnionKind.FEDERATION,
        superior=unions.linqi,
    )
    client = as_user(staff.county)
    answer = client.get(reverse("budget_template", args=[draft.pk]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    names = [row[1].value for row in sheet.iter_rows()]
    assert names[0] == "科目"
    assert len(names) == 20  # titles, 18 categories, one federation
    assert names[-1] == below.name
    sheet.cell(len(names), 3, 55)
    stream = io.BytesIO()
    sheet.parent.save(stream)
    filled = SimpleUploadedFile("预算.xlsx", stream.getvalue())
    assert send(client, draft, workbook=filled).status_code == 302
    assert planned(draft) == {
        "levy": Decimal(7),
        "rights": Decimal(8),
        "lower_subsidy": Decimal(55),
    }


BAD = [
    ("拨缴经费收人", "5"),
    ("会费收入", "1.005"),
    ("投资收益", "-1"),
    ("其他收入", "五百"),
    ("职工活动支出", "400"),
    ("职工活动支出", "500"),
]
EXPECTED = [
    ("“拨缴经费收人”", "“拨缴经费收入”"),
    ("“1.005”", ""),
    ("“-1”", ""),
    ("“五百”", "1234.50"),
    ("“职工活动支出”", ""),
]


def assert_each_is_told(messages, first):
    assert len(messages) == len(EXPECTED)
    rows = [*range(first, first + 4), first + 5]
    for message, number, words in zip(messages, rows, EXPECTED, strict=True):
        assert all(word in message for word in (str(number), *words)), message


def test_every_bad_row_is_told_whether_pasted_or_uploaded(draft, staff, as_user):
    client = as_user(staff.county)
    pasted = "\n".join("\t".join(row) for row in BAD)
    assert_each_is_told(told(send(client, draft, pasted=pasted)), first=1)
    rows = [("", name, amount) for name, amount in BAD]
    assert_each_is_told(told(send(client, draft, workbook=workbook(*rows))), first=2)
    assert planned(draft) == {"levy": Decimal(7), "rights": Decimal(8)}


def test_too_many_bad_rows_are_counted(draft, staff, as_user):
    pasted = "\n".join(f"水电费{n}\t5" for n in range(60))
    messages = told(send(as_user(staff.county), draft, pasted=pasted))
    assert len(messages) == 51
    assert "10" in messages[-1]


def test_a_float_of_excel_is_what_excel_shows(draft, staff, as_user):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, TITLES)
    sheet.write_row(1, 1, ["拨缴经费收入", 0.1 + 0.2])
    book.close()
    file = SimpleUploadedFile("x.xlsx", stream.getvalue())
    assert send(as_user(staff.county), draft, workbook=file).status_code == 302
    assert planned(draft)["levy"] == Decimal("0.30")


@pytest.mark.parametrize("cell", [12345678901234567.0, True, "1,234.567", "12,50"])
def test_odd_cells_are_refused(draft, staff, as_user, cell):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, TITLES)
    sheet.write_row(1, 1, ["拨缴经费收入", cell])
    book.close()
    file = SimpleUploadedFile("x.xlsx", stream.getvalue())
    (message,) = told(send(as_user(staff.county), draft, workbook=file))
    assert "2" in message
    assert "拨缴" not in message  # the column is that of the amount


@pytest.mark.parametrize(
    "content",
    [
        b"MZ no workbook",
        b"PK\x05\x06" + b"\0" * 18,
        b"<html><table></table></html>",
        write_table(title="x", headers=["a", "b"], rows=[("1", "2")]),
        write_table(title="x", headers=TITLES, rows=[]),
        ("科目,金额\n" + "水电费,1\n" * 3000).encode(),
        b"x" * (3 * 2**20),
    ],
    ids=["program", "archive", "web page", "other titles", "no rows", "long", "large"],
)
def test_a_file_that_is_no_such_table_is_refused(draft, staff, as_user, content):
    file = SimpleUploadedFile("x.xlsx", content)
    messages = told(send(as_user(staff.county), draft, workbook=file))
    assert len(messages) == 1
    assert planned(draft) == {"levy": Decimal(7), "rights": Decimal(8)}


def test_both_at_once_are_refused(draft, staff, as_user):
    data = {"pasted": "会费收入\t1", "workbook": workbook(("", "会费收入", 1))}
    assert len(told(send(as_user(staff.county), draft, **data))) == 1


def test_who_gets_the_template(draft, staff, as_user):
    url = reverse("budget_template", args=[draft.pk])
    for name, status in {"county": 200, "auditor": 403, "chair": 403, "county2": 404}.items():
        assert as_user(getattr(staff, name)).get(url).status_code == status, name
