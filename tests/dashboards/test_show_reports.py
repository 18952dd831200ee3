"""The reports: what they count at each boundary, for whom, and which clause they cite."""

import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cadres.models import Term
from dashboards.reports import growth
from dashboards.reports.basis import Basis, baselines, bases
from dashboards.reports.registry import REPORTS
from dashboards.reports.table import Line, Number, Share, Words, added
from members.models import Member
from members.services.membership import enrol
from members.states import MemberState
from policies.engine import Kind, Modality, ProvisionFacts
from tests.dashboards.test_count_queries import grow, grow_more
from tests.members.conftest import details, number
from tests.places import make_division
from townships.models import Division, Employer, TownshipSummary, Union, UnionEmployer

TODAY = datetime.date(2026, 5, 20)


def ask(client, name: str, **query: str):
    return client.get(f"/reports/{name}/?{urlencode(query)}")


def cells(response, name: str) -> dict[str, Any]:
    """The cells of a line by the names of the columns."""
    table = response.context["table"]
    every = [*table.lines, *([table.total] if table.total else [])]
    line = next(line for line in every if line.name == name)
    return dict(zip((c.name for c in table.columns), line.cells, strict=True))


def pair(share: object) -> tuple[int | None, int | None]:
    assert isinstance(share, Share)
    return share.part, share.whole


def employer(township: Division | None, name: str, **fields: object) -> Employer:
    values = {"economic_type": "170", "county_code": "410581", **fields}
    return Employer.objects.create(name=name, township=township, **values)


def make_term(union: Union, **values: Any) -> Term:
    """A term of five years since 2024-03-01."""
    known = {"number": 1, "started_on": datetime.date(2024, 3, 1), "years": 5}
    due = datetime.date(2029, 3, 1)
    county = union.county_code
    return Term.objects.create(county_code=county, union=union, due_on=due, **{**known, **values})


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_shown_inside_ones_places_only(as_user, staff, unions, name) -> None:
    """Owner and colleague see the county, a neighbour and a chair do not; nor do made-up places."""
    for who, status in (
        ("county", 200),
        ("auditor", 200),
        ("city", 200),
        ("county2", 404),
        ("chair", 404),
    ):
        client = as_user(getattr(staff, who))
        assert ask(client, name, place="410581").status_code == status, who
        path = f"/reports/{name}/export/?place=410581"
        assert client.get(path).status_code == status, who
    client = as_user(staff.chair)
    own = 404 if name == "shares" else 200  # a township compared with itself says nothing
    assert ask(client, name, place="410581101").status_code == own
    assert ask(client, name, place="410581100").status_code == 404
    for junk in ("999999", "²", "9" * 40):
        assert ask(as_user(staff.admin), name, place=junk).status_code == 404


def test_there_is_no_report_of_another_name(as_user, staff) -> None:
    assert ask(as_user(staff.county), "nothing").status_code == 404


@pytest.mark.parametrize(("who", "place"), [("county", "410581"), ("city", "4105")])
def test_queries_do_not_grow_and_name_the_county(as_user, staff, unions, who, place) -> None:
    client = as_user(getattr(staff, who))
    grow(None, 2)
    few = {name: _asked(client, name, place) for name in REPORTS}
    grow_more(None)
    employer(None, "多一家")
    for name in REPORTS:
        many = _asked(client, name, place)
        assert len(many) == len(few[name]) <= 17, (name, "\n".join(many))
        for sql in many:
            tables = ("townships_union", "townships_employer", "townships_townshipsummary")
            if any(f'FROM "{table}' in sql for table in (*tables, "members_member")):
                where = sql.split("WHERE", 1)[-1]
                assert '"county_code" = ' in where or '"county_code" IN (' in where, sql


