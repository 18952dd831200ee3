"""The statement of a township: parts, payments, grants, last year, page and files."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from funding.models import Allocation
from funding.selectors import statement as selector
from funding.selectors.statement import note, statement
from funding.selectors.statement_sources import GrantRow, PaymentRow
from tests.funding.money import YEAR, typed
from tests.funding.test_approve_allocation import keep, office
from townships.models import Division

__all__ = ["office"]


@pytest.fixture
def approved(office, monkeypatch):
    """Two approved years, two payments and a grant of 临淇镇."""
    linqi = Division.objects.select_related("parent").get(key="410581101")
    typed(linqi, YEAR - 1, project_amount="7000")
    keep(office[0], YEAR - 1)
    keep(office[0])
    Allocation.objects.update(state="approved", approver=office[2])
    rows = [
        PaymentRow(date(2025, 4, 15), "第一次拨付", Decimal("5000.00")),
        PaymentRow(date(2025, 9, 20), "第二次拨付", Decimal("1000.00")),
    ]
    grant = GrantRow(
        *("帮扶", "upper_subsidy", Decimal("200.00"), Decimal("126.00")),
        *(date(YEAR, 3, 1), "总工办发〔2019〕24号 八"),
    )
    monkeypatch.setattr(selector, "payments_of", lambda *a: rows if a[2] == YEAR else [])
    monkeypatch.setattr(selector, "grants_of", lambda *a: [grant] if a[2] == YEAR else [])
    return linqi


def test_everything_adds_up(approved) -> None:
    one = statement(approved, YEAR)
    assert [part.amount for part in one.parts] == [Decimal("8000.00"), Decimal("200.00")]
    assert (one.total, one.paid, one.open) == (
        Decimal("8200.00"),
        Decimal("6000.00"),
        Decimal("2200.00"),
    )
    assert [row.left for row in one.payments] == [Decimal("3200.00"), Decimal("2200.00")]
    assert (one.capitals, one.tied) == ("捌仟贰佰元整", Decimal("74.00"))


def test_last_year_stands_beside_it_with_the_reason(approved) -> None:
    projects, grant = statement(approved, YEAR).changes
    assert projects.difference == Decimal("1000.00")
    assert "7,000.00" in projects.reason
    assert "8,000.00" in projects.reason
    assert grant.difference == Decimal("200.00")


def test_a_draft_is_no_promise(office) -> None:
    keep(office[0])
    one = statement(Division.objects.select_related("parent").get(key="410581101"), YEAR)
    assert (one.parts, one.total) == ((), Decimal("0.00"))
    assert len(note(one)) == 1


def test_the_page_and_the_files_say_the_same(approved, as_user, staff) -> None:
    client = as_user(staff.chair)
    address = f"/funding/statement/{approved.key}/"
    shown = client.get(address).content.decode()
    for words in ("8,200.00", "捌仟贰佰元整", "2,200.00", "安工办〔2020〕7号", "7,000.00"):
        assert words in shown, words
    word = Document(BytesIO(client.get(f"{address}file/?as=word").content))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"8,200.00", "捌仟贰佰元整", "2,200.00"} <= cells
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{address}file/").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[-1][1:] == ["捌仟贰佰元整", "", "", 8200.0]


def test_a_chair_reads_his_own_only(approved, as_user, staff) -> None:
    address = f"/funding/statement/{approved.key}/"
    assert as_user(staff.chair_beside).get(address).status_code == 404
    assert as_user(staff.county2).get(address).status_code == 404
    assert as_user(staff.auditor).get(address).status_code == 200
    assert as_user(staff.chair).get("/funding/statement/410581/").status_code == 404


def test_the_workbook_of_the_county_adds_up(approved, as_user, staff) -> None:
    row = Allocation.objects.get(year=YEAR)
    answer = as_user(staff.county).get(f"/funding/allocations/{row.pk}/export/")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    overview, parts, figures, clauses = (
        sheet.to_python() for sheet in map(book.get_sheet_by_index, range(4))
    )
    amounts: list[Any] = [line[2] for line in overview[1:4]]
    shares: list[Any] = [line[6] for line in parts[1:]]
    assert sum(value for value in amounts if value != "") == pytest.approx(8000.01)
    assert overview[4][2] == pytest.approx(8000.01)
    assert sum(value for value in shares if value != "") == pytest.approx(8000.01)
    assert any("示例来源" in line for line in figures)
    assert clauses[1][2] == "安工办〔2020〕7号 四"
