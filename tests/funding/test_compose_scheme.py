"""A county composes an own scheme: copied, written, previewed, released by a second person."""

import datetime
import shutil
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.choices import Role
from funding.choices import FundSource
from funding.forms.schemes import PartForm
from funding.models import Scheme, SchemePart
from funding.selectors.schemes import cut_of, usable_in, work_out
from funding.services.scheme_files import DATA, load_schemes
from funding.services.schemes import copy_of, release_scheme, save_scheme, stamp_of
from policies.data_files import PolicyDataError
from tests.funding.money import YEAR, YEAR_END, counted, linzhou, load_all, scheme, typed
from tests.places import make_user
from townships.models import Division
from unionreg.refusals import Refused

FIRST = datetime.date(2025, 1, 1)


@pytest.fixture
def here(places, staff):
    load_all()
    counted(places.linqi, members=6071, unions=45)
    return Division.objects.with_chain().get(key="410581")


@pytest.fixture
def colleague(here, places):
    return make_user("county_b", Role.COUNTY, places.linzhou)


def own(here, user, key: str = "anyang-members", **values: Any) -> Scheme:
    draft, parts = copy_of(scheme(key), here, FIRST)
    draft.document_text = "示例〔2025〕1号"
    if values:
        parts[0].parameters = {**parts[0].parameters, **values}
    return save_scheme(scheme=draft, parts=parts, user=user)


def amount(draft: Scheme) -> Any:
    result = work_out(draft, linzhou(), cut_of(YEAR, None), draft=True)
    return result.line("410581101")


def refused(call, **values: Any) -> str:
    with override("en"), pytest.raises(Refused) as caught:
        call(**values)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("typed_in", "said"),
    [("-1", "0 or more"), ("101", "outside"), ("12,5", "0 or more"), ("６０", ""), ("", "")],
)
def test_a_number_outside_its_bounds_is_told_before_a_draft_is_saved(typed_in, said) -> None:
    part = {"label": "a", "kind": "percent", "source": FundSource.values[0], "n_percent": typed_in}
    with override("en"):
        errors = PartForm({**part, "n_award": "of another kind"}).errors
        assert said in " ".join(str(one) for one in errors.get("n_percent", []))
    assert list(errors) == (["n_percent"] if said else [])


def test_an_own_amount_fills_what_the_document_leaves_open(here, staff) -> None:
    line = amount(own(here, staff.county, amount="12"))
    assert line.amount == Decimal("72852.00")
    assert "安工办〔2020〕7号 四" in line.parts[0].basis
    assert "示例〔2025〕1号" in line.parts[0].basis


def test_a_practice_of_another_place_is_copied_with_its_numbers(here, staff, places) -> None:
    draft = own(here, staff.county, "haimen")
    (part,) = draft.parts.all()
    assert (part.rule, part.parameters["percent"], part.parameters["uplift_highest"]) == (
        "",
        "8",
        "50",
    )
    typed(places.linqi, paid_up_total="123456.78", grade="advanced", uplift="10")
    line = amount(draft)
    assert (line.amount, line.parts[0].basis) == (Decimal("10864.20"), "示例〔2025〕1号")


def test_the_base_left_open_is_chosen_by_the_county(here, staff, places) -> None:
    draft = own(here, staff.county, "fujian")
    assert "leave the base open" in refused(amount, draft=draft)
    draft.parts.update(base="given")
    typed(places.linqi, base_amount="1000")
    assert amount(draft).amount == Decimal("200.00")


def test_a_second_person_releases_and_nobody_edits(here, staff, colleague) -> None:
    draft = own(here, staff.county, amount="12")
    assert not usable_in(here, YEAR_END).filter(pk=draft.pk).exists()
    assert "yourself" in refused(release_scheme, scheme=draft, user=staff.county)
    assert "another office" in refused(release_scheme, scheme=draft, user=staff.county2)
    released = release_scheme(scheme=draft, user=colleague)
    assert usable_in(here, YEAR_END).filter(pk=draft.pk).exists()
    again = Scheme.objects.get(pk=released.pk)
    assert "released" in refused(save_scheme, scheme=again, parts=[], user=colleague)


def test_what_was_changed_meanwhile_is_looked_at_again(here, staff, colleague) -> None:
    draft = own(here, staff.county, amount="12")
    shown = stamp_of(draft)
    SchemePart.objects.filter(scheme=draft).update(rule="", parameters={"amount": "99"})
    for call, user, more in (
        (release_scheme, colleague, {}),
        (save_scheme, staff.county, {"parts": []}),
    ):
        assert "just changed it" in refused(call, scheme=draft, user=user, seen=shown, **more)
    now = stamp_of(Scheme.objects.get(pk=draft.pk))
    assert release_scheme(scheme=draft, user=colleague, seen=now).state == "released"


def test_the_page_carries_what_was_seen(here, staff, colleague, as_user) -> None:
    draft = own(here, staff.county, amount="12")
    client, page = as_user(colleague), f"/funding/schemes/{draft.pk}/"
    shown = stamp_of(draft)
    assert shown in client.get(page).content.decode()
    SchemePart.objects.filter(scheme=draft).update(rule="", parameters={"amount": "99"})
    client.post(f"{page}release/", {"seen": shown})
    assert Scheme.objects.get(pk=draft.pk).state == "draft"


