"""Each finding says what is the matter with its numbers, in both languages, and leads somewhere."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from compliance.collectors import collectors
from compliance.links import record_link
from compliance.sentences import TELL, overdue, sentence
from federations.models import Federation
from tests.cadres import crew
from tests.compliance.checked import make_employer, make_union
from tests.compliance.told import CASES, DAY, make


@pytest.mark.parametrize(("rule_id", "status", "inputs", "named"), CASES)
def test_a_sentence_names_its_numbers_in_both_languages(rule_id, status, inputs, named):
    finding = make(rule_id, status, inputs)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said = sentence(finding)
            assert said.about == "临淇镇"
            assert said.text
            assert said.remedy
            assert "%(" not in said.whole
            assert not said.text.endswith((".", "。"))
            for figure in named:
                assert figure in said.text


def test_every_sentence_belongs_to_a_rule_that_is_collected():
    assert {rule_id for rule_id, _status in TELL} <= set(collectors())
    told = {(rule_id, status) for rule_id, status, _inputs, _named in CASES}
    assert set(TELL) <= told


def test_days_since_the_date():
    finding = make("R-ORG-14", "violated", {"opened_on": "2025-09-12", "built_on": "never"})
    assert overdue(finding, DAY + datetime.timedelta(days=69)) == 69
    assert overdue(finding, DAY - datetime.timedelta(days=18)) == -18
    assert overdue(make("R-ORG-11", "violated", {"child_count": 0})) == 0


def test_a_rule_of_a_later_release_is_told_by_what_was_stored():
    """The rule no longer knows the measure, or the parameters no longer fit: nothing breaks."""
    finding = make("R-ORG-11", "violated", {"something_else": 3})
    finding.verdict.parameters = {"unheard_of": 1}
    assert sentence(finding).text


@pytest.mark.parametrize(
    ("rule_id", "inputs"),
    [
        ("R-ORG-06", {"founded_on": "2020-05-20", "audit_committee_on": "?"}),
        ("R-NAM-05", {"name": "临淇镇工会", "org_kind": "township", "form": "guild"}),
        ("R-ORG-13", {"township": "合涧镇"}),
        ("R-ORG-30", {"worker_count": "many"}),
    ],
)
def test_what_cannot_be_read_any_more_is_told_by_the_stored_words(rule_id, inputs):
    """A code that a list lost, a number that is none, an input that is not there."""
    finding = make(rule_id, "violated", inputs)
    finding.verdict.explanation = "当日的说明。"
    said = sentence(finding)
    assert said.text == "当日的说明"
    assert said.remedy


def test_parameters_of_another_release_are_told_by_the_stored_words():
    """Without its conditions the sentence would have nothing behind its colon."""
    finding = make("R-FIN-03", "violated", {"accounting_mode": "custody"})
    finding.verdict.parameters = {"unheard_of": 1}
    finding.verdict.explanation = "当日的说明"
    assert sentence(finding).text == "当日的说明"


def test_a_form_whose_ending_is_not_known_is_told_by_the_stored_words(monkeypatch):
    monkeypatch.setattr("compliance.sentences.FORM_ENDINGS", {})
    inputs = {"name": "临淇镇总工会", "org_kind": "township", "form": "committee"}
    finding = make("R-NAM-05", "violated", inputs)
    finding.verdict.explanation = "当日的说明"
    assert sentence(finding).text == "当日的说明"


def test_each_finding_leads_to_a_page_that_opens(staff, unions, places, as_user):
    """County staff, who may change things; the chair of the township, who may change fewer."""
    unit = make_employer("甲厂", places.linqi)
    keys = {"union": unions.linqi.pk, "township": places.linqi.key, "employer": unit.pk}
    keys["officer"] = crew.post(unions.linqi, "王一", "chair").pk
    keys["worker"] = crew.worker("李二", places.linqi).pk
    union = make_union("货运行业工会联合会", "federation", township=places.linqi)
    keys["federation"] = Federation.objects.create(
        county_code=union.county_code, union=union, kind="industry", level="township"
    ).pk
    for user in (staff.county, staff.chair):
        addresses = set()
        for rule_id, status, inputs, _named in CASES:
            key = keys[str(collectors()[rule_id].subject)]
            words, url = record_link(make(rule_id, status, inputs, str(key)), user)
            assert words
            addresses.add(url)
        for url in sorted(addresses):
            assert as_user(user).get(url, follow=True).status_code == 200, url


def test_how_an_account_is_kept_is_recorded_with_its_day(staff, unions):
    key = str(unions.linqi.pk)
    page = reverse("union_accounts", args=[key])
    for rule_id in ("R-FIN-02", "R-FIN-03", "R-FIN-04"):
        inputs = {"legal_person": True, "accounting_mode": None}
        assert record_link(make(rule_id, "unknown", inputs, key), staff.county)[1] == page
    first = {"legal_person": None, "accounting_mode": None}
    assert record_link(make("R-FIN-02", "unknown", first, key), staff.county)[1] != page


def test_who_may_not_record_is_led_to_where_he_can_look(staff, unions, places):
    about_union = make("R-ORG-06", "unknown", {"founded_on": None}, str(unions.linqi.pk))
    about_place = make("R-ORG-30", "unknown", {}, places.linqi.key)
    assert record_link(about_union, staff.county)[0] != record_link(about_union, staff.chair)[0]
    assert "/add/" in record_link(about_place, staff.chair)[1]
    assert "/add/" not in record_link(about_place, staff.auditor)[1]


def test_unknown_names_each_measure_to_record():
    with translation.override("en"):
        said = sentence(make("R-ORG-02", "unknown", {"firm_count": None, "worker_count": 5}))
        assert "Firms" in said.text
        assert "Workers" not in said.text
