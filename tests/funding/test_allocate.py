"""`allocate`: the cases of the rule table, each checked against the rule itself as well."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import override

from funding.models import Allocation, LevyPayment, Scheme, SchemePart
from policies.selectors import evaluate
from tests.funding.levied import employer
from tests.funding.money import YEAR, YEAR_END, counted, load_all, typed, villages
from tests.places import make_division
from townships.models import Division


@pytest.fixture
def shipped(places):
    load_all()
    return places


def allocate(key: str, county: Division | str, *options: str, year: int = YEAR) -> dict:
    out = StringIO()
    code = county if isinstance(county, str) else county.code
    call_command(
        "allocate", key, "--division", code, "--year", str(year), "--json", *options, stdout=out
    )
    return json.loads(out.getvalue())


def only(result: dict) -> dict:
    (line,) = result["lines"]
    return line


def by_rule(rule: str, place: Division, **values) -> object:
    return evaluate(rule, division=place, on=YEAR_END, values=values).value


# --- 海门 -----------------------------------------------------------------------------------------

HAIMEN = [
    ("1000000", {"grade": "standard"}, "80000.00"),
    ("1000000", {"grade": "advanced", "uplift": "10"}, "88000.00"),
    ("1000000", {"grade": "advanced", "uplift": "50"}, "120000.00"),
    ("1000000", {"uplift": "10"}, "88000.00"),
    ("123456.78", {"grade": "advanced", "uplift": "10"}, "10864.20"),
    ("10000", {"grade": "standard"}, "800.00"),
]


@pytest.mark.parametrize(("paid_up", "grade", "amount"), HAIMEN)
def test_haimen_gives_a_share_of_what_was_paid_up(shipped, paid_up, grade, amount) -> None:
    typed(shipped.sanchang, paid_up_total=paid_up, **grade)
    line = only(allocate("haimen", shipped.haimen))
    assert (line["state"], line["amount"]) == ("calculated", amount)
    values = {"grade": grade.get("grade"), "paid_up_total": Decimal(paid_up)}
    if "uplift" in grade:
        values["uplift"] = Decimal(grade["uplift"])
    assert by_rule("R-FND-12", shipped.sanchang, **values) == Decimal(amount)
    assert line["parts"][0]["basis"].endswith("未分条")


@pytest.mark.parametrize("uplift", ["9.9", "50.1", "0"])
def test_haimen_refuses_an_uplift_outside_its_bounds(shipped, uplift) -> None:
    typed(shipped.sanchang, paid_up_total="1000000", grade="advanced", uplift=uplift)
    result = allocate("haimen", shipped.haimen)
    line = only(result)
    assert (line["state"], line["amount"], result["refused"]) == ("refused", None, 1)
    assert uplift in line["reason"]
    assert "50%" in line["reason"]


def test_what_is_not_known_stays_unknown_and_is_named(shipped) -> None:
    typed(shipped.sanchang, grade="standard")
    result = allocate("haimen", shipped.haimen)
    assert (only(result)["state"], result["total"], result["open"]) == ("unknown", "0.00", 1)
    assert "上缴" in only(result)["reason"]
    typed(shipped.sanchang, paid_up_total="100")
    shipped.sanchang.refresh_from_db()
    assert only(allocate("haimen", shipped.haimen))["amount"] == "8.00"


def test_nobody_says_how_much_less_a_backward_unit_gets(shipped) -> None:
    typed(shipped.sanchang, paid_up_total="100", grade="backward")
    line = only(allocate("haimen", shipped.haimen))
    assert (line["state"], line["amount"]) == ("unknown", None)


# --- 长沙 -----------------------------------------------------------------------------------------


@pytest.fixture
def changsha(shipped):
    county = make_division("430121", "长沙县", "county")
    town = make_division("430121100", "㮾梨镇")
    counted(town, unions=45, members=3200)
    typed(town, paid_up_total="1000000")
    return county, town


@pytest.mark.parametrize(
    ("rate", "amount"), [("2", "95400.00"), ("3", "98600.00"), ("5", "105000.00")]
)
def test_changsha_adds_unions_and_members_to_the_rebate(changsha, rate, amount) -> None:
    county, town = changsha
    typed(town, rate=rate)
    line = only(allocate("changsha", county))
    assert line["amount"] == amount
    assert sum(Decimal(part["amount"]) for part in line["parts"]) == Decimal(amount)
    values = {"union_count": 45, "member_count": 3200, "paid_up_total": Decimal(1000000)}
    assert by_rule("R-FND-15", town, rate=Decimal(rate), **values) == Decimal(amount)


@pytest.mark.parametrize("rate", ["1.99", "5.01"])
def test_changsha_refuses_a_rate_outside_its_bounds(changsha, rate) -> None:
    county, town = changsha
    typed(town, rate=rate)
    line = only(allocate("changsha", county))
    assert (line["state"], line["amount"]) == ("refused", None)
    assert rate in line["reason"]


def test_a_rate_of_the_county_holds_where_a_township_has_none(changsha) -> None:
    county, town = changsha
    typed(None, county=county.key, rate="2")
    assert only(allocate("changsha", county))["amount"] == "95400.00"
    typed(town, rate="5")
    assert only(allocate("changsha", county))["amount"] == "105000.00"


# --- the others -----------------------------------------------------------------------------------


def test_tumd_counts_village_unions(shipped) -> None:
    county = Division.objects.get(pk="150221")
    town = make_division("150221100", "萨拉齐镇")
    villages(town, 37)
    assert only(allocate("tumd-villages", county))["amount"] == "37000.00"
    assert by_rule("R-FND-22", town, village_union_count=37) == Decimal("37000.00")


def test_fujian_leaves_its_base_open(shipped) -> None:
    make_division("3501", "福州市", "city")
    county = make_division("350121", "闽侯县", "county")
    town = make_division("350121100", "甘蔗镇")
    typed(town, paid_up_total="1000000", base_amount="5")
    result = allocate("fujian", county)
    assert (only(result)["state"], result["open"]) == ("unknown", 1)
    assert by_rule("R-FND-17", town) is None


@pytest.fixture
def baoding(shipped):
    county = make_division("130602", "竞秀区", "district")
    return county, [make_division(f"13060200{n}", f"第{n}街道", "street") for n in range(1, 5)]


def test_baoding_awards_the_first_three(baoding) -> None:
    county, towns = baoding
    for rank, town in enumerate(towns, start=1):
        typed(town, ranking=rank, months=12, monthly_rate="200" if rank < 4 else "300")
    lines = allocate("baoding-award", county)["lines"]
    assert [line["amount"] for line in lines] == ["7400.00"] * 3 + ["3600.00"]
    for rank, award in ((3, "5000.00"), (4, "0.00")):
        assert by_rule("R-FND-19", towns[0], ranking=rank) == Decimal(award)
    for rate, amount in ((200, "2400.00"), (300, "3600.00")):
        assert by_rule("R-FND-20", towns[0], months=12, rate=Decimal(rate)) == Decimal(amount)


def test_a_shared_rank_is_unknown_where_it_counts(baoding) -> None:
    county, towns = baoding
    for town, rank in zip(towns, (1, 3, 3, 3), strict=True):
        typed(town, ranking=rank, months=0, monthly_rate="200")
    lines = allocate("baoding-award", county)["lines"]
    assert [line["state"] for line in lines] == ["calculated"] + ["unknown"] * 3


def test_ranks_behind_the_first_may_be_shared(baoding) -> None:
    county, towns = baoding
    for town, rank in zip(towns, (1, 2, 4, 4), strict=True):
        typed(town, ranking=rank, months=0, monthly_rate="200")
    lines = allocate("baoding-award", county)["lines"]
    assert [line["amount"] for line in lines] == ["5000.00", "5000.00", "0.00", "0.00"]


@pytest.mark.parametrize("rate", ["199.99", "300.01"])
def test_baoding_refuses_an_allowance_outside_its_bounds(baoding, rate) -> None:
    county, towns = baoding
    typed(towns[0], ranking=4, months=12, monthly_rate=rate)
    assert allocate("baoding-award", county)["lines"][0]["state"] == "refused"


def test_shanxi_matches_on_three_levels(shipped) -> None:
    make_division("1401", "太原市", "city")
    county = make_division("140121", "清徐县", "county")
    town = make_division("140121100", "清源镇")
    typed(town, unit_count=10)
    line = only(allocate("shanxi-matching", county))
    assert line["amount"] == "150000.00"
    assert "50,000.00" in line["parts"][0]["calculation"]
    assert by_rule("R-SOC-09", town, unit_count=10) == Decimal("150000.00")


def test_anyang_gives_no_amount_for_each_member(shipped) -> None:
    counted(shipped.linqi, members=100)
    lines = allocate("anyang-members", shipped.linzhou)["lines"]
    assert {line["state"] for line in lines} == {"unknown"}


def test_anyang_projects_are_paid_case_by_case(shipped) -> None:
    typed(shipped.linqi, project_amount="8000.50")
    result = allocate("anyang-projects", shipped.linzhou)
    assert (result["total"], result["open"]) == ("8000.50", 2)
    line = next(line for line in result["lines"] if line["township"] == shipped.linqi.key)
    assert line["parts"][0]["basis"] == "安工办〔2020〕7号 四"


# --- the county as a whole ------------------------------------------------------------------------


def test_the_total_is_the_sum_of_the_rows_and_twice_is_the_same(shipped) -> None:
    for town, amount in ((shipped.linqi, "0.01"), (shipped.hejian, "12.30")):
        typed(town, project_amount=amount)
    first = allocate("anyang-projects", shipped.linzhou)
    assert first["total"] == "12.31"
    assert allocate("anyang-projects", shipped.linzhou) == first


def test_a_kept_allocation_is_what_was_printed(shipped, staff) -> None:
    typed(shipped.linqi, project_amount="10")
    options = ("--save", "--user", "county")
    printed = allocate("anyang-projects", shipped.linzhou, *options)
    kept = Allocation.objects.get()
    assert (kept.total, kept.author, kept.lines.count()) == (Decimal("10.00"), staff.county, 3)
    assert allocate("anyang-projects", shipped.linzhou, *options) == printed
    assert Allocation.objects.count() == 1


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("allocate", *arguments, stdout=StringIO())
    return str(caught.value)


def test_mistakes_end_in_a_sentence(shipped, staff) -> None:
    there = ("--division", "410581", "--year", str(YEAR))
    assert "haimen" in refusal("nothing", *there)
    assert "林州市" in refusal("haimen", *there)  # of another place
    assert "999999" in refusal("anyang-projects", "--division", "999999", "--year", str(YEAR))
    assert "安阳市" in refusal("anyang-projects", "--division", "4105", "--year", str(YEAR))
    assert "2999" in refusal("anyang-projects", "--division", "410581", "--year", "2999")
    assert "2025-06-15" in refusal("anyang-projects", *there, "--as-of", "2025-06-15")
    assert "x" in refusal("anyang-projects", *there, "--as-of", "x")
    assert "林州市" in refusal("anyang-projects", *there, "--save", "--user", "chair")
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("year", ["-1", "0", "1999", "2999", "10000", "99999"])
@pytest.mark.parametrize("as_of", [(), ("--as-of", "2025-12-31")])
def test_a_year_without_numbers_is_refused(shipped, year, as_of) -> None:
    there = ("--division", "410581", f"--year={year}")
    assert year in refusal("anyang-projects", *there, *as_of)


def test_a_day_of_another_year_and_a_place_that_is_no_county_are_refused(shipped, staff) -> None:
    year = ("--year", str(YEAR))
    here = ("--division", "410581", *year)
    assert "2024-12-31" in refusal("anyang-projects", *here, "--as-of", "2024-12-31")
    assert "--division" in refusal("anyang-projects", *year)
    assert shipped.linqi.name in refusal("anyang-projects", "--division", shipped.linqi.code, *year)
    assert "--user" in refusal("anyang-projects", *here, "--save")
    assert "--user" in refusal("anyang-projects", *here, "--save", "--user", "auditor")
    assert not Allocation.objects.exists()


def test_a_draft_and_a_withdrawn_scheme_are_not_calculated(shipped) -> None:
    here = ("anyang-projects", "--division", "410581", "--year", str(YEAR))
    for state, words in (("draft", "is a draft"), ("withdrawn", "is not in force")):
        Scheme.objects.filter(key="anyang-projects").update(state=state)
        with override("en"):
            assert words in refusal(*here)


def test_only_what_was_paid_until_the_day_counts(shipped) -> None:
    county = shipped.haimen.key
    unit = employer(1, shipped.sanchang, county=county)
    typed(shipped.sanchang, grade="standard")
    for day, amount in ((date(YEAR, 6, 30), "1000.10"), (date(YEAR, 7, 1), "0.20")):
        LevyPayment.objects.create(
            county_code=county,
            employer=unit,
            year=YEAR,
            month=1,
            collecting_township=shipped.sanchang,
            paid_on=day,
            amount=Decimal(amount),
            reference=f"V{day}",
        )
    june = only(allocate("haimen", shipped.haimen, "--as-of", f"{YEAR}-06-30"))
    figures = {one["name"]: one for one in june["parts"][0]["figures"]}
    assert figures["paid_up_total"]["value"] == "1000.10"
    assert (figures["paid_up_total"]["as_of"], june["amount"]) == (f"{YEAR}-06-30", "80.01")
    assert only(allocate("haimen", shipped.haimen))["amount"] == "80.02"


def test_an_uplift_of_a_backward_unit_is_refused(shipped) -> None:
    typed(shipped.sanchang, paid_up_total="100", grade="backward", uplift="10")
    assert only(allocate("haimen", shipped.haimen))["state"] == "refused"


def test_a_scheme_holds_from_its_first_day_to_its_last(shipped) -> None:
    there = ("--division", "320614", "--year", "2014", "--as-of")
    assert "2014-11-27" in refusal("haimen", *there, "2014-10-31")
    assert only(allocate("haimen", "320614", "--as-of", "2014-11-30", year=2014))
    Scheme.objects.filter(key="haimen").update(valid_to="2014-11-29")
    assert "2014-11-29" in refusal("haimen", *there, "2014-11-30")


MISTAKES = [
    ({"base": ""}, "without it nothing can be calculated"),
    ({"base": "open", "rule": "", "parameters": {"percent": "8"}}, "only a document"),
    ({"rule": "", "parameters": {"percent": "100.1"}}, "100.1"),
    ({"rule": "", "parameters": {"percent": "0"}}, "“0”"),
    ({"rule": "", "parameters": {"percent": "-1"}}, "-1"),
    ({"rule": "", "parameters": {}}, "is missing"),
    ({"rule": "R-FND-19"}, "R-FND-19"),
    ({"kind": "per_union", "base": "", "rule": "", "parameters": {"amount": "1.001"}}, "decimals"),
]


@pytest.mark.parametrize(("change", "words"), MISTAKES)
def test_a_scheme_with_a_mistake_is_not_calculated(shipped, change, words) -> None:
    SchemePart.objects.filter(scheme__key="changsha", number=1).update(**change)
    make_division("430121", "长沙县", "county")
    with override("en"):
        assert words in refusal("changsha", "--division", "430121", "--year", str(YEAR))


def test_what_the_registry_counts_is_not_overwritten_by_hand(changsha) -> None:
    county, town = changsha
    typed(town, rate="2", member_count=999999)
    assert only(allocate("changsha", county))["amount"] == "95400.00"
