"""The form of township unions: table T-1 at its borders, two clerks, who may open and save."""

import datetime
import re

import pytest
from django.urls import reverse

from tests.places import Places, Staff
from townships.choices import UnionForm, UnionKind
from townships.models import TownshipUnion, Union

LIST = reverse("admin:townships_townshipunion_changelist")
ADD = reverse("admin:townships_townshipunion_add")


def change_url(union) -> str:
    return reverse("admin:townships_townshipunion_change", args=[union.pk])


def form_data(union: Union | None = None, **values) -> dict:
    """What the browser sends for the form of a union, changed by `values`."""
    known = {
        "status": "active",
        "form": "federation",
        "name": "临淇镇工会联合会",
        "founded_on": "2021-07-16",
        "audit_committee_on": "2021-07-16",
        "women_committee_on": "2021-07-16",
        "is_legal_person": "unknown",
        "affiliations-TOTAL_FORMS": "0",
        "affiliations-INITIAL_FORMS": "0",
    }
    if union is not None:
        known["record_version"] = str(union.version)
    return {**known, **values}


@pytest.fixture
def union(places, township_union):
    return township_union(places.linqi)


def general(union, **values) -> dict:
    return form_data(union, form="general", name="临淇镇总工会", **values)


# --- T-1 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("firms", "workers", "staffing", "allowed", "said"),
    [
        (99, 5000, True, False, "还差 1 家企业"),
        (100, 4999, True, False, "还差 1 名职工"),
        (100, 5000, False, False, "专职"),
        (100, 5000, None, False, "请先登记"),
        (None, 5000, True, False, "请先登记"),
        (100, None, True, False, "请先登记"),
        (99, None, True, False, "差 1 家"),
        (100, 5000, True, True, ""),
        (101, 5001, True, True, ""),
    ],
)
def test_conditions_of_a_general_union(
    places, staff: Staff, as_user, union, figures, firms, workers, staffing, allowed, said
):
    figures(places.linqi, firm_count=firms, worker_count=workers, fulltime_staffing=staffing)
    answer = as_user(staff.county).post(change_url(union), general(union))
    stored = Union.objects.get(pk=union.pk)
    if allowed:
        assert answer.status_code == 302
        assert stored.form == UnionForm.GENERAL
        return
    assert answer.status_code == 200
    text = answer.content.decode()
    assert said in text
    assert "总工办发〔2019〕24号" in text
    assert (stored.form, stored.version) == (UnionForm.FEDERATION, 1)


def test_no_figures_at_all_refuse(staff: Staff, as_user, union):
    answer = as_user(staff.county).post(change_url(union), general(union))
    assert "请先登记" in answer.content.decode()
    assert Union.objects.get(pk=union.pk).form == UnionForm.FEDERATION


def test_refusal_shows_numbers_ways_on_and_keeps_the_input(
    places, staff: Staff, as_user, union, figures
):
    figures(places.linqi, firm_count=97, worker_count=6180)
    answer = as_user(staff.county).post(change_url(union), general(union, chair_name="新主席"))
    text = answer.content.decode()
    for part in ("没有保存", "100 家以上", "97 家", "差 3 家", "5,000 人以上", "6,180 人"):
        assert part in text, part
    address = reverse("admin:townships_townshipstatistics_changelist")
    assert f"{address}?township=410581101" in text
    assert "改回“工会联合会”" in text
    assert 'value="新主席"' in text
    assert re.search(r"<h1>\s*临淇镇工会联合会\s*</h1>", text)


def test_later_figures_count_not_those_to_come(places, staff: Staff, as_user, union, figures):
    figures(places.linqi, as_of=datetime.date(2025, 6, 30), firm_count=200)
    figures(places.linqi, as_of=datetime.date(2026, 6, 30), firm_count=99)
    answer = as_user(staff.county).post(change_url(union), general(union))
    assert "99 家" in answer.content.decode()


