"""Saving employers (单位)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history.services import save_record
from policies.engine import NEVER, Book
from policies.selectors import load_book, place_of_division
from townships.choices import EmployerStatus
from townships.models import Division, Employer, UnionEmployer
from townships.pinyin import search_text
from townships.problems import Problem, Saved
from townships.services.codes import claim_employer_credit_code
from townships.services.common import lock_stored, settle_county
from townships.services.summaries import refresh
from unionreg.text import tidy


@transaction.atomic
def save_employer(
    *,
    employer: Employer,
    user: Any,
    expected_version: int | None = None,
    reason: str = "",
    batch_id: int | None = None,
    book: Book | None = None,
) -> Saved[Employer]:
    """Save a new or changed employer and count its township and its union again.

    Tells when a union is overdue (R-ORG-14). Raises Refused for a place that does not fit or a
    credit code that is taken in the whole country, ValidationError, Conflict.
    """
    stored = lock_stored(employer, expected_version)
    employer.name = tidy(employer.name)
    employer.pinyin = search_text(employer.name)
    settle_county(employer, stored, user)
    save_record(
        instance=employer,
        user=user,
        expected_version=expected_version,
        reason=reason,
        batch_id=batch_id,
    )
    claim_employer_credit_code(employer=employer, before=stored.credit_code if stored else "")
    coverage = UnionEmployer.objects.in_county(employer.county_code).filter(
        employer_id=employer.pk, valid_to__isnull=True
    )
    covered_by = list(coverage.select_related("union"))
    refresh(
        county_code=employer.county_code,
        union_ids=[row.union_id for row in covered_by],
        township_keys={
            employer.township_id,
            stored.township_id if stored else employer.township_id,
        },
    )
    return Saved(employer, _closed_but_covered(employer, covered_by) or _overdue(employer, book))


def _overdue(employer: Employer, book: Book | None) -> tuple[Problem, ...]:
    """R-ORG-14: an employer without a union after its time, where a provision sets one."""
    if employer.status != EmployerStatus.OPEN or not employer.opened_on:
        return ()
    place = Division.objects.with_chain().get(pk=employer.township_id or employer.county_code)
    today = timezone.localdate()
    verdict = (book or load_book("R-ORG-14")).evaluate(
        "R-ORG-14",
        place=place_of_division(place),
        on=today,
        measures={"opened_on": employer.opened_on, "built_on": NEVER},
    )
    if verdict.met is not False or employer.coverage.filter(valid_to__isnull=True).exists():
        return ()
    text = _("%(name)s should have had a union by %(day)s.")
    said = text % {"name": employer.name, "day": verdict.value}
    return (Problem("R-ORG-14", said, "opened_on", f"{verdict.document} {verdict.clause}"),)


def _closed_but_covered(employer: Employer, covered_by: list[UnionEmployer]) -> tuple[Problem, ...]:
    """An employer that closed while a union still covers it (工会法 art. 13)."""
    if employer.status == EmployerStatus.OPEN or not covered_by:
        return ()
    text = _("%(name)s is closed, but %(union)s still covers it. Close the union or end that.")
    names = {"name": employer.name, "union": covered_by[0].union.name}
    return (Problem("R-ORG-08", text % names, "status"),)
