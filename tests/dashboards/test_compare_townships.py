"""All townships of a county side by side."""

import datetime
import io

import openpyxl
import pytest
from django.utils import timezone

from dashboards.tables import Column, order
from tests.policies.local import local_provision
from townships.models import Union

pytestmark = pytest.mark.usefixtures("policies")
URL = "/county/410581/"


@pytest.fixture
def three(places, counted, figures):
    """临淇 71 % of 1,000 workers, 合涧 90 % of 100, 振林 without statistics."""
    counted(places.linqi, members=710, unionised=8, unions=4, employers=12)
    counted(places.hejian, members=90, unionised=5, unions=3, employers=6)
    counted(places.zhenlin, members=55, unionised=1, unions=2, employers=3)
    figures(places.linqi, 1000, 10)
    figures(places.hejian, 100, 10, as_of=datetime.date(2026, 9, 30))
    return places


def names(response) -> list[str]:
    return [line.name for line in response.context["lines"]]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["临淇镇", "合涧镇", "振林街道"]),  # worst first, unknown last
        ("joining", ["临淇镇", "合涧镇", "振林街道"]),
        ("-joining", ["合涧镇", "临淇镇", "振林街道"]),
        ("unionisation", ["合涧镇", "临淇镇", "振林街道"]),
        ("people", ["合涧镇", "临淇镇", "振林街道"]),
        ("-people", ["临淇镇", "合涧镇", "振林街道"]),
        ("-workers", ["临淇镇", "合涧镇", "振林街道"]),
        ("as_of", ["临淇镇", "合涧镇", "振林街道"]),
        ("-as_of", ["合涧镇", "临淇镇", "振林街道"]),
        ("name", ["振林街道", "合涧镇", "临淇镇"]),
        ("year", ["临淇镇", "合涧镇", "振林街道"]),  # cannot be sorted by
        ("nonsense", ["临淇镇", "合涧镇", "振林街道"]),
        ("--joining", ["临淇镇", "合涧镇", "振林街道"]),
    ],
)
def test_sorts_by_column(as_user, staff, three, sort, expected) -> None:
    assert names(as_user(staff.county).get(URL, {"sort": sort})) == expected


def one_line(response) -> str:
    """The page with single blanks: how a template is laid out does not matter."""
    return " ".join(response.content.decode().split())


def test_heads_turn_the_order_round(as_user, staff, three) -> None:
    html = one_line(as_user(staff.county).get(URL))
    assert 'href="?sort=-joining" class="sorted"' in html
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=workers"' in html
    html = one_line(as_user(staff.county).get(f"{URL}?sort=-joining"))
    assert 'href="?sort=joining" class="sorted desc"' in html
    assert 'aria-sort="descending"' in html


def test_totals_leave_out_what_cannot_be_judged(as_user, staff, three) -> None:
    figures = as_user(staff.county).get(URL).context["figures"]
    assert (figures.joining.part, figures.joining.whole) == (800, 1100)
    assert (figures.unionisation.part, figures.unionisation.whole) == (13, 20)
    assert figures.counts.members == 855  # the whole county, all the same
    assert [row.division.name for row in figures.unknown] == ["振林街道"]
    assert {row.division.name for row in figures.below} == {"临淇镇", "合涧镇"}


def test_total_meets_the_goal_exactly(as_user, staff, places, counted, figures) -> None:
    counted(places.linqi, members=799)
    figures(places.linqi, 1000, None)
    rate = as_user(staff.county).get(URL).context["figures"].joining
    assert rate.met is False
    counted(places.hejian, members=1)
    figures(places.hejian, 0, None)  # nothing to divide by: not part of the total
    assert as_user(staff.county).get(URL).context["figures"].joining.met is False
    counted(places.zhenlin, members=5)
    figures(places.zhenlin, 5, None)
    rate = as_user(staff.county).get(URL).context["figures"].joining
    assert (rate.part, rate.whole, rate.met) == (804, 1005, True)


def test_members_outside_townships_count_for_the_county_only(as_user, staff, three) -> None:
    from townships.models import TownshipSummary

    TownshipSummary.objects.create(county_code="410581", township_key="410581", members=1000)
    figures = as_user(staff.county).get(URL).context["figures"]
    assert figures.elsewhere.members == 1000
    assert figures.counts.members == 1855
    assert figures.joining.part == 800


def test_totals_say_how_many_places_they_leave_out(as_user, staff, three) -> None:
    from townships.models import TownshipStatistics

    TownshipStatistics.objects.filter(township=three.hejian).update(legal_person_units=None)
    figures = as_user(staff.county).get(URL).context["figures"]
    assert (figures.without_workers, figures.without_units) == (1, 2)
    region = as_user(staff.city).get("/region/4105/").context["figures"]
    assert (region.without_workers, region.without_units) == (1, 2)


def test_what_places_lack_adds_up_to_more_than_all_lack(as_user, staff, three) -> None:
    """合涧 is above the goal for members, which helps the county but not 临淇."""
    context = as_user(staff.county).get(URL).context
    assert (context["lack"].people, context["lack"].units) == (90, 3)
    assert (context["figures"].joining.short, context["figures"].unionisation.short) == (80, 3)


def test_closest_to_the_goal_comes_first(as_user, staff, three) -> None:
    closest = as_user(staff.county).get(URL).context["closest"]
    assert [(line.name, line.far) for line in closest] == [("合涧镇", (0, 3)), ("临淇镇", (90, 0))]


