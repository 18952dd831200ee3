"""Regional and industry federations (R-ORG-23, 25 … 27, R-NAM, R-COM-08 … 11, 15)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Q, Sum

from compliance.choices import SubjectKind, Urgency
from compliance.collectors import Case, Scope, collects
from compliance.collectors.dated import exists
from compliance.collectors.unions import violated_only
from federations.case import JUDGED_KINDS
from federations.models import Coverage, FoundingStep
from federations.rules import MEASURES
from federations.selectors.committee import Committee, committees_of
from federations.selectors.coverage import covered_numbers, holding
from policies.engine import NEVER, Value, Verdict
from policies.engine.kinds import Status
from townships.choices import UnionKind
from townships.models import Union, UnionEmployer

FEDERATION = SubjectKind.FEDERATION


class Row(NamedTuple):
    """A federation of the scope: ids of union and record, and what the two say."""

    union: int
    name: str
    township: str | None
    pk: int
    kind: str
    level: str
    has_party_org: bool | None
    manages_own_funds: bool | None
    audit_committee_on: Any
    women_committee_on: Any
    founded_on: Any


COLUMNS = (
    *("pk", "name", "township_id", "federations__pk", "federations__kind", "federations__level"),
    *("federations__has_party_org", "federations__manages_own_funds"),
    *("audit_committee_on", "women_committee_on", "founded_on"),
)


def federations(scope: Scope, *, active: bool = True) -> Iterator[Row]:
    """Federations with their record; `active`: without those that are being prepared."""
    which = scope.rows & exists(scope, active=active) & Q(kind=UnionKind.FEDERATION)
    rows = Union.objects.filter(which, federations__isnull=False).order_by("pk")
    for row in rows.values_list(*COLUMNS).iterator(2000):
        yield Row(*row)


def case(scope: Scope, row: Row, values: dict[str, Value], **facts: object) -> Case:
    """The case of a federation; its key is that of the record."""
    place = scope.lies_in(row.township)
    return Case(str(row.pk), row.name, place, values, facts=facts)


@collects("R-ORG-23", subject=FEDERATION)
def sizes(scope: Scope) -> Iterator[Case]:
    """How many existing unions each covers; none recorded is unknown and no 0."""
    rows = list(federations(scope))
    numbers = covered_numbers(scope.county_code, [row.union for row in rows], scope.on)
    for row in rows:
        yield case(scope, row, {"covered_unions": numbers.get(row.union)})


@collects("R-ORG-25", subject=FEDERATION)
def levels(scope: Scope) -> Iterator[Case]:
    """Level and kind; of federations of social organisations the document does not speak."""
    for row in _judged(scope):
        yield case(scope, row, {"level": row.level, "kind": row.kind})


def _judged(scope: Scope) -> Iterator[Row]:
    return (row for row in federations(scope, active=False) if row.kind in JUDGED_KINDS)


@collects("R-ORG-26", subject=FEDERATION)
def steps(scope: Scope) -> Iterator[Case]:
    """Days of the gates, of federations with a founding file."""
    yield from _with_files(scope)


@collects("R-ORG-27", subject=FEDERATION, finds=violated_only(), keeps_unknown=True)
def party_consents(scope: Scope) -> Iterator[Case]:
    """The consent of the party organisation, once a gate after it was passed."""
    names = ("has_party_org", "party_consent_on")
    for found in _with_files(scope):
        if any(found.values[name] != NEVER for name in ("approval_on", "formed_on", "elected_on")):
            values = {name: found.values[name] for name in names}
            yield Case(found.key, found.label, found.township_key, values)


def _with_files(scope: Scope) -> Iterator[Case]:
    days = _days(scope)
    for row in federations(scope, active=False):
        if row.pk in days:
            gates: dict[str, Value] = {
                name: days[row.pk].get(step, NEVER) for step, name in MEASURES.items()
            }
            yield case(scope, row, {**gates, "has_party_org": row.has_party_org})


def _days(scope: Scope) -> dict[int, dict[str, Any]]:
    """By id of the record the days of its gates, on a past day those passed by then."""
    rows = FoundingStep.objects.in_county(scope.county_code).filter(done_on__lte=scope.on)
    found: dict[int, dict[str, Any]] = {}
    for key, step, day in rows.values_list("federation_id", "step", "done_on").iterator(2000):
        found.setdefault(key, {})[step] = day
    return found


@collects("R-NAM-01", subject=FEDERATION)
def names(scope: Scope) -> Iterator[Case]:
    """Names of regional and industry federations."""
    for row in _judged(scope):
        yield case(scope, row, {"name": row.name, "kind": row.kind})


@collects("R-NAM-02", subject=FEDERATION)
def occupations(scope: Scope) -> Iterator[Case]:
    """The same, for names of occupations."""
    yield from names(scope)


@collects("R-NAM-03", subject=FEDERATION)
def units(scope: Scope) -> Iterator[Case]:
    """The same, with the names of the covered unions."""
    covered: dict[int, list[str]] = {}
    rows = Coverage.objects.in_county(scope.county_code).filter(holding(scope.on))
    for key, name in rows.order_by("pk").values_list("federation_id", "union__name").iterator(2000):
        covered.setdefault(key, []).append(name)
    for row in _judged(scope):
        names_of_units = ";".join(covered.get(row.pk, ()))
        values: dict[str, Value] = {"name": row.name, "kind": row.kind}
        yield case(scope, row, {**values, "unit_names": names_of_units})


# --- the committee --------------------------------------------------------------------------------


def body_missing(found: Case, verdict: Verdict) -> Urgency | None:
    """R-COM-08: with own funds a body without a founding day counts as missing."""
    if verdict.status is Status.UNKNOWN:
        own = found.values["manages_own_funds"]
        return Urgency.MISSING_POST if own else Urgency.MISSING_DATA
    return Urgency.MISSING_POST if verdict.status is Status.VIOLATED else None


@collects("R-COM-08", subject=FEDERATION, finds=body_missing)
def audit_committees(scope: Scope) -> Iterator[Case]:
    """Own funds, and an audit committee: a founding day says that there is one."""
    for row in federations(scope):
        values: dict[str, Value] = {
            "manages_own_funds": row.manages_own_funds,
            "audit_committee": True if row.audit_committee_on else None,
        }
        yield case(scope, row, values)


@collects("R-COM-09", subject=FEDERATION, finds=violated_only(), keeps_unknown=True)
def women_committees(scope: Scope) -> Iterator[Case]:
    """Women workers of the covered unions' units, and a women workers' committee.

    How many are many no document says; a place that sets a number is judged by it.
    """
    numbers = women_of(scope)
    for row in federations(scope):
        values: dict[str, Value] = {
            "women_workers": numbers.get(row.union),
            "women_committee": row.women_committee_on is not None,
        }
        yield case(scope, row, values)


def women_of(scope: Scope) -> dict[int, int | None]:
    """By union of a federation the women of the units; None: some unit has not counted them."""
    here = Coverage.objects.in_county(scope.county_code).filter(holding(scope.on))
    pairs: dict[int, list[int]] = {}
    for federation, union in here.values_list("federation__union_id", "union_id").iterator(2000):
        pairs.setdefault(union, []).append(federation)
    rows = UnionEmployer.objects.in_county(scope.county_code).filter(
        valid_to__isnull=True, union_id__in=here.values("union_id")
    )
    found: dict[int, int | None] = {}
    grouped = (
        rows.order_by().values("union_id", "employer_id").annotate(n=Sum("employer__women_count"))
    )
    for union, number in grouped.values_list("union_id", "n").iterator(2000):
        for federation in pairs.get(union, ()):
            so_far = found.get(federation, 0)
            found[federation] = None if None in (so_far, number) else so_far + number
    return found


def seats_open(found: Case, verdict: Verdict) -> Urgency | None:
    """R-COM-10: a seat whose holder heads his union no longer waits for a procedure."""
    if verdict.status is Status.VIOLATED:
        return Urgency.OTHER
    return Urgency.MISSING_POST if found.facts["open"] else None


@collects("R-COM-10", subject=FEDERATION, finds=seats_open)
def replacements(scope: Scope) -> Iterator[Case]:
    """Seats to be filled: nothing has taken place yet, which breaks no rule and is a task."""
    for row, committee in _committees(scope):
        values: dict[str, Value] = {"procedure_on": NEVER, "replaced_on": NEVER}
        yield case(scope, row, values, open=len(committee.to_fill))


@collects("R-COM-11", subject=FEDERATION)
def chairs(scope: Scope) -> Iterator[Case]:
    """Chairs of covered unions on the committee, where they have sent no delegates (C-10)."""
    for row, committee in _committees(scope):
        if not committee.by_delegates:
            values: dict[str, Value] = {
                "chairs_on_committee": committee.chairs_seated,
                "covered_unions": len(committee.covered) or None,
            }
            yield case(scope, row, values)


def _committees(scope: Scope) -> Iterator[tuple[Row, Committee]]:
    rows = list(federations(scope))
    found = committees_of(scope.county_code, [row.union for row in rows], scope.on)
    return ((row, found[row.union]) for row in rows)
