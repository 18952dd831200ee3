"""What the queue carries for compliance: due townships, and full checks of a county."""

import logging
import time
import traceback
from functools import partial

from django.db import DatabaseError
from django_tasks import task

from compliance.services.due import check_due, due_counties
from compliance.services.runs import bring_back, work_on
from unionreg.queue import GiveWay, is_asked_for, is_under_way, more_urgent_waits

logger = logging.getLogger(__name__)
TURN = 60.0  # seconds


@task(priority=-5)  # a file that waits for its check comes first
def check_due_townships() -> None:
    """Evaluate the townships in which something changed, each of them once.

    A county with an error stops no other. When something more urgent waits, it asks for itself
    again and ends. After a minute it ends too: the sweep asks again, and full checks have a turn.
    """
    urgent, start = partial(more_urgent_waits, check_due_townships.priority), time.monotonic()

    def give_way() -> bool:
        return time.monotonic() - start >= TURN or urgent()

    for county_code in due_counties():
        _check_due(county_code, give_way)
        if give_way():
            if urgent():
                _ask()
            return


def _check_due(county_code: str, give_way: GiveWay) -> None:
    try:
        check_due(county_code, give_way=give_way)
    except DatabaseError:
        logger.warning("The townships of %s stay due: the database was busy", county_code)
    except Exception as error:
        _log(error, county_code)


@task(priority=-10)
def run_check(county_code: str, run_id: int) -> None:
    """Do a full check that waits; nothing when another worker is at it.

    Between two rules it gives way to what is more urgent, and goes on afterwards.
    """
    try:
        work_on(county_code, run_id, give_way=partial(more_urgent_waits, run_check.priority))
    except Exception as error:
        _log(error, county_code)


def _log(error: Exception, county_code: str) -> None:
    """Kind and place of an error; its message may hold a person's data."""
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s stopped the check of %s\n%s", type(error).__name__, county_code, place)


def sweep() -> None:
    """Find due townships and lost runs, and put them into the queue.

    A full check has its turn before the townships that became due during a run.
    """
    bring_back()
    if not is_under_way(check_due_townships):
        _ask()


def _ask() -> None:
    """Have the due townships evaluated, if there are any; ask once."""
    if due_counties() and not is_asked_for(check_due_townships):
        check_due_townships.enqueue()