MISTAKES = [
    ({"kind": "per_member", "parameters": {}}, "each member"),
    ({"kind": "percent", "parameters": {"percent": "8"}}, "base"),
    ({"kind": "percent", "base": "paid_up", "parameters": {"percent": "100.01"}}, "100.01"),
    (
        {
            "kind": "graded",
            "base": "paid_up",
            "parameters": {"percent": "8", "uplift_lowest": "50", "uplift_highest": "10"},
        },
        "begins",
    ),
    ({"kind": "per_member", "parameters": {"lowest": "2"}}, "both ends"),
    ({"kind": "fixed", "parameters": {"amount": "0"}}, "“0”"),
    ({"kind": "award", "parameters": {"ranking": "2.5", "award": "1"}}, "whole"),
    ({"kind": "fixed", "parameters": {"amount": "1", "percent": "8"}}, "no number"),
]


@pytest.mark.parametrize(("values", "words"), MISTAKES)
def test_a_part_with_a_mistake_is_not_released(here, staff, colleague, values, words) -> None:
    draft = own(here, staff.county, amount="12")
    SchemePart.objects.filter(scheme=draft).update(**{"rule": "", **values})
    assert words in refused(release_scheme, scheme=draft, user=colleague)
    assert words in refused(amount, draft=draft)


def test_the_page_of_a_draft_tells_its_mistakes(here, staff, as_user) -> None:
    draft = own(here, staff.county, amount="12")
    client, page = as_user(staff.county), reverse("scheme", args=[draft.pk])
    assert client.get(page).context["problems"] == []
    SchemePart.objects.filter(scheme=draft).update(kind="percent", base="", rule="", parameters={})
    assert client.get(page).context["problems"]


def test_a_new_version_ends_the_former_on_the_day_before(here, staff, colleague) -> None:
    first = release_scheme(scheme=own(here, staff.county, amount="12"), user=colleague)
    draft, parts = copy_of(first, here, datetime.date(2025, 7, 1))
    parts[0].parameters = {"amount": "13"}
    second = save_scheme(scheme=draft, parts=parts, user=staff.county)
    release_scheme(scheme=second, user=colleague)
    first.refresh_from_db()
    assert (first.state, first.valid_to) == ("superseded", datetime.date(2025, 6, 30))
    assert set(usable_in(here, datetime.date(2025, 6, 30))) >= {first}
    assert first not in usable_in(here, datetime.date(2025, 7, 1))


# --- on the page ----------------------------------------------------------------------------------


def form(**values: Any) -> dict[str, Any]:
    return {
        "county": "410581",
        "year": str(YEAR),
        "title": "示例办法",
        "valid_from": "2025-01-01",
        "document_text": "示例〔2025〕1号",
        "part-TOTAL_FORMS": "1",
        "part-INITIAL_FORMS": "0",
        "part-0-label": "按会员补助",
        "part-0-kind": "per_member",
        "part-0-source": "upper_subsidy",
        "part-0-n_amount": "12",
        **values,
    }


def test_the_preview_counts_with_the_numbers_of_the_county(here, staff, as_user) -> None:
    client = as_user(staff.county)
    shown = client.post("/funding/schemes/preview/", form()).content.decode()
    assert "72,852.00" in shown
    shown = client.post("/funding/schemes/preview/", form(**{"part-0-n_amount": "x"}))
    assert "72,852.00" not in shown.content.decode()
    assert not Scheme.objects.filter(owner=here).exists()


def test_a_scheme_is_written_and_released_on_the_pages(here, staff, colleague, as_user) -> None:
    client = as_user(staff.county)
    answer = client.post("/funding/schemes/new/", form())
    made = Scheme.objects.get(owner=here)
    assert answer.headers["Location"] == f"/funding/schemes/{made.pk}/"
    assert client.post("/funding/schemes/new/", form(document_text="")).status_code == 422
    address = f"/funding/schemes/{made.pk}/"
    changed = form(title="改名", **{"part-INITIAL_FORMS": "1"})
    assert client.post(f"{address}edit/", changed).status_code == 302
    client.post(f"{address}release/")
    made.refresh_from_db()
    assert (made.state, made.title) == ("draft", "改名")
    as_user(colleague).post(f"{address}release/")
    made.refresh_from_db()
    assert made.state == "released"
    assert as_user(staff.county2).get(f"{address}edit/").status_code == 404


# --- what ships -----------------------------------------------------------------------------------


def test_loading_twice_changes_nothing_and_a_mistake_loads_nothing(here, tmp_path) -> None:
    assert load_schemes().unchanged == 8
    for path in DATA.glob("*.toml"):
        shutil.copy(path, tmp_path)
    broken = tmp_path / "haimen.toml"
    broken.write_text(broken.read_text().replace('base = "paid_up"\n', ""))
    tumd = tmp_path / "tumd.toml"
    tumd.write_text(tumd.read_text().replace("title = ", "titel = "))
    Scheme.objects.all().delete()
    with pytest.raises(PolicyDataError) as caught:
        load_schemes(tmp_path)
    assert [text.split(",")[0] for text in caught.value.problems] == ["haimen.toml", "tumd.toml"]
    assert not Scheme.objects.exists()
