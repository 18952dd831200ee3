"""Loading divisions: once, again, after corrections; the worked example 海门; villages."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from townships.divisions_data import Renumbering, make_row
from townships.models import Division, FormerDivisionCode
from townships.selectors.divisions import resolve
from townships.services.divisions import Renumber, renumber, save_division
from townships.services.loading import load_divisions, load_villages

ROWS = [
    make_row(code, name)
    for code, name in [
        ("320614100", "三厂镇"),  # children before parents: the order of the file is no matter
        ("32", "江苏省"),
        ("3206", "南通市"),
        ("320614", "海门区"),
        ("320602", "崇川区"),
        ("320602001", "城东街道"),
    ]
]
HAIMEN = [
    Renumbering(
        "320684", "海门市", "320614", "海门区", datetime.date(2020, 7, 3), "苏政发〔2020〕60号"
    )
]
VILLAGES = [make_row("320614100201", "某村委会"), make_row("999999999201", "不知哪里的村")]


def load():
    return load_divisions(rows=ROWS, renumberings=HAIMEN)


def counts(result) -> tuple[int, int, int, int]:
    return (result.created, result.updated, result.unchanged, result.corrected)


@pytest.mark.django_db
def test_renumbered_county_has_its_first_code_as_key():
    assert counts(load()) == (6, 0, 0, 0)
    haimen = Division.objects.get(code="320614")
    assert (haimen.key, haimen.parent_id) == ("320684", "3206")
    assert haimen.pinyin == "hai0海men0门qu0区 haimenqu hmq"
    former = FormerDivisionCode.objects.get(division=haimen)
    assert (former.code, former.name) == ("320684", "海门市")
    assert former.valid_to == datetime.date(2020, 7, 2)
    assert Division.objects.get(code="320614100").parent == haimen
    assert resolve("320684") == haimen


@pytest.mark.django_db
def test_second_run_changes_nothing():
    load()
    before = list(Division.objects.order_by("pk").values())
    assert counts(load()) == (0, 0, 6, 0)
    assert list(Division.objects.order_by("pk").values()) == before
    assert FormerDivisionCode.objects.count() == 1


@pytest.mark.django_db
def test_new_names_of_the_file_are_taken_over():
    load()
    renamed = [make_row("320602", "新崇川区")]
    assert counts(load_divisions(rows=renamed, renumberings=[])) == (0, 1, 0, 0)
    assert Division.objects.get(code="320602").pinyin.endswith(" xinchongchuanqu xccq")


@pytest.mark.django_db
def test_what_an_office_corrected_stays():
    load()
    street = Division.objects.get(code="320602001")
    street.has_union_duty, street.kind = False, "park"
    save_division(division=street, user=None)
    assert counts(load()) == (0, 0, 5, 1)
    street.refresh_from_db()
    assert (street.has_union_duty, street.kind) == (False, "park")


@pytest.mark.django_db
def test_what_an_office_renumbered_is_not_made_again():
    load()
    place = Division.objects.get(code="320602")
    change = Renumber("320699", "崇川区", datetime.date(2026, 1, 1))
    assert renumber(division=place, change=change, user=None) == 2
    assert counts(load()) == (0, 0, 4, 2)
    assert Division.objects.count() == 6


@pytest.mark.django_db
def test_villages_need_their_township():
    load()
    result = load_villages(VILLAGES)
    assert (result.created, result.problems) == (1, ["999999999201"])
    village = Division.objects.get(code="320614100201")
    assert [place.code for place in village.chain()] == [
        "320614100201",
        "320614100",
        "320614",
        "3206",
        "32",
    ]
    assert counts(load_villages(VILLAGES[:1])) == (0, 0, 1, 0)


@pytest.mark.django_db
def test_command_for_villages_names_what_is_wrong(tmp_path):
    load()
    good = tmp_path / "villages.csv"
    good.write_text("code,name\n320614100201,某村委会\n999999999201,别处\n", encoding="utf-8")
    out, err = StringIO(), StringIO()
    call_command("load_villages", str(good), stdout=out, stderr=err)
    assert "1" in out.getvalue()
    assert "999999999201" in err.getvalue()
    bad = tmp_path / "bad.csv"
    bad.write_text("code,name\n12,x\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("load_villages", str(bad), stdout=out)
    with pytest.raises(CommandError):
        call_command("load_villages", str(tmp_path / "none.csv"), stdout=out)


@pytest.mark.django_db
@pytest.mark.slow
def test_shipped_divisions_load_and_load_again():
    out = StringIO()
    call_command("load_divisions", stdout=out)
    assert "44703" in out.getvalue()
    by_level = {level: Division.objects.filter(level=level).count() for level in (2, 4, 6, 9)}
    assert by_level == {2: 31, 4: 342, 6: 2978, 9: 41352}
    assert not Division.objects.filter(level__gt=2, parent__isnull=True).exists()
    again = StringIO()
    call_command("load_divisions", stdout=again)
    assert again.getvalue().count("44703") == 1
    assert Division.objects.count() == 44703
