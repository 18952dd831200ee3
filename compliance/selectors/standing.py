"""Where a place stands: verdicts of today by rule and status, and what is to be put in order."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from compliance.choices import FindingState
from compliance.models import Finding, StoredVerdict
from compliance.sentences import sentence

ByRule = dict[str, dict[str, int]]


def verdict_counts(where: Q) -> ByRule:
    """Number of today's verdicts by rule and status, rules in order."""
    rows = StoredVerdict.objects.filter(where, is_latest=True).order_by("rule_id", "status")
    counted: ByRule = {}
    for row in rows.values("rule_id", "status").annotate(number=Count("pk")):
        counted.setdefault(row["rule_id"], {})[row["status"]] = row["number"]
    return counted


def finding_counts(where: Q) -> dict[str, int]:
    """Number of unresolved findings by rule; those that were waived are not counted."""
    rows = Finding.objects.filter(where, state=FindingState.OPEN).order_by("rule_id")
    grouped = rows.values("rule_id").annotate(number=Count("pk"))
    return {row["rule_id"]: row["number"] for row in grouped}


def unresolved(where: Q) -> QuerySet[Finding]:
    """Findings that are open or waived, with all that their sentences need, oldest first."""
    rows = Finding.objects.filter(where, resolved_on__isnull=True)
    return rows.select_related("verdict__provision").order_by("first_seen", "pk")


def as_json(findings: QuerySet[Finding]) -> Iterator[dict[str, object]]:
    """Findings as plain data for scripts."""
    for finding in findings.iterator(500):
        said = sentence(finding)
        yield {
            "rule": finding.rule_id,
            "subject": finding.subject,
            "key": finding.subject_key,
            "name": finding.subject_label,
            "county": finding.county_code,
            "township": finding.township_key,
            "urgency": finding.urgency,
            "state": finding.state,
            "status": finding.verdict.status,
            "first_seen": finding.first_seen.isoformat(),
            "due_on": finding.due_on.isoformat() if finding.due_on else None,
            "document": finding.verdict.document,
            "clause": finding.verdict.clause,
            "text": said.text,
            "remedy": said.remedy,
        }
