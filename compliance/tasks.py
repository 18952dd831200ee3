"""What the queue carries for compliance: due townships, and full checks of a county."""

import logging
import traceback

from django.db import DatabaseError
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from compliance.services.due import check_due, due_counties
from compliance.services.runs import bring_back, work_on

logger = logging.getLogger(__name__)


@task(priority=-5)  # a file that waits for its check comes first
def check_due_townships() -> None:
    """Evaluate the townships in which something changed; a county with an error stops no other."""
    for county_code in due_counties():
        try:
            check_due(county_code)
        except DatabaseError:
            logger.warning("The townships of %s stay due: the database was busy", county_code)
        except Exception as error:
            _log(error, county_code)


@task(priority=-10)
def run_check(county_code: str, run_id: int) -> None:
    """Do a full check that waits; nothing when another worker is at it."""
    try:
        work_on(county_code, run_id)
    except Exception as error:
        _log(error, county_code)


def _log(error: Exception, county_code: str) -> None:
    """Kind and place of an error; its message may hold a person's data."""
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s stopped the check of %s\n%s", type(error).__name__, county_code, place)


def sweep() -> None:
    """Find due townships and lost runs, and put them into the queue."""
    bring_back()
    if due_counties() and not _is_asked_for():
        check_due_townships.enqueue()


def _is_asked_for() -> bool:
    """Whether the due townships wait in the queue already."""
    asked = DBTaskResult.objects.filter(
        task_path=check_due_townships.module_path, status=TaskResultStatus.READY
    )
    return asked.exists()
