"""The pages of staffing and training: what they show to whom, in how many statements."""

import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance.collectors import Scope
from compliance.staffing.lines import table
from compliance.staffing.shares import party_shares, shares
from tests.cadres.crew import post, took_part, township_union, training, worker
from tests.compliance.checked import ON, check, count
from tests.places import load_policies, make_division
from townships.choices import UnionForm

pytestmark = pytest.mark.usefixtures("policies")


@pytest.fixture
def policies(places):
    load_policies()


def lines(user, county="410581"):
    return {line.name: line for line in table(user, Scope(county, ON)).lines}


@pytest.mark.parametrize(
    ("workers", "quota"), [(0, None), (2000, 1), (2999, 1), (5999, 1), (6000, 2), (9000, 3)]
)
def test_quota_and_gap(places, staff, workers, quota):
    """T-2, reading A: full groups of 3,000, one at least; without workers there is none."""
    count(places.linqi, worker_count=workers)
    worker("甲", places.linqi)
    line = lines(staff.county)["临淇镇"]
    assert (line.employed, line.quota) == (1, quota)
    assert line.gap == (None if quota is None else quota - 1)
    assert lines(staff.county)["合涧镇"].quota is None  # nobody recorded its workers


def test_only_the_patterns_in_force_are_judged(places, staff):
    """林州: R-CAD-01 for a 总工会, nothing for another form; 海门: 1+2+N; 绍兴: R-CAD-05."""
    township_union(places.linqi, UnionForm.COMMITTEE)
    post(township_union(places.hejian), "王一", "chair", "fulltime")
    post(township_union(places.sanchang, county="320684"), "主席", "chair", "parttime")
    found = lines(staff.admin)
    assert found["临淇镇"].patterns == ()
    ((rule, kind),) = [(one.rule, one.kind) for one in found["合涧镇"].patterns]
    assert (rule, kind) == ("R-CAD-01", "warn")
    assert found["振林街道"].union == ""
    by_rule = {one.rule: one for one in lines(staff.admin, "320684")["三厂镇"].patterns}
    assert set(by_rule) == {"R-CAD-01", "R-CAD-10"}
    assert "0" in by_rule["R-CAD-10"].gap


def test_changsha_is_cited_and_not_judged(places, staff):
    """R-CAD-12: what “1+1+N” consists of is not said."""
    make_division("430102", "芙蓉区", "district")
    place = make_division("430102001", "文艺路街道", "street")
    township_union(place, UnionForm.COMMITTEE, county="430102")
    (pattern,) = lines(staff.admin, "430102")["文艺路街道"].patterns
    assert (pattern.rule, pattern.kind) == ("R-CAD-12", "info")


def test_numbers_for_reports(places, staff):
    """R-CAD-02, 03, 16, 20 and R-ELG-05: what nobody recorded is counted apart."""
    union = township_union(places.linqi)
    deputy = {"party_role": "deputy_secretary", "rank": "deputy_head", "on_establishment": True}
    chair = post(union, "王一", "chair", "parttime", **deputy)
    chair.person.political_status = "01"
    chair.person.save()
    post(union, "李二", "vice_chair", "fulltime")
    found = shares(table(staff.county, Scope("410581", ON)).rosters)
    numbers = [(one.number, one.of, one.unknown) for one in found]
    assert numbers == [(0, 1, 0), (1, 1, 0), (1, 1, 0), (0, 1, 1), (1, 2, 0), (1, 2, 1)]
    township, unit = party_shares(["410581"], ON)
    assert (township.number, township.of) == (1, 1)
    assert unit.of == 0


