"""Why a finding was resolved: the rule is met, its provision ended, or the subject was closed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.choices import SubjectKind
from compliance.models import Finding, StoredVerdict
from compliance.permissions import VIEW
from compliance.selectors.verdicts import same_subject
from federations.models import Federation
from policies.engine.kinds import Status
from townships.choices import OPEN_STATUSES, EmployerStatus
from townships.models import Division, Employer, Union


@dataclass(frozen=True)
class Resolution:
    """The reason in a sentence, and the verdict that came after; None where nothing did."""

    text: str
    verdict: StoredVerdict | None


def resolution(finding: Finding, user: Any) -> Resolution | None:
    """Why a finding was resolved; None while it is not. A few queries."""
    if finding.resolved_on is None:
        return None
    after = _verdict_after(finding, user)
    return Resolution(_reason(finding, finding.resolved_on, after), after)


def _verdict_after(finding: Finding, user: Any) -> StoredVerdict | None:
    """The first answer from the day of the resolution on, as far as the reader may see it."""
    rows = StoredVerdict.objects.visible_to(user, VIEW).filter(**same_subject(finding.verdict))
    since = rows.filter(judged_on__gte=finding.resolved_on, pk__gt=finding.verdict_id)
    return since.order_by("pk").first()


def _reason(finding: Finding, day: date, after: StoredVerdict | None) -> str:
    """In a sentence. A verdict that ended with its finding was not answered anew."""
    verdict = finding.verdict
    if verdict.ended_on is None or verdict.ended_on > day:
        return _in_order(after)
    if verdict.provision.ends < day:
        return _("The provision on which it rested has ended or was superseded.")
    if _closed(finding):
        return _("What it was about has been closed or is no longer on record.")
    if after is not None and after.provision_id != verdict.provision_id:
        return _("Another provision has taken the place of the one on which it rested.")
    return _("The rule no longer applies to it.")


def _in_order(after: StoredVerdict | None) -> str:
    if after is not None and after.status == Status.SATISFIED:
        return _("The records have been put right: what is asked is met.")
    return _("The records have been put right: nothing is left to be done.")


def _closed(finding: Finding) -> bool:
    """Whether the subject is no longer at work, by the records of today."""
    key = finding.subject_key
    if finding.subject == SubjectKind.UNION:
        unions = Union.objects.in_county(finding.county_code).filter(pk=key)
        return not unions.filter(status__in=OPEN_STATUSES).exists()
    if finding.subject == SubjectKind.FEDERATION:
        federations = Federation.objects.in_county(finding.county_code).filter(pk=key)
        return not federations.filter(union__status__in=OPEN_STATUSES).exists()
    if finding.subject == SubjectKind.EMPLOYER:
        employers = Employer.objects.in_county(finding.county_code).filter(pk=key)
        return not employers.filter(status=EmployerStatus.OPEN).exists()
    places = Division.objects.filter(key=key, valid_to=None, has_union_duty=True)
    return not places.exists()
