"""What the queue carries for money."""

from functools import partial

from django.db import transaction
from django_tasks import task

from funding.services.dues import RULES
from funding.services.levy_recount import counties_with_levies, recalculate_in_blocks
from policies.models import Provision
from unionreg.queue import more_urgent_waits


@task(priority=-5)  # a file that waits for its check comes first
def recalculate_levies(county_code: str, after: int = 0) -> None:
    """Bring what is due in a county in line with the provisions of today.

    After a block it gives way to what is more urgent; the levies with an id above `after` are done
    then.
    """
    for last, _changed in recalculate_in_blocks(county_code, after):
        if more_urgent_waits(recalculate_levies.priority):
            recalculate_levies.enqueue(county_code, last)
            return


def provision_released(provision: Provision) -> None:
    """Have the levies of all counties at the place of a provision about them calculated anew."""
    if provision.rule_id not in RULES.values():
        return
    for county_code in counties_with_levies(provision):
        transaction.on_commit(partial(recalculate_levies.enqueue, county_code))
