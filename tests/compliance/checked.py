"""What the tests of checks have in common: a day, a check, what is found afterwards, records."""

import datetime

from compliance.models import Finding, StoredVerdict
from compliance.services import Tally, check_county
from townships.choices import UnionForm, UnionKind
from townships.models import Employer, TownshipStatistics, Union, UnionEmployer

ON = datetime.date(2026, 6, 1)
LATER = ON + datetime.timedelta(days=1)
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


def answers(rule_id, key, **check_where) -> tuple[str | None, str | None]:
    """After a check: status of the verdict, urgency of the finding."""
    check(**check_where)
    verdict, finding = verdict_of(rule_id, key), finding_of(rule_id, key)
    return (verdict.status if verdict else None), (finding.urgency if finding else None)


def count(place, on=ON, county_code=COUNTY, **figures) -> TownshipStatistics:
    """Record figures of a township."""
    return TownshipStatistics.objects.create(
        county_code=county_code, township=place, as_of=on, source="统计站", **figures
    )


def make_union(name, kind=UnionKind.OWN, county_code=COUNTY, **fields) -> Union:
    """A bare union."""
    code = f"{county_code}{Union.objects.count():07}"
    return Union.objects.create(code=code, name=name, kind=kind, county_code=county_code, **fields)


def make_township_union(place, form=UnionForm.FEDERATION, county_code=COUNTY, **fields) -> Union:
    """The union of a township."""
    name = fields.pop("name", f"{place.name}工会")
    return make_union(name, UnionKind.TOWNSHIP, county_code, township=place, form=form, **fields)


def make_employer(name, place, county_code=COUNTY, **fields) -> Employer:
    """A bare employer."""
    return Employer.objects.create(name=name, township=place, county_code=county_code, **fields)


def cover(union, *employers, since=None) -> list[UnionEmployer]:
    """Put employers under a union."""
    return [
        UnionEmployer.objects.create(
            county_code=union.county_code, union=union, employer=employer, valid_from=since
        )
        for employer in employers
    ]
