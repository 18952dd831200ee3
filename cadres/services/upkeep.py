"""What the services of staffing, training and allowances share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from members.services.rows import require
from policies.engine import Book, Verdict
from policies.selectors import load_book, place_of_division
from townships.choices import Level
from townships.models import Division
from townships.problems import Problem
from townships.services.common import refuse_too_early
from townships.services.summaries import mark_due
from unionreg.refusals import Refused


def allow(user: Any, record: Any, stored: Any) -> None:
    """Raises PermissionDenied unless the user keeps such records where both of them lie."""
    name = f"{record._meta.app_label}.%s_{record._meta.model_name}"
    require(user, name % ("change" if stored else "add"), record)
    if stored is not None:
        require(user, name % "change", stored)


def judge_again(county_code: str, *township_keys: str | None) -> None:
    """Have the townships of a change judged anew (None: what lies in no township)."""
    mark_due(county_code=county_code, township_keys=township_keys)


def fit_township(record: Any, county_code: str) -> None:
    """A township of the record lies in its county; raises Refused for anything else."""
    township: Division | None = record.township
    if township is None:
        return
    if township.level != Level.TOWNSHIP:
        raise Refused({"township": _("Choose a township or street.")})
    if township.parent_id != county_code:
        raise Refused({"township": _("This township lies in another county.")})


def same_county(record: Any, **related: Any) -> None:
    """Related records lie in the county of the record; raises Refused at the field of one not."""
    for field, other in related.items():
        if other is not None and other.county_code != record.county_code:
            raise Refused({field: _("This record belongs to another county.")})


def not_to_come(day: date | None, field: str) -> None:
    """Raises Refused for a day after today, and for one that lies too far back."""
    if day is not None and day > timezone.localdate():
        raise Refused({field: _("This day is still to come. Record it on that day.")})
    refuse_too_early(day, field)


def verdicts_at(
    rule_id: str,
    *,
    county_code: str,
    township_key: str | None,
    on: date,
    values: dict[str, Any],
    book: Book | None = None,
) -> tuple[Verdict, ...]:
    """What every provision of a rule says there on a day; one “not applicable” where none holds."""
    place = Division.objects.with_chain().get(pk=township_key or county_code)
    rules = book or load_book(rule_id)
    chain = place_of_division(place)
    return rules.verdicts(rule_id, place=chain, on=on, measures=values)


def basis(verdict: Verdict) -> str:
    """Document and clause."""
    return f"{verdict.document} {verdict.clause}"


def notices(found: Iterable[Problem | None]) -> tuple[Problem, ...]:
    """Those that there are."""
    return tuple(one for one in found if one is not None)
