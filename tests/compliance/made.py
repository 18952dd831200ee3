"""Findings and their verdicts, written without a check, for tests of what people do with them."""

import datetime
from typing import Any

from django.utils import timezone

from compliance.choices import Urgency
from compliance.models import Finding, StoredVerdict
from policies.models import Provision

# R-ORG-30: the goal of 80 %; its provision is of the whole country.
RULE = "R-ORG-30"
INPUTS = {
    "legal_person_units": 100,
    "units_with_union": 90,
    "worker_count": 1000,
    "member_count": 700,
}


def make_verdict(county: str, place: str, key: str, label: str, **values: Any) -> StoredVerdict:
    """Today's answer about a township of today that has too few members."""
    rule = values.pop("rule_id", RULE)
    provision = values.pop("provision", None) or Provision.objects.filter(rule_id=rule)[0]
    known = {
        "subject": "township",
        "rule_id": rule,
        "status": "violated",
        "met": False,
        "kind": provision.kind,
        "modality": provision.modality,
        "document": str(provision.document),
        "clause": provision.clause,
        "key_phrase": provision.key_phrase,
        "reading": provision.reading,
        "parameters": provision.parameters,
        "inputs": INPUTS,
        "explanation": "入会率不足",
        "judged_on": timezone.localdate(),
    }
    return StoredVerdict.objects.create(
        county_code=county,
        township_key=place,
        subject_key=key,
        subject_label=label,
        provision=provision,
        **{**known, **values},
    )


def make_finding(
    county: str = "410581",
    place: str = "410581101",
    key: str = "410581101",
    label: str = "临淇镇",
    *,
    days: int = 10,
    verdict: StoredVerdict | None = None,
    rule: str = RULE,
    **values: Any,
) -> Finding:
    """An open finding that was first seen so many days ago."""
    first_seen = timezone.localdate() - datetime.timedelta(days=days)
    same = {"county_code": county, "township_key": place, "subject_key": key}
    return Finding.objects.create(
        verdict=verdict or make_verdict(county, place, key, label, rule_id=rule),
        rule_id=rule,
        subject="township",
        subject_label=label,
        first_seen=first_seen,
        **same,
        **{"urgency": Urgency.OTHER, **values},
    )
