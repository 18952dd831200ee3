"""R-FND-31 in the compliance list: a union handed over whose levies count for the old place."""

import datetime

import pytest

from compliance.choices import Urgency
from funding.models import Levy
from tests.compliance.checked import check, finding_of, verdict_of
from tests.funding.levied import JULY, covered, employer, owe, pay
from tests.policies.local import local_provision
from townships.services.affiliations import hand_over

DAY = datetime.date
ON = DAY(2026, 9, 1)


@pytest.fixture
def factory(places, unions):
    """A union that was handed over to 临淇镇 on the first of July."""
    local_provision(
        places.linzhou,
        rule_id="R-FND-31",
        topic="funds_with_handing_over",
        kind="W",
        modality="must",
        parameters={},
    )
    unit = employer(1, places.linqi)
    covered(unions.factory, unit, unions.county)
    hand_over(
        unions=[unions.factory],
        new_superior=unions.linqi,
        document_no="7",
        effective_on=JULY,
        user=None,
    )
    return unions.factory


def employer_of(union):
    return union.covered.get().employer


def status(union, on=ON):
    check(on=on)
    verdict = verdict_of("R-FND-31", union.pk)
    return verdict.status if verdict else None


def test_nothing_recorded_is_no_case(factory):
    assert status(factory) is None
    pay(employer_of(factory), paid_on=DAY(2026, 6, 30))
    assert status(factory) is None


def test_the_old_place_after_the_day_is_found_and_settled(factory, places):
    unit = employer_of(factory)
    owe(unit, month=6, collecting_township=places.hejian)  # before the day
    assert owe(unit, month=7).collecting_township == places.linqi
    assert (status(factory), finding_of("R-FND-31", factory.pk)) == ("satisfied", None)
    wrong = owe(unit, month=8, collecting_township=places.hejian)
    assert status(factory) == "violated"
    finding = finding_of("R-FND-31", factory.pk)
    assert finding.urgency == Urgency.MONEY
    Levy.objects.filter(pk=wrong.pk).update(collecting_township=places.linqi)
    assert (status(factory), finding_of("R-FND-31", factory.pk)) == ("satisfied", None)
