"""What the tests of checks have in common: a day, a check, and what is found afterwards."""

import datetime

from compliance.models import Finding, StoredVerdict
from compliance.services import Tally, check_county

ON = datetime.date(2026, 6, 1)
COUNTY = "410581"


def check(county_code=COUNTY, on=ON, **where) -> Tally:
    """Check a county."""
    return check_county(county_code=county_code, on=on, **where)


def verdict_of(rule_id, key) -> StoredVerdict | None:
    """Today's verdict of a rule about a subject; None when there is none."""
    rows = StoredVerdict.objects.filter(rule_id=rule_id, subject_key=str(key), is_latest=True)
    return rows.first()


def finding_of(rule_id, key) -> Finding | None:
    """The unresolved finding of a rule about a subject."""
    rows = Finding.objects.filter(rule_id=rule_id, subject_key=str(key), resolved_on__isnull=True)
    return rows.select_related("verdict__provision").first()