def test_each_reader_sees_his_places(places, staff, as_user):
    """A county its townships, a chair his own, a city its counties with their sums; 404 outside."""
    union = township_union(places.linqi)
    post(union, "王一", "chair", "fulltime")
    count(places.linqi, on=timezone.localdate(), worker_count=6000)
    worker("甲", places.linqi)
    check(on=timezone.localdate())
    county = as_user(staff.county).get("/staffing/").context["table"]
    assert [line.name for line in county.lines] == ["振林街道", "合涧镇", "临淇镇"]
    chair = as_user(staff.chair).get("/staffing/")
    assert [line.name for line in chair.context["table"].lines] == ["临淇镇"]
    assert "shares" not in chair.context
    city = as_user(staff.city).get("/staffing/").context
    assert [line.name for line, _cells in city["lines"]] == ["汤阴县", "林州市"]
    assert city["sums"][0][1] == 4  # townships
    linzhou = city["lines"][1][0]
    assert (linzhou.chairs, linzhou.workers, linzhou.quota, linzhou.gap) == (1, 1, 2, 1)
    assert city["lines"][0][0].known["chairs"] is None  # nothing is recorded there
    for user, key, status in (
        (staff.city, "410581", 200),
        (staff.county, "410523", 404),
        (staff.chair, "410523", 404),
        (staff.chair, "410581", 200),
        (staff.county, "junk", 404),
    ):
        assert as_user(user).get(f"/staffing/?county={key}").status_code == status
        assert as_user(user).get(f"/staffing/export/?county={key}").status_code == status


def test_the_workbook_leaves_open_what_is_not_recorded(places, staff, as_user):
    township_union(places.hejian)
    post(township_union(places.linqi), "王一", "chair", "")
    response = as_user(staff.county).get("/staffing/export/")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["合涧镇"][2:5] == (None, None, None)
    assert by_name["临淇镇"][3] is None  # how the chair serves is not recorded
    assert len(rows) == 4


def test_statements_do_not_grow(places, staff, as_user):
    """More people, trainings and counties are read by the same statements."""
    union = township_union(places.linqi)
    course = training()
    days = datetime.date(2026, 1, 1)

    def more(first, last):
        for number in range(first, last):
            held = post(union, f"副{number}", "vice_chair", "fulltime", valid_from=days)
            took_part(held.person, course)
            worker(f"工{number}", places.linqi)

    addresses = ["/staffing/", "/training/?tab=overdue", "/admin/cadres/socialworker/"]
    addresses += ["/admin/cadres/training/", "/admin/cadres/attendance/"]
    pages = [(as_user(staff.county), one) for one in addresses]
    pages.append((as_user(staff.city), "/staffing/"))
    more(0, 2)
    numbers = [statements(client, address) for client, address in pages]
    more(2, 12)
    assert numbers == [statements(client, address) for client, address in pages]


def statements(client, address):
    """How many statements a page takes once everything of the session is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", ["/staffing/", "/training/"])
def test_one_township_can_be_chosen_and_let_go(places, staff, as_user, page):
    """In the address, by county, city and chair; elsewhere, unknown and junk: 404."""
    for place in (places.linqi, places.hejian):
        post(township_union(place), f"{place.name}主席", "chair", "fulltime")
    for who in ("county", "city", "chair"):
        response = as_user(getattr(staff, who)).get(f"{page}?township=410581101&tab=later")
        found = response.context
        assert found["township"] == places.linqi
        if page == "/staffing/":
            assert [line.name for line in found["table"].lines] == ["临淇镇"]
        else:
            assert [row.place for row in found["rows"]] in ([], ["临淇镇"])
            assert sum(tab.count for tab in found["tabs"]) == 1
        assert f'href="{page}?tab=later"' in response.content.decode()
    for who, key in (
        ("county", "410523100"),
        ("chair", "410581100"),
        ("county", "410581999"),
        ("county", "2026-99-99"),
        ("county", "１２３４５６７８９"),
        ("admin", "410581"),
    ):
        assert as_user(getattr(staff, who)).get(page, {"township": key}).status_code == 404, key
    both = {"county": "410523", "township": "410581101"}
    assert as_user(staff.city).get(page, both).status_code == 404


@pytest.mark.parametrize("page", ["/staffing/", "/training/"])
def test_a_county_in_the_address_is_the_readers_or_none(places, staff, as_user, page):
    """His own, a chair's too; elsewhere, unknown and junk: 404."""
    for who in ("county", "city", "chair"):
        assert as_user(getattr(staff, who)).get(f"{page}?county=410581").status_code == 200
    for who, key in (
        ("county", "410523"),
        ("chair", "410523"),
        ("admin", "999999"),
        ("admin", "0206"),
        ("county", "2026-99-99"),
    ):
        assert as_user(getattr(staff, who)).get(page, {"county": key}).status_code == 404, key


def test_the_workbook_of_one_township(places, staff, as_user):
    response = as_user(staff.county).get("/staffing/export/?township=410581101")
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.values)
    assert [row[0] for row in rows[1:]] == ["临淇镇"]
