"""What levies and their payments share: whose they are, where they count."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from funding.models import Levy, LevyPayment
from funding.models.levy import FIRST_YEAR, LAST_YEAR, MONTHS_OF_A_YEAR
from funding.selectors.collecting import collecting_townships
from members.services.rows import require
from townships.choices import Level
from townships.services.summaries import mark_due
from unionreg.refusals import Refused

Row = Levy | LevyPayment


def settle_county(row: Row) -> None:
    """Take the county of the employer; raises Refused for an employer of another county."""
    row.county_code = row.county_code or row.employer.county_code
    if row.employer.county_code != row.county_code:
        raise Refused({"employer": _("This employer belongs to another county.")})


def counted_on(row: Row) -> date:
    """The day that says for which township a row counts: of a levy the first of its month."""
    if isinstance(row, LevyPayment):
        return row.paid_on
    return date(row.year, row.month, 1)


def settle_township(row: Row) -> None:
    """Work out the township where none is chosen; raises Refused for one of another county."""
    if row.collecting_township_id is None:
        pair = (row.employer_id, counted_on(row))
        row.collecting_township_id = collecting_townships(row.county_code, [pair])[pair]
        return
    chosen = row.collecting_township
    if chosen is None or chosen.level != Level.TOWNSHIP or chosen.parent_id != row.county_code:
        raise Refused({"collecting_township": _("Choose a township of the county.")})


def real_month(row: Row) -> None:
    """Raises Refused for a month that there is not, and for one that has not begun."""
    if not (1 <= row.month <= MONTHS_OF_A_YEAR and FIRST_YEAR <= row.year <= LAST_YEAR):
        raise Refused({"month": _("There is no such month.")})
    today = timezone.localdate()
    if (row.year, row.month) > (today.year, today.month):
        raise Refused({"month": _("This month is still to come.")})


def judge_again(row: Row) -> None:
    """Have the places of a change judged anew (R-FND-31)."""
    keys = {row.collecting_township_id, row.employer.township_id}
    mark_due(county_code=row.county_code, township_keys=keys)


def mine(user: Any, row: Row, stored: Row | None = None) -> None:
    """Raises PermissionDenied unless the user keeps such rows where the employer lies.

    Levies are kept by the office of the county, whose scope is the whole of it.
    """
    action = "change" if stored is not None else "add"
    require(user, f"funding.{action}_{row._meta.model_name}", row)
