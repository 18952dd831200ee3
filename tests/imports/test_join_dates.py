"""入会日期 and 会籍变化日期 are two facts; memberships of one person never overlap."""

from itertools import product

import pytest

from members.models import Member, Membership, PersonKey
from tests.imports import workbooks
from tests.imports.conftest import apply_file, check_file, codes, counts
from tests.imports.people import id_number

TITLES = ["姓名", "证件号码", "会籍变化类型", "会籍变化日期", "入会日期"]
THERE = {"place": "410523", "union": "chengguan", "user": "county2"}


@pytest.fixture
def import_file(tmp_path, staff, unions):
    """Import rows of number of the person, kind of change, its day, the day of joining."""

    def run(*rows, place="410581", union="factory", user="county"):
        people = [["张三", id_number(number), *news] for number, *news in rows]
        path = workbooks.xlsx(tmp_path / "会员.xlsx", [TITLES, *people])
        who = getattr(staff, user)
        batch = check_file(path, who, place=place, default_union=getattr(unions, union))
        return apply_file(batch, who)

    return run


@pytest.fixture
def tell(import_file):
    """Import one row about person 1."""

    def run(kind="", day="", joined="", **where):
        return import_file((1, kind, day, joined), **where)

    return run


@pytest.fixture
def who_left(tell):
    """Person 1 was a member in 林州 from 2010-01-01 to 2015-05-05."""
    tell("入会", "2010-01-01")
    tell("退会", "2015-05-05")


def spans(county="410581"):
    rows = Membership.objects.filter(county_code=county).order_by("id")
    return [
        tuple(day and day.isoformat() for day in days)
        for days in rows.values_list("valid_from", "valid_to", "kept_from")
    ]


def days_of(county="410581"):
    member = Member.objects.get(county_code=county)
    days = (member.joined_on, member.first_joined_on, member.changed_on)
    return tuple(day and day.isoformat() for day in days)


# --- a person whom nobody knows yet ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "span", "days"),
    [
        (("入会", "", "2010-01-01"), ("2010-01-01", None, None), ("2010-01-01",) * 3),
        (("", "", "2010-01-01"), ("2010-01-01", None, None), ("2010-01-01",) * 3),
        (("入会", "2012-03-04", "2010-01-01"), ("2010-01-01", None, None), None),
        (("退会", "2015-05-05", "2010-01-01"), ("2010-01-01", "2015-05-05", None), None),
        (("除名", "2010-01-01", "2010-01-01"), ("2010-01-01", "2010-01-01", None), None),
        (("保留", "2015-05-05", "2010-01-01"), ("2010-01-01", None, "2015-05-05"), None),
        (("退会", "2015-05-05", ""), (None, "2015-05-05", None), (None, None, "2015-05-05")),
        (
            ("转入", "2015-05-05", "2010-01-01"),
            ("2015-05-05", None, None),
            ("2015-05-05", "2010-01-01", "2015-05-05"),
        ),
        (
            ("转入", "", "2010-01-01"),
            ("2010-01-01", None, None),
            ("2010-01-01", None, "2010-01-01"),
        ),
    ],
)
def test_the_period_of_a_newcomer(tell, row, span, days):
    assert counts(tell(*row)) == (1, 0, 0, 0, 0)
    assert spans() == [span]
    assert days_of() == (days or (row[2], row[2], row[1]))


@pytest.mark.parametrize("kind", ["退会", "转出", "除名", "保留"])
def test_the_day_of_joining_is_not_the_day_of_the_change(tell, kind):
    assert codes(tell(kind, "", "2010-01-01")) == {2: ["row_change_date_missing"]}
    tell("入会", "2010-01-01")
    assert codes(tell(kind, "", "2010-01-01")) == {2: ["row_change_date_missing"]}
    assert spans() == [("2010-01-01", None, None)]


@pytest.mark.parametrize("kind", ["入会", "退会", "保留"])
def test_a_change_before_joining_is_wrong(tell, kind):
    assert codes(tell(kind, "2009-12-31", "2010-01-01")) == {2: ["row_left_before_joining"]}


KINDS = ["", "入会", "转入", "保留", "转出", "退会"]
WHEN = ["", "2016-02-03"]
JOINED = ["", "2012-01-01"]


def test_the_same_file_twice_changes_nothing(import_file):
    """Whatever the rows say, of newcomers, of people who were kept and of those who left."""
    news = list(product(KINDS, WHEN, JOINED))
    kept, left = range(100, 100 + len(news)), range(200, 200 + len(news))
    import_file(
        *[(number, "保留", "2015-01-01", "") for number in kept],
        *[(number, "入会", "2010-01-01", "") for number in left],
    )
    import_file(*[(number, "退会", "2015-01-01", "") for number in left])
    rows = [
        (first + at, *row) for first in (1, kept.start, left.start) for at, row in enumerate(news)
    ]
    once = import_file(*rows)
    assert all((once.new_count, once.changed_count, once.failed_count))
    stored = [list(model.objects.order_by("pk").values()) for model in (Member, Membership)]
    again = import_file(*rows)
    assert counts(again) == (0, 0, len(rows) - once.failed_count, 0, once.failed_count)
    assert [list(m.objects.order_by("pk").values()) for m in (Member, Membership)] == stored