@pytest.mark.parametrize("figure", [97, None])
def test_recorded_approval_lifts_the_refusal(places, staff: Staff, as_user, union, figures, figure):
    figures(places.linqi, firm_count=figure)
    approval = {
        "form_approval_no": "安工〔2026〕9号",
        "form_approved_on": "2026-09-01",
        "form_approved_by": "安阳市总工会",
    }
    answer = as_user(staff.county).post(change_url(union), general(union, **approval))
    assert answer.status_code == 302
    assert Union.objects.get(pk=union.pk).form == UnionForm.GENERAL


@pytest.mark.parametrize("missing", ["form_approval_no", "form_approved_on", "form_approved_by"])
def test_half_an_approval_lifts_nothing(places, staff: Staff, as_user, union, figures, missing):
    figures(places.linqi, firm_count=97)
    approval = {
        "form_approval_no": "安工〔2026〕9号",
        "form_approved_on": "2026-09-01",
        "form_approved_by": "安阳市总工会",
        missing: "",
    }
    answer = as_user(staff.county).post(change_url(union), general(union, **approval))
    assert missing in answer.context["adminform"].form.errors
    assert Union.objects.get(pk=union.pk).form == UnionForm.FEDERATION


def test_existing_general_union_that_falls_below_is_told_not_refused(
    places, staff: Staff, as_user, union, figures
):
    figures(places.linqi, as_of=datetime.date(2026, 1, 31))
    client = as_user(staff.county)
    client.post(change_url(union), general(union))
    figures(places.linqi, as_of=datetime.date(2026, 6, 30), firm_count=99)
    stored = Union.objects.get(pk=union.pk)
    answer = client.post(change_url(union), general(stored, chair_name="李丁"), follow=True)
    assert Union.objects.get(pk=union.pk).chair_name == "李丁"
    assert any("还差 1 家企业" in str(message) for message in answer.context["messages"])


