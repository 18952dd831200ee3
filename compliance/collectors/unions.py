"""Collectors of rules about township unions and grassroots unions."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Finds, Scope, collects, not_met
from compliance.collectors.dated import coverage, exists, on_the_day, superiors_then
from compliance.collectors.superiors import with_superiors
from policies.engine import Value, Verdict
from policies.engine.kinds import Status
from policies.rules.names import FORM_ENDINGS
from townships.choices import (
    GRASSROOTS_KINDS,
    AccountMode,
    UnionForm,
    UnionKind,
)
from townships.models import Affiliation, Union

UNION = SubjectKind.UNION
ACCOUNTING = {
    AccountMode.OWN: "independent",
    AccountMode.CUSTODY: "custody",
    AccountMode.CENTRE: "central",
}
# Unions of townships, without the bodies that county federations have dispatched (R-ORG-05).
TOWNSHIP_UNIONS = Q(kind=UnionKind.TOWNSHIP) & ~Q(form=UnionForm.WORK_COMMITTEE)


def violated_only(urgency: Urgency = Urgency.OTHER) -> Finds:
    """Where another rule already asks for what is not recorded."""

    def finds(case: Case, verdict: Verdict) -> Urgency | None:
        return urgency if verdict.status is Status.VIOLATED else None

    return finds


def committee_missing(case: Case, verdict: Verdict) -> Urgency | None:
    """R-ORG-06: a body without a founding day counts as missing once the union has one."""
    if verdict.status is Status.UNKNOWN:
        founded = case.values["founded_on"] is not None
        return Urgency.MISSING_POST if founded else Urgency.MISSING_DATA
    return Urgency.OTHER if verdict.status is Status.VIOLATED else None


def party_unnamed(case: Case, verdict: Verdict) -> Urgency | None:
    """R-RGT-13: nobody named the party organisation; R-ORG-07 asks for the superior."""
    return Urgency.MISSING_DATA if case.values["has_party_org"] is None else None


def account_of_others(case: Case, verdict: Verdict) -> Urgency | None:
    """R-FIN-03: R-FIN-02 asks the same already, but of those that are no legal person."""
    if verdict.status is Status.UNKNOWN:
        return Urgency.MISSING_DATA if case.facts["legal_person"] is False else None
    return Urgency.MONEY if verdict.status is Status.VIOLATED else None


def account_of_grassroots(case: Case, verdict: Verdict) -> Urgency | None:
    """R-FIN-04: of the unions of townships R-FIN-02 and R-FIN-03 ask the same already."""
    if verdict.status is Status.UNKNOWN:
        return None if case.facts["of_township"] else Urgency.MISSING_DATA
    return Urgency.MONEY if verdict.status is Status.VIOLATED else None


def _unions(scope: Scope, which: Q, *columns: str) -> Iterator[tuple[Any, ...]]:
    """(id, name, township, …) of the unions of the scope."""
    rows = Union.objects.filter(scope.rows, which).order_by("pk")
    return rows.values_list("pk", "name", "township_id", *columns).iterator(2000)


def _case(
    scope: Scope,
    row: tuple[Any, ...],
    values: Mapping[str, Value],
    **facts: object,
) -> Case:
    pk, name, township_id, *_columns = row
    return Case(str(pk), name, scope.lies_in(township_id), values, facts=facts)


@collects("R-ORG-06", subject=UNION, finds=committee_missing)
def committees(scope: Scope) -> Iterator[Case]:
    """Founding days of a township union and its two committees."""
    columns = ("audit_committee_on", "women_committee_on", "founded_on")
    for row in _unions(scope, TOWNSHIP_UNIONS & exists(scope, active=True), *columns):
        yield _case(scope, row, dict(zip(columns, row[3:], strict=True)))


@collects("R-ORG-07", subject=UNION)
def superiors(scope: Scope) -> Iterator[Case]:
    """The superior of every union below the county federation."""
    for row in _below_county(scope):
        yield _case(scope, row, {"parent_union": row[3]})


@collects("R-RGT-13", subject=UNION, finds=party_unnamed)
def dual_leaders(scope: Scope) -> Iterator[Case]:
    """Whether the party organisation beside a township union is named, and its superior's kind."""
    which = TOWNSHIP_UNIONS & exists(scope, active=True)
    for row in _led(scope, which, ("party_organisation",), ("kind",)):
        named = bool(row[3]) and not scope.looks_back
        yield _case(scope, row, {"has_party_org": named or None, "parent_union": row[4]})


@collects("R-ORG-10", subject=UNION, finds=violated_only(), keeps_unknown=True)
def office_unions(scope: Scope) -> Iterator[Case]:
    """Unions that the union of an office leads."""
    for row in _below_county(scope):
        yield _case(scope, row, {"parent_union": row[3]})


@collects("R-ORG-20", subject=UNION, finds=violated_only(), keeps_unknown=True)
def tiers(scope: Scope) -> Iterator[Case]:
    """Kind of every union below the county federation, and of its superior."""
    for row in _below_county(scope, "kind"):
        yield _case(scope, row, {"org_kind": row[3], "parent_union": row[4]})