# --- a first day that is missing ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "span"),
    [
        ("", ("2010-01-01", None, None)),
        ("退会", ("2010-01-01", "2018-01-01", None)),
        ("保留", ("2010-01-01", None, "2018-01-01")),
    ],
)
def test_a_missing_first_day_is_put_in_with_the_change(tell, kind, span):
    tell()
    assert counts(tell(kind, "2018-01-01" if kind else "", "2010-01-01")) == (0, 1, 0, 0, 0)
    assert spans() == [span]
    assert days_of()[:2] == ("2010-01-01", "2010-01-01")


def test_who_was_kept_and_is_back_gets_both_days(tell):
    tell("保留", "2018-01-01")
    assert counts(tell("入会", "2019-01-01", "2010-01-01")) == (0, 1, 0, 0, 0)
    assert spans() == [("2010-01-01", None, None)]
    assert days_of() == ("2010-01-01", "2010-01-01", "2019-01-01")


def test_the_day_of_coming_back_is_not_the_first_day(tell):
    tell("保留", "2018-01-01")
    tell("入会", "2019-01-01")
    assert counts(tell("入会", "2019-01-01")) == (0, 0, 1, 0, 0)
    assert codes(tell("入会", "2020-01-01")) == {2: ["row_overlap"]}
    assert spans() == [(None, None, None)]


def test_another_day_of_joining_is_pointed_out(tell):
    tell("入会", "2010-01-01")
    batch = tell("保留", "2018-01-01", "2011-01-01")
    issue = batch.issues.get()
    assert (issue.code, issue.column) == ("row_join_date_differs", "E")
    assert spans() == [("2010-01-01", None, "2018-01-01")]


# --- a person who left another county -------------------------------------------------------------


@pytest.mark.parametrize("kind", ["退会", "转出", "除名", "保留"])
def test_a_later_membership_elsewhere_needs_its_first_day(tell, who_left, kind):
    batch = tell(kind, "2018-01-01", **THERE)
    assert codes(batch) == {2: ["row_join_date_missing"]}
    assert batch.issues.get().header == "入会日期"
    assert codes(tell(kind, "2018-01-01", "2015-05-05", **THERE)) == {2: ["row_overlap"]}
    assert counts(tell(kind, "2018-01-01", "2015-05-06", **THERE)) == (1, 0, 0, 0, 0)
    ended = None if kind == "保留" else "2018-01-01"
    assert spans("410523")[0][:2] == ("2015-05-06", ended)
    assert days_of("410523")[1] == "2010-01-01"
    key = PersonKey.objects.get()
    assert (key.county_code, key.former_counties) == ("410523", "410581")


def test_who_comes_back_begins_with_the_change_and_not_with_the_first_joining(tell, who_left):
    assert counts(tell("入会", "2018-01-01", "2010-01-01")) == (0, 1, 0, 0, 0)
    assert spans()[1] == ("2018-01-01", None, None)
    tell("退会", "2019-01-01")
    assert counts(tell("入会", "2020-01-01", "2010-01-01", **THERE)) == (1, 0, 0, 0, 0)
    assert spans("410523") == [("2020-01-01", None, None)]


def test_a_first_day_is_not_put_in_before_the_end_of_a_membership_elsewhere(tell, who_left):
    """Such a row was written by older versions; the key tells where else to look."""
    tell("入会", "2018-01-01", **THERE)
    Member.objects.filter(county_code="410523").update(joined_on=None, changed_on=None)
    Membership.objects.filter(county_code="410523").update(valid_from=None)
    for day, joined in (("2012-01-01", ""), ("", "2015-05-05")):
        assert codes(tell("入会", day, joined, **THERE)) == {2: ["row_overlap"]}
    assert spans("410523") == [(None, None, None)]
    assert counts(tell("入会", "", "2015-05-06", **THERE)) == (0, 1, 0, 0, 0)


def test_the_old_row_of_somebody_who_left_both_counties_can_be_changed(tell, who_left, import_rows):
    tell("入会", "2016-01-01", **THERE)
    tell("退会", "2020-01-01", **THERE)
    from tests.imports.people import row

    news = row(1, 移动电话="13900139000", 会籍变化类型="退会", 会籍变化日期="20150505")
    assert counts(import_rows(news)) == (0, 1, 0, 0, 0)
    assert Member.objects.get(county_code="410581").phone == "13900139000"
    assert PersonKey.objects.get().county_code == "410523"
