"""The list and form of grassroots unions: rates, filters, search, employers, who may do what."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from tests.places import Staff
from townships.choices import UnionKind
from townships.models import GrassrootsUnion, Union, UnionEmployer, UnionSummary
from townships.services.unions import save_union

LIST = reverse("admin:townships_grassrootsunion_changelist")
ADD = reverse("admin:townships_grassrootsunion_add")
EXPORT = reverse("admin:townships_grassrootsunion_export")


def change_url(union) -> str:
    return reverse("admin:townships_grassrootsunion_change", args=[union.pk])


def form_data(union: Union | None = None, **values) -> dict:
    """What the browser sends, changed by `values`."""
    known: dict = {
        "name": "示例公司工会委员会",
        "kind": "own",
        "status": "active",
        "is_legal_person": "unknown",
        **{
            f"{name}-{kind}_FORMS": "0"
            for name in ("affiliations", "covered")
            for kind in ("TOTAL", "INITIAL")
        },
    }
    if union is not None:
        known |= {
            "record_version": union.version,
            "name": union.name,
            "kind": union.kind,
            "township": union.township_id or "",
            "superior": union.superior_id or "",
            "employers": [row.employer_id for row in union.covered.filter(valid_to=None)],
        }
    return {**known, **values}


@pytest.fixture
def firm(places, federation, own_union) -> Union:
    return own_union(places.linqi, "示例公司", founded_on=datetime.date(2020, 5, 4))


# --- adding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["county", "chair", "admin"])
def test_owner_adds_a_union(places, staff: Staff, as_user, employer, name):
    unit = employer(places.linqi, "示例公司")
    data = form_data(township=places.linqi.pk, employers=[unit.pk])
    answer = as_user(getattr(staff, name)).post(ADD, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    union = GrassrootsUnion.objects.get()
    assert (union.county_code, union.code) == ("410581", "4105811010001")
    assert UnionEmployer.objects.get(union=union).employer == unit


@pytest.mark.parametrize(
    ("name", "township"),
    [("county", "chengguan"), ("chair", "hejian"), ("chair", ""), ("chair2", "linqi")],
)
def test_nobody_adds_outside(places, staff: Staff, as_user, policy, name, township):
    key = getattr(places, township).pk if township else ""
    answer = as_user(getattr(staff, name)).post(
        ADD, form_data(township=key, kind="village", name="白泉村工会")
    )
    assert "township" in answer.context["adminform"].form.errors
    assert not GrassrootsUnion.objects.exists()


def test_chair_finds_the_township_filled_in(places, staff: Staff, as_user, policy):
    page = as_user(staff.chair).get(ADD)
    assert page.context["adminform"].form["township"].value() == places.linqi.pk


def test_choices_stay_inside(
    places, staff: Staff, as_user, federation, own_union, township_union, employer
):
    township_union(places.linqi)
    beside = township_union(places.hejian)
    unit = employer(places.hejian, "合涧公司")
    page = as_user(staff.chair).get(ADD)
    form = page.context["adminform"].form
    assert {place.pk for place in form.fields["township"].queryset} == {places.linqi.pk}
    assert beside not in form.fields["superior"].queryset
    assert unit not in form.fields["employers"].queryset


@pytest.mark.parametrize("field", ["superior", "employers"])
def test_raw_ids_from_outside_are_no_choice(
    places, staff: Staff, as_user, firm, township_union, employer, field
):
    ids = {
        "superior": township_union(places.hejian).pk,
        "employers": employer(places.hejian, "合涧公司").pk,
    }
    answer = as_user(staff.chair).post(change_url(firm), form_data(firm, **{field: ids[field]}))
    assert list(answer.context["adminform"].form.errors) == [field]


def test_joint_union_of_one_employer_is_refused(places, staff: Staff, as_user, employer):
    unit = employer(places.linqi, "示例公司")
    data = form_data(
        township=places.linqi.pk, kind="joint", name="联合工会委员会", employers=[unit.pk]
    )
    answer = as_user(staff.county).post(ADD, data)
    assert list(answer.context["adminform"].form.errors) == ["employers"]
    assert "2 家以上" in answer.content.decode()
    assert str(unit) in answer.content.decode()


# --- changing -------------------------------------------------------------------------------------


def test_chair_changes_and_keeps_a_superior_outside(staff: Staff, as_user, firm, federation):
    data = form_data(firm, chair_name="李丁", reason="换届")
    answer = as_user(staff.chair).post(change_url(firm), data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    stored = Union.objects.get(pk=firm.pk)
    assert (stored.chair_name, stored.superior, stored.version) == ("李丁", federation, 2)


def test_superior_changes_from_the_day_given(places, staff, as_user, firm, township_union):
    township = township_union(places.linqi)
    data = form_data(
        firm, superior=township.pk, effective_on="2026-07-01", document_no="示例工〔2026〕7号"
    )
    assert as_user(staff.county).post(change_url(firm), data).status_code == 302
    rows = firm.affiliations.order_by("valid_from")
    assert [str(row.valid_to) for row in rows] == ["2026-06-30", "None"]
    page = as_user(staff.county).get(change_url(firm)).content.decode()
    assert "林州市总工会" in page
    assert "2026-06-30" in page


def test_two_clerks(staff: Staff, as_user, firm):
    first = form_data(firm, chair_name="王辛")
    as_user(staff.county).post(change_url(firm), form_data(firm, chair_name="李丁"))
    answer = as_user(staff.chair).post(change_url(firm), first)
    assert "没有保存" in answer.content.decode()
    assert Union.objects.get(pk=firm.pk).chair_name == "李丁"


@pytest.mark.parametrize("name", ["city", "province", "auditor"])
def test_reader_cannot_save(staff: Staff, as_user, firm, name):
    client = as_user(getattr(staff, name))
    assert client.get(change_url(firm)).status_code == 200
    assert client.post(change_url(firm), form_data(firm)).status_code == 403


@pytest.mark.parametrize("name", ["county2", "chair2", "chair_beside"])
def test_outsider_finds_nothing(staff: Staff, as_user, firm, name):
    client = as_user(getattr(staff, name))
    assert client.get(change_url(firm)).status_code == 404
    assert client.post(change_url(firm), form_data(firm)).status_code == 404
    assert firm.name not in client.get(LIST).content.decode()


def test_township_union_is_no_grassroots_union(places, staff, as_user, township_union):
    union = township_union(places.linqi)
    assert as_user(staff.county).get(change_url(union)).status_code == 404


# --- list -----------------------------------------------------------------------------------------


def set_counts(union: Union, members: int, workers: int | None, uncounted: int = 0) -> None:
    rows = UnionSummary.objects.filter(union=union)
    rows.update(members=members, workers=workers, uncounted=uncounted)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((799, 1000), "low"),
        ((800, 1000), "reached"),
        ((0, 10), "low"),
        ((5, 0), "unknown"),
        ((5, None, 1), "unknown"),
        ((799, 1000, 1), "unknown"),
    ],
)
def test_rate_filter_compares_exactly(staff: Staff, as_user, firm, counts, found):
    set_counts(firm, *counts)
    client = as_user(staff.county)
    for value in ("low", "reached", "unknown"):
        page = client.get(LIST, {"rate": value}).content.decode()
        assert (firm.name in page) is (value == found), value


def test_rate_is_cut_not_rounded(staff: Staff, as_user, firm):
    set_counts(firm, 7999, 10000)
    page = as_user(staff.county).get(LIST).content.decode()
    assert "79.9%" in page
    assert "80.0%" not in page


def test_workers_that_nobody_recorded_are_no_zero(staff: Staff, as_user, firm):
    def workers() -> str:
        answer = as_user(staff.county).get(LIST)
        (row,) = answer.context["cl"].result_list
        return str(answer.context["cl"].model_admin.workers(row))

    set_counts(firm, 3, None, 1)
    assert workers() == "–"
    set_counts(firm, 3, 1200, 2)
    assert ">1,200</a><div" in workers()
    set_counts(firm, 3, 1200)
    assert workers().endswith(">1,200</a>")


def test_search(places, staff: Staff, as_user, firm, own_union):
    own_union(places.hejian, "别的单位")
    save = Union.objects.get(pk=firm.pk)
    save.chair_name = "李丁"
    save_union(union=save, user=None)
    client = as_user(staff.county)
    for term in ("示例", "shili", "slgs", "李丁", "4105811010001", "示例 李丁"):
        page = client.get(LIST, {"q": term}).content.decode()
        assert firm.name in page, term
        assert "别的单位工会委员会" not in page, term


def test_search_by_employer(places, staff: Staff, as_user, firm):
    Union.objects.filter(pk=firm.pk).update(name="天工工会", pinyin="")
    assert "天工工会" in as_user(staff.county).get(LIST, {"q": "示例公司"}).content.decode()


def test_filters(places, staff: Staff, as_user, firm, own_union, township_union):
    township = township_union(places.hejian)
    own_union(places.hejian, "别的单位")
    client = as_user(staff.county)
    for query, first, second in [
        ({"township": places.linqi.pk}, True, False),
        ({"superior": township.pk}, False, True),
        ({"kind": UnionKind.JOINT}, False, False),
        ({"kind": UnionKind.OWN}, True, True),
        ({"status": "preparing"}, False, False),
    ]:
        page = client.get(LIST, query).content.decode()
        assert (firm.name in page, "别的单位工会委员会" in page) == (first, second), query


def test_filter_values_stay_inside(places, staff: Staff, as_user, firm, own_union):
    stranger = own_union(places.chengguan, "汤阴公司")
    page = as_user(staff.county).get(LIST, {"township": places.chengguan.pk}).content.decode()
    assert stranger.name not in page
    page = as_user(staff.chair).get(LIST).content.decode()
    assert "合涧镇" not in page


def test_bad_filter_values_are_no_error(staff: Staff, as_user, firm):
    client = as_user(staff.county)
    for query in ({"superior": "x"}, {"rate": "x"}, {"kind": "x"}, {"status": "x"}, {"p": "99"}):
        assert client.get(LIST, query).status_code in (200, 302), query


def test_export_is_the_filtered_list(places, staff: Staff, as_user, firm, own_union):
    Union.objects.filter(pk=firm.pk).update(chair_name="=1+1")
    other = own_union(places.hejian, "别的单位")
    stranger = own_union(places.chengguan, "汤阴公司")
    answer = as_user(staff.county).get(EXPORT, {"township": places.linqi.pk})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["工会编码", "工会全称", "工会类型"]
    assert rows[1][:3] == ["4105811010001", firm.name, "单独基层工会"]
    assert len(rows) == 2
    chair = rows[0].index("工会主席") + 1
    assert (sheet.cell(2, chair).value, sheet.cell(2, chair).data_type) == ("=1+1", "s")
    everything = as_user(staff.county).get(EXPORT)
    sheet = openpyxl.load_workbook(BytesIO(everything.content)).active
    names = [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert other.name in names
    assert stranger.name not in names


def test_list_asks_few_questions(
    places, staff: Staff, as_user, federation, own_union, django_assert_max_num_queries
):
    for number in range(6):
        own_union(places.linqi, f"示例{number}公司")
    client = as_user(staff.county)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_form_asks_few_questions(staff: Staff, as_user, firm, django_assert_max_num_queries):
    client = as_user(staff.county)
    client.get(change_url(firm))  # the first request of a process asks for the content type
    with django_assert_max_num_queries(15):
        client.get(change_url(firm))