def test_local_rule_of_shaoxing_allows_by_other_measures(places, staff, as_user, figures):
    figures(places.keqiao_street, firm_count=50, worker_count=None, employed_2nd_3rd_sector=2000)
    data = form_data(form="general", name="柯桥街道总工会", township=places.keqiao_street.pk)
    data["founded_on"] = data["audit_committee_on"] = data["women_committee_on"] = "2026-07-01"
    answer = as_user(staff.admin).post(ADD, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert TownshipUnion.objects.get(township=places.keqiao_street).form == UnionForm.GENERAL


def test_haimen_counts_unions_in_the_registry(places, staff, as_user, figures, monkeypatch):
    figures(places.sanchang, firm_count=10, worker_count=10001)
    data = form_data(form="general", name="三厂镇总工会", township=places.sanchang.pk)
    data["founded_on"] = data["audit_committee_on"] = data["women_committee_on"] = "2026-07-01"
    make_grassroots_unions(places, 200)
    client = as_user(staff.admin)
    assert client.post(ADD, data).status_code == 200
    make_grassroots_unions(places, 201)
    answer = client.post(ADD, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def make_grassroots_unions(places: Places, upto: int) -> None:
    have = Union.objects.filter(township=places.sanchang, kind=UnionKind.VILLAGE).count()
    Union.objects.bulk_create(
        Union(
            county_code="320684",
            township=places.sanchang,
            kind=UnionKind.VILLAGE,
            code=f"x{number}",
            name=f"{number}村工会",
        )
        for number in range(have, upto)
    )


# --- adding and changing --------------------------------------------------------------------------


def test_county_staff_adds_a_township_union(places, staff: Staff, as_user, policy):
    answer = as_user(staff.county).post(ADD, form_data(township=places.linqi.pk))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    union = TownshipUnion.objects.get(township=places.linqi)
    assert union.county_code == "410581"
    assert union.superior.name == "林州市总工会"
    assert union.updated_by == staff.county


def test_work_committee_is_refused_beside_the_union(places, staff: Staff, as_user, union):
    data = form_data(township=places.linqi.pk, form="work_committee", name="临淇镇工会工作委员会")
    answer = as_user(staff.county).post(ADD, data)
    assert "township" in answer.context["adminform"].form.errors
    assert TownshipUnion.objects.filter(township=places.linqi).count() == 1


@pytest.mark.parametrize("township", ["chengguan", "keqiao_street"])
def test_union_cannot_be_added_outside(places, staff: Staff, as_user, policy, township):
    data = form_data(township=getattr(places, township).pk)
    answer = as_user(staff.county).post(ADD, data)
    assert "township" in answer.context["adminform"].form.errors
    assert not TownshipUnion.objects.exists()


@pytest.mark.parametrize("name", ["chair", "city", "province", "auditor"])
def test_reader_sees_and_cannot_save(staff: Staff, as_user, union, name):
    client = as_user(getattr(staff, name))
    page = client.get(change_url(union))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(change_url(union), form_data(union, chair_name="X")).status_code == 403
    assert client.get(ADD).status_code == 403
    assert Union.objects.get(pk=union.pk).chair_name == ""


@pytest.mark.parametrize("name", ["county2", "chair2", "chair_beside"])
def test_outsider_finds_nothing(staff: Staff, as_user, union, name):
    client = as_user(getattr(staff, name))
    assert client.get(change_url(union)).status_code == 404
    assert client.post(change_url(union), form_data(union)).status_code == 404
    assert union.name not in client.get(LIST).content.decode()


def test_two_clerks_do_not_overwrite_each_other(staff: Staff, as_user, union):
    first, second = as_user(staff.county), as_user(staff.admin)
    assert second.post(change_url(union), form_data(union, chair_name="李丁")).status_code == 302
    answer = first.post(change_url(union), form_data(union, chair_name="王辛"))
    text = answer.content.decode()
    assert "没有保存" in text
    assert "李丁" in text
    assert 'value="王辛"' in text
    assert Union.objects.get(pk=union.pk).chair_name == "李丁"
    version = answer.context["adminform"].form["record_version"].value()
    again = first.post(
        change_url(union), form_data(union, chair_name="王辛", record_version=version)
    )
    assert again.status_code == 302
    assert Union.objects.get(pk=union.pk).chair_name == "王辛"


def test_a_form_without_its_version_is_not_saved_blindly(staff: Staff, as_user, union):
    as_user(staff.admin).post(change_url(union), form_data(union, chair_name="李丁"))
    data = form_data(union, chair_name="王辛")
    del data["record_version"]
    as_user(staff.county).post(change_url(union), data)
    assert Union.objects.get(pk=union.pk).chair_name == "李丁"


def test_history_shows_labels(staff: Staff, as_user, union):
    client = as_user(staff.county)
    client.post(change_url(union), form_data(union, chair_name="李丁", reason="换届"))
    page = client.get(reverse("admin:townships_townshipunion_history", args=[union.pk]))
    text = page.content.decode()
    for part in ("工会主席", "李丁", "换届", str(staff.county)):
        assert part in text, part


def test_nothing_can_be_deleted(staff: Staff, as_user, union):
    client = as_user(staff.admin)
    assert "deletelink" not in client.get(change_url(union)).content.decode()
    for model in ("union", "townshipunion", "grassrootsunion"):
        address = reverse(f"admin:townships_{model}_delete", args=[union.pk])
        assert client.post(address, {"post": "yes"}).status_code == 404
    assert Union.objects.filter(pk=union.pk).exists()


def test_search_by_part_pinyin_initials_and_chair(places, staff: Staff, as_user, township_union):
    township_union(places.linqi, chair_name="李丁")
    township_union(places.hejian)
    client = as_user(staff.county)
    for term in ("临淇", "linqi", "lqzgh", "李丁", "4105811010001"):
        page = client.get(LIST, {"q": term}).content.decode()
        assert "临淇镇工会联合会" in page, term
        assert "合涧镇工会联合会" not in page, term


def test_list_asks_few_questions(
    places, staff: Staff, as_user, township_union, django_assert_max_num_queries
):
    for place in (places.linqi, places.hejian, places.zhenlin):
        township_union(place)
    client = as_user(staff.county)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_form_asks_few_questions(staff: Staff, as_user, union, django_assert_max_num_queries):
    client = as_user(staff.county)
    with django_assert_max_num_queries(12):
        client.get(change_url(union))
