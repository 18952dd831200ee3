"""A county lowers a threshold by a released provision, and a refused form then saves."""

import pytest
from django.urls import reverse

from compliance.models import StoredVerdict
from compliance.services import check_county
from tests.places import load_policies
from tests.policies.drafts import colleague_of, write_document
from tests.ui.conftest import complaints, open_as
from townships.models import TownshipStatistics, TownshipUnion

__all__ = ["complaints", "open_as"]

pytestmark = pytest.mark.django_db(transaction=True)
RULE = "R-ORG-02"


def save(page, button="input[name=_save]"):
    """Press the button and wait for the answer."""
    with page.expect_navigation():
        page.click(button)


def verdicts():
    """Of the township, the oldest first; what may change is which one is the latest."""
    rows = StoredVerdict.objects.in_county("410581").filter(rule_id=RULE, subject_key="410581101")
    return list(rows.order_by("pk").values_list("pk", "status", "document", "explanation"))


def test_a_released_county_provision_lets_a_refused_form_save(open_as, staff, places, unions):
    load_policies()
    second = colleague_of(places.linzhou)
    TownshipStatistics.objects.create(
        county_code="410581",
        township=places.linqi,
        as_of="2026-01-01",
        firm_count=80,
        worker_count=4000,
        fulltime_staffing=True,
        source="x",
    )
    check_county(county_code="410581")
    form = reverse("admin:townships_townshipunion_change", args=[unions.linqi.pk])

    page = open_as(staff.county, form)
    page.select_option("#id_form", "general")
    page.fill("#id_name", "临淇镇总工会")
    save(page)
    assert page.locator(".refusal").is_visible()
    assert TownshipUnion.objects.get(pk=unions.linqi.pk).form == "federation"
    before = verdicts()

    document = write_document(staff.county, places.linzhou)
    page = open_as(staff.county, reverse("admin:policies_provision_add") + f"?rule={RULE}")
    page.select_option("#id_document", str(document.pk))
    page.fill("#id_clause", "二")
    page.select_option("#id_modality", "may")
    page.fill("#id_p_firm_count", "60")
    page.fill("#id_p_worker_count", "3000")
    page.fill("#id_valid_from", "2026-01-01")
    save(page)
    draft = page.url

    page = open_as(second, draft.replace(draft.split("/admin/")[0], ""))
    with page.expect_navigation():
        page.click('a[href$="release/"]')
    save(page, ".submit-row input.default")

    page = open_as(staff.county, form)
    page.select_option("#id_form", "general")
    page.fill("#id_name", "临淇镇总工会")
    save(page)
    assert TownshipUnion.objects.get(pk=unions.linqi.pk).form == "general"
    check_county(county_code="410581")
    (old,), (kept, new) = before, verdicts()
    assert kept == old
    assert (old[1], new[1]) == ("violated", "satisfied")
    assert new[2] == document.number
