"""Money going out and its shares (R-FIN-06, R-FIN-07, R-FIN-08, R-FND-05, R-FND-18, R-FND-25).

What was approved is judged as it stands: what was cancelled or taken back is gone.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils import timezone

from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Finds, Scope, collects, not_met
from compliance.collectors.unions import violated_only
from federations.models import Federation, FederationTownship
from funding.choices import AllocationState, GrantKind
from funding.models import Allocation, Grant, Payment
from funding.selectors.grants import project_measures
from funding.selectors.share_tables import shares_on
from funding.selectors.spending import (
    approved,
    chairs_of_payer,
    decided_together,
    signed_by_chair,
    standing_payments,
)
from policies.engine import Verdict

PAYMENT, GRANT = SubjectKind.PAYMENT, SubjectKind.GRANT
# Keys of decisions on spending: what was decided, and its id.
ALLOCATION_KEY, PAYMENT_KEY = "allocation-", "payment-"


def since_the_provision(finds: Finds) -> Finds:
    """Nothing that was decided before the provision began."""

    def later(case: Case, verdict: Verdict) -> Urgency | None:
        decided: Any = case.facts["decided_on"]
        early = verdict.valid_from is not None and decided < verdict.valid_from
        return None if early else finds(case, verdict)

    return later


def _here(scope: Scope, township_key: str | None) -> bool:
    """Whether a row with this township is to be judged."""
    return scope.township_keys is None or scope.lies_in(township_key) in scope.township_keys


def _label(payment: Payment) -> str:
    return f"{payment.recipient.name} {payment.amount} #{payment.pk}"[:200]


@collects(
    "R-FIN-06",
    subject=SubjectKind.DECISION,
    finds=since_the_provision(violated_only(Urgency.MONEY)),
)
def decisions(scope: Scope) -> Iterator[Case]:
    """Approved allocations, and approved payments of one source and day, with their meeting."""
    if _here(scope, None):
        yield from _allocations(scope)
    for one in decided_together(scope.county_code, scope.on):
        township = one.first.recipient.township_id
        if _here(scope, township):
            yield Case(
                f"{PAYMENT_KEY}{one.first.pk}",
                _label(one.first),
                scope.lies_in(township),
                {"payment_amount": one.amount, "decided_by_meeting": one.by_meeting},
                facts={"decided_on": one.on},
            )


def _allocations(scope: Scope) -> Iterator[Case]:
    rows = Allocation.objects.in_county(scope.county_code).filter(state=AllocationState.APPROVED)
    for row in rows.order_by("pk"):
        day = timezone.localdate(row.approved_at)
        if day <= scope.on:
            yield Case(
                f"{ALLOCATION_KEY}{row.pk}",
                str(row)[:200],
                scope.county_code,
                {"payment_amount": row.total, "decided_by_meeting": row.meeting_id is not None},
                facts={"decided_on": day},
            )


@collects("R-FIN-07", subject=PAYMENT, finds=not_met(Urgency.MONEY))
def earmarked(scope: Scope) -> Iterator[Case]:
    """Purpose of each payment from a grant, and what the grant has borne up to it."""
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for one in standing_payments(scope.county_code):
        row = one.payment
        if row.grant is None:
            continue
        spent[row.grant.pk] += one.net
        township = row.recipient.township_id
        if _here(scope, township):
            values = {
                "grant_purpose": row.grant.purpose_words,
                "payment_purpose": row.purpose_words,
                "grant_amount": row.grant.amount,
                "grant_spent": spent[row.grant.pk],
            }
            yield Case(str(row.pk), _label(row), scope.lies_in(township), values)


@collects("R-FIN-08", subject=PAYMENT, finds=since_the_provision(not_met(Urgency.MONEY)))
def signed(scope: Scope) -> Iterator[Case]:
    """Whether the chair of the paying federation in office on the day signed the approval."""
    chairs = chairs_of_payer(scope.county_code)
    for one in approved(scope.county_code, scope.on):
        row = one.payment
        township = row.recipient.township_id
        if _here(scope, township):
            yield Case(
                str(row.pk),
                _label(row),
                scope.lies_in(township),
                {"approved_by_chair": signed_by_chair(row, chairs)},
                facts={"decided_on": timezone.localdate(row.approved_at)},
            )


def _grants(scope: Scope, kind: GrantKind) -> list[Grant]:
    """All grants of a kind in the county, the oldest first."""
    rows = Grant.objects.in_county(scope.county_code).filter(kind=kind, granted_on__lte=scope.on)
    return list(rows.prefetch_related("recipient__superior").order_by("granted_on", "pk"))


def _of_grant(scope: Scope, grant: Grant, values: dict[str, Any]) -> Iterator[Case]:
    township = grant.recipient.township_id
    if _here(scope, township):
        yield Case(str(grant.pk), str(grant)[:200], scope.lies_in(township), values)


@collects("R-FND-18", subject=GRANT, finds=not_met(Urgency.MONEY))
def subsidised_once(scope: Scope) -> Iterator[Case]:
    """How many one-off subsidies the subject had got, up to each of them."""
    number: dict[str, int] = defaultdict(int)
    for grant in _grants(scope, GrantKind.ONE_OFF):
        number[grant.one_off_subject] += 1
        yield from _of_grant(scope, grant, {"grants_of_subject": number[grant.one_off_subject]})


@collects("R-FND-25", subject=GRANT, finds=not_met(Urgency.MONEY))
def case_by_case(scope: Scope) -> Iterator[Case]:
    """Project subsidies of federations: who keeps the funds above, and across which townships."""
    code = scope.county_code
    ids = dict(Federation.objects.in_county(code).values_list("union_id", "pk"))
    places = FederationTownship.objects.in_county(code).order_by().values("federation_id")
    number = dict(places.annotate(n=Count("pk")).values_list("federation_id", "n"))
    for grant in _grants(scope, GrantKind.PROJECT):
        federation = ids.get(grant.recipient_id)
        if federation is not None:
            measures = project_measures(grant.recipient, number.get(federation, 0))
            yield from _of_grant(scope, grant, measures)


@collects("R-FND-05", subject=SubjectKind.SHARE_TABLE, finds=not_met(Urgency.MONEY))
def township_share(scope: Scope) -> Iterator[Case]:
    """The table that holds in the county, its own or the nearest above; where there is one."""
    county = scope.places.county
    if county is None or not _here(scope, None):
        return
    table = shares_on(county.division, scope.on)
    if table is not None:
        given = {"township_share_given": table.township is not None}
        yield Case(str(table.pk), str(table)[:200], scope.county_code, given)
