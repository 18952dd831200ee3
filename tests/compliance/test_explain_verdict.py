"""From a verdict to clause, precedence, conditions, inputs and earlier answers."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from compliance.models import StoredVerdict
from compliance.selectors.verdicts import explained, latest_of
from policies.models import Provision
from tests.compliance.made import INPUTS, make_finding, make_verdict
from tests.policies.local import local_provision

GOAL = ("410581", "410581101", "410581101", "临淇镇")


def page(client, verdict: StoredVerdict):
    return client.get(reverse("explain", args=[verdict.pk]))


@pytest.mark.parametrize(
    ("who", "status"),
    [("county", 200), ("chair", 200), ("auditor", 200), ("chair_beside", 404), ("county2", 404)],
)
def test_inside_only(as_user, staff, policies, who, status) -> None:
    assert page(as_user(getattr(staff, who)), make_verdict(*GOAL)).status_code == status


def test_conditions_with_both_numbers(policies) -> None:
    found = explained(make_verdict(*GOAL))
    built, joined = found.conditions
    assert (built.met, joined.met) == (True, False)
    assert (joined.shortfall, found.text) == (100, "")


def test_conditions_in_the_language_of_the_page(policies) -> None:
    verdict = make_verdict(*GOAL)
    with override("zh-hans"):
        chinese = explained(verdict).conditions[0].label
    with override("en"):
        english = explained(verdict).conditions[0].label
    assert chinese != english


@pytest.mark.parametrize(
    "values",
    [
        {"met": True, "status": "satisfied"},  # today's rule would say otherwise
        {"parameters": {"other": 1}},
        {"inputs": {}},
    ],
)
def test_stored_words_where_it_cannot_be_told_again(as_user, staff, policies, values) -> None:
    verdict = make_verdict(*GOAL, **values)
    found = explained(verdict)
    assert (found.conditions, found.text) == ((), verdict.explanation)
    assert verdict.explanation in page(as_user(staff.county), verdict).content.decode()


def test_an_input_that_cannot_be_read_breaks_no_page(as_user, staff, policies) -> None:
    """It is shown as it was stored; the others are read, and the finding can be opened."""
    inputs = {"founded_on": "2020-05-20", "audit_committee_on": "?", "women_committee_on": None}
    verdict = make_verdict(*GOAL, rule_id="R-ORG-06", inputs=inputs)
    finding = make_finding(verdict=verdict, rule="R-ORG-06")
    shown = {one.shown for one in explained(verdict).inputs}
    assert shown == {"2020-05-20", "?", ""}
    client = as_user(staff.county)
    addresses = [
        reverse("explain", args=[verdict.pk]),
        reverse("finding", args=[finding.pk]),
        reverse("compliance_list"),
        reverse("home"),
    ]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_inputs_lead_to_their_rows(policies) -> None:
    verdict = make_verdict(*GOAL, inputs={**INPUTS, "worker_count": None}, met=None)
    links = {one.url.split("?")[0].split("/")[3]: one for one in explained(verdict).inputs}
    assert set(links) == {"townshipstatistics", "employer", "member"}
    assert all("410581101" in one.url for one in links.values())
    assert any(one.shown == "" for one in explained(verdict).inputs)


def test_nearer_provision_overrides(places, policies) -> None:
    nation = Provision.objects.get(rule_id="R-ORG-30")
    own = local_provision(
        places.linzhou,
        rule_id="R-ORG-30",
        modality="must",
        kind="RP",
        parameters={"build_percent": 70, "membership_percent": 60},
    )
    verdict = make_verdict(*GOAL, provision=own, parameters=own.parameters, met=True)
    standing = explained(verdict).standing
    assert [line.provision.provision_id for line in standing] == [own.pk, nation.pk]
    assert standing[1].overridden_by.provision_id == own.pk


def test_a_provision_that_was_released_later_is_not_the_basis(
    as_user, staff, places, policies
) -> None:
    """For the same day the records now say otherwise; the verdict rests on what was known then."""
    nation = Provision.objects.get(rule_id="R-ORG-30")
    old = make_verdict(*GOAL, is_latest=False)
    own = local_provision(
        places.linzhou,
        rule_id="R-ORG-30",
        modality="must",
        kind="RP",
        parameters={"build_percent": 70, "membership_percent": 60},
    )
    first, second = explained(old).standing
    assert (first.provision.provision_id, first.basis, first.overridden_by) == (
        nation.pk,
        True,
        None,
    )
    assert (second.provision.provision_id, second.basis, second.later) == (own.pk, False, True)
    content = page(as_user(staff.county), old).content.decode()
    assert content.count(gettext("This verdict rests on it")) == 1
    new = make_verdict(*GOAL, provision=own, parameters=own.parameters, met=True)
    assert [(one.basis, one.later) for one in explained(new).standing] == [
        (True, False),
        (False, False),
    ]


def test_a_provision_that_was_ended_since_is_still_the_basis(places, policies) -> None:
    own = local_provision(
        places.linzhou,
        rule_id="R-ORG-30",
        modality="must",
        kind="RP",
        parameters={"build_percent": 70, "membership_percent": 60},
    )
    old = make_verdict(*GOAL, provision=own, parameters=own.parameters, is_latest=False)
    Provision.objects.filter(pk=own.pk).update(valid_to=own.valid_from)
    first, nation = explained(old).standing
    assert (first.provision.provision_id, first.basis) == (own.pk, True)
    assert (nation.basis, nation.later) == (False, True)


def test_earlier_answers_stay(as_user, staff, policies) -> None:
    old = make_verdict(*GOAL, is_latest=False, inputs={**INPUTS, "member_count": 900}, met=True)
    new = make_verdict(*GOAL)
    other = make_verdict("410581", "410581101", "x", "x")
    shown = page(as_user(staff.county), old).context
    assert set(shown["timeline"]) == {old, new}
    assert other not in shown["timeline"]


def test_earlier_answers_of_other_places_are_not_shown(as_user, staff, policies) -> None:
    """The subject lay in 合涧镇 before: whoever chairs 临淇镇 has no business there."""
    make_verdict("410581", "410581100", "410581101", "临淇镇", is_latest=False)
    new = make_verdict(*GOAL)
    make_finding(place="410581100", state="resolved", resolved_on=new.judged_on, verdict=new)
    now = make_finding(verdict=new)
    assert set(page(as_user(staff.chair), new).context["timeline"]) == {new}
    assert len(page(as_user(staff.county), new).context["timeline"]) == 2
    address = reverse("finding", args=[now.pk])
    assert as_user(staff.chair).get(address).context["earlier"] == []
    assert len(as_user(staff.county).get(address).context["earlier"]) == 1


def test_place_that_is_no_county(as_user, staff, policies) -> None:
    """What belongs to a city itself lies in no county."""
    verdict = make_verdict("410500", "410500", "x", "安阳市总工会")
    assert page(as_user(staff.city), verdict).status_code == 200


@pytest.mark.parametrize("subject", ["union", "employer"])
def test_record_that_is_gone(as_user, staff, policies, subject) -> None:
    verdict = make_verdict("410581", "410581101", "999", "x", subject=subject)
    assert page(as_user(staff.county), verdict).status_code == 200


def test_latest_of_many_subjects(staff, policies, django_assert_num_queries) -> None:
    old = make_verdict(*GOAL, is_latest=False)
    new = make_verdict(*GOAL)
    staff.county.scope_for("compliance.view_finding")
    with django_assert_num_queries(1):
        found = latest_of(
            staff.county, "R-ORG-30", "township", ["410581101", "410581100"], ["410581"]
        )
    assert found == {"410581101": new.pk}
    assert old.pk != new.pk


def test_few_queries(as_user, staff, policies, django_assert_max_num_queries) -> None:
    for _n in range(20):
        make_verdict(*GOAL, is_latest=False)
    verdict, client = make_verdict(*GOAL), as_user(staff.county)
    page(client, verdict)
    with django_assert_max_num_queries(12):
        page(client, verdict)
