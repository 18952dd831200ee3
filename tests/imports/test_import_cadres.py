"""Cadres and their posts from a workbook: people found or added, the rules of a post, undo."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.choices import EndReason, Post
from cadres.models import Appointment, Person
from cadres.services import heads
from cadres.services.people import save_person
from history.models import Change
from imports.choices import Kind
from members.identity import check_digit
from tests.imports.conftest import check_file, codes, counts, undo_file
from tests.imports.workbooks import xlsx
from tests.places import Staff, Unions

TITLES = ["姓名", "证件号码", "工作单位", "所在工会", "职务", "专兼挂", "任职日期", "离任日期"]
TITLES += ["离任原因", "委员类别", "代表的工会"]
FIRST, SHORT = "41058119800101001", "410581800101001"
LONG = FIRST + check_digit(FIRST)
LINQI, HEJIAN, FACTORY = "临淇镇工会联合会", "合涧镇工会联合会", "示例机械有限公司工会委员会"
ENDED = {"离任日期": "2022-02-28", "离任原因": "届满"}
DAY = datetime.date


def line(name: str, union: str = LINQI, post: str = "委员", **cells: str) -> list[str]:
    """A row; other cells by their titles."""
    known = {"姓名": name, "所在工会": union, "职务": post, "任职日期": "2022-03-01"}
    return [{**known, **cells}.get(title, "") for title in TITLES]


@pytest.fixture
def post_rows(import_table: Any, unions: Unions) -> Any:
    def run(*rows: list[str], **options: Any) -> Any:
        return import_table(Kind.CADRES, TITLES, *rows, **options)

    return run


def test_people_and_posts_come_into_the_registry(post_rows: Any, unions: Unions) -> None:
    batch = post_rows(
        line("王建国", post="主席", 证件号码=LONG, 专兼挂="专职"),
        line("王建国", HEJIAN, "委员", 证件号码=SHORT),
        line(
            "旧主席", post="工会主席", 任职日期="2017-03-01", 离任日期="2022-02-28", 离任原因="届满"
        ),
        line("李梅", FACTORY, "组织员"),
    )
    assert counts(batch) == (4, 0, 0, 0, 0)
    chair = Appointment.objects.get(post=Post.CHAIR, valid_to=None)
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == chair.person.name == "王建国"
    assert Person.objects.count() == 3  # 15 and 18 digits are one
    assert chair.person.birth_date == DAY(1980, 1, 1)
    assert chair.person.township_id == "410581101"
    assert chair.person.name_initials == "wjg"
    assert Appointment.objects.get(person__name="旧主席").end_reason == EndReason.TERM
    logged = Change.objects.filter(batch_id=batch.pk).order_by().values_list("model", "action")
    assert sorted(logged) == [("cadres.appointment", "+")] * 4 + [("cadres.person", "+")] * 3


def test_whoever_is_recorded_is_found_and_stays_as_he_is(post_rows: Any) -> None:
    known = Person(name="王建国", county_code="410581", workplace="甲厂")
    save_person(person=known, user=None, id_number=LONG)
    batch = post_rows(
        line("王建国", 证件号码=LONG, 工作单位="乙厂"), line("别人", HEJIAN, 证件号码=LONG)
    )
    assert codes(batch) == {3: ["cadre_other_name"]}
    person = Person.objects.get()
    assert (person.workplace, Appointment.objects.get().person_id) == ("甲厂", person.pk)


def test_namesakes_without_a_number_are_asked_about(post_rows: Any) -> None:
    for workplace in ("甲厂", "乙厂"):
        save_person(
            person=Person(name="王建国", county_code="410581", workplace=workplace), user=None
        )
    batch = post_rows(line("王建国"), line("王建国", HEJIAN, 工作单位="乙厂"))
    assert codes(batch) == {2: ["cadre_ambiguous"]}
    assert Appointment.objects.get().person.workplace == "乙厂"


def test_rules_of_a_post_hold_against_what_is_stored_and_within_the_file(post_rows: Any) -> None:
    post_rows(line("王建国", post="主席"))
    batch = post_rows(
        line("新主席", post="主席", 任职日期="2024-01-01"),  # two chairs
        line("李梅", HEJIAN, "主席"),
        line("赵云", HEJIAN, "主席", 任职日期="2023-01-01"),  # two chairs within the file
        line("李梅", HEJIAN, "委员", 任职日期="2023-01-01"),  # overlapping posts
        line("孙丽", 代表的工会=HEJIAN),  # not below
        line("周强", 代表的工会=FACTORY),
        line("吴刚", 任职日期="2022-03-01", 离任日期="2021-01-01", 离任原因="退休"),
        line("郑洁", 离任日期="2023-01-01"),  # no reason
    )
    failed = {2: ["row_rule"], 4: ["row_rule"], 5: ["row_rule"], 6: ["row_rule"]}
    assert codes(batch) == {**failed, 8: ["row_rule"], 9: ["cell_required"]}
    assert {issue.column for issue in batch.issues.filter(row_number=2)} == {"E"}
    assert set(Person.objects.values_list("name", flat=True)) == {"王建国", "李梅", "周强"}


def test_the_same_list_once_more_changes_nothing_and_a_filled_cell_is_taken(post_rows: Any) -> None:
    rows = [line("王建国", post="主席", 证件号码=LONG), line("李梅")]
    post_rows(*rows)
    assert counts(post_rows(*rows)) == (0, 0, 2, 0, 0)
    batch = post_rows(line("王建国", post="主席", 证件号码=LONG, 专兼挂="兼职"), line("李梅"))
    assert counts(batch) == (0, 1, 1, 0, 0)
    leaves = post_rows(line("李梅", 离任日期="2024-01-01", 离任原因="调动"))
    assert codes(leaves) == {2: ["cadre_leaves_here"]}  # the page asks for the consents
    assert Person.objects.count() == 2


def test_undo_takes_posts_and_new_people_away(post_rows: Any, staff: Staff, unions: Unions) -> None:
    known = save_person(person=Person(name="赵云", county_code="410581"), user=None).record
    batch = post_rows(line("王建国", post="主席", 证件号码=LONG), line("李梅"), line("赵云"))
    undo_file(batch, staff.county)
    assert not Appointment.objects.exists()
    assert list(Person.objects.all()) == [known]
    unions.linqi.refresh_from_db()
    assert unions.linqi.chair_name == ""
    removed = Change.objects.filter(action="-").order_by().values_list("model", flat=True)
    assert sorted(removed) == ["cadres.appointment"] * 3 + ["cadres.person"] * 2


def test_a_township_imports_into_its_own_unions_only(post_rows: Any, staff: Staff) -> None:
    save_person(
        person=Person(name="王建国", county_code="410581", township_id="410581100"),
        user=None,
        id_number=LONG,
    )
    batch = post_rows(
        line("李梅"),
        line("赵云", HEJIAN),
        line("王建国", 证件号码=LONG),
        user=staff.chair,
        place="410581101",
    )
    assert codes(batch) == {3: ["row_union_unknown"], 4: ["cadre_elsewhere"]}


def test_who_has_to_know_of_a_chair_is_told(
    post_rows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []

    class Listener:
        def head_changed(self, *, union, former, current, on, user) -> None:
            heard.append((union.name, current.person.name, on))

    monkeypatch.setattr(heads, "_registered", [Listener()])
    post_rows(line("王建国", post="主席"), line("李梅"))
    assert heard == [(LINQI, "王建国", DAY(2022, 3, 1))]


def test_checking_asks_no_more_for_more_rows(tmp_path: Any, staff: Staff, unions: Unions) -> None:
    def asked(number: int) -> int:
        rows = [line(f"职工{chr(0x4E00 + n)}", HEJIAN, "委员") for n in range(number)]
        path = xlsx(tmp_path / f"{number}.xlsx", [TITLES, *rows])
        with CaptureQueriesContext(connection) as queries:
            batch = check_file(path, staff.county, Kind.CADRES)
        assert batch.new_count == number
        return len(queries)

    asked(1)
    assert asked(3) == asked(40)
