"""Dates of open findings: what a rule demanded by a day that has passed or is to come."""

from collections.abc import Iterator

from django.urls import reverse

from compliance.choices import FindingState, SubjectKind
from compliance.deadlines import Deadline, Window, provides
from compliance.models import Finding
from compliance.permissions import VIEW
from compliance.sentences import sentence

# Their labels name people, and a calendar leaves the house: `training` tells these dates.
PEOPLE = (SubjectKind.OFFICER, SubjectKind.SOCIAL_WORKER)


@provides
def open_findings(window: Window) -> Iterator[Deadline]:
    """Findings that nobody has waived or resolved."""
    rows = (
        Finding.objects.visible_to(window.user, VIEW)
        .filter(state=FindingState.OPEN, due_on__range=(window.first, window.last))
        .exclude(subject__in=PEOPLE)
        .select_related("verdict__provision")
    )
    for finding in rows:
        assert finding.due_on is not None  # noqa: S101 - the range has none without a day
        yield Deadline(
            key=key_of(finding.rule_id, finding.subject, finding.subject_key),
            day=finding.due_on,
            title=sentence(finding).text,
            subject=finding.subject_label,
            place=finding.township_key,
            url=reverse("finding", args=[finding.pk]),
            clause=f"{finding.verdict.document} {finding.verdict.clause}",
        )


def key_of(rule_id: str, subject: str, subject_key: object) -> str:
    """How the date of a rule about a subject is called, whoever tells it."""
    return f"{rule_id}:{subject}:{subject_key}"
