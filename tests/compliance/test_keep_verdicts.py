"""Verdicts are stored with provision and inputs; a new answer is a new row, an old one stays."""

import datetime

import pytest

from compliance.models import StoredVerdict
from policies.models import Provision
from tests.compliance.checked import ON, check, finding_of, verdict_of
from tests.places import load_policies
from tests.policies.local import local_provision
from townships.models import TownshipStatistics

LATER = ON + datetime.timedelta(days=1)


@pytest.fixture
def county(unions):
    load_policies()
    return unions


def count(place, firms, on=ON):
    """Record figures of a township."""
    return TownshipStatistics.objects.create(
        county_code="410581",
        township=place,
        as_of=on,
        firm_count=firms,
        worker_count=5000,
        fulltime_staffing=True,
        source="统计站",
    )


def stored(rule_id="R-ORG-02"):
    """All columns of every verdict of a rule, in the order of their making."""
    return list(StoredVerdict.objects.filter(rule_id=rule_id).order_by("pk").values())


def test_a_verdict_keeps_provision_parameters_and_inputs(county, places):
    count(places.linqi, 99)
    check()
    found = verdict_of("R-ORG-02", places.linqi.key)
    assert found.provision == Provision.objects.get(rule_id="R-ORG-02")
    assert found.parameters["firm_count"] == 100
    assert found.inputs == {"firm_count": 99, "worker_count": 5000, "fulltime_staffing": True}
    assert (found.status, found.met) == ("violated", False)
    assert found.figures_as_of == ON
    assert found.document == "总工办发〔2019〕24号"
    assert found.township_key == places.linqi.key


def test_what_nobody_recorded_is_stored_as_unknown(county, places):
    check()
    found = verdict_of("R-ORG-02", places.linqi.key)
    assert (found.status, found.met) == ("unknown", None)
    assert found.inputs["firm_count"] is None


def test_a_second_check_writes_nothing(county):
    assert check().written > 0
    before = stored()
    again = check(on=LATER)
    assert (again.written, again.ended, again.opened, again.resolved) == (0, 0, 0, 0)
    assert stored() == before


def test_a_changed_number_is_a_new_verdict_beside_the_old(county, places):
    count(places.linqi, 99)
    check()
    old = verdict_of("R-ORG-02", places.linqi.key)
    count(places.linqi, 100, LATER)
    check(on=LATER)
    new = verdict_of("R-ORG-02", places.linqi.key)
    assert (new.met, new.judged_on) == (True, LATER)
    kept = StoredVerdict.objects.get(pk=old.pk)
    assert (kept.met, kept.judged_on, kept.is_latest, kept.ended_on) == (False, ON, False, None)
    assert kept.inputs["firm_count"] == 99


def test_a_provision_that_is_superseded_leaves_the_old_verdict_as_it_was(county, places):
    count(places.linqi, 99)
    check()
    before = verdict_of("R-ORG-02", places.linqi.key)
    national = Provision.objects.get(rule_id="R-ORG-02")
    lowered = {**national.parameters, "firm_count": 99}
    own = local_provision(places.linzhou, valid_from=LATER, parameters=lowered)
    check(on=LATER)
    now = verdict_of("R-ORG-02", places.linqi.key)
    assert (now.provision, now.met, now.parameters["firm_count"]) == (own, True, 99)
    kept = StoredVerdict.objects.get(pk=before.pk)
    assert (kept.met, kept.parameters, kept.inputs) == (False, before.parameters, before.inputs)
    assert (kept.is_latest, kept.ended_on) == (False, LATER)


def test_a_corrected_text_is_a_new_verdict_and_no_correction_of_the_old(county, places):
    count(places.linqi, 99)
    check()
    old = verdict_of("R-ORG-02", places.linqi.key)
    Provision.objects.filter(rule_id="R-ORG-02").update(
        reading="另一种读法",
        parameters={
            **old.parameters,
            "firm_count": 90,
        },
    )
    check(on=LATER)
    new = verdict_of("R-ORG-02", places.linqi.key)
    assert (new.met, new.reading) == (True, "另一种读法")
    kept = StoredVerdict.objects.get(pk=old.pk)
    assert (kept.met, kept.reading, kept.parameters) == (False, old.reading, old.parameters)


def test_outside_its_place_no_document_judges(county, places):
    """绍兴 and 海门 demand a 总工会; nothing of that is stored for 林州."""
    count(places.linqi, 300)
    check()
    assert verdict_of("R-ORG-03", places.linqi.key) is None
    assert verdict_of("R-ORG-04", places.linqi.key) is None


def test_a_former_key_of_the_county_still_counts(county, places):
    """海门 was renumbered: its rows and its document keep the key 320684."""
    TownshipStatistics.objects.create(
        county_code="320684",
        township=places.sanchang,
        as_of=ON,
        worker_count=10001,
        source="统计站",
    )
    check("320684")
    found = verdict_of("R-ORG-04", places.sanchang.key)
    assert found.inputs == {"grassroots_union_count": 0, "worker_count": 10001}
    assert found.met is False
    assert finding_of("R-ORG-04", places.sanchang.key) is None
