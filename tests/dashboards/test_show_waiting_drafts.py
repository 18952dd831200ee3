"""Drafts of colleagues on the home page of those who can release them."""

import pytest

from dashboards.selectors.policy_tasks import release_tasks
from policies.services import release_provision
from tests.policies.drafts import colleague_of, write


@pytest.fixture
def second(places):
    return colleague_of(places.linzhou)


def test_the_second_person_is_told_until_he_has_released(places, staff, as_user, second):
    draft = write(staff.county, places.linzhou)
    tasks = list(release_tasks(second))
    assert [task.url for task in tasks] == ["/admin/policies/provision/?desk=waiting"]
    assert tasks[0].url in as_user(second).get("/").content.decode()
    for user in (staff.county, staff.county2, staff.chair, staff.auditor):
        assert list(release_tasks(user)) == []
    release_provision(provision=draft, user=second)
    assert list(release_tasks(second)) == []
