"""Employers: credit codes, workers, place, who may do what."""

import datetime

import pytest
from django.urls import reverse

from history.selectors import changes_of
from tests.places import Staff
from townships.credit_code import check_credit_code
from townships.models import Employer, EmployerKey
from townships.services.employers import save_employer
from unionreg.refusals import Refused

LIST = reverse("admin:townships_employer_changelist")
ADD = reverse("admin:townships_employer_add")


def change_url(employer) -> str:
    return reverse("admin:townships_employer_change", args=[employer.pk])


def valid_code(start: str) -> str:
    """A credit code with the check character that makes it right."""
    stem = start.ljust(17, "0")
    ends = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return next(stem + end for end in ends if not check_credit_code(stem + end).errors)


FIRM_CODE = valid_code("91410581MA")


def form_data(employer: Employer | None = None, **values) -> dict:
    """What the browser sends, changed by `values`."""
    known: dict = {"name": "示例公司", "status": "open", "is_legal_person": "on"}
    known |= {"coverage-TOTAL_FORMS": "0", "coverage-INITIAL_FORMS": "0"}
    if employer is not None:
        known |= {
            "name": employer.name,
            "township": employer.township_id,
            "record_version": str(employer.version),
        }
    return {**known, **values}


@pytest.fixture
def firm(places, employer) -> Employer:
    return employer(places.linqi, "示例公司")


@pytest.mark.parametrize("name", ["county", "chair", "admin"])
def test_owner_adds_an_employer(places, staff: Staff, as_user, name):
    data = form_data(township=places.linqi.pk, credit_code=f" {FIRM_CODE.lower()} ")
    answer = as_user(getattr(staff, name)).post(ADD, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    employer = Employer.objects.get()
    assert (employer.county_code, employer.credit_code) == ("410581", FIRM_CODE)
    assert employer.pinyin == "shi0示li0例gong0公si0司 shiligongsi slgs"
    assert EmployerKey.objects.get(pk=FIRM_CODE).employer_id == employer.pk


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"credit_code": FIRM_CODE[:-1] + ("0" if FIRM_CODE[-1] != "0" else "1")}, "credit_code"),
        ({"credit_code": valid_code("81410581MJ")}, "credit_code"),
        ({"worker_count": "10"}, "counted_on"),
        ({"worker_count": "-1", "counted_on": "2026-06-30"}, "worker_count"),
        ({"name": ""}, "name"),
    ],
)
def test_wrong_values_are_named(places, staff: Staff, as_user, values, field):
    answer = as_user(staff.county).post(ADD, form_data(township=places.linqi.pk, **values))
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Employer.objects.exists()


@pytest.mark.parametrize(("women", "allowed"), [(10, True), (11, False)])
def test_not_more_women_than_workers(places, staff: Staff, as_user, women, allowed):
    data = form_data(
        township=places.linqi.pk,
        worker_count="10",
        counted_on="2026-06-30",
        women_count=str(women),
    )
    assert (as_user(staff.county).post(ADD, data).status_code == 302) is allowed
    assert Employer.objects.exists() is allowed


def test_credit_code_belongs_to_one_employer_in_the_country(places, policy):
    save_employer(
        employer=Employer(township=places.linqi, name="甲", credit_code=FIRM_CODE), user=None
    )
    with pytest.raises(Refused) as refusal:
        save_employer(
            employer=Employer(township=places.chengguan, name="乙", credit_code=FIRM_CODE),
            user=None,
        )
    assert list(refusal.value.message_dict) == ["credit_code"]
    assert Employer.objects.count() == 1


def test_credit_code_is_free_again_after_a_correction(places, policy):
    first = save_employer(
        employer=Employer(township=places.linqi, name="甲", credit_code=FIRM_CODE), user=None
    ).record
    first.credit_code = ""
    save_employer(employer=first, user=None)
    save_employer(
        employer=Employer(township=places.chengguan, name="乙", credit_code=FIRM_CODE), user=None
    )
    assert EmployerKey.objects.get(pk=FIRM_CODE).county_code == "410523"


@pytest.mark.parametrize(
    ("name", "township"), [("county", "chengguan"), ("chair", "hejian"), ("chair", "")]
)
def test_nobody_adds_outside(places, staff: Staff, as_user, name, township):
    key = getattr(places, township).pk if township else ""
    answer = as_user(getattr(staff, name)).post(ADD, form_data(township=key))
    assert "township" in answer.context["adminform"].form.errors
    assert not Employer.objects.exists()


