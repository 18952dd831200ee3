"""What the queue carries for money."""

from functools import partial

from django.db import transaction
from django_tasks import task

from funding.services.dues import RULES
from funding.services.levy_recount import counties_with_levies, recalculate
from policies.models import Provision


@task(priority=-5)  # a file that waits for its check comes first
def recalculate_levies(county_code: str) -> None:
    """Bring what is due in a county in line with the provisions of today."""
    recalculate(county_code)


def provision_released(provision: Provision) -> None:
    """Have the levies of all counties at the place of a provision about them calculated anew."""
    if provision.rule_id not in RULES.values():
        return
    for county_code in counties_with_levies(provision):
        transaction.on_commit(partial(recalculate_levies.enqueue, county_code))
