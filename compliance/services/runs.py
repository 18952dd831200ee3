"""Full checks of a county in the background: asked for, taken by one worker, watched.

A worker takes a run with one UPDATE that succeeds for one worker only; the time it wrote is its
token. While it works it beats: the same UPDATE tells it when the run was given to somebody else
because it had been silent for too long. So a run may be sent to the queue as often as one likes,
and a worker may die at any moment. It may also put the run back between two rules, for something
more urgent: whoever takes it next goes on with the next rule.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from compliance.choices import RunState
from compliance.collectors import collectors
from compliance.models import CheckRun
from compliance.models.run import UNFINISHED
from compliance.services.checking import GaveWay, Tally, check_county, set_due
from unionreg.queue import GiveWay, is_asked_for, never

logger = logging.getLogger(__name__)

SILENT_FOR = timedelta(seconds=60)  # a rule takes seconds; who beats no more is gone
GIVE_UP_AFTER = timedelta(hours=1)  # what killed so many workers is not tried for ever


class RunLost(Exception):
    """The run was given to another worker."""


def request_check(*, county_code: str, user: Any = None, send: bool = True) -> CheckRun:
    """Ask for a full check of a county; the one that is under way already, if there is one.

    With `send` it is put into the queue once the transaction is through.
    """
    try:
        with transaction.atomic():
            run = CheckRun.objects.create(
                county_code=county_code, requested_by=user, total=len(collectors())
            )
    except IntegrityError:
        return unfinished(county_code) or request_check(
            county_code=county_code, user=user, send=send
        )
    if send:
        send_run(run)
    return run


def unfinished(county_code: str) -> CheckRun | None:
    """The check of a county that waits or is under way."""
    return CheckRun.objects.in_county(county_code).filter(state__in=UNFINISHED).first()


def send_run(run: CheckRun) -> None:
    """Put a run into the queue once the transaction that wrote it is through; once."""
    from compliance.tasks import run_check  # the task calls this module

    def send() -> None:
        if not is_asked_for(run_check, run.county_code, run.pk):
            run_check.enqueue(run.county_code, run.pk)

    transaction.on_commit(send)


def work_on(county_code: str, run_id: int, *, give_way: GiveWay = never) -> CheckRun | None:
    """Take a run and do it, here and now; None when it is in another worker's hands or done.

    After each rule `give_way` may end it: the run waits in the queue again.
    """
    run = _take(county_code, run_id)
    if run is None:
        return None
    begun = Tally(verdicts=run.subjects, opened=run.opened, resolved=run.resolved)

    def progress(done: int, so_far: Tally) -> None:
        _beat(run, done, begun + so_far)
        if done < run.total and _is_of_today(run) and give_way():
            raise GaveWay

    try:
        tally = check_county(county_code=run.county_code, progress=progress, done=run.done)
    except RunLost:
        logger.warning("Another worker took over the check %s of %s", run.pk, run.county_code)
        return None
    except GaveWay:
        return _put_back(run)
    except Exception:
        _held(run).update(state=RunState.FAILED, finished_at=timezone.now())
        raise
    done = {"state": RunState.DONE, "finished_at": timezone.now(), **_counts(begun + tally)}
    _held(run).update(done=run.total, **done)
    run.refresh_from_db()
    return run


def _unchanged(run: CheckRun) -> QuerySet[CheckRun]:
    """The row of a run unless somebody has worked on it since it was read."""
    rows = CheckRun.objects.in_county(run.county_code)
    return rows.filter(pk=run.pk, state=run.state, heartbeat=run.heartbeat)


def _take(county_code: str, run_id: int) -> CheckRun | None:
    """Take a run, with the rules that are done; none when their number or the day is another."""
    rows = CheckRun.objects.in_county(county_code).filter(pk=run_id, state=RunState.WAITING)
    if not rows.update(state=RunState.RUNNING, heartbeat=timezone.now()):
        return None
    run = CheckRun.objects.in_county(county_code).get(pk=run_id)
    if run.total != len(collectors()) or not _is_of_today(run):
        anew = {"done": 0, "total": len(collectors()), **_counts(Tally())}
        _held(run).update(**anew)
        for name, value in anew.items():
            setattr(run, name, value)
    return run


def _is_of_today(run: CheckRun) -> bool:
    """Whether it was asked for today.

    One of an earlier day begins anew, because every rule is judged by the day; and so it gives way
    no more, or it might never come to its end.
    """
    return timezone.localdate(run.requested_at) == timezone.localdate()


def _put_back(run: CheckRun) -> CheckRun:
    """Have the rest of a run done after what is more urgent."""
    if _held(run).update(state=RunState.WAITING):
        send_run(run)
    run.refresh_from_db()
    return run


def _held(run: CheckRun) -> QuerySet[CheckRun]:
    """The row of a run as long as this worker holds it."""
    rows = CheckRun.objects.in_county(run.county_code)
    return rows.filter(pk=run.pk, state=RunState.RUNNING, heartbeat=run.heartbeat)


def _beat(run: CheckRun, done: int, tally: Tally) -> None:
    """Say that the work goes on, and store progress. Raises `RunLost`."""
    now = timezone.now()
    if not _held(run).update(heartbeat=now, done=done, **_counts(tally)):
        raise RunLost
    run.heartbeat = now


def _counts(tally: Tally) -> dict[str, int]:
    return {"subjects": tally.verdicts, "opened": tally.opened, "resolved": tally.resolved}


def bring_back() -> list[int]:
    """Send runs again whose worker has fallen silent; give up those that never come to an end."""
    now = timezone.now()
    lost = Q(heartbeat__lt=now - SILENT_FOR, state__in=UNFINISHED)
    hopeless = Q(state=RunState.RUNNING, requested_at__lt=now - GIVE_UP_AFTER)
    for run in CheckRun.objects.filter(lost & hopeless):
        if _unchanged(run).update(state=RunState.FAILED, finished_at=now):
            set_due(run.county_code, True)  # what was due before it was not judged by all rules
    sent = []
    for run in CheckRun.objects.filter(lost):
        if _unchanged(run).update(state=RunState.WAITING, heartbeat=now):
            send_run(run)
            sent.append(run.pk)
    return sent