def test_employer_is_not_moved_to_another_township_by_its_chair(
    places, staff: Staff, as_user, firm
):
    data = form_data(firm, township=places.hejian.pk)
    answer = as_user(staff.chair).post(change_url(firm), data)
    assert "township" in answer.context["adminform"].form.errors


@pytest.mark.parametrize("name", ["city", "province", "auditor"])
def test_reader_cannot_save(staff: Staff, as_user, firm, name):
    client = as_user(getattr(staff, name))
    assert client.get(change_url(firm)).status_code == 200
    assert client.post(change_url(firm), form_data(firm, name="X")).status_code == 403
    assert Employer.objects.get().name == "示例公司"


@pytest.mark.parametrize("name", ["county2", "chair2", "chair_beside"])
def test_outsider_finds_nothing(staff: Staff, as_user, firm, name):
    client = as_user(getattr(staff, name))
    assert client.get(change_url(firm)).status_code == 404
    assert client.post(change_url(firm), form_data(firm)).status_code == 404
    assert "示例公司" not in client.get(LIST).content.decode()


def test_two_clerks(staff: Staff, as_user, firm):
    stale = form_data(firm, address="东街 1 号")
    as_user(staff.county).post(change_url(firm), form_data(firm, address="西街 2 号"))
    answer = as_user(staff.chair).post(change_url(firm), stale)
    assert "西街 2 号" in answer.content.decode()
    assert Employer.objects.get().address == "西街 2 号"


def shown(answer) -> dict[str, str]:
    """What a browser would send of a form as it is shown."""
    form = answer.context["adminform"].form
    return {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}


def test_saving_again_keeps_what_only_the_other_clerk_changed(staff: Staff, as_user, firm):
    stale = form_data(firm, contact="李丁")
    theirs = form_data(firm, worker_count="55", counted_on="2026-06-30", is_legal_person="")
    as_user(staff.chair).post(change_url(firm), theirs)
    answer = as_user(staff.county).post(change_url(firm), stale)
    assert answer.status_code == 200
    again = {**stale, **shown(answer)}
    if "is_legal_person" not in shown(answer):
        again.pop("is_legal_person", None)
    assert as_user(staff.county).post(change_url(firm), again).status_code == 302
    saved = Employer.objects.get()
    assert (saved.contact, saved.worker_count) == ("李丁", 55)
    assert saved.counted_on == datetime.date(2026, 6, 30)
    assert saved.is_legal_person == (theirs["is_legal_person"] != "")


def test_a_field_that_both_changed_is_marked_with_the_other_value(staff: Staff, as_user, firm):
    stale = form_data(firm, address="东街 1 号", contact="王辛")
    as_user(staff.chair).post(change_url(firm), form_data(firm, address="西街 2 号"))
    form = as_user(staff.county).post(change_url(firm), stale).context["adminform"].form
    assert set(form.errors) == {"__all__", "address"}
    assert "西街 2 号" in form.errors["address"][0]
    assert form["address"].value() == "东街 1 号"


def test_closed_employer_of_a_union_is_told(places, staff: Staff, as_user, own_union):
    union = own_union(places.linqi, "示例公司")
    firm = union.covered.get().employer
    answer = as_user(staff.county).post(
        change_url(firm), form_data(firm, status="closed"), follow=True
    )
    assert any(union.name in str(message) for message in answer.context["messages"])


def test_history(staff: Staff, as_user, firm):
    data = form_data(firm, worker_count="12", counted_on="2026-06-30", reason="年报")
    as_user(staff.county).post(change_url(firm), data)
    change = changes_of(firm).first()
    assert change.fields["worker_count"] == [None, 12]
    assert (change.reason, change.user, len(change.request_id)) == ("年报", staff.county, 32)


def test_autocomplete_stays_inside(places, staff: Staff, as_user, firm, employer):
    employer(places.chengguan, "示例汤阴公司")
    address = reverse("admin:autocomplete")
    query = {"app_label": "townships", "model_name": "unionemployer", "field_name": "employer"}
    answer = as_user(staff.county).get(address, {**query, "term": "slgs"})
    assert [row["text"] for row in answer.json()["results"]] == ["示例公司"]
    answer = as_user(staff.county2).get(address, {**query, "term": "示例"})
    assert [row["text"] for row in answer.json()["results"]] == ["示例汤阴公司"]


def test_list_and_form_ask_few_questions(
    places, staff: Staff, as_user, employer, django_assert_max_num_queries
):
    rows = [employer(places.linqi, f"示例{n}公司") for n in range(5)]
    client = as_user(staff.county)
    with django_assert_max_num_queries(12):
        client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(change_url(rows[0]))
