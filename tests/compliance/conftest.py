"""What the tests of findings share."""

import pytest

from compliance.models import Finding
from tests.compliance.made import make_finding
from tests.places import Places, load_policies


@pytest.fixture
def policies(places: Places) -> None:
    """Verdicts name a provision, so the documents have to be there."""
    load_policies()


@pytest.fixture
def finding(policies: None) -> Finding:
    """An open finding about 临淇镇."""
    return make_finding()


@pytest.fixture
def beside(policies: None) -> Finding:
    """One about 合涧镇, in the same county."""
    return make_finding(place="410581100", key="410581100", label="合涧镇")


@pytest.fixture
def elsewhere(policies: None) -> Finding:
    """One about 城关镇 in 汤阴, another county of the city."""
    return make_finding(county="410523", place="410523100", key="410523100", label="城关镇")
