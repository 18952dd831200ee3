"""Levies of a month: what a unit owes (R-FND-01, R-FND-02)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.exact import ZERO, exact
from funding.models import Levy
from funding.services.dues import DueBook
from funding.services.levy_rows import (
    counted_on,
    judge_again,
    mine,
    real_month,
    settle_county,
    settle_township,
)
from history.services import save_record
from townships.problems import Problem, Saved
from townships.services.common import lock_stored


@transaction.atomic
def save_levy(
    *, levy: Levy, user: Any, expected_version: int | None = None, reason: str = ""
) -> Saved[Levy]:
    """Save what a unit owes for a month; what is due follows from the payroll (in yuan).

    Raises Refused for an amount below 0 or with parts of a fen, for a month to come and for an
    employer or township of another county; PermissionDenied; ValidationError for a second levy of
    the month; Conflict. Tells when nothing could be calculated (绍兴 市委办 二(五)).
    """
    stored = lock_stored(levy, expected_version)
    settle_county(levy)
    mine(user, levy, stored)
    real_month(levy)
    if levy.payroll_total is not None:
        levy.payroll_total = exact(levy.payroll_total, "payroll_total", least=ZERO)
    settle_township(levy)
    calculate(levy, DueBook())
    save_record(instance=levy, user=user, expected_version=expected_version, reason=reason)
    judge_again(levy)
    return Saved(levy, _notices(levy))


def calculate(levy: Levy, book: DueBook) -> None:
    """Set what is due and its basis from the provision in force where the levy counts."""
    due = book.due(
        kind=levy.kind,
        place_key=levy.collecting_township_id or levy.county_code,
        on=counted_on(levy),
        payroll=levy.payroll_total,
    )
    levy.due, levy.basis = due.amount, due.basis


def _notices(levy: Levy) -> tuple[Problem, ...]:
    if levy.payroll_total is None:
        text = _("No payroll is recorded, so it is not known what is due.")
        return (Problem("", text, "payroll_total"),)
    if levy.due is None:
        text = _("No provision about this levy is in force here, so it is not known what is due.")
        return (Problem("", text, "payroll_total"),)
    return ()
