"""Places whose rules have to be judged anew because something of a cadre, term or event changed."""

from collections.abc import Iterable

from townships.models import TownshipSummary
from townships.services.summaries import lock_rows, summary_key


def mark_due(county_code: str, township_keys: Iterable[str | None]) -> None:
    """Have the townships (None: what lies in no township) of a county judged anew.

    Nothing is counted again: no summary counts what this app keeps. Call it last in a transaction.
    """
    keys = {summary_key(county_code, key) for key in township_keys}
    lock_rows(county_code=county_code, union_ids=(), keys=keys)
    rows = TownshipSummary.objects.in_county(county_code).filter(township_key__in=keys)
    rows.update(check_due=True)
