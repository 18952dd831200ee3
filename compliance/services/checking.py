"""Evaluating what is stored of a county: verdicts kept, findings opened and resolved.

A change sets `TownshipSummary.check_due` in its own transaction; `compliance.services.due`
evaluates those townships, `check_county` a whole county, rule by rule. Each transaction holds the
summary rows of its townships, as every change does at its end, so that neither sees the other half
done.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from compliance.collectors import Collector, Scope, collectors
from compliance.services.findings import settle_findings
from compliance.services.judging import judge
from compliance.services.verdicts import store_verdicts
from policies.engine import Book
from policies.selectors import load_book
from townships.models import TownshipSummary
from townships.services.summaries import lock_rows


@dataclass(frozen=True)
class Tally:
    """What a check came to. `verdicts` were given, `written` of them are new rows."""

    verdicts: int = 0
    written: int = 0
    ended: int = 0
    opened: int = 0
    updated: int = 0
    resolved: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        names = [field.name for field in fields(self)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})


Progress = Callable[[int, Tally], None]


def no_progress(done: int, tally: Tally) -> None:
    """For a check that nobody watches."""


class GaveWay(Exception):
    """Raised by `progress`: the check ends here and goes on later with the next rule."""


def check_county(
    *,
    county_code: str,
    on: date | None = None,
    township_keys: Collection[str] | None = None,
    progress: Progress = no_progress,
    done: int = 0,
) -> Tally:
    """Evaluate every rule for which something is stored, for a county or some of its townships.

    `county_code` and `township_keys` are registry keys (the county's own stands for “in no
    township”); `on` is today when left out. A whole county is done rule by rule, each in its own
    transaction, and `progress` is called after each with the number of rules done and the sum so
    far; when that or anything else raises, the county is due again. Only `GaveWay` leaves it as it
    is: called again with the number of rules `done`, the check goes on, and what changed meanwhile
    is still due. Townships are done in one transaction. The number of queries does not grow with
    the rows.
    """
    scope = Scope(county_code, on or timezone.localdate(), township_keys)
    if township_keys is not None:
        return _townships(scope, township_keys)
    with transaction.atomic():  # of a county without any row nobody else could be kept out
        lock_rows(county_code=county_code, union_ids=(), keys={county_code})
    if not done:
        set_due(county_code, False)
    try:
        return _whole(scope, progress, done)
    except GaveWay:
        raise
    except BaseException:
        set_due(county_code, True)
        raise


@transaction.atomic
def _townships(scope: Scope, keys: Collection[str]) -> Tally:
    lock_rows(county_code=scope.county_code, union_ids=(), keys=set(keys))
    tally, book = Tally(), load_book()
    for collector in collectors().values():
        tally += check_rule(collector, scope, book)
    return tally


def _whole(scope: Scope, progress: Progress, done: int) -> Tally:
    tally, book = Tally(), load_book()
    for collector in list(collectors().values())[done:]:
        with transaction.atomic():
            hold(scope.county_code)
            tally += check_rule(collector, scope, book)
        done += 1
        progress(done, tally)
    return tally


def check_rule(collector: Collector, scope: Scope, book: Book) -> Tally:
    """Evaluate one rule inside the caller's transaction, which holds the summary rows."""
    # Explanations are stored in one language, whoever starts the check.
    with translation.override(settings.LANGUAGE_CODE):
        judged = list(judge(collector, scope, book))
        answers = store_verdicts(collector, scope, judged)
    settled = settle_findings(collector, scope, judged, answers)
    return Tally(
        verdicts=len(judged),
        written=answers.written,
        ended=answers.ended,
        opened=settled.opened,
        updated=settled.updated,
        resolved=settled.resolved,
    )


def hold(county_code: str) -> None:
    """Lock the summary rows of a county, as changes do and in their order, for a transaction."""
    rows = TownshipSummary.objects.in_county(county_code).order_by("township_key")
    list(rows.select_for_update().values_list("pk", flat=True))


def set_due(county_code: str, due: bool) -> None:
    """Note for all townships of a county whether they have to be evaluated, and since when."""
    rows = TownshipSummary.objects.in_county(county_code)
    if due:
        rows.filter(check_due=False).update(check_due=True, updated_at=timezone.now())
    else:
        rows.update(check_due=False)
