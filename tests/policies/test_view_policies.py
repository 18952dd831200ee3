"""Documents and provisions in the admin: everybody reads, nobody edits what is in force."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from policies.admin.columns import ReleasableColumns
from policies.models import PolicyDocument, Provision

MODELS: dict[str, Any] = {"policydocument": PolicyDocument, "provision": Provision}


def url(page, model, *args):
    return reverse(f"admin:policies_{model}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["admin", "city", "county", "chair", "auditor"])
def test_everybody_reads(policy, staff, as_user, model, who):
    client = as_user(getattr(staff, who))
    page = client.get(url("changelist", model))
    assert page.status_code == 200
    assert "总工办发〔2019〕24号" in page.content.decode()
    record = MODELS[model].objects.first()
    assert client.get(url("change", model, record.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["admin", "county"])
def test_nobody_changes_or_deletes_what_shipped(policy, staff, as_user, model, who):
    client = as_user(getattr(staff, who))
    record = MODELS[model].objects.first()
    before = MODELS[model].objects.values().get(pk=record.pk)
    assert client.post(url("change", model, record.pk), {"note": "x"}).status_code in (403, 404)
    assert client.post(url("delete", model, record.pk), {"post": "yes"}).status_code in (403, 404)
    assert MODELS[model].objects.values().get(pk=record.pk) == before


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("R-ORG-02", ["企业数 100 家以上", "职工数 5,000 人以上", "能够配备"]),
        ("R-ORG-04", ["基层工会数 超过 200 家", "职工数 超过 10,000 人"]),
        ("R-ORG-30", ["建会率 80%以上", "入会率 80%以上"]),
    ],
)
def test_parameters_are_told_in_words(policy, staff, as_user, rule, words):
    provision = Provision.objects.get(rule_id=rule)
    page = as_user(staff.county).get(url("change", "provision", provision.pk)).content.decode()
    for part in words:
        assert part in page, part
    assert "firm_count" not in page


@pytest.mark.parametrize(
    ("values", "badge"),
    [
        ({"valid_to": "2026-01-01"}, "no longer in force"),
        ({"valid_from": "2199-01-01"}, "in force later"),
        ({"valid_to": None}, "released"),
    ],
)
def test_a_document_is_called_released_only_between_its_days(policy, staff, as_user, values, badge):
    document = PolicyDocument.objects.filter(state="released")[0]
    PolicyDocument.objects.filter(pk=document.pk).update(**{"valid_from": "2020-01-01", **values})
    document.refresh_from_db()
    with translation.override("en"):
        assert badge in ReleasableColumns().status(document)