def _below_county(scope: Scope, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The columns of every union below the county federation, then the kind of its superior."""
    return _led(scope, exists(scope) & ~Q(kind=UnionKind.COUNTY), columns, ("kind",))


def _led(
    scope: Scope, which: Q, own: tuple[str, ...], above: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """The unions with columns of their superior, None where it is not recorded for the day."""
    if not scope.looks_back:
        rows = _unions(scope, which, *own, "superior_id")
        yield from with_superiors(scope.county_code, rows, above)
        return
    then, unknown = superiors_then(scope, *above), (None,) * len(above)
    for row in _unions(scope, which, *own):
        yield (*row, *then.get(row[0], unknown))


@collects("R-ORG-11", subject=UNION)
def subordinates(scope: Scope) -> Iterator[Case]:
    """How many open unions belong to each township union."""
    numbers = _below(scope)
    # Nobody may have recorded whom a union led on a past day: that is no 0.
    none = None if scope.looks_back else 0
    for row in _unions(scope, TOWNSHIP_UNIONS & exists(scope, active=True)):
        yield _case(scope, row, {"child_count": numbers.get(row[0], none)})


def _below(scope: Scope) -> dict[int, int]:
    """By id of the superior how many unions belong to it, whatever kind it is."""
    rows: QuerySet[Any] = Union.objects.filter(exists(scope), superior__isnull=False)
    if scope.looks_back:
        rows = Affiliation.objects.filter(on_the_day(scope), exists(scope, path="union__"))
    grouped = rows.filter(county_code=scope.county_code).order_by().values("superior_id")
    return dict(grouped.annotate(number=Count("pk")).values_list("superior_id", "number"))


@collects("R-ORG-13", subject=UNION)
def places_of_superiors(scope: Scope) -> Iterator[Case]:
    """Townships of the unions that a township union, or one of its area, leads."""
    names = _township_names(scope)
    today = scope.places.county.today if scope.places.county else {}
    for row in _led(scope, exists(scope), (), ("township_id", "pk")):
        # Its superior is the county federation; only of a past day may it be one not recorded.
        if row[3] is None and not (scope.looks_back and row[4] is None):
            continue
        here, there = (names.get(today.get(key, "")) for key in (row[2], row[3]))
        yield _case(scope, row, {"township": here, "parent_township": there})


def _township_names(scope: Scope) -> dict[str, str]:
    """By key of today what each township is called; with the code where two have one name.

    Of a county that was merged into another these are the townships of the one it is part of.
    """
    townships = scope.places.county.townships if scope.places.county else ()
    times = Counter(township.name for township in townships)
    return {one.key: one.name if times[one.name] == 1 else one.full_label for one in townships}


@collects("R-ORG-16", subject=UNION)
def units_of_joint_unions(scope: Scope) -> Iterator[Case]:
    """Units of each joint union; for one without any they are not recorded."""
    covered: QuerySet[Any] = coverage(scope, undated=True).filter(union__kind=UnionKind.JOINT)
    grouped = covered.order_by().values("union_id")
    rows = grouped.annotate(number=Count("employer_id"), dated=Count("valid_from"))
    # Of a past day a part that nobody dated leaves the number open.
    numbers = {
        union_id: number
        for union_id, number, dated in rows.values_list("union_id", "number", "dated")
        if dated == number or not scope.looks_back
    }
    for row in _unions(scope, Q(kind=UnionKind.JOINT) & exists(scope, active=True)):
        yield _case(scope, row, {"joint_unit_count": numbers.get(row[0])})


@collects("R-NAM-05", subject=UNION)
def names(scope: Scope) -> Iterator[Case]:
    """Names of township unions, and of others that call themselves 总工会."""
    general = Q(kind__in=GRASSROOTS_KINDS, name__endswith=FORM_ENDINGS["general"])
    named = exists(scope) & (Q(kind=UnionKind.TOWNSHIP) | general)
    for row in _unions(scope, named, "kind", "form"):
        form = None if scope.looks_back else row[4] or None
        values = {"name": row[1], "org_kind": row[3], "form": form}
        yield _case(scope, row, values)


@collects("R-FIN-02", subject=UNION, finds=not_met(Urgency.MONEY))
def accounts_of_legal_persons(scope: Scope) -> Iterator[Case]:
    """Legal person status and account of each township union."""
    for row in _with_account(scope, TOWNSHIP_UNIONS):
        values = {"legal_person": row[3], "accounting_mode": ACCOUNTING.get(row[4])}
        yield _case(scope, row, values)


@collects("R-FIN-03", subject=UNION, finds=account_of_others, keeps_unknown=True)
def accounts_or_custody(scope: Scope) -> Iterator[Case]:
    """What is recorded is one of the two: an own account, or custody by the county federation."""
    for row in _with_account(scope, TOWNSHIP_UNIONS):
        mode = ACCOUNTING.get(row[4])
        values = {
            "accounting_mode": mode,
            "bank_account": None if mode is None else mode == "independent",
            "custodian_is_county": True if mode == "custody" else None,
        }
        yield _case(scope, row, values, legal_person=row[3])


@collects("R-FIN-04", subject=UNION, finds=account_of_grassroots, keeps_unknown=True)
def own_accounts(scope: Scope) -> Iterator[Case]:
    """Accounts of township and grassroots unions."""
    for row in _with_account(scope, TOWNSHIP_UNIONS | Q(kind__in=GRASSROOTS_KINDS)):
        of_township = row[5] == UnionKind.TOWNSHIP
        yield _case(
            scope, row, {"accounting_mode": ACCOUNTING.get(row[4])}, of_township=of_township
        )


def _with_account(scope: Scope, which: Q) -> Iterator[tuple[Any, ...]]:
    return _unions(
        scope, which & exists(scope, active=True), "is_legal_person", "account_mode", "kind"
    )
