"""How a long task lets an import go first.

A worker does one task at a time, the one with the highest priority first, and interrupts none. So a
task that takes long and may wait asks `more_urgent_waits` wherever it can stop; then it puts what
is left into the queue again, and ends.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

GiveWay = Callable[[], bool]
# A task that runs for longer may have lost its worker.
ALIVE_FOR = timedelta(minutes=2)


def never() -> bool:
    """For work that nothing in the queue has to wait for, or that nothing may interrupt."""
    return False


def more_urgent_waits(priority: int) -> bool:
    """Whether a task with a higher priority waits for a worker."""
    return DBTaskResult.objects.ready().filter(priority__gt=priority).exists()


def is_asked_for(task: Task[Any, Any], *arguments: Any) -> bool:
    """Whether this task with these arguments waits in the queue already."""
    return _results(task, *arguments).filter(status=TaskResultStatus.READY).exists()


def is_under_way(task: Task[Any, Any], *arguments: Any) -> bool:
    """Whether a worker began with it a short while ago, and has not ended it."""
    rows = _results(task, *arguments).filter(status=TaskResultStatus.RUNNING)
    return rows.filter(started_at__gte=timezone.now() - ALIVE_FOR).exists()


def _results(task: Task[Any, Any], *arguments: Any) -> QuerySet[DBTaskResult[Any, Any]]:
    rows = DBTaskResult.objects.filter(task_path=task.module_path)
    return rows.filter(args_kwargs__args=list(arguments))