def test_every_number_leads_to_its_rows(as_user, staff, three) -> None:
    client = as_user(staff.county)
    html = client.get(URL).content.decode()
    key = three.linqi.key
    for part in (
        f'href="/township/{key}/"',
        f'href="/township/{key}/#units"',
        f'href="/figures/{key}/?of=joining"',  # which leads to both numbers of the rate
        f'href="/figures/{key}/?of=unionisation"',
        f"/admin/townships/townshipstatistics/?township={key}",
    ):
        assert part in html
    assert f"/admin/townships/employer/?township={three.hejian.key}&amp;union=no" in html


@pytest.mark.parametrize("who", ["county", "city", "auditor"])
def test_links_open_the_list_behind_them(as_user, staff, three, who) -> None:
    """Each link to a list answers with that list, filtered, for everybody who sees the link."""
    import re
    from html import unescape

    client = as_user(getattr(staff, who))
    html = client.get(URL).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    links = {unescape(link) for link in re.findall(r'href="(/[^"#]*)', main)}
    lists = [link for link in links if "?" in link and link.startswith("/admin/")]
    assert len(lists) >= 4
    for link in links:
        response = client.get(link)
        assert response.status_code == 200, link
        if link in lists and "county_code__in" not in link:
            assert response.context["cl"].has_active_filters, link


def test_city_is_led_to_the_rows_of_this_county_only(as_user, staff, three, unions) -> None:
    for code, place in (("410581", three.hejian), ("410523", three.chengguan)):
        Union.objects.create(
            county_code=code, code=f"n{code}", name=f"{code}厂工会", kind="own", township=place
        )
    context = as_user(staff.city).get(URL).context
    listed = as_user(staff.city).get(context["unions_url"]).context["cl"]
    assert {union.county_code for union in listed.queryset} == {"410581"}
    assert listed.result_count == 2
    assert "county_code" not in as_user(staff.county).get(URL).context["unions_url"]


def test_shows_the_day_of_each_figure(as_user, staff, three) -> None:
    html = as_user(staff.county).get(URL).content.decode()
    assert "2026-06-30" in html
    assert "2026-09-30" in html
    assert "数据截至" in html


def test_basis_is_cited(as_user, staff, three) -> None:
    html = as_user(staff.county).get(URL).content.decode()
    assert "总工发〔2016〕28号 一" in html


def test_exports_what_the_page_shows(as_user, staff, three) -> None:
    response = as_user(staff.county).get(f"{URL}export/", {"sort": "-joining"})
    assert response.status_code == 200
    assert "filename*=UTF-8''%E6%9E%97%E5%B7%9E%E5%B8%82" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["乡镇街道", "会员", "职工数", "入会率"]
    assert [row[0] for row in rows[1:4]] == ["合涧镇", "临淇镇", "振林街道"]
    assert rows[2][:6] == ["临淇镇", 710, 1000, "71.0%", "否", 90]
    assert rows[3][1:5] == [55, None, None, "不能判断"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 200),
        ("province", 200),
        ("city", 200),
        ("county", 200),
        ("auditor", 200),
        ("chair", 404),
        ("chair_beside", 404),
        ("county2", 404),
        ("chair2", 404),
    ],
)
def test_only_who_sees_the_whole_county(as_user, staff, three, who, status) -> None:
    client = as_user(getattr(staff, who))
    assert client.get(URL).status_code == status
    assert client.get(f"{URL}export/").status_code == status


@pytest.mark.parametrize("key", ["410599", "41", "4105", "410581101", "x"])
def test_nothing_else_is_a_county(as_user, staff, key) -> None:
    assert as_user(staff.city).get(f"/county/{key}/").status_code == 404


def test_own_county_without_a_key(as_user, staff, three) -> None:
    response = as_user(staff.county).get("/county/")
    assert response.status_code == 302
    assert response["Location"] == URL
    assert as_user(staff.chair).get("/county/").status_code == 404


def test_renumbered_county_is_found_by_its_key(as_user, staff, places, counted) -> None:
    counted(places.sanchang, members=7)
    response = as_user(staff.admin).get("/county/320684/")
    assert response.context["place"].title == "海门区"
    assert response.context["figures"].counts.members == 7


def test_blank_values_come_last_in_both_directions() -> None:
    column: Column[int] = Column("n", "n", lambda row: row)
    assert order("n", [column], "n").apply([3, None, 1]) == [1, 3, None]
    assert order("-n", [column], "n").apply([3, None, 1]) == [3, 1, None]


def test_a_year_ago_is_judged_by_the_goals_of_then(as_user, staff, three, month_of) -> None:
    """70 of 100 was below the 80 % of the nation; the county's own 60 % holds since this month."""
    month_of(three.linqi, 11, members=70, workers=100)
    client = as_user(staff.county)
    assert client.get(URL).context["below_before"] == 1
    goals = {"build_percent": 60, "membership_percent": 60}
    since = timezone.localdate().replace(day=1)
    own = {"rule_id": "R-ORG-30", "modality": "must", "kind": "RP", "parameters": goals}
    local_provision(three.linzhou, valid_from=since, **own)
    context = client.get(URL).context
    assert (context["below_before"], context["figures"].goals_differ) == (1, False)


def test_goals_that_differ_are_no_single_line(as_user, staff, three) -> None:
    goals = {"build_percent": 80, "membership_percent": 60}
    own = {"rule_id": "R-ORG-30", "modality": "must", "kind": "RP", "parameters": goals}
    local_provision(three.linqi, **own)
    response = as_user(staff.county).get(URL)
    assert response.context["figures"].goals_differ
    assert response.context["trend"].goal is None
    assert "目标各地不同" in response.content.decode()