def _asked(client, name: str, place: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert ask(client, name, place=place).status_code == 200
    return [query["sql"] for query in captured]


def test_a_place_without_records_is_told_so(as_user, staff, places) -> None:
    """Also the whole country before any county has begun."""
    whole, county = as_user(staff.admin), as_user(staff.county2)
    assert all(ask(whole, name).context["table"].empty for name in REPORTS)
    empty = {name for name in REPORTS if ask(county, name).context["table"].empty}
    assert empty == set(REPORTS) - {"coverage", "levels"}  # there are townships all the same


# --- what is cited --------------------------------------------------------------------------------


def _provision(place: str, **parameters: object) -> Basis:
    facts = ProvisionFacts(
        rule_id="R-ORG-35",
        document="经验介绍",
        clause="未分条",
        modality=Modality.ADVICE,
        kind=Kind.REPORT,
        valid_from=datetime.date(2014, 11, 27),
        place=place,
        parameters=parameters,
    )
    return Basis(facts, "")


def test_the_number_of_a_document_stands_beside_that_of_its_own_place_only() -> None:
    city, county = Division(key="1306"), Division(key="130602")
    found = baselines([_provision("1306", townships=315)], city, 359)
    assert "315" in found[0]
    assert "359" in found[0]
    assert "区划" in found[1]  # C-15 explains the difference
    assert baselines([_provision("1306", townships=315)], county, 10) == []
    assert baselines([_provision("1306")], city, 359) == []


def test_only_documents_in_force_at_the_place_are_cited(as_user, staff, policies) -> None:
    rules = tuple(rule for report in REPORTS.values() for rule in report.rules)
    day = datetime.date(2026, 5, 20)

    def cited(key: str) -> set[str]:
        place = Division.objects.with_chain().get(key=key)
        return {each.provision.rule_id for each in bases(rules, place, day)}

    nation = {"R-MEM-06", "R-ORG-22", "R-ORG-28", "R-RGT-04"}
    assert cited("410581") == {*nation, "R-COM-05"}  # of 安阳
    assert cited("1306") == {*nation, "R-ORG-24", "R-ORG-34", "R-ORG-35"}
    assert cited("35") == {*nation, "R-ORG-39"}
    assert cited("330603") == {*nation, "R-ORG-29", "R-COM-19"}
    named = {
        key: basis.provision.parameters["townships"]
        for key in ("1306", "3708", "6301")
        for basis in bases(("R-ORG-35",), Division.objects.with_chain().get(key=key), day)
    }
    assert named == {"1306": 315, "3708": 153, "6301": 77}
    here = ask(as_user(staff.county), "coverage").content.decode()
    assert "保定" not in here
    assert "林州市" in here


# --- what is counted ------------------------------------------------------------------------------


def test_coverage_counts_townships_with_a_duty_and_their_unions(as_user, staff, unions) -> None:
    """A dispatched body and one being prepared are no union; a farm has no duty (R-ORG-35)."""
    farm = make_division("410581400", "林州农场")
    Division.objects.filter(pk=farm.pk).update(has_union_duty=False)
    Union.objects.filter(pk=unions.linqi.pk).update(form="general")
    client = as_user(staff.city)
    row = cells(ask(client, "coverage"), "林州市")
    assert (row["townships"].value, row["duty"].value) == (4, 3)
    assert (pair(row["unions"]), pair(row["general"])) == ((2, 3), (1, 3))
    Union.objects.filter(county_code="410523", kind="township").update(status="preparing")
    for report, column in (("coverage", "unions"), ("levels", "townships")):
        page = ask(client, report)  # 汤阴 recorded no union: how many it has is not known
        assert (cells(page, "汤阴县")[column].text, pair(cells(page, "合计")[column])) == (
            "–",
            (2, 3),
        )
    Union.objects.filter(pk=unions.hejian.pk).update(form="work_committee")
    row = cells(ask(client, "coverage"), "林州市")
    assert (pair(row["unions"]), row["committees"].value) == ((1, 3), 1)
    Union.objects.filter(pk=unions.linqi.pk).update(status="preparing")
    assert pair(cells(ask(client, "coverage"), "林州市")["unions"]) == (0, 3)
    county = as_user(staff.county)
    words = {
        name: cells(ask(county, "coverage"), name)["union"] for name in ("振林街道", "林州农场")
    }
    assert {name: word.badge for name, word in words.items()} == {
        "振林街道": "warn",
        "林州农场": "plain",
    }


def test_shares_take_what_has_a_township_of_all(as_user, staff, places, unions) -> None:
    """R-ORG-39: exact numbers; units without a type are no firms, unknown workers are left out."""
    employer(places.linqi, "甲厂", worker_count=70)
    employer(places.hejian, "乙厂")
    employer(None, "丙厂", worker_count=30)
    employer(places.linqi, "未填", economic_type="")
    employer(places.linqi, "学校", economic_type="400")
    employer(places.linqi, "关门厂", status="closed", worker_count=500)
    TownshipSummary.objects.create(county_code="410581", township_key="410581101", members=9)
    TownshipSummary.objects.create(county_code="410581", township_key="410581", members=1)
    row = cells(ask(as_user(staff.city), "shares"), "林州市")
    assert pair(row["firms"]) == (2, 3)
    assert pair(row["unions"]) == (1, 1)
    assert pair(row["workers"]) == (70, 100)
    assert pair(row["members"]) == (9, 10)
    assert row["untyped"].value == 1
    client = as_user(staff.county)
    page = ask(client, "shares")
    none = cells(page, "没有登记乡镇（街道）")
    assert none["firms"].value == 1
    listed = client.get(none["firms"].url)
    assert [row.name for row in listed.context["cl"].result_list] == ["丙厂"]
    assert cells(page, "合涧镇")["workers"].value is None  # its only unit recorded none


def test_levels_stand_side_by_side_and_villages_are_unknown_until_loaded(
    as_user, staff, places, unions
) -> None:
    firm = employer(places.linqi, "甲厂")
    employer(places.linqi, "乙厂")
    UnionEmployer.objects.create(county_code="410581", union=unions.factory, employer=firm)
    village = {"county_code": "410581", "township": places.linqi, "kind": "village"}
    Union.objects.create(code="v1", name="东村工会", **village)
    client = as_user(staff.city)
    row = cells(ask(client, "levels"), "林州市")
    assert row["county"].badge == "ok"
    assert (pair(row["townships"]), pair(row["firms"])) == ((2, 3), (1, 2))
    assert (row["villages"].value, row["village_unions"].value) == (None, 1)
    Union.objects.create(code="v2", name="西村工会", **village, status="preparing")
    county = as_user(staff.county)
    here = cells(ask(county, "levels"), "临淇镇")
    assert here["village_unions"].value == 1
    for cell, name in ((here["village_unions"], "东村工会"), (here["firms"], "甲厂")):
        listed = county.get(cell.url).context["cl"].result_list
        assert [each.name for each in listed] == [name]  # the list has what the number counts
    assert cells(ask(client, "levels"), "汤阴县")["county"].badge == "unk"
    make_division("410581101201", "东村", "village")
    assert cells(ask(client, "levels"), "林州市")["villages"].value == 1
    Union.objects.filter(pk=unions.factory.pk).update(status="preparing")
    assert pair(cells(ask(client, "levels"), "林州市")["firms"]) == (0, 2)


def test_files_lack_what_nobody_entered(as_user, staff, unions) -> None:
    """R-MEM-06: by county, township and union; each number leads to the people behind it."""
    full = {
        "birth_date": datetime.date(1985, 3, 15),
        "phone": "13800000001",
        "ethnicity": "01",
        "education": "20",
        "political_status": "13",
        "employment_status": "01",
        "household_type": "1",
        "is_migrant": False,
        "state": MemberState.KEPT,
    }
    for sequence in (1, 2, 3):
        enrol(
            union=unions.factory,
            id_number=number(sequence),
            details=details(),
            joined_on=TODAY,
            user=None,
        )
    first, second, gone = Member.objects.order_by("pk")
    Member.objects.filter(pk=first.pk).update(**full)
    Member.objects.filter(pk=second.pk).update(**{**full, "phone": "", "is_migrant": None})
    Member.objects.filter(pk=gone.pk).update(state=MemberState.LEFT)
    for who, place, name in (
        ("city", "4105", "林州市"),
        ("county", "410581", "临淇镇"),
        ("chair", "410581101", unions.factory.name),
    ):
        row = cells(ask(as_user(getattr(staff, who)), "files", place=place), name)
        assert (row["members"].value, pair(row["complete"])) == (2, (1, 2)), who
        assert (row["phone"].value, row["is_migrant"].value, row["education"].value) == (1, 1, 0)
    client = as_user(staff.chair)
    row = cells(ask(client, "files"), unions.factory.name)
    for column in ("phone", "incomplete"):
        listed = client.get(row[column].url).context["cl"].result_list
        assert [person.pk for person in listed] == [second.pk]


def test_files_of_too_many_people_are_not_counted(as_user, staff, unions, monkeypatch) -> None:
    TownshipSummary.objects.create(county_code="410581", township_key="410581101", members=11)
    monkeypatch.setattr("dashboards.reports.counts.MOST_PEOPLE", 10)
    client = as_user(staff.city)
    row = cells(ask(client, "files"), "林州市")
    assert row["members"].value == 11
    assert row["files"].url == "/reports/files/?place=410581"
    assert cells(ask(client, "growth"), str(timezone.localdate().year - 1))["members"].value is None
    monkeypatch.setattr("dashboards.reports.counts.MOST_PEOPLE", 11)
    assert "phone" in [column.name for column in ask(client, "files").context["table"].columns]


def test_units_without_a_union_and_fields_with_priority(as_user, staff, places, unions) -> None:
    covered = employer(places.linqi, "甲厂", industry="E", worker_count=5)
    employer(places.linqi, "乙厂", industry="E", worker_count=7)
    employer(places.hejian, "丙所", economic_type="400")
    UnionEmployer.objects.create(county_code="410581", union=unions.factory, employer=covered)
    client = as_user(staff.county)
    row = cells(ask(client, "uncovered"), "临淇镇")
    assert (row["units"].value, pair(row["covered"])) == (2, (1, 2))
    assert (row["uncovered"].value, row["workers"].value) == (1, 7)
    assert cells(ask(client, "uncovered"), "合涧镇")["workers"].value is None
    fields = {line.name: line for line in ask(client, "priorities").context["table"].lines}
    _units, share, without = fields["建筑业"].cells
    assert (share.part, share.whole) == (1, 2)
    listed = client.get(without.url).context["cl"].result_list
    assert [row.name for row in listed] == ["乙厂"]
    only = ask(as_user(staff.chair_beside), "priorities").context["table"].total
    assert only.cells[0].value == 1


def test_growth_compares_the_running_year_with_the_same_days(as_user, staff, unions) -> None:
    found = {2026: {"number": 3, "until": 3}, 2025: {"number": 9, "until": 2}}
    assert [c.value for c in growth._cells(found, 2026, TODAY)] == [3, 2, 1]
    assert [c.value for c in growth._cells(found, 2025, TODAY)] == [9, 0, 9]
    this_year = timezone.localdate()
    last_year = datetime.date(this_year.year - 1, 1, 1)
    for day in (this_year, last_year, datetime.date(this_year.year - 1, 12, 31)):
        Union.objects.create(
            county_code="410581", code=f"g{day}", name=f"{day}工会", kind="own", founded_on=day
        )
    lines = ask(as_user(staff.county), "growth").context["table"].lines
    assert [lines[0].cells[0].value, lines[1].cells[0].value] == [1, 2]
    over = this_year == datetime.date(this_year.year, 12, 31)
    assert lines[0].cells[1].value == (2 if over else 1)


def test_chairs_elected_directly_and_the_size_of_committees(as_user, staff, unions) -> None:
    """R-COM-19, R-COM-05: unknown is no "no", and each number leads to its terms."""
    seen = {
        unions.linqi: {"direct_election": True, "formation_mode": "united", "committee_size": 9},
        unions.hejian: {"direct_election": False, "formation_mode": "delegated"},
        unions.factory: {},
    }
    Union.objects.filter(pk=unions.hejian.pk).update(form="general")
    for union, values in seen.items():
        make_term(union, **values)
    make_term(unions.factory, number=9, ended_on=TODAY, direct_election=True)
    client = as_user(staff.county)
    page = ask(client, "elections")
    row = cells(page, "合计")
    assert [row[name].value for name in ("terms", "unknown", "united", "general")] == [3, 1, 2, 1]
    assert (pair(row["direct"]), row["united_seats"].value) == ((1, 2), 9)
    assert row["general_seats"].value is None
    for name, count in (("terms", 3), ("direct", 1), ("unknown", 1), ("united", 2), ("general", 1)):
        assert client.get(row[name].url).context["cl"].result_count == count, name
    assert cells(page, "临淇镇")["terms"].value == 2
    assert [r.name for r in ask(as_user(staff.chair), "elections").context["table"].lines] == [
        "临淇镇"
    ]


# --- table and workbook ---------------------------------------------------------------------------


def test_sums_leave_out_on_both_sides_what_is_not_known() -> None:
    lines = [
        Line("a", (Number(3), Share(1, 4), Words("x"))),
        Line("b", (Number(None), Share(5, None), Words("y"))),
    ]
    total = added("all", lines)
    assert total
    assert total.cells[:2] == (Number(3), Share(1, 4))
    unknown = added("all", lines[1:])
    assert unknown
    assert unknown.cells[:2] == (Number(None), Share(None, None))
    assert added("all", []) is None
    assert not Share(0, 0).known
    assert Share(1999, 2000).text == "99.9%"  # cut, never rounded up


def test_the_workbook_holds_what_the_page_shows(as_user, staff, unions) -> None:
    client = as_user(staff.city)
    page = ask(client, "coverage", sort="-unions")
    assert [line.name for line in page.context["lines"]][:2] == ["汤阴县", "林州市"]
    content = client.get(page.context["export_url"]).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[2][:8] == ["汤阴县", 1, 1, 1, 1, "100.0%", 0, 1]
    assert rows[3][:6] == ["林州市", 3, 3, 2, 3, "66.6%"]
