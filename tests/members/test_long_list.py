"""The list of members where it is longer than anybody counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Assignment, User
from members.models import Member
from members.services.membership import end
from tests.members.conftest import DAY
from unionreg import long_lists, row_order
from unionreg.long_lists import Length, Source, length_of
from unionreg.row_order import OLDEST, RowOrder, in_blocks, records_in_blocks

LIST = reverse("admin:members_member_changelist")
NAMES = ["丁", "乙", "甲", "丙", "戊", "己", "庚"]


@pytest.fixture
def short_pages(monkeypatch):
    """Two rows a page, and numbers for the first two pages only."""
    monkeypatch.setattr("members.admin.member.MemberAdmin.list_per_page", 2)
    monkeypatch.setattr(long_lists, "COUNTED", 4)


@pytest.fixture
def people(unions, enrolled, short_pages):
    """Seven people in two counties; the list has those of 410581 first, the newest of them first.

    By name it is the other way round: the county, then the name.
    """
    places = [unions.linqi, unions.chengguan, unions.hejian, unions.linqi]
    places += [unions.chengguan, unions.hejian, unions.linqi]
    return [
        enrolled(2 * n + 1, name=name, union=union)
        for n, (name, union) in enumerate(zip(NAMES, places, strict=True))
    ]


def listed(client, address):
    return client.get(address).context["cl"]


def names(changelist):
    return [row.name for row in changelist.result_list]


def people_of(pages):
    """The names on all pages, in their order."""
    return [name for page in pages for name in page]


def walk(client, query, way):
    """The names of all pages, following the links of one way."""
    found, address = [], LIST + query
    for _page in range(9):
        changelist = listed(client, address)
        found.append(names(changelist))
        if not (following := getattr(changelist, way)()):
            return found
        address = LIST + following
    raise AssertionError(f"No end: {found}")


NEWEST = [["庚", "己"], ["丙", "甲"], ["丁", "戊"], ["乙"]]
BY_NAME = [["戊", "乙"], ["丙", "丁"], ["庚", "己"], ["甲"]]


@pytest.mark.parametrize(
    ("query", "pages"), [("?", NEWEST), ("?o=0", BY_NAME), ("?o=2", None), ("?o=-2", None)]
)
def test_next_leads_through_all_of_it(staff, as_user, people, query, pages):
    found = walk(as_user(staff.city), query, "next_address")
    assert sorted(people_of(found)) == sorted(NAMES)
    assert pages is None or found == pages


@pytest.mark.parametrize("query", ["?", "?o=0", "?o=-0"])
def test_back_from_the_last_page_everybody_is_met_once(staff, as_user, people, query):
    client = as_user(staff.city)
    forward = people_of(walk(client, query, "next_address"))
    back = walk(client, query + "&p=last", "previous_address")
    assert people_of(reversed(back)) == forward


def test_who_sees_one_county_goes_through_it(staff, as_user, people):
    pages = walk(as_user(staff.county), "?", "next_address")
    assert pages == [["庚", "己"], ["丙", "甲"], ["丁"]]


@pytest.mark.parametrize("size", range(1, 8))
def test_blocks_of_any_size_hold_every_row_once(staff, people, size):
    rows = Member.objects.filter(county_code__in={person.county_code for person in people})
    by_name = RowOrder(("county_code", "name", "id"), descending=False)
    for order in (row_order.NEWEST, OLDEST, by_name):
        expected = list(order.applied(rows).values_list(*order.columns))
        assert len(expected) == len(people)
        blocks = list(in_blocks(rows.values_list(*order.columns), order, size))
        assert [row for block in blocks for row in block] == expected
        assert {len(block) for block in blocks[:-1]} <= {size}
        records = [row.pk for block in records_in_blocks(rows, size, order) for row in block]
        assert records == [row[-1] for row in expected]


def test_an_order_with_empty_values_ends_with_its_numbers(staff, as_user, people):
    pages = walk(as_user(staff.city), "?o=7", "next_address")
    assert len(pages) == 2


def test_where_the_pages_of_an_order_end_too_early_the_page_says_so(staff, as_user, people):
    client = as_user(staff.city)
    for query in ("?o=7&p=2", "?o=7&p=3"):
        response = client.get(LIST + query)
        assert "最多翻到第 2 页" in response.text
        assert "下一页”" not in response.text
    assert "最多翻到" not in client.get(f"{LIST}?o=7").text
    assert "最多翻到" not in client.get(f"{LIST}?p=2").text


def test_a_page_far_away_takes_one_more_statement_where_a_county_ends(staff, as_user, people):
    client = as_user(staff.city)
    listed(client, LIST)
    taken = []
    for query in ("", "?p=2", f"?p=after-410581-{people[2].pk}", "?p=last", "?o=0&p=last"):
        with CaptureQueriesContext(connection) as captured:
            listed(client, LIST + query)
        taken.append(len(captured))
    assert max(taken) <= taken[0] + 1


def test_pages_are_found_by_an_index_and_not_by_counting(staff, as_user, people):
    client = as_user(staff.city)
    with CaptureQueriesContext(connection) as captured:
        listed(client, f"{LIST}?p=after-410581-{people[2].pk}")
    sql = [query["sql"] for query in captured if '"members_member"' in query["sql"]]
    assert sql
    assert not [each for each in sql if "OFFSET" in each]
    assert [
        each for each in sql if '"county_code" = ' in each and '("members_member"."id") <' in each
    ]
    assert not [each for each in sql if "JOIN" in each and "LIMIT" in each]


@pytest.mark.parametrize("place", ["after-410581-999999", "after-330603-1", "before-x", "0", "-3"])
def test_a_place_that_there_is_not_is_a_page_all_the_same(staff, as_user, people, place):
    changelist = listed(as_user(staff.county), f"{LIST}?p={place}")
    assert {row.county_code for row in changelist.result_list} <= {"410581"}


def test_a_place_outside_shows_nothing_from_there(staff, as_user, people):
    outside = people[1]
    for query in (f"?p=after-{outside.county_code}-{outside.pk}", "?o=0"):
        found = names(listed(as_user(staff.county), LIST + query))
        assert outside.name not in found


# --- where one is -----------------------------------------------------------------------------


def walked(client, address, way):
    """What the pages say about their place, following the links of one way."""
    found = []
    while address:
        response = client.get(LIST + address)
        changelist = response.context["cl"]
        assert changelist.where_words() in response.text
        found.append(changelist.where_words())
        address = getattr(changelist, way)()
    return found


def test_every_page_says_which_it_is_of_how_many(staff, as_user, people):
    """Seven people, two a page; from the third on the pages have no numbers of their own."""
    known = "共 7 条（人数取自汇总数）"
    assert walked(as_user(staff.city), "?", "next_address") == [
        f"第 1 页，共 4 页，第 1–2 条，{known}",
        f"第 2 页，共 4 页，第 3–4 条，{known}",
        f"第 3 页，共 4 页，第 5–6 条，{known}",
        f"第 4 页，共 4 页，第 7–7 条，{known}",
    ]


def test_back_from_the_end_pages_are_counted_from_there(staff, as_user, people):
    pages = walked(as_user(staff.city), "?p=last", "previous_address")
    assert [words.split("，")[0] for words in pages[:3]] == ["末页", "倒数第 2 页", "倒数第 3 页"]


def test_back_from_a_page_without_a_number_to_the_rows_before_it(staff, as_user, people):
    client = as_user(staff.city)
    second = listed(client, f"{LIST}?p=2")
    third = LIST + second.next_address()
    back = listed(client, LIST + listed(client, third).previous_address())
    assert names(back) == names(second)
    assert back.where_words().startswith("第 2 页")


def test_a_page_without_rows_does_not_say_which_rows(staff, as_user, people):
    client = as_user(staff.city)
    first, last = listed(client, LIST), listed(client, f"{LIST}?p=last")
    below, above = last.result_list[-1], first.result_list[0]
    beyond = f"after-{below.county_code}-{below.pk}.999"
    before = f"before-{above.county_code}-{above.pk}.-1"
    for place in (beyond, before):
        words = listed(client, f"{LIST}?p={place}").where_words()
        assert "条，" not in words
        assert "末页" not in words


@pytest.mark.parametrize("place", ["", ".0", ".-0"])
def test_a_page_of_unknown_place_says_the_length_only(staff, as_user, people, place):
    address = f"{LIST}?p=after-410581-{people[2].pk}{place}"
    assert listed(as_user(staff.city), address).where_words() == "共 7 条（人数取自汇总数）"


def test_a_number_beyond_the_last_page_shows_that_one_and_says_so(staff, as_user, people):
    client = as_user(staff.chair)
    response = client.get(f"{LIST}?state=all&p=9999")
    assert names(response.context["cl"]) == ["丁"]
    assert "没有第 9,999 页" in response.text
    assert "没有第" not in client.get(f"{LIST}?state=all&p=2").text


def test_a_number_that_no_page_has_shows_the_last_with_one_and_says_so(staff, as_user, people):
    response = as_user(staff.city).get(f"{LIST}?p=3")
    assert response.context["cl"].page.number == 2
    assert "不能直接翻到第 3 页" in response.text


# --- length -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "number"), [("?", 5), ("?sex__exact=2", 0), ("?township__key__exact=410581101", 3)]
)
def test_the_length_is_known_from_summaries(staff, as_user, people, query, number):
    changelist = listed(as_user(staff.county), LIST + query)
    assert changelist.length.number == number
    if number > 2:
        assert changelist.length.source == Source.SUMMARIES
        assert changelist.length.words() in as_user(staff.county).get(LIST + query).text


def test_summaries_know_those_whose_membership_is_open(staff, as_user, people):
    end(member=people[0], ended_by="6", on=DAY, reason_code="5", user=None)
    client = as_user(staff.county)
    assert listed(client, LIST).length == Length(4, Source.SUMMARIES)
    assert listed(client, f"{LIST}?state=left").length == Length(1)


def test_other_filters_are_counted_or_estimated(staff, as_user, people):
    length = listed(as_user(staff.city), f"{LIST}?state=all").length
    assert length.number >= 4
    assert length.source in (Source.AT_LEAST, Source.ESTIMATED)


def test_a_short_list_is_counted(people, monkeypatch):
    monkeypatch.setattr(long_lists, "COUNTED", 10_000)
    assert length_of(Member.objects.in_county("410581")) == Length(5)
    assert length_of(Member.objects.none()) == Length(0)


def test_who_has_no_places_has_an_empty_list(as_user, places, people):
    nobody = User.objects.create_user(username="nobody", password="x")
    assert length_of(Member.objects.visible_to(nobody)) == Length(0)


def test_a_filter_given_twice_is_not_looked_up_in_summaries(staff, as_user, people):
    changelist = listed(
        as_user(staff.city), f"{LIST}?county_code__in=410581&county_code__in=410523"
    )
    assert changelist.length.source != Source.SUMMARIES


def test_a_long_list_is_not_counted_to_its_end(people):
    """SQLite stops behind the limit; PostgreSQL, which expects more, says how many it expects."""
    rows = Member.objects.filter(county_code__in=["410581", "410523"])
    with CaptureQueriesContext(connection) as captured:
        length = length_of(rows)
    if connection.vendor == "sqlite":
        assert length == Length(4, Source.AT_LEAST)
    assert all("LIMIT 5" in query["sql"] or "EXPLAIN" in query["sql"] for query in captured)


@pytest.mark.parametrize(("expected", "said"), [(12_345, 12_000), (1_764_720, 1_800_000)])
def test_an_estimate_is_rounded_and_called_one(db, monkeypatch, expected, said):
    monkeypatch.setattr(long_lists, "_expected", lambda rows: expected)
    length = length_of(Member.objects.all())
    assert length == Length(said, Source.ESTIMATED)
    assert length.words() != Length(said).words()


# --- order ------------------------------------------------------------------------------------


def test_by_union_only_where_there_are_few(staff, as_user, people):
    """Sorting a county by what no index has would read all of it."""
    by_union = "?o=3"
    assert listed(as_user(staff.county), LIST + by_union).order == row_order.NEWEST
    assert listed(as_user(staff.chair), LIST + by_union).order.columns[1] == "union"


def test_several_counties_are_one_after_the_other(staff, as_user, people):
    Assignment.objects.create(
        user=staff.county, role=Role.AUDITOR, division=staff.county2.assignments.get().division
    )
    client = as_user(User.objects.get(pk=staff.county.pk))
    rows = people_of(walk(client, "?o=0", "next_address"))
    assert rows == ["戊", "乙", "丙", "丁", "庚", "己", "甲"]
