"""What the tests of money share."""

import pytest

from tests.funding.payment_cases import colleague
from tests.places import load_policies


@pytest.fixture
def second(places, staff):
    """A second clerk of 林州 who has the same rights as `staff.county`."""
    return colleague(places.linzhou)


@pytest.fixture
def policies(places) -> None:
    """The shipped documents."""
    load_policies()
