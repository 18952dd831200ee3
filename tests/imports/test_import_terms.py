"""A list of unions opens their terms by the rules of the form; blank cells open none."""

import datetime

import pytest

from cadres.models import Appointment, Person, Term
from history.models import Change
from imports.choices import Kind, State
from tests.imports import conftest
from tests.imports.conftest import codes, counts, undo_file
from tests.places import load_policies
from townships.models import Union

DAY = datetime.date
TITLES = ["工会全称", "工会类型", "所在乡镇", "建会日期", "本届起始日期", "任期年数", "届满日期"]
FACTORY = "林州示例机械有限公司工会"


@pytest.fixture
def unions(coded_unions):
    return coded_unions


def row(name="示例村工会联合会", start="", years="", due="", kind="村（社区）工会", founded=""):
    return [name, kind, "临淇镇", founded, start, years, due]


def imported(import_table, *rows, **options):
    return import_table(Kind.UNIONS, TITLES, *rows, **options)


@pytest.mark.parametrize(
    ("cells", "years"),
    [
        ({"years": 3}, 3),
        ({"due": "2029-05-01"}, 5),
        ({"due": "2029-04-30"}, 5),  # offices often write the day before
        ({"years": "5", "due": "2029-05-01"}, 5),
    ],
)
def test_a_row_opens_the_term_of_a_new_union(import_table, unions, cells, years):
    batch = imported(import_table, row(start="2024-05-01", **cells))
    assert (batch.state, counts(batch)[0]) == (State.APPLIED, 1)
    term = Term.objects.get()
    assert term.union.name == "示例村工会联合会"
    assert (term.number, term.started_on, term.years) == (1, DAY(2024, 5, 1), years)
    assert term.due_on == DAY(2024 + years, 5, 1)
    assert Change.objects.get(model="cadres.term").batch_id == batch.pk


def test_blank_cells_open_none_and_the_same_file_changes_nothing(import_table, unions):
    lines = [row(start="2024-05-01", years=5), row("另一村工会联合会")]
    assert counts(imported(import_table, *lines))[0] == 2
    assert Term.objects.count() == 1
    again = imported(import_table, *lines)
    assert counts(again) == (0, 0, 2, 0, 0)
    blank = imported(import_table, row())
    assert counts(blank) == (0, 0, 1, 0, 0)
    assert Term.objects.get().version == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"years": 5}, "cell_required"),
        ({"start": "2024-05-01"}, "cell_required"),
        ({"start": "2024-05-01", "due": "2029-06-01"}, "union_term_not_whole"),
        ({"start": "2024-05-01", "years": 3, "due": "2029-05-01"}, "union_term_differs"),
        ({"start": "2024-05-01", "years": 11}, "row_rule"),
        ({"start": "2019-05-01", "years": 5, "founded": "2020-01-01"}, "row_rule"),
        ({"start": "2099-05-01", "years": 5}, "date_future"),
    ],
)
def test_bad_cells_are_errors_of_the_row(import_table, unions, cells, code):
    batch = imported(import_table, row(**cells))
    assert codes(batch) == {2: [code]}
    assert not Term.objects.exists()


def test_the_engine_judges_the_length_as_in_the_form(import_table, unions):
    """R-TRM-05 of a 总工会 warns; the row fails for its form, which it may not have (R-ORG-02)."""
    load_policies()
    titles = [*TITLES, "组织形式"]
    general = [*row("临淇镇总工会", "2024-05-01", 4, kind="乡镇（街道）工会"), "总工会"]
    batch = import_table(Kind.UNIONS, titles, general)
    said = {one.severity: one.params["reason"] for one in batch.issues.filter(header="任期年数")}
    assert list(said) == ["warning"]
    assert "总工办发〔2019〕24号 三" in said["warning"]


def test_another_term_than_the_recorded_one_is_refused(import_table, unions):
    imported(import_table, row(start="2024-05-01", years=5))
    batch = imported(import_table, row(start="2024-06-01", years=5))
    assert codes(batch) == {2: ["union_term_recorded"]}
    assert Term.objects.get().started_on == DAY(2024, 5, 1)


def test_a_registered_union_gets_its_term_as_a_change_of_it(import_table, unions, staff):
    imported(import_table, row())
    batch = imported(import_table, row(start="2024-05-01", years=5))
    assert counts(batch)[:2] == (0, 1)
    union = Union.objects.get(name="示例村工会联合会")
    assert union.terms.count() == 1
    change = Change.objects.filter(model="townships.union", object_id=str(union.pk)).latest("pk")
    assert list(change.fields) == ["term_opened"]
    assert undo_file(batch, staff.county).state == State.UNDONE
    assert not Term.objects.exists()
    assert Union.objects.filter(pk=union.pk).exists()


def test_an_undo_takes_new_unions_away_with_their_terms(import_table, unions, staff):
    batch = imported(import_table, row(start="2024-05-01", years=5))
    undo_file(batch, staff.county)
    assert batch.state == State.UNDONE
    assert not Term.objects.exists()
    assert not Union.objects.filter(name="示例村工会联合会").exists()


@pytest.mark.parametrize("used", ["post", "next"])
def test_a_term_that_is_in_use_stays(import_table, unions, staff, used):
    batch = imported(import_table, row(start="2024-05-01", years=5))
    term = Term.objects.get()
    if used == "post":
        person = Person.objects.create(county_code="410581", name="委员")
        Appointment.objects.create(
            county_code="410581",
            union=unions.factory,
            person=person,
            post="member",
            term=term,
            valid_from=DAY(2024, 5, 1),
        )
    else:
        Term.objects.filter(pk=term.pk).update(ended_on=DAY(2026, 5, 1))
        Term.objects.create(
            county_code="410581",
            union=term.union,
            number=2,
            started_on=DAY(2026, 5, 1),
            years=5,
            due_on=DAY(2031, 5, 1),
        )
    undo_file(batch, staff.county)
    assert batch.state == State.APPLIED
    assert Term.objects.filter(pk=term.pk).exists()


def test_a_term_recorded_after_the_preview_wins(unions, import_table, monkeypatch):
    imported(import_table, row())
    union = Union.objects.get(name="示例村工会联合会")
    check = conftest.check_file

    def and_then(*arguments, **options):
        batch = check(*arguments, **options)
        Term.objects.create(
            county_code="410581",
            union=union,
            number=1,
            started_on=DAY(2023, 1, 1),
            years=5,
            due_on=DAY(2028, 1, 1),
        )
        return batch

    monkeypatch.setattr(conftest, "check_file", and_then)
    batch = imported(import_table, row(start="2024-05-01", years=5))
    assert codes(batch) == {2: ["row_taken_meanwhile"]}
    assert Term.objects.get().started_on == DAY(2023, 1, 1)


def test_whoever_may_not_open_terms_opens_none(import_table, unions, staff):
    line = row(start="2024-05-01", years=5)
    batch = imported(import_table, line, user=staff.chair, place="410581101")
    assert codes(batch) == {2: ["row_not_allowed"]}
    assert not Union.objects.filter(name="示例村工会联合会").exists()
